<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>PairCard</name>
    <message numerus="yes">
        <source>%n wait(s) there</source>
        <translation>
            <numerusform>%Ln waits there</numerusform>
            <numerusform>%Ln wait there</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunView</name>
    <message numerus="yes">
        <source>Undo what happened to %n record(s) while this run went</source>
        <translation>
            <numerusform>Undo what happened to %Ln record while this run went</numerusform>
            <numerusform>Undo what happened to %Ln records while this run went</numerusform>
        </translation>
    </message>
</context>
</TS>
