<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>FieldChanges</name>
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
</context>
<context>
    <name>MakeDialog</name>
    <message>
        <source>Make a plan</source>
        <translation>Plan erstellen</translation>
    </message>
    <message>
        <source>Make the plan</source>
        <translation>Plan erstellen</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>Both sides are compared and what a sync would write is listed. Nothing else is written.</source>
        <translation>Beide Seiten werden verglichen und aufgelistet, was ein Abgleich schreiben würde. Sonst wird nichts geschrieben.</translation>
    </message>
    <message>
        <source>Everything that is mapped</source>
        <translation>Alles, was zugeordnet ist</translation>
    </message>
</context>
<context>
    <name>PlanHead</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>approved by {0}</source>
        <translation>freigegeben von {0}</translation>
    </message>
    <message>
        <source>made by {0}</source>
        <translation>erstellt von {0}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) were to be written</source>
        <translation>
            <numerusform>%Ln Datensatz war zu schreiben</numerusform>
            <numerusform>%Ln Datensätze waren zu schreiben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) would be written</source>
        <translation>
            <numerusform>%Ln Datensatz würde geschrieben</numerusform>
            <numerusform>%Ln Datensätze würden geschrieben</numerusform>
        </translation>
    </message>
    <message>
        <source>Both sides are the same: nothing is to be done.</source>
        <translation>Beide Seiten sind gleich: Es ist nichts zu tun.</translation>
    </message>
    <message numerus="yes">
        <source>Comparing both sides… %Ln item(s) so far</source>
        <translation>
            <numerusform>Beide Seiten werden verglichen … bisher %Ln Posten</numerusform>
            <numerusform>Beide Seiten werden verglichen … bisher %Ln Posten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanItems</name>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>They become a pair; nothing is written</source>
        <translation>Sie werden ein Paar; geschrieben wird nichts</translation>
    </message>
</context>
<context>
    <name>PlanList</name>
    <message>
        <source>Plans</source>
        <translation>Pläne</translation>
    </message>
    <message>
        <source>Make a plan…</source>
        <translation>Plan erstellen …</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>Schreibt</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Posten</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Every state</source>
        <translation>Jeder Zustand</translation>
    </message>
    <message>
        <source>Every connection</source>
        <translation>Jede Verbindung</translation>
    </message>
    <message>
        <source>Connect a CRM</source>
        <translation>CRM verbinden</translation>
    </message>
    <message>
        <source>Show every plan</source>
        <translation>Alle Pläne zeigen</translation>
    </message>
    <message>
        <source>No plan is like that</source>
        <translation>Kein Plan passt dazu</translation>
    </message>
    <message>
        <source>No plan was made yet</source>
        <translation>Noch wurde kein Plan erstellt</translation>
    </message>
    <message>
        <source>A plan shows what a sync would write, record by record, before anything is written.</source>
        <translation>Ein Plan zeigt Datensatz für Datensatz, was ein Abgleich schreiben würde, bevor etwas geschrieben wird.</translation>
    </message>
    <message>
        <source>The first sync of {0} waits for a plan that somebody approved.</source>
        <translation>Der erste Abgleich von {0} wartet auf einen freigegebenen Plan.</translation>
    </message>
    <message>
        <source>Make the plan</source>
        <translation>Plan erstellen</translation>
    </message>
    <message>
        <source>It is made.</source>
        <translation>Er ist erstellt.</translation>
    </message>
    <message>
        <source>Look at the plan</source>
        <translation>Plan ansehen</translation>
    </message>
    <message>
        <source>It is approved.</source>
        <translation>Er ist freigegeben.</translation>
    </message>
    <message>
        <source>Apply the plan</source>
        <translation>Plan ausführen</translation>
    </message>
    <message>
        <source>Look on</source>
        <translation>Zusehen</translation>
    </message>
