<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Answering</name>
    <message>
        <source>Looking</source>
        <translation>Angesehen</translation>
    </message>
    <message>
        <source>Wait for the end of what is being done, or stop it</source>
        <translation>Warten Sie das Ende ab, oder halten Sie es an</translation>
    </message>
    <message>
        <source>They were settled meanwhile.</source>
        <translation>Sie wurden inzwischen erledigt.</translation>
    </message>
    <message>
        <source>Sending again</source>
        <translation>Noch einmal gesendet</translation>
    </message>
    <message>
        <source>Giving up</source>
        <translation>Aufgegeben</translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) are sent again.</source>
        <translation>
            <numerusform>%Ln Datensatz wird noch einmal gesendet.</numerusform>
            <numerusform>%Ln Datensätze werden noch einmal gesendet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln value(s) were given up.</source>
        <translation>
            <numerusform>%Ln Wert wurde aufgegeben.</numerusform>
            <numerusform>%Ln Werte wurden aufgegeben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Taking back</source>
        <translation>Zurückgenommen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message numerus="yes">
        <source>%Ln taken back.</source>
        <translation>
            <numerusform>%Ln zurückgenommen.</numerusform>
            <numerusform>%Ln zurückgenommen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped: {0} of {1}.</source>
        <translation>Angehalten: {0} von {1}.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be.</source>
        <translation>
            <numerusform>%Ln ging nicht.</numerusform>
            <numerusform>%Ln gingen nicht.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Causes</name>
    <message>
        <source>What holds records up</source>
        <translation>Was Datensätze aufhält</translation>
    </message>
    <message>
        <source>Raise a ticket</source>
        <translation>Ticket eröffnen</translation>
    </message>
    <message>
        <source>Each side keeps what it has; it is not sent again.</source>
        <translation>Jede Seite behält, was sie hat; es wird nicht noch einmal gesendet.</translation>
    </message>
    <message>
        <source>Say which record it is, that it is another one, or leave it out.</source>
        <translation>Sagen Sie, welcher Datensatz es ist, dass es ein anderer ist, oder lassen Sie ihn außen vor.</translation>
    </message>
    <message>
        <source>Delete it everywhere, keep it, or have it made there anew.</source>
        <translation>Löschen Sie ihn überall, behalten Sie ihn, oder lassen Sie ihn dort neu anlegen.</translation>
    </message>
    <message>
        <source>Say whether both become one here too, or stay two.</source>
        <translation>Sagen Sie, ob beide auch hier einer werden oder zwei bleiben.</translation>
    </message>
    <message>
        <source>Tried again</source>
        <translation>Wird erneut versucht</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Doubtful match</source>
        <translation>Zweifelhafter Treffer</translation>
    </message>
    <message>
        <source>Refused value</source>
        <translation>Abgelehnter Wert</translation>
    </message>
    <message>
        <source>Deletion</source>
        <translation>Löschung</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Zusammenführung</translation>
    </message>
    <message>
        <source>Brake</source>
        <translation>Bremse</translation>
    </message>
    <message>
        <source>Changed fields</source>
        <translation>Geänderte Felder</translation>
    </message>
    <message>
        <source>Missing parent</source>
        <translation>Fehlender Bezug</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rücknahme</translation>
    </message>
    <message>
        <source>Nothing: every record goes its way.</source>
        <translation>Nichts: jeder Datensatz geht seinen Weg.</translation>
    </message>
    <message numerus="yes">
        <source>Show %Ln more cause(s)</source>
        <translation>
            <numerusform>%Ln weiteren Grund zeigen</numerusform>
            <numerusform>%Ln weitere Gründe zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>the oldest {0}</source>
        <translation>der älteste {0}</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>Neu anmelden</translation>
    </message>
    <message>
        <source>Try again now</source>
        <translation>Jetzt erneut versuchen</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>Jetzt abgleichen</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>Entscheiden</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Fix the mapping</source>
        <translation>Zuordnung berichtigen</translation>
    </message>
    <message>
        <source>Look at one</source>
        <translation>Einen ansehen</translation>
    </message>
    <message>
        <source>Sync of {0} asked for</source>
        <translation>Abgleich von {0} veranlasst</translation>
    </message>
    <message>
        <source>Stopping after what is on its way…</source>
        <translation>Endet nach dem, was unterwegs ist …</translation>
    </message>
