<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>PlanHead</name>
    <message numerus="yes">
        <source>%n record(s) were to be written</source>
        <translation>
            <numerusform>%n record was to be written</numerusform>
            <numerusform>%n records were to be written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) would be written</source>
        <translation>
            <numerusform>%n record would be written</numerusform>
            <numerusform>%n records would be written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Comparing both sides… %n item(s) so far</source>
        <translation>
            <numerusform>Comparing both sides… %n item so far</numerusform>
            <numerusform>Comparing both sides… %n items so far</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanView</name>
    <message numerus="yes">
        <source>Try the first %n</source>
        <translation>
            <numerusform>Try the first</numerusform>
            <numerusform>Try the first %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Leave out %n</source>
        <translation>
            <numerusform>Leave out %n</numerusform>
            <numerusform>Leave out %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stop: %n item(s) exported</source>
        <translation>
            <numerusform>Stop: %n item exported</numerusform>
            <numerusform>Stop: %n items exported</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanWords</name>
    <message numerus="yes">
        <source>%n API call(s)</source>
        <translation>
            <numerusform>%n API call</numerusform>
            <numerusform>%n API calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) are deleted.</source>
        <translation>
            <numerusform>%n record is deleted.</numerusform>
            <numerusform>%n records are deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) match several: a person is asked.</source>
        <translation>
            <numerusform>%n record matches several: a person is asked.</numerusform>
            <numerusform>%n records match several: a person is asked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) are likely duplicates: a person is asked.</source>
        <translation>
            <numerusform>%n record is a likely duplicate: a person is asked.</numerusform>
            <numerusform>%n records are likely duplicates: a person is asked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) differ on both sides: a person decides each.</source>
        <translation>
            <numerusform>%n field differs on both sides: a person decides.</numerusform>
            <numerusform>%n fields differ on both sides: a person decides each.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0} then receives %n record(s).</source>
        <translation>
            <numerusform>{0} then receives %n record.</numerusform>
            <numerusform>{0} then receives %n records.</numerusform>
        </translation>
    </message>
</context>
</TS>
