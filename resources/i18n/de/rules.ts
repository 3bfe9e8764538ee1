<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>DifferenceDialog</name>
    <message>
        <source>The rules have changed meanwhile</source>
        <translation>Die Regeln wurden inzwischen geändert</translation>
    </message>
    <message>
        <source>Go on with mine</source>
        <translation>Mit meinen weitermachen</translation>
    </message>
    <message>
        <source>Nothing was saved. Lines with − are in force now and would go, lines with + are yours and would come.</source>
        <translation>Nichts wurde gespeichert. Zeilen mit − gelten jetzt und fielen weg, Zeilen mit + sind Ihre und kämen hinzu.</translation>
    </message>
    <message>
        <source>Both are the same.</source>
        <translation>Beide sind gleich.</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Take theirs, drop mine</source>
        <translation>Die anderen nehmen, meine verwerfen</translation>
    </message>
</context>
<context>
    <name>KeptRules</name>
    <message>
        <source>the rules</source>
        <translation>den Regeln</translation>
    </message>
</context>
<context>
    <name>RuleForm</name>
    <message>
        <source>Edit the rule</source>
        <translation>Regel bearbeiten</translation>
    </message>
    <message>
        <source>Add a rule</source>
        <translation>Regel hinzufügen</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>Join edits word by word</source>
        <translation>Änderungen Wort für Wort zusammenführen</translation>
    </message>
    <message>
        <source>Switched on</source>
        <translation>Eingeschaltet</translation>
    </message>
    <message>
        <source>Every connection</source>
        <translation>Jede Verbindung</translation>
    </message>
    <message>
        <source>Every object</source>
        <translation>Jedes Objekt</translation>
    </message>
    <message>
        <source>Every type</source>
        <translation>Jeder Typ</translation>
    </message>
    <message>
        <source>No end</source>
        <translation>Ohne Ende</translation>
    </message>
    <message numerus="yes">
        <source>For %Ln day(s)</source>
        <translation>
            <numerusform>Für %Ln Tag</numerusform>
            <numerusform>Für %Ln Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was sie tut</translation>
    </message>
    <message>
        <source>Who wins, in order</source>
        <translation>Wer gewinnt, der Reihe nach</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>Ausdruck</translation>
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
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Type of field</source>
        <translation>Feldtyp</translation>
    </message>
    <message>
        <source>Only when</source>
        <translation>Nur wenn</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>Endet</translation>
    </message>
    <message>
        <source>What it is for</source>
        <translation>Wozu sie da ist</translation>
    </message>
    <message>
        <source>Every field</source>
        <translation>Jedes Feld</translation>
    </message>
</context>
<context>
    <name>RuleWords</name>
    <message>
        <source>The hub&apos;s value wins</source>
        <translation>Der Wert des Hubs gewinnt</translation>
    </message>
    <message>
        <source>The CRM&apos;s value wins</source>
        <translation>Der Wert des CRM gewinnt</translation>
    </message>
    <message>
        <source>The later edit wins</source>
        <translation>Die spätere Änderung gewinnt</translation>
    </message>
    <message>
        <source>Whoever stands earlier in a list wins</source>
        <translation>Wer in einer Liste weiter vorn steht, gewinnt</translation>
    </message>
    <message>
        <source>A value beats an emptied field</source>
        <translation>Ein Wert geht vor einem geleerten Feld</translation>
    </message>
    <message>
        <source>Fill what is empty; ask a person where both hold something</source>
        <translation>Leeres füllen; einen Menschen fragen, wo beide etwas haben</translation>
    </message>
    <message>
        <source>The longer text wins</source>
        <translation>Der längere Text gewinnt</translation>
    </message>
    <message>
        <source>The side that says all the other says, and more, wins</source>
        <translation>Die Seite gewinnt, die alles sagt, was die andere sagt, und mehr</translation>
    </message>
    <message>
        <source>The further choice of the list wins</source>
        <translation>Die Auswahl weiter hinten in der Liste gewinnt</translation>
    </message>
    <message>
        <source>The further stage wins where both went forward</source>
        <translation>Die weitere Phase gewinnt, wo beide vorwärts gingen</translation>
    </message>
    <message>
        <source>Several choices: join what either side added or took out</source>
        <translation>Mehrfachauswahl: verbinden, was jede Seite hinzufügte oder wegnahm</translation>
    </message>
    <message>
        <source>Long texts: join both sides&apos; edits where they do not touch</source>
        <translation>Lange Texte: Änderungen beider Seiten verbinden, wo sie sich nicht berühren</translation>
    </message>
    <message>
        <source>A value with the form of its field wins</source>
        <translation>Ein Wert in der Form seines Feldes gewinnt</translation>
    </message>
    <message>
        <source>An edit by hand beats one by an import or a workflow</source>
        <translation>Eine Änderung von Hand geht vor der eines Imports oder Workflows</translation>
    </message>
    <message>
        <source>Ask a person where the two differ by a typing error</source>
        <translation>Einen Menschen fragen, wo sich beide um einen Tippfehler unterscheiden</translation>
    </message>
    <message>
        <source>What an expression makes of both</source>
        <translation>Was ein Ausdruck aus beiden macht</translation>
    </message>
    <message>
        <source>Ask a person, whatever other rules say</source>
        <translation>Einen Menschen fragen, was andere Regeln auch sagen</translation>
    </message>
    <message>
        <source>(only when {0})</source>
        <translation>(nur wenn {0})</translation>
    </message>
    <message>
        <source>every field</source>
        <translation>jedes Feld</translation>
    </message>
    <message>
        <source>{0} at {1}</source>
        <translation>{0} bei {1}</translation>
    </message>
    <message>
        <source>a person</source>
        <translation>ein Mensch</translation>
    </message>
    <message>
        <source>an import</source>
        <translation>ein Import</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>Eingebaut</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>In Kraft</translation>
    </message>
    <message>
        <source>the hub&apos;s value</source>
        <translation>der Wert des Hubs</translation>
    </message>
    <message>
        <source>the CRM&apos;s value</source>
        <translation>der Wert des CRM</translation>
    </message>
    <message>
        <source>another value</source>
        <translation>ein anderer Wert</translation>
    </message>
    <message>
        <source>a person is asked</source>
        <translation>ein Mensch wird gefragt</translation>
    </message>
    <message>
        <source>There is no decided conflict to try them on yet.</source>
        <translation>Es gibt noch keinen Konflikt, an dem sie sich ausprobieren ließen.</translation>
    </message>
    <message numerus="yes">
        <source>They would have changed nothing in %Ln case(s).</source>
        <translation>
            <numerusform>Sie hätten in %Ln Fall nichts geändert.</numerusform>
            <numerusform>Sie hätten in %Ln Fällen nichts geändert.</numerusform>
        </translation>
    </message>
    <message>
        <source>They would have changed {0} of {1}</source>
        <translation>Sie hätten {0} von {1} geändert</translation>
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
        <translation>niemand hatte einen davon anders entschieden.</translation>
    </message>
