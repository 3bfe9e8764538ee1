<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Answering</name>
    <message numerus="yes">
        <source>%Ln record(s) are sent again.</source>
        <translation>
            <numerusform>%Ln record is sent again.</numerusform>
            <numerusform>%Ln records are sent again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln value(s) were given up.</source>
        <translation>
            <numerusform>%Ln value was given up.</numerusform>
            <numerusform>%Ln values were given up.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln taken back.</source>
        <translation>
            <numerusform>%Ln taken back.</numerusform>
            <numerusform>%Ln taken back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be.</source>
        <translation>
            <numerusform>%Ln could not be.</numerusform>
            <numerusform>%Ln could not be.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Causes</name>
    <message numerus="yes">
        <source>Show %Ln more cause(s)</source>
        <translation>
            <numerusform>Show %Ln more cause</numerusform>
            <numerusform>Show %Ln more causes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConnectionCard</name>
    <message numerus="yes">
        <source>%Ln change(s) in the last hour</source>
        <translation>
            <numerusform>%Ln change in the last hour</numerusform>
            <numerusform>%Ln changes in the last hour</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HealthPage</name>
    <message numerus="yes">
        <source>%Ln record(s)</source>
        <translation>
            <numerusform>%Ln record</numerusform>
            <numerusform>%Ln records</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HealthWords</name>
    <message numerus="yes">
        <source>%Ln put aside</source>
        <translation>
            <numerusform>%Ln put aside</numerusform>
            <numerusform>%Ln put aside</numerusform>
        </translation>
    </message>
</context>
</TS>