</context>
<context>
    <name>PlanView</name>
    <message>
        <source>Items of the plan</source>
        <translation>Posten des Plans</translation>
    </message>
    <message>
        <source>Fields of the item</source>
        <translation>Felder des Postens</translation>
    </message>
    <message>
        <source>No item is like that.</source>
        <translation>Kein Posten passt dazu.</translation>
    </message>
    <message>
        <source>All plans</source>
        <translation>Alle Pläne</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Auslassen</translation>
    </message>
    <message>
        <source>Leave the selected items out; what builds on them is not done either. (Del)</source>
        <translation>Die gewählten Posten auslassen; was auf ihnen aufbaut, unterbleibt auch. (Entf)</translation>
    </message>
    <message>
        <source>Export CSV…</source>
        <translation>CSV exportieren …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>What is done stays, and the rest waits to be gone on with</source>
        <translation>Was getan ist, bleibt, und der Rest wartet darauf, dass es weitergeht</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Nothing more is done by it; what was applied stays.</source>
        <translation>Es wird nichts mehr ausgeführt; was ausgeführt ist, bleibt.</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Ausführen</translation>
    </message>
    <message numerus="yes">
        <source>Try the first %Ln</source>
        <translation>
            <numerusform>Den ersten ausprobieren</numerusform>
            <numerusform>Die ersten %Ln ausprobieren</numerusform>
        </translation>
    </message>
    <message>
        <source>Does the first records and stops for a look; the rest waits.</source>
        <translation>Führt die ersten Datensätze aus und hält zum Ansehen an; der Rest wartet.</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Every state</source>
        <translation>Jeder Zustand</translation>
    </message>
    <message>
        <source>Every object</source>
        <translation>Jedes Objekt</translation>
    </message>
    <message numerus="yes">
        <source>Leave out %Ln</source>
        <translation>
            <numerusform>%Ln auslassen</numerusform>
            <numerusform>%Ln auslassen</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was exported</source>
        <translation>Nichts wurde exportiert</translation>
    </message>
    <message>
        <source>Export the plan</source>
        <translation>Plan exportieren</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message numerus="yes">
        <source>Stop: %Ln item(s) exported</source>
        <translation>
            <numerusform>Anhalten: %Ln Posten exportiert</numerusform>
            <numerusform>Anhalten: %Ln Posten exportiert</numerusform>
        </translation>
    </message>
    <message>
        <source>Exported to {0}</source>
        <translation>Nach {0} exportiert</translation>
    </message>
