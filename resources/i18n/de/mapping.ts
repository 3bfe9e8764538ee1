<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Canvas</name>
    <message>
        <source>Fields of the CRM</source>
        <translation>Felder des CRM</translation>
    </message>
    <message>
        <source>Fields of the hub</source>
        <translation>Felder des Hubs</translation>
    </message>
    <message>
        <source>Search the CRM&apos;s fields</source>
        <translation>Felder des CRM suchen</translation>
    </message>
    <message>
        <source>Search the hub&apos;s fields</source>
        <translation>Felder des Hubs suchen</translation>
    </message>
    <message>
        <source>Search both sides</source>
        <translation>Beide Seiten durchsuchen</translation>
    </message>
    <message>
        <source>Both sides</source>
        <translation>Beide Seiten</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message numerus="yes">
        <source>%Ln field(s)</source>
        <translation>
            <numerusform>%Ln Feld</numerusform>
            <numerusform>%Ln Felder</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} cannot be mapped to {1}: {2}.</source>
        <translation>{0} kann {1} nicht zugeordnet werden: {2}.</translation>
    </message>
</context>
<context>
    <name>ClashDialog</name>
    <message>
        <source>The mapping was changed meanwhile</source>
        <translation>Die Zuordnung wurde inzwischen geändert</translation>
    </message>
    <message>
        <source>Save mine over it</source>
        <translation>Meine darüber speichern</translation>
    </message>
    <message>
        <source>From theirs to yours</source>
        <translation>Von der fremden zu Ihrer</translation>
    </message>
    <message>
        <source>Somebody saved this mapping after you opened it. Nothing of yours is lost.</source>
        <translation>Jemand hat diese Zuordnung gespeichert, nachdem Sie sie geöffnet haben. Von Ihrer Arbeit ist nichts verloren.</translation>
    </message>
    <message>
        <source>From theirs (-) to yours (+)</source>
        <translation>Von der fremden (-) zu Ihrer (+)</translation>
    </message>
</context>
<context>
    <name>Curves</name>
    <message>
        <source>Curves between mapped fields</source>
        <translation>Kurven zwischen zugeordneten Feldern</translation>
    </message>
</context>
<context>
    <name>DifferenceView</name>
    <message>
        <source>No difference.</source>
        <translation>Kein Unterschied.</translation>
    </message>
</context>
<context>
    <name>Editor</name>
    <message>
        <source>About the mapping</source>
        <translation>Zur Zuordnung</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>Rückgängig (Strg+Z)</translation>
    </message>
    <message>
        <source>Redo (Ctrl+Shift+Z)</source>
        <translation>Wiederholen (Strg+Umschalt+Z)</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>New CRM field…</source>
        <translation>Neues CRM-Feld …</translation>
    </message>
    <message>
        <source>Make a field that the CRM lacks, for the hub&apos;s field that is chosen</source>
        <translation>Ein Feld anlegen, das dem CRM fehlt, für das gewählte Feld des Hubs</translation>
    </message>
    <message>
        <source>Validate</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>Unsaved</source>
        <translation>Ungespeichert</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>Ctrl+S</source>
        <translation>Strg+S</translation>
    </message>
    <message numerus="yes">
        <source>It cannot be saved: %Ln error(s), see Problems.</source>
        <translation>
            <numerusform>Speichern geht nicht: %Ln Fehler, siehe Probleme.</numerusform>
            <numerusform>Speichern geht nicht: %Ln Fehler, siehe Probleme.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Map a field first.</source>
        <translation>Ordnen Sie zuerst ein Feld zu.</translation>
    </message>
    <message>
        <source>Enter map · Delete unmap · Tab accept a suggestion · Left and Right other side</source>
        <translation>Eingabe zuordnen · Entf lösen · Tab Vorschlag annehmen · Links und Rechts andere Seite</translation>
    </message>
    <message>
        <source>This window only looks on. Left and Right other side</source>
        <translation>Dieses Fenster sieht nur zu. Links und Rechts andere Seite</translation>
    </message>
    <message>
        <source>Comparing the fields…</source>
        <translation>Felder werden verglichen …</translation>
    </message>
    <message>
        <source>Nothing more is alike enough to be proposed.</source>
        <translation>Nichts Weiteres ist ähnlich genug für einen Vorschlag.</translation>
    </message>
    <message>
        <source>The CRM has the field {0} now.</source>
        <translation>Das CRM hat jetzt das Feld {0}.</translation>
    </message>
