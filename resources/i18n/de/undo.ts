<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ApplyingStrip</name>
    <message>
        <source>Taking back</source>
        <translation>Zurückgenommen</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
</context>
<context>
    <name>UndoDialog</name>
    <message>
        <source>Undo</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>UndoView</name>
    <message>
        <source>What is taken back</source>
        <translation>Was zurückgenommen wird</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Do not undo</source>
        <translation>Nicht zurücknehmen</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Undo of a run</source>
        <translation>Rücknahme eines Laufs</translation>
    </message>
    <message>
        <source>Undo of {0}</source>
        <translation>Rücknahme von {0}</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>Es gibt nichts zurückzunehmen.</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message numerus="yes">
        <source>Go on with the other %n</source>
        <translation>
            <numerusform>Mit der letzten weitermachen</numerusform>
            <numerusform>Mit den übrigen %Ln weitermachen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take back %n change(s)</source>
        <translation>
            <numerusform>%Ln Änderung zurücknehmen</numerusform>
            <numerusform>%Ln Änderungen zurücknehmen</numerusform>
        </translation>
    </message>
    <message>
        <source>Leave the rest</source>
        <translation>Den Rest lassen</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) cannot be taken back.</source>
        <translation>
            <numerusform>%Ln Änderung kann nicht zurückgenommen werden.</numerusform>
            <numerusform>%Ln Änderungen können nicht zurückgenommen werden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more, in the list below.</source>
        <translation>
            <numerusform>… und %Ln weitere, in der Liste unten.</numerusform>
            <numerusform>… und %Ln weitere, in der Liste unten.</numerusform>
        </translation>
    </message>
    <message>
        <source>Take this back</source>
        <translation>Wieder aufheben</translation>
    </message>
    <message>
        <source>Stopped: {0} of {1} taken back</source>
        <translation>Angehalten: {0} von {1} zurückgenommen</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) taken back</source>
        <translation>
            <numerusform>%Ln Änderung zurückgenommen</numerusform>
            <numerusform>%Ln Änderungen zurückgenommen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed since and left alone</source>
        <translation>
            <numerusform>%Ln seither geändert und belassen</numerusform>
            <numerusform>%Ln seither geändert und belassen</numerusform>
        </translation>
    </message>
</context>
</TS>
