<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Asking</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
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
        <source>Attach</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen …</translation>
    </message>
    <message>
        <source>Of another installation of this account, or one that you forwarded yourself.</source>
        <translation>Von einer anderen Installation dieses Kontos, oder einer, den Sie selbst weitergeleitet haben.</translation>
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
        <source>A page, an act, or whom or what you look for</source>
        <translation>Eine Seite, eine Handlung, oder wen oder was Sie suchen</translation>
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
    <message>
        <source>Looking…</source>
        <translation>Wird gesucht …</translation>
    </message>
</context>
<context>
    <name>Copies</name>
    <message>
        <source>Copy the row</source>
        <translation>Zeile kopieren</translation>
    </message>
    <message>
        <source>Copy the id</source>
        <translation>Kennung kopieren</translation>
    </message>
    <message>
        <source>What can be copied</source>
        <translation>Was kopiert werden kann</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the record&apos;s id</source>
        <translation>Kennung des Datensatzes kopieren</translation>
    </message>
    <message>
        <source>Copy the id in the CRM</source>
        <translation>Kennung im CRM kopieren</translation>
    </message>
    <message>
        <source>Copy the run&apos;s id</source>
        <translation>Kennung des Laufs kopieren</translation>
    </message>
    <message>
        <source>Copy the cell</source>
        <translation>Zelle kopieren</translation>
    </message>
</context>
<context>
    <name>CopyableId</name>
    <message>
        <source>Copy {0}</source>
        <translation>{0} kopieren</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>Search “{0}” in all that happened</source>
        <translation>„{0}“ in allem suchen, was geschah</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
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
        <source>Attached from elsewhere</source>
        <translation>Von anderswo verbunden</translation>
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
        <source>Guide (F1)</source>
        <translation>Anleitung (F1)</translation>
    </message>
    <message>
        <source>Daemon: {0}</source>
        <translation>Daemon: {0}</translation>
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
        <source>Not yours – read-only</source>
        <translation>Nicht Ihrer – nur lesen</translation>
    </message>
    <message>
        <source>Not yours – you can change it</source>
        <translation>Nicht Ihrer – Sie können ihn ändern</translation>
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
    <name>KeptBanner</name>
    <message>
        <source>You have unsaved changes of {0} from {1}.</source>
        <translation>Sie haben ungespeicherte Änderungen an {0} von {1}.</translation>
    </message>
    <message>
        <source>It was changed meanwhile: you will see the difference.</source>
        <translation>Es wurde inzwischen geändert: Sie sehen den Unterschied.</translation>
    </message>
    <message>
        <source>Take up</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>Verwerfen</translation>
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
        <source>Resume {0}</source>
        <translation>{0} fortsetzen</translation>
    </message>
    <message>
        <source>Sync {0} now</source>
        <translation>{0} jetzt abgleichen</translation>
    </message>
    <message>
        <source>Pause {0}</source>
        <translation>{0} anhalten</translation>
    </message>
    <message>
        <source>Open the guide</source>
        <translation>Anleitung öffnen</translation>
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
    <name>Meaning</name>
    <message>
        <source>What this means</source>
        <translation>Was das bedeutet</translation>
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
        <source>Undo the last answer</source>
        <translation>Letzte Antwort zurücknehmen</translation>
    </message>
    <message>
        <source>Mappings</source>
        <translation>Zuordnungen</translation>
    </message>
    <message>
        <source>New mapping</source>
        <translation>Neue Zuordnung</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>Find a record or a change</source>
        <translation>Datensatz oder Änderung suchen</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Connect a CRM</source>
        <translation>CRM verbinden</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Add a rule</source>
        <translation>Regel hinzufügen</translation>
    </message>
    <message>
        <source>Plans and runs</source>
        <translation>Pläne und Läufe</translation>
    </message>
    <message>
        <source>Make a plan</source>
        <translation>Plan erstellen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
