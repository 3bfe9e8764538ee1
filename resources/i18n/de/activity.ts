<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ActivityWords</name>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>What it did</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>Last decided</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Settled</source>
        <translation>Geklärt</translation>
    </message>
    <message>
        <source>Set back there</source>
        <translation>Dort zurückgesetzt</translation>
    </message>
    <message>
        <source>Filled in there</source>
        <translation>Dort eingetragen</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Gelöscht</translation>
    </message>
    <message>
        <source>Restored</source>
        <translation>Wiederhergestellt</translation>
    </message>
    <message>
        <source>Merged</source>
        <translation>Zusammengeführt</translation>
    </message>
    <message>
        <source>Paired</source>
        <translation>Verknüpft</translation>
    </message>
    <message>
        <source>Parted</source>
        <translation>Getrennt</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Conflict</source>
        <translation>Konflikt</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>Entschieden</translation>
    </message>
    <message>
        <source>Overruled</source>
        <translation>Überstimmt</translation>
    </message>
    <message>
        <source>Value kept aside</source>
        <translation>Wert aufgehoben</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>Brake</source>
        <translation>Bremse</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Mapping</source>
        <translation>Zuordnung</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Zurückgenommen</translation>
    </message>
    <message>
        <source>Suggested</source>
        <translation>Vorgeschlagen</translation>
    </message>
    <message>
        <source>Advisor</source>
        <translation>Ratgeber</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>Angemeldet</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>Abgemeldet</translation>
    </message>
    <message>
        <source>Prepared</source>
        <translation>Vorbereitet</translation>
    </message>
    <message>
        <source>Webhooks</source>
        <translation>Webhooks</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Attached</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>Detached</source>
        <translation>Verbindung beendet</translation>
    </message>
    <message>
        <source>asked for by run {0}</source>
        <translation>veranlasst von Lauf {0}</translation>
    </message>
    <message>
        <source>{0} was reported to have changed</source>
        <translation>{0} wurde als geändert gemeldet</translation>
    </message>
    <message>
        <source>decided in conflict {0}</source>
        <translation>entschieden in Konflikt {0}</translation>
    </message>
    <message>
        <source>outcome of write {0}</source>
        <translation>Ergebnis des Schreibens {0}</translation>
    </message>
    <message>
        <source>decided in question {0}</source>
        <translation>entschieden in Frage {0}</translation>
    </message>
    <message>
        <source>taken back by {0}</source>
        <translation>zurückgenommen durch {0}</translation>
    </message>
    <message>
        <source>by plan {0}</source>
        <translation>durch Plan {0}</translation>
    </message>
</context>
<context>
    <name>EntryDetail</name>
    <message>
        <source>Entry</source>
        <translation>Eintrag</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Changed fields</source>
        <translation>Geänderte Felder</translation>
    </message>
    <message>
        <source>Record&apos;s story</source>
        <translation>Geschichte</translation>
    </message>
    <message>
        <source>Open run</source>
        <translation>Lauf öffnen</translation>
    </message>
</context>
<context>
    <name>ExportBar</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>CSV exportieren</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>CSV-Dateien (*.csv)</translation>
    </message>
    <message>
        <source>The export was cancelled; nothing was written</source>
        <translation>Der Export wurde abgebrochen; nichts wurde geschrieben</translation>
    </message>
    <message>
        <source>Exporting, looked back to {0}</source>
        <translation>Wird exportiert, durchsucht bis {0}</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>Export läuft</translation>
    </message>
    <message>
        <source>{0} entries written to {1}</source>
        <translation>{0} Einträge in {1} geschrieben</translation>
    </message>
    <message>
        <source>Not exported: {0}</source>
        <translation>Nicht exportiert: {0}</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>Search, or paste a link, id or e-mail</source>
        <translation>Suche, Link, ID oder E-Mail</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Words of fields, values, notes and people. Also: field:title  run:ID  kind:push  record:ID</source>
        <translation>Wörter aus Feldern, Werten, Notizen und Namen. Auch: field:title  run:ID  kind:push  record:ID</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Every connection</source>
        <translation>Jede Verbindung</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>At any time</source>
        <translation>Jederzeit</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Letzte Stunde</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>Last week</source>
        <translation>Letzte Woche</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>Letzter Monat</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Zurücksetzen</translation>
    </message>
