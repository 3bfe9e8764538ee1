<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>HostForm</name>
    <message>
        <source>Saved hosts</source>
        <translation>Gemerkte Rechner</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Keep it in the menu of daemons</source>
        <translation>Im Menü der Daemons merken</translation>
    </message>
    <message>
        <source>host.example.com, or an alias of ~/.ssh/config</source>
        <translation>host.example.com, oder ein Name aus ~/.ssh/config</translation>
    </message>
    <message>
        <source>As ssh&apos;s configuration says</source>
        <translation>Wie die Konfiguration von ssh sagt</translation>
    </message>
    <message>
        <source>Ask the host</source>
        <translation>Den Rechner fragen</translation>
    </message>
    <message>
        <source>Such as: Acme, production</source>
        <translation>Etwa: Acme, Produktion</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gemerkt</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>Account there</source>
        <translation>Konto dort</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Socket there</source>
        <translation>Socket dort</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>The system&apos;s own ssh makes the connection, with your keys and its configuration; no password is asked for or kept here. Sign in as the account that the daemon runs under.</source>
        <translation>Das ssh des Systems stellt die Verbindung her, mit Ihren Schlüsseln und seiner Konfiguration; hier wird kein Passwort erfragt oder aufbewahrt. Melden Sie sich mit dem Konto an, unter dem der Daemon läuft.</translation>
    </message>
    <message>
        <source>A new host</source>
        <translation>Ein neuer Rechner</translation>
    </message>
</context>
</TS>
