<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AlikeDialog</name>
    <message numerus="yes">
        <source>%Ln question(s) of the same connection, object, field and kind of editors.</source>
        <translation>
            <numerusform>%Ln Frage derselben Verbindung, desselben Objekts und Felds und derselben Art von Bearbeitern.</numerusform>
            <numerusform>%Ln Fragen derselben Verbindung, desselben Objekts und Felds und derselben Art von Bearbeitern.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Answer %Ln question(s)</source>
        <translation>
            <numerusform>%Ln Frage beantworten</numerusform>
            <numerusform>%Ln Fragen beantworten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected question(s).</source>
        <translation>
            <numerusform>%Ln ausgewählte Frage.</numerusform>
            <numerusform>%Ln ausgewählte Fragen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %Ln more that cannot be answered so</source>
        <translation>
            <numerusform>… und %Ln weitere, die so nicht beantwortet werden kann</numerusform>
            <numerusform>… und %Ln weitere, die so nicht beantwortet werden können</numerusform>
        </translation>
    </message>
    <message>
        <source>It can be undone afterwards.</source>
        <translation>Es lässt sich danach zurücknehmen.</translation>
    </message>
</context>
<context>
    <name>AlwaysDialog</name>
    <message>
        <source>Always do this</source>
        <translation>Immer so</translation>
    </message>
    <message>
        <source>Save the rule</source>
        <translation>Regel speichern</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was geschieht</translation>
    </message>
    <message>
        <source>For how long</source>
        <translation>Wie lange</translation>
    </message>
    <message>
        <source>Keep hub</source>
        <translation>Hub behalten</translation>
    </message>
    <message>
        <source>Take {0}</source>
        <translation>{0} übernehmen</translation>
    </message>
    <message numerus="yes">
        <source>For %Ln day(s)</source>
        <translation>
            <numerusform>Für %Ln Tag</numerusform>
            <numerusform>Für %Ln Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>For every conflict of {0} about {1} that is like this one.</source>
        <translation>Für jeden Konflikt von {0} über {1}, der diesem gleicht.</translation>
    </message>
    <message>
        <source>Trying</source>
        <translation>Wird ausprobiert</translation>
    </message>
    <message>
        <source>Rule {0} is in force</source>
        <translation>Regel {0} gilt</translation>
    </message>
    <message>
        <source>Trying it on what was decided before…</source>
        <translation>Wird an früheren Entscheidungen ausprobiert …</translation>
    </message>
    <message>
        <source>the hub</source>
        <translation>der Hub</translation>
    </message>
    <message>
        <source>the CRM</source>
        <translation>das CRM</translation>
    </message>
    <message>
        <source>a value</source>
        <translation>ein Wert</translation>
    </message>
    <message>
        <source>a person</source>
        <translation>ein Mensch</translation>
    </message>
    <message numerus="yes">
        <source>… and %Ln more</source>
        <translation>
            <numerusform>… und %Ln weiterer</numerusform>
            <numerusform>… und %Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no decided conflict to try it on yet.</source>
        <translation>Es gibt noch keinen entschiedenen Konflikt, an dem sie sich erproben lässt.</translation>
    </message>
    <message numerus="yes">
        <source>It would have changed nothing in %Ln case(s).</source>
        <translation>
            <numerusform>Sie hätte in %Ln Fall nichts geändert.</numerusform>
            <numerusform>Sie hätte in %Ln Fällen nichts geändert.</numerusform>
        </translation>
    </message>
    <message>
        <source>It would have changed {0} of {1}</source>
        <translation>Sie hätte {0} von {1} geändert</translation>
    </message>
    <message numerus="yes">
        <source>people had decided %Ln of them otherwise.</source>
        <translation>
            <numerusform>Menschen hatten %Ln davon anders entschieden.</numerusform>
            <numerusform>Menschen hatten %Ln davon anders entschieden.</numerusform>
        </translation>
    </message>
    <message>
        <source>nobody had decided one of them otherwise.</source>
        <translation>keinen davon hatte jemand anders entschieden.</translation>
    </message>