</context>
<context>
    <name>FieldsModel</name>
    <message>
        <source>not in the object any more</source>
        <translation>nicht mehr im Objekt</translation>
    </message>
    <message>
        <source>required</source>
        <translation>Pflicht</translation>
    </message>
    <message>
        <source>read only</source>
        <translation>nur lesbar</translation>
    </message>
    <message>
        <source>mapped by {0}</source>
        <translation>zugeordnet durch {0}</translation>
    </message>
    <message>
        <source>not mapped</source>
        <translation>nicht zugeordnet</translation>
    </message>
    <message>
        <source>For example:</source>
        <translation>Zum Beispiel:</translation>
    </message>
</context>
<context>
    <name>FilesModel</name>
    <message>
        <source>Draft, not saved</source>
        <translation>Entwurf, nicht gespeichert</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>Ungespeicherte Änderungen</translation>
    </message>
    <message>
        <source>The file is refused</source>
        <translation>Die Datei ist abgelehnt</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
</context>
<context>
    <name>FilterCard</name>
    <message>
        <source>Pause until both are in again</source>
        <translation>Ruht, bis beide wieder darin sind</translation>
    </message>
    <message>
        <source>Keep it going</source>
        <translation>Läuft weiter</translation>
    </message>
    <message>
        <source>Unlink it</source>
        <translation>Wird getrennt</translation>
    </message>
    <message>
        <source>Records of the hub where</source>
        <translation>Datensätze des Hubs mit</translation>
    </message>
    <message>
        <source>Records of the CRM where</source>
        <translation>Datensätze des CRM mit</translation>
    </message>
    <message>
        <source>A pair that leaves it</source>
        <translation>Ein Paar, das herausfällt</translation>
    </message>
    <message>
        <source>Every record of both sides is let in.</source>
        <translation>Alle Datensätze beider Seiten sind dabei.</translation>
    </message>
    <message>
        <source>Both conditions can be read.</source>
        <translation>Beide Bedingungen sind lesbar.</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>Versions of the mapping</source>
        <translation>Versionen der Zuordnung</translation>
    </message>
    <message>
        <source>Revert to this version</source>
        <translation>Zu dieser Version zurück</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen …</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>From the version in use to this one</source>
        <translation>Von der benutzten Version zu dieser</translation>
    </message>
    <message>
        <source>a changed file</source>
        <translation>eine geänderte Datei</translation>
    </message>
    <message>
        <source>The newest is in use. What changed records is taken back by an undo, not by this.</source>
        <translation>Die neueste ist in Gebrauch. Was Datensätze geändert hat, macht das nicht ungeschehen; dafür gibt es die Rücknahme.</translation>
    </message>
    <message>
        <source>It was never in use.</source>
        <translation>Sie war nie in Gebrauch.</translation>
    </message>
</context>
<context>
    <name>InlineRule</name>
    <message>
        <source>Rule at its curve</source>
        <translation>Regel an ihrer Kurve</translation>
    </message>
    <message>
        <source>Its values are in the tab Rule below.</source>
        <translation>Ihre Werte stehen unten im Reiter Regel.</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Enter keeps it, Esc leaves it as it was</source>
        <translation>Eingabe behält, Esc lässt es wie zuvor</translation>
    </message>
</context>
<context>
    <name>KeptMappings</name>
    <message>
        <source>Take mine up</source>
        <translation>Meine aufnehmen</translation>
    </message>
