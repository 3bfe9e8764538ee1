<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Acts</name>
    <message numerus="yes">
        <source>%n webhook(s) removed.</source>
        <translation>
            <numerusform>%n webhook removed.</numerusform>
            <numerusform>%n webhooks removed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NeedsCard</name>
    <message numerus="yes">
        <source>%n field(s) are missing. They are created only when you agree.</source>
        <translation>
            <numerusform>%n field is missing. It is created only when you agree.</numerusform>
            <numerusform>%n fields are missing. They are created only when you agree.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ObjectCard</name>
    <message numerus="yes">
        <source>%n rule(s)</source>
        <translation>
            <numerusform>%n rule</numerusform>
            <numerusform>%n rules</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanStep</name>
    <message numerus="yes">
        <source>Approve, and try %n record(s)</source>
        <translation>
            <numerusform>Approve, and try %n record</numerusform>
            <numerusform>Approve, and try %n records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Approve and do it: %n record(s)</source>
        <translation>
            <numerusform>Approve and do it: %n record</numerusform>
            <numerusform>Approve and do it: %n records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) done: look at them</source>
        <translation>
            <numerusform>%n record done: look at it</numerusform>
            <numerusform>%n records done: look at them</numerusform>
        </translation>
    </message>
</context>
</TS>