</context>
<context>
    <name>Answers</name>
    <message>
        <source>This window only looks on: nothing can be answered here.</source>
        <translation>Dieses Fenster sieht nur zu: Hier kann nichts beantwortet werden.</translation>
    </message>
    <message>
        <source>It is {0}</source>
        <translation>Es ist {0}</translation>
    </message>
</context>
<context>
    <name>Aside</name>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Snooze…</source>
        <translation>Zurückstellen …</translation>
    </message>
    <message>
        <source>Assign…</source>
        <translation>Zuweisen …</translation>
    </message>
    <message>
        <source>Wake</source>
        <translation>Wecken</translation>
    </message>
    <message>
        <source>Always…</source>
        <translation>Immer …</translation>
    </message>
    <message>
        <source>Snoozed</source>
        <translation>Zurückgestellt</translation>
    </message>
    <message>
        <source>Assigned to {0}</source>
        <translation>{0} zugewiesen</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>Wieder offen</translation>
    </message>
    <message>
        <source>Wait for the end of what is being done, or stop it</source>
        <translation>Warten Sie das Ende ab, oder halten Sie es an</translation>
    </message>
    <message>
        <source>Stopped after {0} of {1}: {2}</source>
        <translation>Angehalten nach {0} von {1}: {2}</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Zurücknehmen</translation>
    </message>
</context>
<context>
    <name>Beside</name>
    <message>
        <source>Read</source>
        <translation>Gelesen</translation>
    </message>
    <message>
        <source>Only what differs</source>
        <translation>Nur Unterschiede</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Neu lesen</translation>
    </message>
    <message>
        <source>Show both records whole</source>
        <translation>Beide Datensätze ganz zeigen</translation>
    </message>
    <message>
        <source>The records side by side</source>
        <translation>Die Datensätze nebeneinander</translation>
    </message>
    <message>
        <source>Reading the records…</source>
        <translation>Die Datensätze werden gelesen …</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>The record</source>
        <translation>Der Datensatz</translation>
    </message>
</context>
<context>
    <name>BesideModel</name>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>Goes · {0}: {1}</source>
        <translation>Geht · {0}: {1}</translation>
    </message>
    <message>
        <source>Stays · {0}: {1}</source>
        <translation>Bleibt · {0}: {1}</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>The CRM&apos;s record that the hub&apos;s is in step with</source>
        <translation>Der Datensatz im CRM, mit dem der im Hub abgeglichen wird</translation>
    </message>
    <message>
        <source>In step with</source>
        <translation>Abgeglichen mit</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Letzte Änderung</translation>
    </message>
    <message>
        <source>{0}: not mapped here</source>
        <translation>{0}: hier nicht zugeordnet</translation>
    </message>
    <message>
        <source>could not be read</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>unknown here</source>
        <translation>hier unbekannt</translation>
    </message>
    <message>
        <source>merged into {0}</source>
        <translation>zusammengeführt mit {0}</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>as {0} holds it</source>
        <translation>wie es in {0} steht</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>differs: {0}</source>
        <translation>anders: {0}</translation>
    </message>
