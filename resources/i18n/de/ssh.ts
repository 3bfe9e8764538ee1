<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>HostForm</name>
    <message>
        <source>Saved hosts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep it in the menu of daemons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>host.example.com, or an alias of ~/.ssh/config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As ssh&apos;s configuration says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Such as: Acme, production</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Account there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Socket there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The system&apos;s own ssh makes the connection, with your keys and its configuration; no password is asked for or kept here. Sign in as the account that the daemon runs under.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A new host</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
