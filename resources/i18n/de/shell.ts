<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AttachDialog</name>
    <message>
        <source>Attach to another daemon</source>
        <translation>Mit einem anderen Daemon verbinden</translation>
    </message>
    <message>
        <source>Socket of the daemon</source>
        <translation>Socket des Daemons</translation>
    </message>
    <message>
        <source>Where the daemon is</source>
        <translation>Wo der Daemon ist</translation>
    </message>
    <message>
        <source>A host over SSH</source>
        <translation>Ein Rechner über SSH</translation>
    </message>
    <message>
        <source>A socket of this machine</source>
        <translation>Ein Socket dieses Rechners</translation>
    </message>
    <message>
        <source>Only look on: nothing can be changed from here</source>
        <translation>Nur zusehen: von hier aus kann nichts geändert werden</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen …</translation>
    </message>
    <message>
        <source>Of another installation of this account, or one that you forwarded yourself.</source>
        <translation>Von einer anderen Installation dieses Kontos, oder einer, den Sie selbst weitergeleitet haben.</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Banners</name>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Attach again</source>
        <translation>Wieder verbinden</translation>
    </message>
    <message>
        <source>What you see is from {0}.</source>
        <translation>Was Sie sehen, ist vom {0}.</translation>
    </message>
    <message>
        <source>Trying again by itself.</source>
        <translation>Es wird von selbst wieder versucht.</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Go to a page, or do something</source>
        <translation>Zu einer Seite gehen oder etwas tun</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Matching commands</source>
        <translation>Passende Befehle</translation>
    </message>
    <message>
        <source>Nothing is called that.</source>
        <translation>So heißt nichts.</translation>
    </message>
</context>
<context>
    <name>CopyableId</name>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy {0}</source>
        <translation>{0} kopieren</translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <source>Last event: </source>
        <translation>Letztes Ereignis: </translation>
    </message>
    <message>
        <source>See who, and end it</source>
        <translation>Ansehen, wer, und es beenden</translation>
    </message>
    <message>
        <source>Daemon {0}</source>
        <translation>Daemon {0}</translation>
    </message>
    <message>
        <source>On the way: {0}</source>
        <translation>Unterwegs: {0}</translation>
    </message>
    <message>
        <source>Running since {0}</source>
        <translation>Läuft seit {0}</translation>
    </message>
    <message>
        <source>Attached from elsewhere: {0}</source>
        <translation>Von anderswo verbunden: {0}</translation>
    </message>
    <message>
        <source>Least quota left: {0} % ({1})</source>
        <translation>Kleinstes Restkontingent: {0} % ({1})</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keines</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Which daemon this window is about</source>
        <translation>Um welchen Daemon es in diesem Fenster geht</translation>
    </message>
    <message>
        <source>Daemons</source>
        <translation>Daemons</translation>
    </message>
    <message>
        <source>Search or do…</source>
        <translation>Suchen oder tun …</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>Daemon: {0}</source>
        <translation>Daemon: {0}</translation>
    </message>
    <message>
        <source>Not yours – read-only</source>
        <translation>Nicht Ihrer – nur lesen</translation>
    </message>
    <message>
        <source>Not yours – you can change it</source>
        <translation>Nicht Ihrer – Sie können ihn ändern</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>Reconnecting</source>
        <translation>Verbindet neu</translation>
    </message>
    <message>
        <source>Not running</source>
        <translation>Läuft nicht</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Viewer – read-only</source>
        <translation>Betrachter – nur lesen</translation>
    </message>
    <message>
        <source>Admin</source>
        <translation>Verwalter</translation>
    </message>
    <message>
        <source>This machine&apos;s own daemon</source>
        <translation>Der eigene Daemon dieses Rechners</translation>
    </message>
    <message>
        <source>Over SSH</source>
        <translation>Über SSH</translation>
    </message>
    <message>
        <source>Attach to another…</source>
        <translation>Mit einem anderen verbinden …</translation>
    </message>
    <message>
        <source>Only look on</source>
        <translation>Nur zusehen</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Starting the daemon…</source>
        <translation>Der Daemon startet …</translation>
    </message>
    <message>
        <source>The daemon could not be started. In a terminal: crmsync daemon</source>
        <translation>Der Daemon ließ sich nicht starten. Im Terminal: crmsync daemon</translation>
    </message>
    <message>
        <source>Starting the sandboxes and the demo&apos;s daemon…</source>
        <translation>Die Sandboxen und der Daemon der Demo starten …</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>Attach to another daemon</source>
        <translation>Mit einem anderen Daemon verbinden</translation>
    </message>
    <message>
        <source>Raise a ticket</source>
        <translation>Ticket eröffnen</translation>
    </message>
    <message>
        <source>Start the demo</source>
        <translation>Demo starten</translation>
    </message>
    <message>
        <source>Version {0}</source>
        <translation>Version {0}</translation>
    </message>
    <message>
        <source>In a terminal it says more: crmsync daemon</source>
        <translation>Im Terminal sagt er mehr: crmsync daemon</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Health</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Konflikte</translation>
    </message>
    <message>
        <source>Plans and runs</source>
        <translation>Pläne und Läufe</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Mappings</source>
        <translation>Zuordnungen</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>{0}, {1} waiting</source>
        <translation>{0}, {1} warten</translation>
    </message>
