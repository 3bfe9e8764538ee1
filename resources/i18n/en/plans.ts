<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>PlanHead</name>
    <message numerus="yes">
        <source>%n record(s) were to be written</source>
        <translation>
            <numerusform>%Ln record was to be written</numerusform>
            <numerusform>%Ln records were to be written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) would be written</source>
        <translation>
            <numerusform>%Ln record would be written</numerusform>
            <numerusform>%Ln records would be written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Comparing both sides… %n item(s) so far</source>
        <translation>
            <numerusform>Comparing both sides… %Ln item so far</numerusform>
            <numerusform>Comparing both sides… %Ln items so far</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanView</name>
    <message numerus="yes">
        <source>Try the first %n</source>
        <translation>
            <numerusform>Try the first</numerusform>
            <numerusform>Try the first %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Leave out %n</source>
        <translation>
            <numerusform>Leave out %Ln</numerusform>
            <numerusform>Leave out %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stop: %n item(s) exported</source>
        <translation>
            <numerusform>Stop: %Ln item exported</numerusform>
            <numerusform>Stop: %Ln items exported</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanWords</name>
    <message numerus="yes">
        <source>%n API call(s)</source>
        <translation>
            <numerusform>%Ln API call</numerusform>
            <numerusform>%Ln API calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) are deleted.</source>
        <translation>
            <numerusform>%Ln record is deleted.</numerusform>
            <numerusform>%Ln records are deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) match several: a person is asked.</source>
        <translation>
            <numerusform>%Ln record matches several: a person is asked.</numerusform>
            <numerusform>%Ln records match several: a person is asked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) are likely duplicates: a person is asked.</source>
        <translation>
            <numerusform>%Ln record is a likely duplicate: a person is asked.</numerusform>
            <numerusform>%Ln records are likely duplicates: a person is asked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) differ on both sides: a person decides each.</source>
        <translation>
            <numerusform>%Ln field differs on both sides: a person decides.</numerusform>
            <numerusform>%Ln fields differ on both sides: a person decides each.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0} then receives %n record(s).</source>
        <translation>
            <numerusform>{0} then receives %Ln record.</numerusform>
            <numerusform>{0} then receives %Ln records.</numerusform>
        </translation>
    </message>
</context>
</TS>
