<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AlikeDialog</name>
    <message numerus="yes">
        <source>%n question(s) of the same connection, object, field and kind of editors.</source>
        <translation>
            <numerusform>%n question of this connection, object, field and kind of editors.</numerusform>
            <numerusform>%n questions of the same connection, object, field and kind of editors.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Answer %n question(s)</source>
        <translation>
            <numerusform>Answer %n question</numerusform>
            <numerusform>Answer %n questions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected question(s).</source>
        <translation>
            <numerusform>%n selected question.</numerusform>
            <numerusform>%n selected questions.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more that cannot be answered so</source>
        <translation>
            <numerusform>… and %n more that cannot be answered so</numerusform>
            <numerusform>… and %n more that cannot be answered so</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AlwaysDialog</name>
    <message numerus="yes">
        <source>For %n day(s)</source>
        <translation>
            <numerusform>For %n day</numerusform>
            <numerusform>For %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It would have changed nothing in %n case(s).</source>
        <translation>
            <numerusform>It would have changed nothing in %n case.</numerusform>
            <numerusform>It would have changed nothing in %n cases.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>people had decided %n of them otherwise.</source>
        <translation>
            <numerusform>people had decided %n of them otherwise.</numerusform>
            <numerusform>people had decided %n of them otherwise.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConflictsPage</name>
    <message numerus="yes">
        <source>%n question(s)</source>
        <translation>
            <numerusform>%n question</numerusform>
            <numerusform>%n questions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LossDialog</name>
    <message numerus="yes">
        <source>%n question(s) would be open again.</source>
        <translation>
            <numerusform>%n question would be open again.</numerusform>
            <numerusform>%n questions would be open again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them not as before:</source>
        <translation>
            <numerusform>%n of them not as before:</numerusform>
            <numerusform>%n of them not as before:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Triage</name>
    <message numerus="yes">
        <source>%n answered</source>
        <translation>
            <numerusform>%n answered</numerusform>
            <numerusform>%n answered</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left as they are</source>
        <translation>
            <numerusform>%n left as it is</numerusform>
            <numerusform>%n left as they are</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken back</source>
        <translation>
            <numerusform>%n taken back</numerusform>
            <numerusform>%n taken back</numerusform>
        </translation>
    </message>
</context>
</TS>
