<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>TicketDialog</name>
    <message>
        <source>Raise a ticket</source>
        <translation>Ticket eröffnen</translation>
    </message>
    <message>
        <source>Where it goes</source>
        <translation>Wohin es geht</translation>
    </message>
    <message>
        <source>What leaves</source>
        <translation>Was hinausgeht</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Open an e-mail draft</source>
        <translation>E-Mail-Entwurf öffnen</translation>
    </message>
    <message>
        <source>The diagnosis holds versions, states, counts and names of yours (connections, objects, rules); no value of a record, no address, no secret. Read it: this is all that leaves.</source>
        <translation>Die Diagnose enthält Versionen, Zustände, Anzahlen und Ihre Namen (Verbindungen, Objekte, Regeln); keinen Wert eines Datensatzes, keine Adresse, kein Geheimnis. Lesen Sie sie: Das ist alles, was hinausgeht.</translation>
    </message>
    <message>
        <source>Goes to</source>
        <translation>Geht an</translation>
    </message>
    <message>
        <source>A file, with an e-mail draft</source>
        <translation>Eine Datei, mit E-Mail-Entwurf</translation>
    </message>
    <message>
        <source>(the file)</source>
        <translation>(die Datei)</translation>
    </message>
    <message>
        <source>E-mail draft</source>
        <translation>E-Mail-Entwurf</translation>
    </message>
    <message>
        <source>One file is written where you say; nothing is sent from here.</source>
        <translation>Eine Datei wird dorthin geschrieben, wo Sie sagen; von hier wird nichts gesendet.</translation>
    </message>
    <message>
        <source>Request, as it leaves</source>
        <translation>Anfrage, wie sie hinausgeht</translation>
    </message>
    <message>
        <source>As people read it</source>
        <translation>Wie man es liest</translation>
    </message>
    <message>
        <source>One request leaves, to {0}. Its text can be read on the second tab.</source>
        <translation>Eine Anfrage geht hinaus, an {0}. Ihr Text ist auf dem zweiten Reiter zu lesen.</translation>
    </message>
    <message>
        <source>Its secret is not kept: crmsync targets secret {0}</source>
        <translation>Sein Geheimnis ist nicht hinterlegt: crmsync targets secret {0}</translation>
    </message>
    <message>
        <source> Save…</source>
        <translation> Speichern …</translation>
    </message>
    <message>
        <source> Send to {0}</source>
        <translation> An {0} senden</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Wird gesendet …</translation>
    </message>
    <message>
        <source>{0} made ticket {1}.</source>
        <translation>{0} hat das Ticket {1} angelegt.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source> Open the ticket</source>
        <translation> Ticket öffnen</translation>
    </message>
    <message>
        <source>Save the diagnosis</source>
        <translation>Diagnose speichern</translation>
    </message>
    <message>
        <source>Not saved: {0}</source>
        <translation>Nicht gespeichert: {0}</translation>
    </message>
    <message>
        <source>Saved as {0}</source>
        <translation>Gespeichert als {0}</translation>
    </message>
    <message>
        <source>No mail program could be opened. Send {0} by hand.</source>
        <translation>Es ließ sich kein Mailprogramm öffnen. Senden Sie {0} von Hand.</translation>
    </message>
    <message>
        <source>What happened:


The diagnosis is in the attached file: {0}
Key: {1}</source>
        <translation>Was geschah:


Die Diagnose ist in der angehängten Datei: {0}
Schlüssel: {1}</translation>
    </message>
</context>
</TS>