</context>
<context>
    <name>LogView</name>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>By run</source>
        <translation>Nach Lauf</translation>
    </message>
    <message>
        <source>Export CSV…</source>
        <translation>CSV exportieren …</translation>
    </message>
    <message>
        <source>Show newer</source>
        <translation>Neuere zeigen</translation>
    </message>
    <message>
        <source>{0} shown</source>
        <translation>{0} gezeigt</translation>
    </message>
    <message>
        <source>{0} shown, more as you scroll</source>
        <translation>{0} gezeigt, mehr beim Scrollen</translation>
    </message>
    <message>
        <source>{0} shown so far</source>
        <translation>{0} bisher gezeigt</translation>
    </message>
    <message>
        <source>{0} shown, older ones were not looked for</source>
        <translation>{0} gezeigt, ältere wurden nicht gesucht</translation>
    </message>
    <message>
        <source>Nothing found back to {0}</source>
        <translation>Bis {0} wurde nichts gefunden</translation>
    </message>
    <message>
        <source>Older entries that were not looked at: {0}</source>
        <translation>Nicht durchsuchte ältere Einträge: {0}</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weitersuchen</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Nothing in the log fits this</source>
        <translation>Nichts im Protokoll passt dazu</translation>
    </message>
    <message>
        <source>Words are looked for in fields, values, notes and names. An e-mail or a CRM link needs Enter.</source>
        <translation>Wörter werden in Feldern, Werten, Notizen und Namen gesucht. Eine E-Mail oder ein CRM-Link braucht die Eingabetaste.</translation>
    </message>
    <message>
        <source>See how the connections stand</source>
        <translation>Zum Stand der Verbindungen</translation>
    </message>
    <message>
        <source>Nothing has happened yet</source>
        <translation>Noch ist nichts geschehen</translation>
    </message>
    <message>
        <source>Every change on either side will be here: what, who, when and why, for good.</source>
        <translation>Hier wird jede Änderung jeder Seite stehen: was, wer, wann und warum, auf Dauer.</translation>
    </message>
</context>
<context>
    <name>LookingBar</name>
    <message>
        <source>Go on</source>
        <translation>Weitersuchen</translation>
    </message>
    <message>
        <source>Nothing found yet back to {0}; entries looked through</source>
        <translation>Bis {0} noch nichts gefunden; durchsuchte Einträge</translation>
    </message>
    <message>
        <source>{0} found back to {1}; entries looked through</source>
        <translation>{0} gefunden bis {1}; durchsuchte Einträge</translation>
    </message>
    <message>
        <source>Stopped: looked back to {0}; older entries left: {1}</source>
        <translation>Angehalten: durchsucht bis {0}; ältere Einträge übrig: {1}</translation>
    </message>
</context>
<context>
    <name>PairCard</name>
    <message>
        <source>Sync now</source>
        <translation>Jetzt abgleichen</translation>
    </message>
    <message>
        <source>In step</source>
        <translation>Abgeglichen</translation>
    </message>
    <message>
        <source>Apart</source>
        <translation>Getrennt</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Open the question</source>
        <translation>Frage öffnen</translation>
    </message>
    <message>
        <source>See why that waits</source>
        <translation>Sehen, warum dieser wartet</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Restore the record</source>
        <translation>Datensatz wiederherstellen</translation>
    </message>
    <message>
        <source>Compare everything</source>
        <translation>Alles vergleichen</translation>
    </message>
    <message>
        <source>In the queue of {0}</source>
        <translation>In der Warteschlange von {0}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln wait(s) there</source>
        <translation>
            <numerusform>%Ln wartet dort</numerusform>
            <numerusform>%Ln warten dort</numerusform>
        </translation>
    </message>
    <message>
        <source>tried {0} times</source>
        <translation>{0}-mal versucht</translation>
    </message>
    <message>
        <source>next attempt {0}</source>
        <translation>nächster Versuch {0}</translation>
    </message>
</context>
<context>
    <name>RunBar</name>
    <message>
        <source>Looking for the run&apos;s entries</source>
        <translation>Die Einträge des Laufs werden gesucht</translation>
    </message>
    <message>
        <source>Read back to {0}; entries, the whole estimated</source>
        <translation>Gelesen zurück bis {0}; Einträge, das Ganze geschätzt</translation>
    </message>
    <message>
        <source>Stopped: {0} entries read, back to {1}</source>
        <translation>Angehalten: {0} Einträge gelesen, zurück bis {1}</translation>
    </message>