</context>
<context>
    <name>Charts</name>
    <message>
        <source>Time span of the charts</source>
        <translation>Zeitraum der Diagramme</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Letzte Stunde</translation>
    </message>
    <message>
        <source>Last 6 hours</source>
        <translation>Letzte 6 Stunden</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>Last 90 days</source>
        <translation>Letzte 90 Tage</translation>
    </message>
    <message>
        <source>Connection of the charts</source>
        <translation>Verbindung der Diagramme</translation>
    </message>
    <message>
        <source>All connections</source>
        <translation>Alle Verbindungen</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>From edit to the far side</source>
        <translation>Von der Eingabe bis zur anderen Seite</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Konflikte</translation>
    </message>
    <message>
        <source>The charts are drawn once the daemon has told what it counted.</source>
        <translation>Die Diagramme erscheinen, sobald der Daemon mitgeteilt hat, was er gezählt hat.</translation>
    </message>
    <message>
        <source>Drag to zoom, double-click for the whole.</source>
        <translation>Ziehen vergrößert, Doppelklick zeigt alles.</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>Im Lauf der Zeit</translation>
    </message>
    <message>
        <source>to the CRMs a minute</source>
        <translation>zu den CRMs je Minute</translation>
    </message>
    <message>
        <source>into the hub a minute</source>
        <translation>in den Hub je Minute</translation>
    </message>
    <message>
        <source>refused a minute</source>
        <translation>abgelehnt je Minute</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>entstanden</translation>
    </message>
    <message>
        <source>by people</source>
        <translation>von Menschen</translation>
    </message>
    <message>
        <source>by rules</source>
        <translation>von Regeln</translation>
    </message>
    <message>
        <source>by the advisor</source>
        <translation>vom Ratgeber</translation>
    </message>
</context>
<context>
    <name>ConnectionCard</name>
    <message>
        <source>Changes a minute, last hour</source>
        <translation>Änderungen je Minute, letzte Stunde</translation>
    </message>
    <message>
        <source>Freshness</source>
        <translation>Aktualität</translation>
    </message>
    <message>
        <source>Goal</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Backlog</source>
        <translation>Rückstand</translation>
    </message>
    <message>
        <source>Real time</source>
        <translation>Echtzeit</translation>
    </message>
    <message>
        <source>Success rate</source>
        <translation>Erfolgsquote</translation>
    </message>
    <message>
        <source>Circuit</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>Quota used</source>
        <translation>Kontingent</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>Prognose</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Last success</source>
        <translation>Letzter Erfolg</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keiner</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>Neu anmelden</translation>
    </message>
    <message>
        <source>Prepare</source>
        <translation>Vorbereiten</translation>
    </message>
    <message>
        <source>Look at the plan</source>
        <translation>Den Plan ansehen</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>Entscheiden</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>{0} goes on.</source>
        <translation>{0} läuft weiter.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) in the last hour</source>
        <translation>
            <numerusform>%Ln Änderung in der letzten Stunde</numerusform>
            <numerusform>%Ln Änderungen in der letzten Stunde</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HealthPage</name>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>Connect a CRM</source>
        <translation>Ein CRM verbinden</translation>
    </message>
    <message>
        <source>No CRM is connected yet</source>
        <translation>Noch ist kein CRM verbunden</translation>
    </message>
    <message>
        <source>Here you will see at a glance how each connection stands: state, backlog, quota, errors.</source>
        <translation>Hier sehen Sie auf einen Blick, wie es um jede Verbindung steht: Zustand, Rückstand, Kontingent, Fehler.</translation>
    </message>
    <message>
        <source>In the hub: {0}</source>
        <translation>Im Hub: {0}</translation>
    </message>
    <message>
        <source>{0} changes a minute</source>
        <translation>{0} Änderungen je Minute</translation>
    </message>
    <message>
        <source>from edit to the far side: {0} ms (p50), {1} ms (p95)</source>
        <translation>von der Eingabe bis zur anderen Seite: {0} ms (p50), {1} ms (p95)</translation>
    </message>
    <message>
        <source>conflict rate {0} %</source>
        <translation>Konfliktrate {0} %</translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s)</source>
        <translation>
            <numerusform>%Ln Datensatz</numerusform>
            <numerusform>%Ln Datensätze</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HealthWords</name>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>Neu anmelden</translation>
    </message>
    <message>
        <source>Prepare</source>
        <translation>Vorbereiten</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Does not answer</source>
        <translation>Antwortet nicht</translation>
    </message>
    <message>
        <source>Stopped by its brake</source>
        <translation>Von der Bremse gestoppt</translation>
    </message>
    <message>
        <source>Waits for a plan</source>
        <translation>Wartet auf einen Plan</translation>
    </message>
    <message>
        <source>Reading in</source>
        <translation>Liest ein</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Braucht Sie</translation>
    </message>
    <message>
        <source>Syncing</source>
        <translation>Gleicht ab</translation>
    </message>
    <message>
        <source>In sync</source>
        <translation>Abgeglichen</translation>
    </message>
    <message>
        <source>Up to date</source>
        <translation>Aktuell</translation>
    </message>
    <message>
        <source>{0} behind</source>
        <translation>{0} im Rückstand</translation>
    </message>
    <message>
        <source>No older should a change be that has not reached the other side</source>
        <translation>Älter soll keine Änderung sein, die noch nicht auf der anderen Seite ist</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Geschlossen</translation>
    </message>
    <message>
        <source>Calls go through</source>
        <translation>Aufrufe gehen durch</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Calls are held back</source>
        <translation>Aufrufe werden zurückgehalten</translation>
    </message>
    <message>
        <source>Half open</source>
        <translation>Halb offen</translation>
    </message>
    <message>
        <source>One call tries whether it answers</source>
        <translation>Ein Aufruf versucht, ob es antwortet</translation>
    </message>
    <message>
        <source>Nobody is signed in</source>
        <translation>Niemand ist angemeldet</translation>
    </message>
    <message>
        <source>Renews when it ends</source>
        <translation>Erneuert sich am Ende</translation>
    </message>
    <message>
        <source>Without a known end</source>
        <translation>Ohne bekanntes Ende</translation>
    </message>
    <message>
        <source>Renews {0}</source>
        <translation>Erneuert {0}</translation>
    </message>
    <message>
        <source>Ended {0}: sign in again</source>
        <translation>{0} abgelaufen: neu anmelden</translation>
    </message>
    <message>
        <source>Ends {0}: sign in again</source>
        <translation>Endet {0}: neu anmelden</translation>
    </message>
    <message numerus="yes">
        <source>%Ln put aside</source>
        <translation>
            <numerusform>%Ln beiseitegelegt</numerusform>
            <numerusform>%Ln beiseitegelegt</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing on the way</source>
        <translation>Nichts unterwegs</translation>
    </message>
    <message>
        <source>{0} on the way</source>
        <translation>{0} unterwegs</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>noch {0}</translation>
    </message>
    <message>
        <source>No limit known</source>
        <translation>Keine Grenze bekannt</translation>
    </message>
    <message>
        <source>Runs out {0}</source>
        <translation>Erschöpft {0}</translation>
    </message>
    <message>
        <source>Lasts, resets in {0}</source>
        <translation>Reicht, neu in {0}</translation>
    </message>
    <message>
        <source>Lasts</source>
        <translation>Reicht</translation>
    </message>
    <message>
        <source>No calls yet</source>
        <translation>Noch keine Aufrufe</translation>
    </message>
    <message>
        <source>{0} % of {1}</source>
        <translation>{0} % von {1}</translation>
    </message>
    <message>
        <source>Turned away because there were too many: {0}; without a usable answer: {1}</source>
        <translation>Abgewiesen, weil es zu viele waren: {0}; ohne brauchbare Antwort: {1}</translation>
    </message>
