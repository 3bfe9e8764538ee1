<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ConnectionCard</name>
    <message>
        <source>Calls a minute</source>
        <translation>Aufrufe je Minute</translation>
    </message>
    <message>
        <source>Freshness</source>
        <translation>Aktualität</translation>
    </message>
    <message>
        <source>Backlog</source>
        <translation>Rückstand</translation>
    </message>
    <message>
        <source>Hears of changes</source>
        <translation>Erfährt von Änderungen</translation>
    </message>
    <message>
        <source>Calls that worked</source>
        <translation>Gelungene Aufrufe</translation>
    </message>
    <message>
        <source>Quota used</source>
        <translation>Kontingent verbraucht</translation>
    </message>
    <message>
        <source>Last success</source>
        <translation>Letzter Erfolg</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keines</translation>
    </message>
    <message>
        <source>{0} a minute now</source>
        <translation>jetzt {0} je Minute</translation>
    </message>
</context>
<context>
    <name>HealthPage</name>
    <message>
        <source>Connect a CRM</source>
        <translation>Ein CRM verbinden</translation>
    </message>
    <message>
        <source>No CRM is connected yet</source>
        <translation>Noch ist kein CRM verbunden</translation>
    </message>
    <message>
        <source>Here you will see at a glance how each connection stands: state, backlog, quota, errors.</source>
        <translation>Hier sehen Sie auf einen Blick, wie es um jede Verbindung steht: Zustand, Rückstand, Kontingent, Fehler.</translation>
    </message>
    <message>
        <source>In the hub: {0}</source>
        <translation>Im Hub: {0}</translation>
    </message>
    <message>
        <source>{0} changes a minute</source>
        <translation>{0} Änderungen je Minute</translation>
    </message>
    <message>
        <source>from edit to the far side: {0} ms (p50), {1} ms (p95)</source>
        <translation>von der Eingabe bis zur anderen Seite: {0} ms (p50), {1} ms (p95)</translation>
    </message>
</context>
<context>
    <name>HealthWords</name>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>Neu anmelden</translation>
    </message>
    <message>
        <source>Prepare</source>
        <translation>Vorbereiten</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Stehen geblieben</translation>
    </message>
    <message>
        <source>Does not answer</source>
        <translation>Antwortet nicht</translation>
    </message>
    <message>
        <source>Stopped by its brake</source>
        <translation>Von der Bremse gehalten</translation>
    </message>
    <message>
        <source>Waits for a plan</source>
        <translation>Wartet auf einen Plan</translation>
    </message>
    <message>
        <source>Reading in</source>
        <translation>Liest ein</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Braucht Sie</translation>
    </message>
    <message>
        <source>Syncing</source>
        <translation>Gleicht ab</translation>
    </message>
    <message>
        <source>In sync</source>
        <translation>Im Gleichstand</translation>
    </message>
    <message>
        <source>Goal: {0}</source>
        <translation>Ziel: {0}</translation>
    </message>
    <message>
        <source>Up to date</source>
        <translation>Auf dem neuesten Stand</translation>
    </message>
    <message>
        <source>Oldest change {0}</source>
        <translation>Älteste Änderung {0}</translation>
    </message>
    <message>
        <source>Nothing on the way</source>
        <translation>Nichts unterwegs</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) on the way</source>
        <translation>
            <numerusform>%n Änderung unterwegs</numerusform>
            <numerusform>%n Änderungen unterwegs</numerusform>
        </translation>
    </message>
    <message>
        <source>, about {0} left</source>
        <translation>, noch etwa {0}</translation>
    </message>
    <message>
        <source>No limit known</source>
        <translation>Keine Grenze bekannt</translation>
    </message>
    <message>
        <source>{0} of {1} {2}</source>
        <translation>{0} von {1} {2}</translation>
    </message>
    <message>
        <source>, runs out {0}</source>
        <translation>, verbraucht {0}</translation>
    </message>
    <message>
        <source>, resets {0}</source>
        <translation>, beginnt neu {0}</translation>
    </message>
    <message>
        <source>No calls yet</source>
        <translation>Noch keine Aufrufe</translation>
    </message>
    <message>
        <source>{0} % of {1} calls</source>
        <translation>{0} % von {1} Aufrufen</translation>
    </message>
</context>
</TS>