</context>
<context>
    <name>Choices</name>
    <message>
        <source>Keep the record</source>
        <translation>Datensatz behalten</translation>
    </message>
    <message>
        <source>Delete the record</source>
        <translation>Datensatz löschen</translation>
    </message>
    <message>
        <source>What was done in the hub is done everywhere.</source>
        <translation>Was im Hub getan wurde, geschieht überall.</translation>
    </message>
    <message>
        <source>What was done in {0} is done everywhere.</source>
        <translation>Was in {0} getan wurde, geschieht überall.</translation>
    </message>
    <message>
        <source>Keep hub</source>
        <translation>Hub behalten</translation>
    </message>
    <message>
        <source>The hub&apos;s value is written to {0}.</source>
        <translation>Der Wert des Hubs wird nach {0} geschrieben.</translation>
    </message>
    <message>
        <source>Take {0}</source>
        <translation>{0} übernehmen</translation>
    </message>
    <message>
        <source>The value of {0} is written to the hub and to every other CRM.</source>
        <translation>Der Wert aus {0} wird in den Hub und in jedes andere CRM geschrieben.</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten …</translation>
    </message>
    <message>
        <source>Your own value is written to the hub and to every CRM.</source>
        <translation>Ihr eigener Wert wird in den Hub und in jedes CRM geschrieben.</translation>
    </message>
    <message>
        <source>Take suggestion</source>
        <translation>Vorschlag übernehmen</translation>
    </message>
    <message>
        <source>The merged value is written to the hub and to every CRM.</source>
        <translation>Der vereinte Wert wird in den Hub und in jedes CRM geschrieben.</translation>
    </message>
    <message>
        <source>Here: {0}.</source>
        <translation>Hier: {0}.</translation>
    </message>
    <message>
        <source>Delete everywhere</source>
        <translation>Überall löschen</translation>
    </message>
    <message>
        <source>Deleted in the hub and in the other CRMs.</source>
        <translation>Im Hub und in den anderen CRMs gelöscht.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Kept without that CRM.</source>
        <translation>Bleibt, ohne dieses CRM.</translation>
    </message>
    <message>
        <source>Make it there anew</source>
        <translation>Dort neu anlegen</translation>
    </message>
    <message>
        <source>Kept, and made anew in that CRM.</source>
        <translation>Bleibt und wird in diesem CRM neu angelegt.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>It is sent once more.</source>
        <translation>Es wird noch einmal gesendet.</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>Aufgeben</translation>
    </message>
    <message>
        <source>Each side keeps what it has.</source>
        <translation>Jede Seite behält, was sie hat.</translation>
    </message>
    <message>
        <source>Let this run pass</source>
        <translation>Diesen Lauf durchlassen</translation>
    </message>
    <message>
        <source>This one run goes on past its limit.</source>
        <translation>Dieser eine Lauf darf seine Grenze überschreiten.</translation>
    </message>
    <message>
        <source>Looked at once more, as things are then.</source>
        <translation>Wird nach dem dann geltenden Stand neu geprüft.</translation>
    </message>
    <message>
        <source>Take it as it is</source>
        <translation>So übernehmen</translation>
    </message>
    <message>
        <source>The rules go on with the changed field.</source>
        <translation>Die Regeln laufen mit dem geänderten Feld weiter.</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Belassen</translation>
    </message>
    <message>
        <source>The rules go on waiting.</source>
        <translation>Die Regeln warten weiter.</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Zustimmen</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>It is {0}</source>
        <translation>Es ist {0}</translation>
    </message>
    <message>
        <source>Link them</source>
        <translation>Verknüpfen</translation>
    </message>
    <message>
        <source>The CRM record is paired with {0}.</source>
        <translation>Der CRM-Datensatz wird mit {0} verknüpft.</translation>
    </message>
    <message>
        <source>Another record</source>
        <translation>Ein anderer Datensatz</translation>
    </message>
    <message>
        <source>It becomes a record of its own.</source>
        <translation>Er wird ein eigener Datensatz.</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>Auslassen</translation>
    </message>
    <message>
        <source>It is not synced.</source>
        <translation>Er wird nicht abgeglichen.</translation>
    </message>
    <message>
        <source>Take the loser&apos;s values</source>
        <translation>Werte des Verlierers nehmen</translation>
    </message>
    <message>
        <source>They replace the winner&apos;s.</source>
        <translation>Sie ersetzen die des Gewinners.</translation>
    </message>
    <message>
        <source>Keep as it is</source>
        <translation>So lassen</translation>
    </message>
    <message>
        <source>Merge here too</source>
        <translation>Hier zusammenführen</translation>
    </message>
    <message>
        <source>Both records become one.</source>
        <translation>Aus beiden Datensätzen wird einer.</translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation>Beide behalten</translation>
    </message>
    <message>
        <source>Both stay.</source>
        <translation>Beide bleiben.</translation>
    </message>