</context>
<context>
    <name>ObjectsModel</name>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>Phase</translation>
    </message>
    <message>
        <source>In step</source>
        <translation>Abgeglichen</translation>
    </message>
    <message>
        <source>Reading in</source>
        <translation>Liest ein</translation>
    </message>
    <message>
        <source>Stopped by its brake</source>
        <translation>Von der Bremse gestoppt</translation>
    </message>
    <message>
        <source>Waits for a plan</source>
        <translation>Wartet auf einen Plan</translation>
    </message>
    <message>
        <source>In the hub</source>
        <translation>Im Hub</translation>
    </message>
    <message>
        <source>The hub&apos;s records of this object; the next five numbers add up to them</source>
        <translation>Die Datensätze des Hubs von diesem Objekt; die nächsten fünf Zahlen ergeben zusammen diese</translation>
    </message>
    <message>
        <source>Both sides say the same</source>
        <translation>Beide Seiten sagen dasselbe</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>On their way, or waiting for another record</source>
        <translation>Unterwegs, oder warten auf einen anderen Datensatz</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>Scheitert</translation>
    </message>
    <message>
        <source>Tried in vain, or put aside for somebody</source>
        <translation>Vergeblich versucht, oder für jemanden beiseitegelegt</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>Eingefroren</translation>
    </message>
    <message>
        <source>A field&apos;s two values wait for a decision; the other fields go on</source>
        <translation>Zwei Werte eines Feldes warten auf eine Entscheidung; die übrigen Felder laufen weiter</translation>
    </message>
    <message>
        <source>Excluded</source>
        <translation>Außen vor</translation>
    </message>
    <message>
        <source>Not kept there: by the mapping, its filter, a person or a delete</source>
        <translation>Dort nicht geführt: durch die Zuordnung, ihren Filter, eine Person oder eine Löschung</translation>
    </message>
    <message>
        <source>Only there</source>
        <translation>Nur dort</translation>
    </message>
    <message>
        <source>In the CRM without one of the hub&apos;s records: left out, merged or deleted here</source>
        <translation>Im CRM ohne einen Datensatz des Hubs: ausgelassen, hier zusammengeführt oder gelöscht</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Doubtful matches, refused values, deletions and the like</source>
        <translation>Zweifelhafte Treffer, abgelehnte Werte, Löschungen und Ähnliches</translation>
    </message>
</context>
<context>
    <name>ObjectsTable</name>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
</context>
</TS>