</context>
<context>
    <name>PlanWords</name>
    <message>
        <source>First sync</source>
        <translation>Erster Abgleich</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>New mapping</source>
        <translation>Neue Zuordnung</translation>
    </message>
    <message>
        <source>New filter</source>
        <translation>Neuer Filter</translation>
    </message>
    <message>
        <source>One answer for many</source>
        <translation>Eine Antwort für viele</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rücknahme</translation>
    </message>
    <message>
        <source>Create in the hub</source>
        <translation>Im Hub anlegen</translation>
    </message>
    <message>
        <source>Update in the hub</source>
        <translation>Im Hub ändern</translation>
    </message>
    <message>
        <source>Delete in the hub</source>
        <translation>Im Hub löschen</translation>
    </message>
    <message>
        <source>Restore in the hub</source>
        <translation>Im Hub wiederherstellen</translation>
    </message>
    <message>
        <source>Match</source>
        <translation>Verknüpfen</translation>
    </message>
    <message>
        <source>Unlink</source>
        <translation>Verknüpfung lösen</translation>
    </message>
    <message>
        <source>Pause: left the filter</source>
        <translation>Ruht: nicht mehr im Filter</translation>
    </message>
    <message>
        <source>Resume: in the filter again</source>
        <translation>Läuft weiter: wieder im Filter</translation>
    </message>
    <message>
        <source>Create in the CRM</source>
        <translation>Im CRM anlegen</translation>
    </message>
    <message>
        <source>Update in the CRM</source>
        <translation>Im CRM ändern</translation>
    </message>
    <message>
        <source>Delete in the CRM</source>
        <translation>Im CRM löschen</translation>
    </message>
    <message>
        <source>Restore in the CRM</source>
        <translation>Im CRM wiederherstellen</translation>
    </message>
    <message>
        <source>Merge in the hub</source>
        <translation>Im Hub zusammenführen</translation>
    </message>
    <message>
        <source>Merge in the CRM</source>
        <translation>Im CRM zusammenführen</translation>
    </message>
    <message>
        <source>Let go on</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Ambiguous match: a person is asked</source>
        <translation>Mehrdeutig: ein Mensch wird gefragt</translation>
    </message>
    <message>
        <source>Conflict: a person is asked</source>
        <translation>Konflikt: ein Mensch wird gefragt</translation>
    </message>
    <message>
        <source>Already the same</source>
        <translation>Schon gleich</translation>
    </message>
    <message>
        <source>Cannot be taken back</source>
        <translation>Nicht rücknehmbar</translation>
    </message>
    <message>
        <source>{0} (made by this plan)</source>
        <translation>{0} (aus diesem Plan)</translation>
    </message>
    <message>
        <source>the record made by this plan</source>
        <translation>der Datensatz aus diesem Plan</translation>
    </message>
    <message numerus="yes">
        <source>%Ln API call(s)</source>
        <translation>
            <numerusform>%Ln API-Aufruf</numerusform>
            <numerusform>%Ln API-Aufrufe</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} % of a day&apos;s allowance</source>
        <translation>{0} % eines Tageskontingents</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>etwa {0}</translation>
    </message>
    <message>
        <source>to read</source>
        <translation>zum Lesen</translation>
    </message>
    <message>
        <source>to create</source>
        <translation>zum Anlegen</translation>
    </message>
    <message>
        <source>to update</source>
        <translation>zum Ändern</translation>
    </message>
    <message>
        <source>to delete</source>
        <translation>zum Löschen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) are deleted.</source>
        <translation>
            <numerusform>%Ln Datensatz wird gelöscht.</numerusform>
            <numerusform>%Ln Datensätze werden gelöscht.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) match several: a person is asked.</source>
        <translation>
            <numerusform>%Ln Datensatz passt zu mehreren: Ein Mensch wird gefragt.</numerusform>
            <numerusform>%Ln Datensätze passen zu mehreren: Ein Mensch wird gefragt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) are likely duplicates: a person is asked.</source>
        <translation>
            <numerusform>%Ln Datensatz ist wohl ein Duplikat: Ein Mensch wird gefragt.</numerusform>
            <numerusform>%Ln Datensätze sind wohl Duplikate: Ein Mensch wird gefragt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln field(s) differ on both sides: a person decides each.</source>
        <translation>
            <numerusform>%Ln Feld ist auf beiden Seiten verschieden: Ein Mensch entscheidet.</numerusform>
            <numerusform>%Ln Felder sind auf beiden Seiten verschieden: Ein Mensch entscheidet über jedes.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) have a value that may be refused: see the notes.</source>
        <translation>
            <numerusform>%Ln Datensatz hat einen Wert, der abgelehnt werden könnte: siehe die Hinweise.</numerusform>
            <numerusform>%Ln Datensätze haben einen Wert, der abgelehnt werden könnte: siehe die Hinweise.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0} then receives %Ln record(s).</source>
        <translation>
            <numerusform>{0} erhält dann %Ln Datensatz.</numerusform>
            <numerusform>{0} erhält dann %Ln Datensätze.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlansPage</name>
    <message>
        <source>Plans</source>
        <translation>Pläne</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Not waited for. A plan that was begun all the same stands in the list.</source>
        <translation>Nicht abgewartet. Ein Plan, der dennoch begonnen wurde, steht in der Liste.</translation>
    </message>
    <message>
        <source>The daemon is asked to make a plan of {0}…</source>
        <translation>Der Daemon wird um einen Plan für {0} gebeten …</translation>
    </message>
    <message>
        <source>As soon as it has begun, its progress is shown here.</source>
        <translation>Sobald er begonnen hat, steht hier, wie weit er ist.</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>Nicht warten</translation>
    </message>
    <message>
        <source>All plans</source>
        <translation>Alle Pläne</translation>
    </message>
</context>
<context>
    <name>Runs</name>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>What it did</source>
        <translation>Was er tat</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Look at its plan</source>
        <translation>Plan ansehen</translation>
    </message>
    <message>
        <source>See its changes</source>
        <translation>Änderungen ansehen</translation>
    </message>
    <message>
        <source>Undo…</source>
        <translation>Zurücknehmen …</translation>
    </message>
    <message>
        <source>Shows first what would be taken back, and what cannot be.</source>
        <translation>Zeigt zuerst, was zurückgenommen würde und was nicht geht.</translation>
    </message>
    <message>
        <source>Nothing was done yet</source>
        <translation>Noch wurde nichts getan</translation>
    </message>
    <message>
        <source>Every read, write, answer and undo is a run, and is listed here.</source>
        <translation>Jedes Lesen, Schreiben, Antworten und Zurücknehmen ist ein Lauf und steht hier.</translation>
    </message>
    <message>
        <source>ended {0}</source>
        <translation>beendet {0}</translation>
    </message>
    <message>
        <source>still running</source>
        <translation>läuft noch</translation>
    </message>
    <message>
        <source>begun {0}</source>
        <translation>begonnen {0}</translation>
    </message>
    <message>
        <source>It changed nothing.</source>
        <translation>Er hat nichts geändert.</translation>
    </message>
</context>
</TS>