</context>
<context>
    <name>ConflictsPage</name>
    <message>
        <source>J next · K back</source>
        <translation>J weiter · K zurück</translation>
    </message>
    <message>
        <source>J next · K back · 1–9 answer · E edit · S skip · U undo · Shift: all alike</source>
        <translation>J weiter · K zurück · 1–9 antworten · E bearbeiten · S überspringen · U zurücknehmen · Umschalt: alle gleichen</translation>
    </message>
    <message>
        <source>That question was answered meanwhile</source>
        <translation>Diese Frage wurde inzwischen beantwortet</translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s)</source>
        <translation>
            <numerusform>%Ln Frage</numerusform>
            <numerusform>%Ln Fragen</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} shown, more below</source>
        <translation>{0} gezeigt, weiter unten mehr</translation>
    </message>
    <message>
        <source>{0} of {1} shown, more below</source>
        <translation>{0} von {1} gezeigt, weiter unten mehr</translation>
    </message>
    <message>
        <source>Nothing waits that fits this filter</source>
        <translation>Nichts wartet, das zu diesem Filter passt</translation>
    </message>
    <message>
        <source>Show everything open</source>
        <translation>Alles Offene zeigen</translation>
    </message>
    <message>
        <source>Nothing waits for you</source>
        <translation>Nichts wartet auf Sie</translation>
    </message>
    <message>
        <source>Fields that both sides changed, doubtful matches, deletions and refused values come here.</source>
        <translation>Hierher kommen Felder, die beide Seiten geändert haben, zweifelhafte Treffer, Löschungen und abgelehnte Werte.</translation>
    </message>
    <message>
        <source>See what happened</source>
        <translation>Sehen, was geschah</translation>
    </message>
    <message>
        <source>Stopping after what is on its way…</source>
        <translation>Endet nach dem, was unterwegs ist …</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>The view {0} is forgotten</source>
        <translation>Die Ansicht {0} ist vergessen</translation>
    </message>
    <message>
        <source>All that follow here are alike</source>
        <translation>Alle folgenden sind gleichartig</translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message>
        <source>Asked</source>
        <translation>Gefragt</translation>
    </message>
    <message>
        <source>amounts in {0}</source>
        <translation>Beträge in {0}</translation>
    </message>
    <message>
        <source>Newer edits came in while it waited.</source>
        <translation>Während es wartete, kamen neuere Änderungen.</translation>
    </message>
    <message>
        <source>Overwritten in {0} before anybody saw it: {1} ({2})</source>
        <translation>In {0} überschrieben, bevor es jemand sah: {1} ({2})</translation>
    </message>
    <message>
        <source>Both agreed on</source>
        <translation>Gemeinsamer Stand</translation>
    </message>
    <message>
        <source>before these edits</source>
        <translation>vor diesen Änderungen</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>Verloren</translation>
    </message>
    <message>
        <source>time unknown</source>
        <translation>Zeit unbekannt</translation>
    </message>
