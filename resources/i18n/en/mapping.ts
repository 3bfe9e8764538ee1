<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Canvas</name>
    <message numerus="yes">
        <source>%n field(s)</source>
        <translation>
            <numerusform>%Ln field</numerusform>
            <numerusform>%Ln fields</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Editor</name>
    <message numerus="yes">
        <source>It cannot be saved: %n error(s), see Problems.</source>
        <translation>
            <numerusform>It cannot be saved: %Ln error, see Problems.</numerusform>
            <numerusform>It cannot be saved: %Ln errors, see Problems.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PreviewCard</name>
    <message numerus="yes">
        <source>%n value(s) would not survive.</source>
        <translation>
            <numerusform>%Ln value would not survive.</numerusform>
            <numerusform>%Ln values would not survive.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All values of %n record(s) survive both ways.</source>
        <translation>
            <numerusform>All values of %Ln record survive both ways.</numerusform>
            <numerusform>All values of %Ln records survive both ways.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SaveDialog</name>
    <message numerus="yes">
        <source>This will touch %n record(s).</source>
        <translation>
            <numerusform>This will touch %Ln record.</numerusform>
            <numerusform>This will touch %Ln records.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SuggestionsCard</name>
    <message numerus="yes">
        <source>%n suggestion(s) open. Nothing is applied by itself.</source>
        <translation>
            <numerusform>%Ln suggestion open. Nothing is applied by itself.</numerusform>
            <numerusform>%Ln suggestions open. Nothing is applied by itself.</numerusform>
        </translation>
    </message>
</context>
</TS>