</context>
<context>
    <name>ProgressWords</name>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>{0} a minute</source>
        <translation>{0} pro Minute</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>noch {0}</translation>
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
        <translation>Erneut versuchen</translation>
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
        <translation>abgeglichen</translation>
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
    <name>TypeWords</name>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Long text</source>
        <translation>Langer Text</translation>
    </message>
    <message>
        <source>E-mail address</source>
        <translation>E-Mail-Adresse</translation>
    </message>
    <message>
        <source>Telephone number</source>
        <translation>Telefonnummer</translation>
    </message>
    <message>
        <source>Web address</source>
        <translation>Webadresse</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Zahl</translation>
    </message>
    <message>
        <source>Amount of money</source>
        <translation>Geldbetrag</translation>
    </message>
    <message>
        <source>Yes or no</source>
        <translation>Ja oder nein</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Moment</source>
        <translation>Zeitpunkt</translation>
    </message>
    <message>
        <source>Choice</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>Several choices</source>
        <translation>Mehrfachauswahl</translation>
    </message>
    <message>
        <source>Reference to a record</source>
        <translation>Verweis auf einen Datensatz</translation>
    </message>
    <message>
        <source>References to records</source>
        <translation>Verweise auf Datensätze</translation>
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
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>The daemon does the work: it keeps your CRMs in step, also while this window is closed. The demo shows everything with sandboxed CRMs on this machine and needs no accounts.</source>
        <translation>Der Daemon tut die Arbeit: er hält Ihre CRMs auf demselben Stand, auch wenn dieses Fenster geschlossen ist. Die Demo zeigt alles mit nachgebildeten CRMs auf diesem Rechner und braucht keine Konten.</translation>
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
        <source>It did not start</source>
        <translation>Er ist nicht gestartet</translation>
    </message>
    <message>
        <source>Start the daemon</source>
        <translation>Daemon starten</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>Demo ansehen</translation>
    </message>
    <message>
        <source>Attach to another…</source>
        <translation>Mit einem anderen verbinden …</translation>
    </message>
    <message>
        <source>This machine&apos;s own daemon</source>
        <translation>Der eigene Daemon dieses Rechners</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>CRM Sync</source>
        <translation>CRM Sync</translation>
    </message>
    <message>
        <source>rule {0}</source>
        <translation>Regel {0}</translation>
    </message>
    <message>
        <source>advisor</source>
        <translation>Ratgeber</translation>
    </message>
    <message>
        <source>First read</source>
        <translation>Erstes Einlesen</translation>
    </message>
    <message>
        <source>Look for changes</source>
        <translation>Nach Änderungen sehen</translation>
    </message>
    <message>
        <source>Read what changed</source>
        <translation>Geändertes lesen</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Compare everything</source>
        <translation>Alles vergleichen</translation>
    </message>
    <message>
        <source>By a person</source>
        <translation>Von einem Menschen</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Changed fields</source>
        <translation>Geänderte Felder</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rücknahme</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>taken over</source>
        <translation>übernommen</translation>
    </message>
    <message>
        <source>without an answer, looked up</source>
        <translation>ohne Antwort, nachgesehen</translation>
    </message>
    <message>
        <source>applied</source>
        <translation>angewandt</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>in conflict</source>
        <translation>im Konflikt</translation>
    </message>
    <message>
        <source>created</source>
        <translation>angelegt</translation>
    </message>
    <message>
        <source>created there</source>
        <translation>dort angelegt</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>gone there</source>
        <translation>dort verschwunden</translation>
    </message>
    <message>
        <source>paired</source>
        <translation>verknüpft</translation>
    </message>
    <message>
        <source>merged</source>
        <translation>zusammengeführt</translation>
    </message>
    <message>
        <source>merged there</source>
        <translation>dort zusammengeführt</translation>
    </message>
    <message>
        <source>put aside</source>
        <translation>beiseitegelegt</translation>
    </message>
    <message>
        <source>passed over</source>
        <translation>übergangen</translation>
    </message>
    <message>
        <source>written</source>
        <translation>geschrieben</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>beantwortet</translation>
    </message>
    <message>
        <source>restored</source>
        <translation>wiederhergestellt</translation>
    </message>
    <message>
        <source>out of date</source>
        <translation>überholt</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartend</translation>
    </message>
    <message>
        <source>For a plan</source>
        <translation>Für einen Plan</translation>
    </message>
    <message>
        <source>Being made</source>
        <translation>Wird erstellt</translation>
    </message>
    <message>
        <source>To be looked at</source>
        <translation>Anzusehen</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Freigegeben</translation>
    </message>
    <message>
        <source>Being applied</source>
        <translation>Wird ausgeführt</translation>
    </message>
    <message>
        <source>Applied</source>
        <translation>Ausgeführt</translation>
    </message>
    <message>
        <source>Discarded</source>
        <translation>Verworfen</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Verfallen</translation>
    </message>
    <message>
        <source>Planned</source>
        <translation>Geplant</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>Being sent</source>
        <translation>Wird gesendet</translation>
    </message>
    <message>
        <source>Changed since: not written</source>
        <translation>Seither geändert: nicht geschrieben</translation>
    </message>
    <message>
        <source>Refused by the CRM</source>
        <translation>Vom CRM abgelehnt</translation>
    </message>
    <message>
        <source>Passed over</source>
        <translation>Übergangen</translation>
    </message>
    <message>
        <source>Live again</source>
        <translation>Wieder da</translation>
    </message>
    <message>
        <source>Former values back</source>
        <translation>Frühere Werte zurück</translation>
    </message>
    <message>
        <source>Changed since: asked about</source>
        <translation>Seither geändert: wird gefragt</translation>
    </message>
    <message>
        <source>Created by it: removed</source>
        <translation>Davon angelegt: wird entfernt</translation>
    </message>
    <message>
        <source>Removed again in the CRM</source>
        <translation>Wird im CRM wieder entfernt</translation>
    </message>
    <message>
        <source>Back in the CRM</source>
        <translation>Kommt im CRM zurück</translation>
    </message>
    <message>
        <source>Former values back in the CRM</source>
        <translation>Frühere Werte zurück im CRM</translation>
    </message>
    <message>
        <source>Cannot be taken back</source>
        <translation>Nicht rücknehmbar</translation>
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
        <source>%Ln second(s)</source>
        <translation>
            <numerusform>%Ln Sekunde</numerusform>
            <numerusform>%Ln Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln minute(s)</source>
        <translation>
            <numerusform>%Ln Minute</numerusform>
            <numerusform>%Ln Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hour(s)</source>
        <translation>
            <numerusform>%Ln Stunde</numerusform>
            <numerusform>%Ln Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s)</source>
        <translation>
            <numerusform>%Ln Tag</numerusform>
            <numerusform>%Ln Tagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln month(s)</source>
        <translation>
            <numerusform>%Ln Monat</numerusform>
            <numerusform>%Ln Monaten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln year(s)</source>
        <translation>
            <numerusform>%Ln Jahr</numerusform>
            <numerusform>%Ln Jahren</numerusform>
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
    <message>
        <source>{0} (unknown here)</source>
        <translation>{0} (hier unbekannt)</translation>
    </message>
    <message>
        <source>{0} (deleted)</source>
        <translation>{0} (gelöscht)</translation>
    </message>
</context>
</TS>
