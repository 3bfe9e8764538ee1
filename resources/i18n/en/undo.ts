<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>UndoView</name>
    <message numerus="yes">
        <source>Go on with the other %n</source>
        <translation>
            <numerusform>Go on with the last one</numerusform>
            <numerusform>Go on with the other %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take back %n change(s)</source>
        <translation>
            <numerusform>Take back %Ln change</numerusform>
            <numerusform>Take back %Ln changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) cannot be taken back.</source>
        <translation>
            <numerusform>%Ln change cannot be taken back.</numerusform>
            <numerusform>%Ln changes cannot be taken back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more, in the list below.</source>
        <translation>
            <numerusform>… and %Ln more, in the list below.</numerusform>
            <numerusform>… and %Ln more, in the list below.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) taken back</source>
        <translation>
            <numerusform>%Ln change taken back</numerusform>
            <numerusform>%Ln changes taken back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed since and left alone</source>
        <translation>
            <numerusform>%Ln changed since and left alone</numerusform>
            <numerusform>%Ln changed since and left alone</numerusform>
        </translation>
    </message>
</context>
</TS>
