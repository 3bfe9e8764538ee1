<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>DaemonFacts</name>
    <message numerus="yes">
        <source>%n to look at</source>
        <translation>
            <numerusform>%Ln to look at</numerusform>
            <numerusform>%Ln to look at</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n secret(s) sealed</source>
        <translation>
            <numerusform>%Ln secret sealed</numerusform>
            <numerusform>%Ln secrets sealed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TargetList</name>
    <message numerus="yes">
        <source>%n message(s) wait</source>
        <translation>
            <numerusform>%Ln message waits</numerusform>
            <numerusform>%Ln messages wait</numerusform>
        </translation>
    </message>
</context>
</TS>