</context>
<context>
    <name>LensWords</name>
    <message>
        <source>By the fields&apos; types</source>
        <translation>Nach Art der Felder</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>So wie er ist</translation>
    </message>
    <message>
        <source>Reference to a record</source>
        <translation>Verweis auf Datensatz</translation>
    </message>
    <message>
        <source>Without spaces around it</source>
        <translation>Ohne Leerzeichen außen</translation>
    </message>
    <message>
        <source>Small letters</source>
        <translation>Kleinbuchstaben</translation>
    </message>
    <message>
        <source>Capital letters</source>
        <translation>Großbuchstaben</translation>
    </message>
    <message>
        <source>Letters by side</source>
        <translation>Buchstaben je Seite</translation>
    </message>
    <message>
        <source>International phone number</source>
        <translation>Internationale Rufnummer</translation>
    </message>
    <message>
        <source>Bare web address</source>
        <translation>Bloße Webadresse</translation>
    </message>
    <message>
        <source>Cut to length</source>
        <translation>Auf Länge gekürzt</translation>
    </message>
    <message>
        <source>Name split in the hub</source>
        <translation>Name im Hub getrennt</translation>
    </message>
    <message>
        <source>Name joined in the hub</source>
        <translation>Name im Hub vereint</translation>
    </message>
    <message>
        <source>Street in lines</source>
        <translation>Straße in Zeilen</translation>
    </message>
    <message>
        <source>List of e-mail addresses</source>
        <translation>Liste von E-Mail-Adressen</translation>
    </message>
    <message>
        <source>Choices by a table</source>
        <translation>Auswahl nach Tabelle</translation>
    </message>
    <message>
        <source>Choice by its label</source>
        <translation>Auswahl nach Beschriftung</translation>
    </message>
    <message>
        <source>Yes or no in words</source>
        <translation>Ja oder Nein in Worten</translation>
    </message>
    <message>
        <source>Choices in one text</source>
        <translation>Auswahlen in einem Text</translation>
    </message>
    <message>
        <source>Fixed value</source>
        <translation>Fester Wert</translation>
    </message>
    <message>
        <source>Stage and status</source>
        <translation>Phase und Status</translation>
    </message>
    <message>
        <source>Number in another unit</source>
        <translation>Zahl in anderer Einheit</translation>
    </message>
    <message>
        <source>Percent or share</source>
        <translation>Prozent oder Anteil</translation>
    </message>
    <message>
        <source>Amount with currency</source>
        <translation>Betrag mit Währung</translation>
    </message>
    <message>
        <source>Day of a moment</source>
        <translation>Tag eines Zeitpunkts</translation>
    </message>
    <message>
        <source>Milliseconds since 1970</source>
        <translation>Millisekunden seit 1970</translation>
    </message>
    <message>
        <source>Begin and end</source>
        <translation>Beginn und Ende</translation>
    </message>
    <message>
        <source>Day and time apart</source>
        <translation>Tag und Uhrzeit getrennt</translation>
    </message>
    <message>
        <source>Length of time</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Length as hh:mm</source>
        <translation>Dauer als hh:mm</translation>
    </message>
    <message>
        <source>Kind by several fields</source>
        <translation>Art aus mehreren Feldern</translation>
    </message>
    <message>
        <source>HTML as plain text</source>
        <translation>HTML als reiner Text</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>Ausdruck</translation>
    </message>
</context>
<context>
    <name>MappingsPage</name>
    <message>
        <source>Mappings</source>
        <translation>Zuordnungen</translation>
    </message>
    <message>
        <source>New…</source>
        <translation>Neu …</translation>
    </message>
    <message>
        <source>Nothing is mapped yet</source>
        <translation>Noch ist nichts zugeordnet</translation>
    </message>
    <message>
        <source>Mappings say which field of a CRM belongs to which of the hub.</source>
        <translation>Zuordnungen sagen, welches Feld eines CRM zu welchem des Hubs gehört.</translation>
    </message>
    <message>
        <source>New mapping</source>
        <translation>Neue Zuordnung</translation>
    </message>
    <message>
        <source>This file was never in use</source>
        <translation>Diese Datei war nie in Gebrauch</translation>
    </message>
    <message>
        <source>Correct it, or remove it from the folder of mappings.</source>
        <translation>Berichtigen Sie sie, oder entfernen Sie sie aus dem Ordner der Zuordnungen.</translation>
    </message>
    <message>
        <source>{0} is refused, what it said before stays in use: {1}</source>
        <translation>{0} ist abgelehnt, der frühere Inhalt bleibt in Gebrauch: {1}</translation>
    </message>
    <message>
        <source>Saved and in use</source>
        <translation>Gespeichert und in Gebrauch</translation>
    </message>
    <message>
        <source>The former version is in use</source>
        <translation>Die frühere Version ist in Gebrauch</translation>
    </message>
</context>
<context>
    <name>NewFieldDialog</name>
    <message>
        <source>New field in the CRM</source>
        <translation>Neues Feld im CRM</translation>
    </message>
    <message>
        <source>Make it in the CRM</source>
        <translation>Im CRM anlegen</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Bezeichnung</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Choices, one a line</source>
        <translation>Auswahl, je Zeile eine</translation>
    </message>
    <message>
        <source>Making it in the CRM…</source>
        <translation>Wird im CRM angelegt …</translation>
    </message>
    <message>
        <source>Asking what it would be there…</source>
        <translation>Es wird gefragt, was es dort wäre …</translation>
    </message>
    <message>
        <source>a name that the CRM gives it</source>
        <translation>ein Name, den das CRM ihm gibt</translation>
    </message>
    <message>
        <source>In {0}: {1}, of the CRM&apos;s type {2}. It takes {3}. Making it cannot be undone from here.</source>
        <translation>In {0}: {1}, vom Typ {2} des CRM. Nötig: {3}. Das Anlegen lässt sich von hier aus nicht zurücknehmen.</translation>
    </message>