</context>
<context>
    <name>EscalateDialog</name>
    <message>
        <source>Assign</source>
        <translation>Zuweisen</translation>
    </message>
    <message>
        <source>To whom</source>
        <translation>An wen</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Snoozed</source>
        <translation>Zurückgestellt</translation>
    </message>
    <message>
        <source>Escalated</source>
        <translation>Zugewiesen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>All but conflicts</source>
        <translation>Alles außer Konflikten</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Every kind</source>
        <translation>Jede Art</translation>
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
        <source>Whose</source>
        <translation>Wessen</translation>
    </message>
    <message>
        <source>Anybody&apos;s</source>
        <translation>Von allen</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Meine</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>Any age</source>
        <translation>Jedes Alter</translation>
    </message>
    <message>
        <source>Newer than a day</source>
        <translation>Jünger als ein Tag</translation>
    </message>
    <message>
        <source>Older than a day</source>
        <translation>Älter als ein Tag</translation>
    </message>
    <message>
        <source>Older than a week</source>
        <translation>Älter als eine Woche</translation>
    </message>
    <message>
        <source>Older than a month</source>
        <translation>Älter als ein Monat</translation>
    </message>
    <message>
        <source>How sure the advisor is</source>
        <translation>Wie sicher der Ratgeber ist</translation>
    </message>
    <message>
        <source>However sure</source>
        <translation>Gleich wie sicher</translation>
    </message>
    <message>
        <source>95 % sure and more</source>
        <translation>Ab 95 % sicher</translation>
    </message>
    <message>
        <source>90 % sure and more</source>
        <translation>Ab 90 % sicher</translation>
    </message>
    <message>
        <source>70 % sure and more</source>
        <translation>Ab 70 % sicher</translation>
    </message>
    <message>
        <source>Less than 70 % sure</source>
        <translation>Unter 70 % sicher</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Älteste zuerst</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Surest first</source>
        <translation>Sicherste zuerst</translation>
    </message>
    <message>
        <source>By field</source>
        <translation>Nach Feld</translation>
    </message>
    <message>
        <source>By object</source>
        <translation>Nach Objekt</translation>
    </message>
</context>
<context>
    <name>LossDialog</name>
    <message>
        <source>Take the answers back?</source>
        <translation>Antworten zurücknehmen?</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s) would be open again.</source>
        <translation>
            <numerusform>%Ln Frage wäre wieder offen.</numerusform>
            <numerusform>%Ln Fragen wären wieder offen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them not as before:</source>
        <translation>
            <numerusform>Davon %Ln nicht wie vorher:</numerusform>
            <numerusform>Davon %Ln nicht wie vorher:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %Ln more</source>
        <translation>
            <numerusform>… und %Ln weiterer</numerusform>
            <numerusform>… und %Ln weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Keep this view</source>
        <translation>Diese Ansicht behalten</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Name of the view</source>
        <translation>Name der Ansicht</translation>
    </message>
    <message>
        <source>Filter and order are kept under a name, on this machine.</source>
        <translation>Filter und Reihenfolge werden auf diesem Rechner unter einem Namen behalten.</translation>
    </message>
