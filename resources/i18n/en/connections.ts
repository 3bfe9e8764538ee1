<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Acts</name>
    <message numerus="yes">
        <source>%n webhook(s) removed.</source>
        <translation>
            <numerusform>%Ln webhook removed.</numerusform>
            <numerusform>%Ln webhooks removed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NeedsCard</name>
    <message numerus="yes">
        <source>%n field(s) are missing. They are created only when you agree.</source>
        <translation>
            <numerusform>%Ln field is missing. It is created only when you agree.</numerusform>
            <numerusform>%Ln fields are missing. They are created only when you agree.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ObjectCard</name>
    <message numerus="yes">
        <source>%n rule(s)</source>
        <translation>
            <numerusform>%Ln rule</numerusform>
            <numerusform>%Ln rules</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanStep</name>
    <message numerus="yes">
        <source>Approve, and try %n record(s)</source>
        <translation>
            <numerusform>Approve, and try %Ln record</numerusform>
            <numerusform>Approve, and try %Ln records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Approve and do it: %n record(s)</source>
        <translation>
            <numerusform>Approve and do it: %Ln record</numerusform>
            <numerusform>Approve and do it: %Ln records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) done: look at them</source>
        <translation>
            <numerusform>%Ln record done: look at it</numerusform>
            <numerusform>%Ln records done: look at them</numerusform>
        </translation>
    </message>
</context>
</TS>
