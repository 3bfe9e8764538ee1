<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Answering</name>
    <message numerus="yes">
        <source>%n record(s) are sent again.</source>
        <translation>
            <numerusform>%n record is sent again.</numerusform>
            <numerusform>%n records are sent again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) were given up.</source>
        <translation>
            <numerusform>%n value was given up.</numerusform>
            <numerusform>%n values were given up.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken back.</source>
        <translation>
            <numerusform>%n taken back.</numerusform>
            <numerusform>%n taken back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be.</source>
        <translation>
            <numerusform>%n could not be.</numerusform>
            <numerusform>%n could not be.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Causes</name>
    <message numerus="yes">
        <source>Show %n more cause(s)</source>
        <translation>
            <numerusform>Show %n more cause</numerusform>
            <numerusform>Show %n more causes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConnectionCard</name>
    <message numerus="yes">
        <source>%n change(s) in the last hour</source>
        <translation>
            <numerusform>%n change in the last hour</numerusform>
            <numerusform>%n changes in the last hour</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HealthPage</name>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n record</numerusform>
            <numerusform>%n records</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HealthWords</name>
    <message numerus="yes">
        <source>%n put aside</source>
        <translation>
            <numerusform>%n put aside</numerusform>
            <numerusform>%n put aside</numerusform>
        </translation>
    </message>
</context>
</TS>