</context>
<context>
    <name>OutcomeWords</name>
    <message>
        <source>Cannot be answered so: {0}</source>
        <translation>So nicht zu beantworten: {0}</translation>
    </message>
    <message>
        <source>Then sent to {0}.</source>
        <translation>Dann an {0} gesendet.</translation>
    </message>
    <message>
        <source>the hub</source>
        <translation>der Hub</translation>
    </message>
    <message>
        <source>Nothing is written anywhere.</source>
        <translation>Es wird nirgends etwas geschrieben.</translation>
    </message>
    <message>
        <source>Records written: {0}</source>
        <translation>Geschriebene Datensätze: {0}</translation>
    </message>
    <message>
        <source>(of the first {0})</source>
        <translation>(von den ersten {0})</translation>
    </message>
    <message>
        <source>The hub</source>
        <translation>Der Hub</translation>
    </message>
    <message>
        <source>A record is made in the hub.</source>
        <translation>Im Hub wird ein Datensatz angelegt.</translation>
    </message>
    <message>
        <source>The record is deleted in the hub.</source>
        <translation>Der Datensatz wird im Hub gelöscht.</translation>
    </message>
    <message>
        <source>The record lives again in the hub.</source>
        <translation>Der Datensatz lebt im Hub wieder auf.</translation>
    </message>
    <message>
        <source>Two records of the hub become one.</source>
        <translation>Zwei Datensätze des Hubs werden einer.</translation>
    </message>
    <message>
        <source>The hub takes in what the CRM holds.</source>
        <translation>Der Hub übernimmt, was das CRM hat.</translation>
    </message>
    <message>
        <source>The record is made anew in {0}.</source>
        <translation>Der Datensatz wird in {0} neu angelegt.</translation>
    </message>
    <message>
        <source>The record is sent to {0} once more.</source>
        <translation>Der Datensatz wird noch einmal an {0} gesendet.</translation>
    </message>
    <message>
        <source>The record is deleted in {0}.</source>
        <translation>Der Datensatz wird in {0} gelöscht.</translation>
    </message>
    <message>
        <source>The record comes back out of the bin of {0}.</source>
        <translation>Der Datensatz kommt aus dem Papierkorb von {0} zurück.</translation>
    </message>
    <message>
        <source>The two records become one in {0}.</source>
        <translation>Die beiden Datensätze werden in {0} einer.</translation>
    </message>
    <message>
        <source>The two records are paired.</source>
        <translation>Die beiden Datensätze werden ein Paar.</translation>
    </message>
    <message>
        <source>The record is left out from then on.</source>
        <translation>Der Datensatz wird von da an ausgelassen.</translation>
    </message>
    <message>
        <source>What was held back goes on.</source>
        <translation>Was zurückgehalten war, läuft weiter.</translation>
    </message>
    <message>
        <source>Nothing is written: both sides keep what they have.</source>
        <translation>Es wird nichts geschrieben: Beide Seiten behalten, was sie haben.</translation>
    </message>
</context>
<context>
    <name>QuestionWords</name>
    <message>
        <source>Changed on both sides</source>
        <translation>Auf beiden Seiten geändert</translation>
    </message>
    <message>
        <source>Which record is it?</source>
        <translation>Welcher Datensatz ist es?</translation>
    </message>
    <message>
        <source>Refused value</source>
        <translation>Abgelehnter Wert</translation>
    </message>
    <message>
        <source>Deleted in a CRM</source>
        <translation>In einem CRM gelöscht</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Zusammenführung</translation>
    </message>
    <message>
        <source>Stopped by a brake</source>
        <translation>Von der Bremse gestoppt</translation>
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
        <source>Undo that stopped</source>
        <translation>Gestoppte Rücknahme</translation>
    </message>
    <message>
        <source>deleted and edited</source>
        <translation>gelöscht und bearbeitet</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>somebody</source>
        <translation>jemand</translation>
    </message>
    <message>
        <source>from {0}</source>
        <translation>aus {0}</translation>
    </message>
    <message>
        <source>Snoozed</source>
        <translation>Zurückgestellt</translation>
    </message>
    <message>
        <source>For {0}</source>
        <translation>Für {0}</translation>
    </message>
    <message>
        <source>Keep the hub&apos;s value</source>
        <translation>Den Wert des Hubs behalten</translation>
    </message>
    <message>
        <source>Take the CRM&apos;s value</source>
        <translation>Den Wert des CRM übernehmen</translation>
    </message>
    <message>
        <source>Merge both</source>
        <translation>Beide vereinen</translation>
    </message>
    <message>
        <source>Both say the same; keep either</source>
        <translation>Beide sagen dasselbe; einer genügt</translation>
    </message>
    <message>
        <source>Decide yourself</source>
        <translation>Selbst entscheiden</translation>
    </message>
    <message>
        <source>Decide yourself; likeliest: {0}</source>
        <translation>Selbst entscheiden; am ehesten: {0}</translation>
    </message>
    <message>
        <source>{0} % sure</source>
        <translation>{0} % sicher</translation>
    </message>
</context>
<context>
    <name>QueueList</name>
    <message>
        <source>Questions</source>
        <translation>Fragen</translation>
    </message>
