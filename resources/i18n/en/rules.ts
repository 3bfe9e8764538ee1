<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>RuleForm</name>
    <message numerus="yes">
        <source>For %n day(s)</source>
        <translation>
            <numerusform>For %Ln day</numerusform>
            <numerusform>For %Ln days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RuleWords</name>
    <message numerus="yes">
        <source>They would have changed nothing in %n case(s).</source>
        <translation>
            <numerusform>They would have changed nothing in %Ln case.</numerusform>
            <numerusform>They would have changed nothing in %Ln cases.</numerusform>
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
    <name>Trial</name>
    <message numerus="yes">
        <source>%n of them differ from what the rules in force would do today.</source>
        <translation>
            <numerusform>%Ln of them differs from what the rules in force would do today.</numerusform>
            <numerusform>%Ln of them differ from what the rules in force would do today.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) could not be tried.</source>
        <translation>
            <numerusform>%Ln case could not be tried.</numerusform>
            <numerusform>%Ln cases could not be tried.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The first %n are listed.</source>
        <translation>
            <numerusform>The first %Ln is listed.</numerusform>
            <numerusform>The first %Ln are listed.</numerusform>
        </translation>
    </message>
</context>
</TS>
