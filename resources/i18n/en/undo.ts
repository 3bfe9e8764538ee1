<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>UndoView</name>
    <message numerus="yes">
        <source>Go on with the other %n</source>
        <translation>
            <numerusform>Go on with the last one</numerusform>
            <numerusform>Go on with the other %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take back %n change(s)</source>
        <translation>
            <numerusform>Take back %n change</numerusform>
            <numerusform>Take back %n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) cannot be taken back.</source>
        <translation>
            <numerusform>%n change cannot be taken back.</numerusform>
            <numerusform>%n changes cannot be taken back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more, in the list below.</source>
        <translation>
            <numerusform>… and %n more, in the list below.</numerusform>
            <numerusform>… and %n more, in the list below.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) taken back</source>
        <translation>
            <numerusform>%n change taken back</numerusform>
            <numerusform>%n changes taken back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed since and left alone</source>
        <translation>
            <numerusform>%n changed since and left alone</numerusform>
            <numerusform>%n changed since and left alone</numerusform>
        </translation>
    </message>
</context>
</TS>