</context>
<context>
    <name>ReversalDialog</name>
    <message>
        <source>Take the answer back?</source>
        <translation>Antwort zurücknehmen?</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Not as it was before</source>
        <translation>Nicht mehr so wie vorher</translation>
    </message>
    <message>
        <source>The question is open again then.</source>
        <translation>Die Frage ist danach wieder offen.</translation>
    </message>
</context>
<context>
    <name>SnoozeDialog</name>
    <message>
        <source>Snooze</source>
        <translation>Zurückstellen</translation>
    </message>
    <message>
        <source>For how long</source>
        <translation>Wie lange</translation>
    </message>
    <message>
        <source>For four hours</source>
        <translation>Vier Stunden</translation>
    </message>
    <message>
        <source>For a day</source>
        <translation>Einen Tag</translation>
    </message>
    <message>
        <source>For three days</source>
        <translation>Drei Tage</translation>
    </message>
    <message>
        <source>For a week</source>
        <translation>Eine Woche</translation>
    </message>
</context>
<context>
    <name>SuggestionCard</name>
    <message>
        <source>Suggestion</source>
        <translation>Vorschlag</translation>
    </message>
</context>
<context>
    <name>Triage</name>
    <message>
        <source>Looking</source>
        <translation>Angesehen</translation>
    </message>
    <message>
        <source>Answered: {0}</source>
        <translation>Beantwortet: {0}</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>Wait for the end of what is being done, or stop it</source>
        <translation>Warten Sie das Ende ab, oder halten Sie es an</translation>
    </message>
    <message>
        <source>Stopped: {0} of {1} answered</source>
        <translation>Angehalten: {0} von {1} beantwortet</translation>
    </message>
    <message numerus="yes">
        <source>%Ln answered</source>
        <translation>
            <numerusform>%Ln beantwortet</numerusform>
            <numerusform>%Ln beantwortet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln left as they are</source>
        <translation>
            <numerusform>%Ln blieb, wie es ist</numerusform>
            <numerusform>%Ln blieben, wie sie sind</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to take back</source>
        <translation>Nichts zurückzunehmen</translation>
    </message>
    <message>
        <source>Taking back</source>
        <translation>Zurückgenommen</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Zurückgenommen</translation>
    </message>
    <message>
        <source>Stopped: {0} of {1} taken back</source>
        <translation>Angehalten: {0} von {1} zurückgenommen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln taken back</source>
        <translation>
            <numerusform>%Ln zurückgenommen</numerusform>
            <numerusform>%Ln zurückgenommen</numerusform>
        </translation>
    </message>
    <message>
        <source>Take back the rest</source>
        <translation>Den Rest zurücknehmen</translation>
    </message>
</context>
<context>
    <name>Value</name>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
</context>
<context>
    <name>ValueDialog</name>
    <message>
        <source>Set a value</source>
        <translation>Wert setzen</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Setzen</translation>
    </message>
</context>
<context>
    <name>Views</name>
    <message>
        <source>Everything open</source>
        <translation>Alles Offene</translation>
    </message>
    <message>
        <source>Mine to decide today</source>
        <translation>Heute von mir zu entscheiden</translation>
    </message>
    <message>
        <source>High confidence</source>
        <translation>Hohe Sicherheit</translation>
    </message>
    <message>
        <source>Escalated</source>
        <translation>Zugewiesen</translation>
    </message>
    <message>
        <source>Came in today</source>
        <translation>Heute gekommen</translation>
    </message>
    <message>
        <source>Waits for a week and more</source>
        <translation>Wartet eine Woche und länger</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Own filter</source>
        <translation>Eigener Filter</translation>
    </message>
    <message>
        <source>Keep this view</source>
        <translation>Diese Ansicht behalten</translation>
    </message>
    <message>
        <source>Forget this view</source>
        <translation>Diese Ansicht vergessen</translation>
    </message>
</context>
</TS>