</context>
<context>
    <name>NewMappingDialog</name>
    <message>
        <source>New mapping</source>
        <translation>Neue Zuordnung</translation>
    </message>
    <message>
        <source>Create the draft</source>
        <translation>Entwurf anlegen</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Object of the CRM</source>
        <translation>Objekt des CRM</translation>
    </message>
    <message>
        <source>Object of the hub</source>
        <translation>Objekt des Hubs</translation>
    </message>
    <message>
        <source>Asking the CRM for its objects…</source>
        <translation>Objekte des CRM werden erfragt …</translation>
    </message>
    <message>
        <source>It is a draft until it is saved. An object of the account&apos;s own is listed once crmsync.toml names it (custom_objects).</source>
        <translation>Es ist ein Entwurf, bis gespeichert wird. Ein eigenes Objekt des Kontos steht hier, sobald crmsync.toml es nennt (custom_objects).</translation>
    </message>
</context>
<context>
    <name>OptionsTable</name>
    <message>
        <source>Options of the lens</source>
        <translation>Optionen der Linse</translation>
    </message>
    <message>
        <source>Fill from the values that occur</source>
        <translation>Aus vorkommenden Werten füllen</translation>
    </message>
    <message>
        <source>Add a line</source>
        <translation>Zeile anfügen</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>Optionen</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>CRM</source>
        <translation>CRM</translation>
    </message>
    <message>
        <source>Option</source>
        <translation>Option</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Several stand with | between them.</source>
        <translation>Mehrere stehen mit | dazwischen.</translation>
    </message>
</context>
<context>
    <name>PreviewCard</name>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Only the chosen rule</source>
        <translation>Nur die gewählte Regel</translation>
    </message>
    <message>
        <source>Only what does not survive</source>
        <translation>Nur was nicht erhalten bleibt</translation>
    </message>
    <message>
        <source>Mapping records…</source>
        <translation>Datensätze werden umgewandelt …</translation>
    </message>
    <message>
        <source>Nothing is mapped yet.</source>
        <translation>Noch ist nichts zugeordnet.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln value(s) would not survive.</source>
        <translation>
            <numerusform>%Ln Wert bliebe nicht erhalten.</numerusform>
            <numerusform>%Ln Werte blieben nicht erhalten.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All values of %Ln record(s) survive both ways.</source>
        <translation>
            <numerusform>Alle Werte von %Ln Datensatz bleiben in beiden Richtungen erhalten.</numerusform>
            <numerusform>Alle Werte von %Ln Datensätzen bleiben in beiden Richtungen erhalten.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PreviewModel</name>
    <message>
        <source>Record</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Richtung</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Is</source>
        <translation>Ist</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>Wird</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Anmerkung</translation>
    </message>
    <message>
        <source>CRM to hub</source>
        <translation>CRM zum Hub</translation>
    </message>
    <message>
        <source>Hub to CRM</source>
        <translation>Hub zum CRM</translation>
    </message>
    <message>
        <source>Refused: {0}</source>
        <translation>Abgelehnt: {0}</translation>
    </message>
    <message>
        <source>Left out: {0}</source>
        <translation>Ausgelassen: {0}</translation>
    </message>
</context>
<context>
    <name>ProblemsCard</name>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Validate on records</source>
        <translation>An Datensätzen prüfen</translation>
    </message>
    <message>
        <source>Trying it on records…</source>
        <translation>Wird an Datensätzen ausprobiert …</translation>
    </message>
    <message>
        <source>Tried on {0} records of the CRM and {1} of the hub.</source>
        <translation>Ausprobiert an {0} Datensätzen des CRM und {1} des Hubs.</translation>
    </message>
    <message>
        <source>Held against both sides&apos; fields; not yet tried on records.</source>
        <translation>Mit den Feldern beider Seiten verglichen; noch nicht an Datensätzen ausprobiert.</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Nothing speaks against it.</source>
        <translation>Nichts spricht dagegen.</translation>
    </message>