</context>
<context>
    <name>RunTree</name>
    <message>
        <source>Not about one record</source>
        <translation>Nicht zu einem Datensatz</translation>
    </message>
</context>
<context>
    <name>RunView</name>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>Changes of the run</source>
        <translation>Änderungen des Laufs</translation>
    </message>
    <message>
        <source>Record&apos;s story</source>
        <translation>Geschichte</translation>
    </message>
    <message>
        <source>Export CSV…</source>
        <translation>CSV exportieren …</translation>
    </message>
    <message>
        <source>Undo selected…</source>
        <translation>Auswahl zurücknehmen …</translation>
    </message>
    <message>
        <source>Undo this run…</source>
        <translation>Lauf zurücknehmen …</translation>
    </message>
    <message>
        <source>took {0}</source>
        <translation>dauerte {0}</translation>
    </message>
    <message>
        <source>This run changed nothing</source>
        <translation>Dieser Lauf hat nichts geändert</translation>
    </message>
    <message>
        <source>It looked, and found everything as it should be.</source>
        <translation>Er hat nachgesehen und alles gefunden, wie es sein soll.</translation>
    </message>
    <message>
        <source>Back to the activity</source>
        <translation>Zurück zur Aktivität</translation>
    </message>
    <message>
        <source>Undo the run “{0}”</source>
        <translation>Den Lauf „{0}“ zurücknehmen</translation>
    </message>
    <message numerus="yes">
        <source>Undo what happened to %Ln record(s) while this run went</source>
        <translation>
            <numerusform>Zurücknehmen, was %Ln Datensatz während dieses Laufs geschah</numerusform>
            <numerusform>Zurücknehmen, was %Ln Datensätzen während dieses Laufs geschah</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StandingView</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>How they stand</source>
        <translation>Wie sie stehen</translation>
    </message>
    <message>
        <source>In step</source>
        <translation>Abgeglichen</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>Scheitert</translation>
    </message>
    <message>
        <source>Frozen by a conflict</source>
        <translation>Durch Konflikt eingefroren</translation>
    </message>
    <message>
        <source>Excluded</source>
        <translation>Außen vor</translation>
    </message>
    <message>
        <source>Only in the CRM</source>
        <translation>Nur im CRM</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>In the CRM</source>
        <translation>Im CRM</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>{0} shown</source>
        <translation>{0} gezeigt</translation>
    </message>
    <message>
        <source>{0} shown, more as you scroll</source>
        <translation>{0} gezeigt, mehr beim Scrollen</translation>
    </message>
    <message>
        <source>No record stands so any more</source>
        <translation>Kein Datensatz steht mehr so</translation>
    </message>
    <message>
        <source>(not in the hub)</source>
        <translation>(nicht im Hub)</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Fällig</translation>
    </message>
</context>
<context>
    <name>StoryView</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>created</source>
        <translation>angelegt</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Auffrischen</translation>
    </message>
    <message>
        <source>Values on each side</source>
        <translation>Werte auf jeder Seite</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>In each CRM</source>
        <translation>In jedem CRM</translation>
    </message>
    <message>
        <source>The hub has no record for it</source>
        <translation>Der Hub hat dazu keinen Datensatz</translation>
    </message>
    <message>
        <source>Merged</source>
        <translation>Zusammengeführt</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Gelöscht</translation>
    </message>
    <message>
        <source>No connection maps this kind of record.</source>
        <translation>Keine Verbindung ordnet diese Art von Datensatz zu.</translation>
    </message>
    <message>
        <source>Sync of {0} asked for</source>
        <translation>Abgleich von {0} veranlasst</translation>
    </message>
    <message>
        <source>A full comparison of {0} was asked for</source>
        <translation>Voller Vergleich von {0} veranlasst</translation>
    </message>
    <message>
        <source>{0} goes on</source>
        <translation>{0} läuft weiter</translation>
    </message>
    <message>
        <source>The record lives again</source>
        <translation>Der Datensatz lebt wieder</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
</context>
<context>
    <name>ValuesModel</name>
    <message>
        <source>{0}, in conflict</source>
        <translation>{0}, im Konflikt</translation>
    </message>
    <message>
        <source>Both sides changed it; Enter opens the question</source>
        <translation>Beide Seiten haben es geändert; Eingabe öffnet die Frage</translation>
    </message>
    <message>
        <source>{0} did not win: {1}</source>
        <translation>{0} hat nicht gewonnen: {1}</translation>
    </message>
</context>
</TS>