</context>
<context>
    <name>RulesPage</name>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>The file has comments. A change by the form does not keep them; one to the text does.</source>
        <translation>Die Datei hat Kommentare. Eine Änderung im Formular behält sie nicht, eine am Text schon.</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was sie tut</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>Endet</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Add a rule…</source>
        <translation>Regel hinzufügen …</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten …</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>Ask earlier (Alt+Up)</source>
        <translation>Früher fragen (Alt+Auf)</translation>
    </message>
    <message>
        <source>Ask later (Alt+Down)</source>
        <translation>Später fragen (Alt+Ab)</translation>
    </message>
    <message>
        <source>Remove (Delete)</source>
        <translation>Entfernen (Entf)</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Ctrl+S</source>
        <translation>Strg+S</translation>
    </message>
    <message>
        <source>Drop the changes</source>
        <translation>Änderungen verwerfen</translation>
    </message>
    <message>
        <source>Read the file again</source>
        <translation>Datei neu lesen</translation>
    </message>
    <message>
        <source>Takes over what was edited in the file itself.</source>
        <translation>Übernimmt, was in der Datei selbst geändert wurde.</translation>
    </message>
    <message>
        <source>In order</source>
        <translation>Der Reihe nach</translation>
    </message>
    <message>
        <source>As text</source>
        <translation>Als Text</translation>
    </message>
    <message>
        <source>The rules are in force</source>
        <translation>Die Regeln sind in Kraft</translation>
    </message>
    <message>
        <source>The file is not in force as it is: {0}</source>
        <translation>Die Datei gilt so, wie sie ist, nicht: {0}</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>There is a rule {0} already. Nothing was changed.</source>
        <translation>Es gibt schon eine Regel {0}. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Correct the text first.</source>
        <translation>Korrigieren Sie zuerst den Text.</translation>
    </message>
</context>
<context>
    <name>TextEditor</name>
    <message>
        <source>The rules as text</source>
        <translation>Die Regeln als Text</translation>
    </message>
</context>
<context>
    <name>Trial</name>
    <message>
        <source>Trying</source>
        <translation>Wird ausprobiert</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Try it now</source>
        <translation>Jetzt ausprobieren</translation>
    </message>
    <message>
        <source>Cases that come out otherwise</source>
        <translation>Fälle, die anders ausgehen</translation>
    </message>
    <message>
        <source>Change a rule, and what it would have made of the past is shown here before it is saved.</source>
        <translation>Ändern Sie eine Regel: Bevor sie gespeichert wird, steht hier, was sie aus dem Bisherigen gemacht hätte.</translation>
    </message>
    <message>
        <source>This window only looks on.</source>
        <translation>Dieses Fenster sieht nur zu.</translation>
    </message>
    <message>
        <source>Trying it on what was decided before…</source>
        <translation>Wird an früheren Entscheidungen ausprobiert …</translation>
    </message>
    <message>
        <source>Not tried to the end. It can be saved once it was.</source>
        <translation>Nicht zu Ende ausprobiert. Erst danach kann gespeichert werden.</translation>
    </message>
    <message>
        <source>Line {0}: </source>
        <translation>Zeile {0}: </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them differ from what the rules in force would do today.</source>
        <translation>
            <numerusform>%Ln davon weicht von dem ab, was die geltenden Regeln heute täten.</numerusform>
            <numerusform>%Ln davon weichen von dem ab, was die geltenden Regeln heute täten.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s) could not be tried.</source>
        <translation>
            <numerusform>%Ln Fall ließ sich nicht ausprobieren.</numerusform>
            <numerusform>%Ln Fälle ließen sich nicht ausprobieren.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The first %Ln are listed.</source>
        <translation>
            <numerusform>Der erste %Ln ist aufgeführt.</numerusform>
            <numerusform>Die ersten %Ln sind aufgeführt.</numerusform>
        </translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>Came out as</source>
        <translation>Ging aus als</translation>
    </message>
    <message>
        <source>Would come out as</source>
        <translation>Ginge aus als</translation>
    </message>
</context>
</TS>
