<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>PairCard</name>
    <message numerus="yes">
        <source>%n wait(s) there</source>
        <translation>
            <numerusform>%n waits there</numerusform>
            <numerusform>%n wait there</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunView</name>
    <message numerus="yes">
        <source>Undo what happened to %n record(s) while this run went</source>
        <translation>
            <numerusform>Undo what happened to %n record while this run went</numerusform>
            <numerusform>Undo what happened to %n records while this run went</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UndoDialog</name>
    <message numerus="yes">
        <source>%n record(s) taken back</source>
        <translation>
            <numerusform>%n record taken back</numerusform>
            <numerusform>%n records taken back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n become(s) a question</source>
        <translation>
            <numerusform>%n becomes a question</numerusform>
            <numerusform>%n become questions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cannot be taken back</source>
        <translation>
            <numerusform>%n cannot be taken back</numerusform>
            <numerusform>%n cannot be taken back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken back</source>
        <translation>
            <numerusform>%n taken back</numerusform>
            <numerusform>%n taken back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n had changed meanwhile and was left as it is</source>
        <translation>
            <numerusform>%n had changed meanwhile and was left as it is</numerusform>
            <numerusform>%n had changed meanwhile and were left as they are</numerusform>
        </translation>
    </message>
</context>
</TS>