</context>
<context>
    <name>RuleBoxes</name>
    <message>
        <source>Lens</source>
        <translation>Linse</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Richtung</translation>
    </message>
    <message>
        <source>When both sides changed</source>
        <translation>Wenn beide Seiten geändert haben</translation>
    </message>
    <message>
        <source>Both ways</source>
        <translation>Beide Richtungen</translation>
    </message>
    <message>
        <source>CRM to hub only</source>
        <translation>Nur CRM zum Hub</translation>
    </message>
    <message>
        <source>Hub to CRM only</source>
        <translation>Nur Hub zum CRM</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>The newest wins</source>
        <translation>Das Neueste gewinnt</translation>
    </message>
    <message>
        <source>The hub wins</source>
        <translation>Der Hub gewinnt</translation>
    </message>
    <message>
        <source>The CRM wins</source>
        <translation>Das CRM gewinnt</translation>
    </message>
    <message>
        <source>Fill only what is empty</source>
        <translation>Nur Leeres füllen</translation>
    </message>
    <message>
        <source>Only when created</source>
        <translation>Nur beim Anlegen</translation>
    </message>
</context>
<context>
    <name>RuleCard</name>
    <message>
        <source>Unmap</source>
        <translation>Lösen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>Choose a curve, or drag a field onto one of the other side. By keyboard: choose a field left, one right, and press Enter; Delete unmaps.</source>
        <translation>Wählen Sie eine Kurve, oder ziehen Sie ein Feld auf eines der anderen Seite. Mit der Tastatur: links ein Feld wählen, rechts eines, Eingabe; Entf löst.</translation>
    </message>
    <message>
        <source>Choose a curve to see its rule.</source>
        <translation>Wählen Sie eine Kurve, um ihre Regel zu sehen.</translation>
    </message>
</context>
<context>
    <name>SaveDialog</name>
    <message>
        <source>Save the mapping</source>
        <translation>Zuordnung speichern</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Counting what this will touch…</source>
        <translation>Es wird gezählt, wie viele Datensätze das betrifft …</translation>
    </message>
    <message>
        <source>What changes in the file</source>
        <translation>Was sich in der Datei ändert</translation>
    </message>
    <message>
        <source>It is not known how many records this will touch.</source>
        <translation>Es ist nicht bekannt, wie viele Datensätze das betrifft.</translation>
    </message>
    <message numerus="yes">
        <source>This will touch %Ln record(s).</source>
        <translation>
            <numerusform>Das betrifft %Ln Datensatz.</numerusform>
            <numerusform>Das betrifft %Ln Datensätze.</numerusform>
        </translation>
    </message>
    <message>
        <source>created in the hub</source>
        <translation>im Hub angelegt</translation>
    </message>
    <message>
        <source>changed in the hub</source>
        <translation>im Hub geändert</translation>
    </message>
    <message>
        <source>deleted in the hub</source>
        <translation>im Hub gelöscht</translation>
    </message>
    <message>
        <source>linked</source>
        <translation>verknüpft</translation>
    </message>
    <message>
        <source>unlinked</source>
        <translation>getrennt</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>ruhend</translation>
    </message>
    <message>
        <source>resumed</source>
        <translation>wieder laufend</translation>
    </message>
    <message>
        <source>created in the CRM</source>
        <translation>im CRM angelegt</translation>
    </message>
    <message>
        <source>changed in the CRM</source>
        <translation>im CRM geändert</translation>
    </message>
    <message>
        <source>deleted in the CRM</source>
        <translation>im CRM gelöscht</translation>
    </message>
    <message>
        <source>doubtful matches</source>
        <translation>zweifelhafte Treffer</translation>
    </message>
    <message>
        <source>conflicts</source>
        <translation>Konflikte</translation>
    </message>
    <message>
        <source>the same already</source>
        <translation>schon gleich</translation>
    </message>
</context>
<context>
    <name>SuggestionsCard</name>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Sure</source>
        <translation>Sicher</translation>
    </message>
    <message>
        <source>CRM</source>
        <translation>CRM</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Accept from this certainty on</source>
        <translation>Annehmen ab dieser Sicherheit</translation>
    </message>
    <message>
        <source>Suggest</source>
        <translation>Vorschlagen</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Accept all from</source>
        <translation>Alle annehmen ab</translation>
    </message>
    <message numerus="yes">
        <source>%Ln suggestion(s) open. Nothing is applied by itself.</source>
        <translation>
            <numerusform>%Ln Vorschlag offen. Nichts wird von selbst übernommen.</numerusform>
            <numerusform>%Ln Vorschläge offen. Nichts wird von selbst übernommen.</numerusform>
        </translation>
    </message>
</context>
</TS>
