<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AlikeDialog</name>
    <message numerus="yes">
        <source>%n question(s) of the same connection, object, field and kind of editors.</source>
        <translation>
            <numerusform>%Ln question of this connection, object, field and kind of editors.</numerusform>
            <numerusform>%Ln questions of the same connection, object, field and kind of editors.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Answer %n question(s)</source>
        <translation>
            <numerusform>Answer %Ln question</numerusform>
            <numerusform>Answer %Ln questions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected question(s).</source>
        <translation>
            <numerusform>%Ln selected question.</numerusform>
            <numerusform>%Ln selected questions.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more that cannot be answered so</source>
        <translation>
            <numerusform>… and %Ln more that cannot be answered so</numerusform>
            <numerusform>… and %Ln more that cannot be answered so</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AlwaysDialog</name>
    <message numerus="yes">
        <source>For %n day(s)</source>
        <translation>
            <numerusform>For %Ln day</numerusform>
            <numerusform>For %Ln days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %Ln more</numerusform>
            <numerusform>… and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It would have changed nothing in %n case(s).</source>
        <translation>
            <numerusform>It would have changed nothing in %Ln case.</numerusform>
            <numerusform>It would have changed nothing in %Ln cases.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>people had decided %n of them otherwise.</source>
        <translation>
            <numerusform>people had decided %Ln of them otherwise.</numerusform>
            <numerusform>people had decided %Ln of them otherwise.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConflictsPage</name>
    <message numerus="yes">
        <source>%n question(s)</source>
        <translation>
            <numerusform>%Ln question</numerusform>
            <numerusform>%Ln questions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LossDialog</name>
    <message numerus="yes">
        <source>%n question(s) would be open again.</source>
        <translation>
            <numerusform>%Ln question would be open again.</numerusform>
            <numerusform>%Ln questions would be open again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them not as before:</source>
        <translation>
            <numerusform>%Ln of them not as before:</numerusform>
            <numerusform>%Ln of them not as before:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %Ln more</numerusform>
            <numerusform>… and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Triage</name>
    <message numerus="yes">
        <source>%n answered</source>
        <translation>
            <numerusform>%Ln answered</numerusform>
            <numerusform>%Ln answered</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left as they are</source>
        <translation>
            <numerusform>%Ln left as it is</numerusform>
            <numerusform>%Ln left as they are</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken back</source>
        <translation>
            <numerusform>%Ln taken back</numerusform>
            <numerusform>%Ln taken back</numerusform>
        </translation>
    </message>
</context>
</TS>