</context>
<context>
    <name>Skeleton</name>
    <message>
        <source>Loading</source>
        <translation>Lädt</translation>
    </message>
</context>
<context>
    <name>Stack</name>
    <message>
        <source>Try again</source>
        <translation>Nochmals versuchen</translation>
    </message>
</context>
<context>
    <name>Starter</name>
    <message>
        <source>demo</source>
        <translation>Demo</translation>
    </message>
    <message>
        <source>sandboxes on this machine</source>
        <translation>Sandboxen auf diesem Rechner</translation>
    </message>
</context>
<context>
    <name>TimeChart</name>
    <message>
        <source>Nothing has been measured yet.</source>
        <translation>Noch wurde nichts gemessen.</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Open CRM Sync</source>
        <translation>CRM Sync öffnen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>in sync</source>
        <translation>im Gleichstand</translation>
    </message>
    <message>
        <source>changes are on the way</source>
        <translation>Änderungen sind unterwegs</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>somebody is needed</source>
        <translation>jemand wird gebraucht</translation>
    </message>
    <message>
        <source>the daemon is not reached</source>
        <translation>der Daemon ist nicht zu erreichen</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>This takes a few seconds.</source>
        <translation>Das dauert einige Sekunden.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Nochmals versuchen</translation>
    </message>
    <message>
        <source>It did not start</source>
        <translation>Er ist nicht gestartet</translation>
    </message>
    <message>
        <source>Attach to another…</source>
        <translation>Mit einem anderen verbinden …</translation>
    </message>
    <message>
        <source>This machine&apos;s own daemon</source>
        <translation>Der eigene Daemon dieses Rechners</translation>
    </message>
    <message>
        <source>No daemon is running here yet</source>
        <translation>Hier läuft noch kein Daemon</translation>
    </message>
    <message>
        <source>Nobody listens at {0}</source>
        <translation>Bei {0} hört niemand zu</translation>
    </message>
    <message>
        <source>The daemon does the work: it keeps your CRMs in step, also while this window is closed. The demo shows everything with sandboxed CRMs on this machine and needs no accounts.</source>
        <translation>Der Daemon tut die Arbeit: er hält Ihre CRMs im Gleichstand, auch wenn dieses Fenster geschlossen ist. Die Demo zeigt alles mit nachgebildeten CRMs auf diesem Rechner und braucht keine Konten.</translation>
    </message>
    <message>
        <source>Start the daemon</source>
        <translation>Daemon starten</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>Demo ansehen</translation>
    </message>
</context>
<context>
    <name>_Times</name>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>{0} ago</source>
        <translation>vor {0}</translation>
    </message>
    <message>
        <source>in {0}</source>
        <translation>in {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n Sekunde</numerusform>
            <numerusform>%n Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n Stunde</numerusform>
            <numerusform>%n Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tagen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Values</name>
    <message>
        <source>(empty)</source>
        <translation>(leer)</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
</context>
</TS>
