<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AdvisorFields</name>
    <message>
        <source>Fields</source>
        <translation>Felder</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Entscheidungen</translation>
    </message>
    <message>
        <source>How often it must be right</source>
        <translation>Wie oft er recht haben muss</translation>
    </message>
    <message>
        <source>right in {0} of cases</source>
        <translation>recht in {0} der Fälle</translation>
    </message>
    <message>
        <source>Let it decide alone</source>
        <translation>Allein entscheiden lassen</translation>
    </message>
    <message>
        <source>Turn off</source>
        <translation>Abschalten</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>Entschieden</translation>
    </message>
    <message>
        <source>People agreed</source>
        <translation>Menschen stimmten zu</translation>
    </message>
    <message>
        <source>Decided alone</source>
        <translation>Allein entschieden</translation>
    </message>
    <message>
        <source>{0}, {1} taken back</source>
        <translation>{0}, {1} zurückgenommen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Suggested</source>
        <translation>Vorgeschlagen</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>Gewählt</translation>
    </message>
    <message>
        <source>Same</source>
        <translation>Gleich</translation>
    </message>
    <message>
        <source>nothing: not sure enough</source>
        <translation>nichts: nicht sicher genug</translation>
    </message>
    <message>
        <source>{0}, {1} sure</source>
        <translation>{0}, {1} sicher</translation>
    </message>
    <message>
        <source>{0} (taken back)</source>
        <translation>{0} (zurückgenommen)</translation>
    </message>
    <message>
        <source>the hub&apos;s value</source>
        <translation>der Wert des Hubs</translation>
    </message>
    <message>
        <source>the CRM&apos;s value</source>
        <translation>der Wert des CRM</translation>
    </message>
    <message>
        <source>both merged</source>
        <translation>beides zusammengeführt</translation>
    </message>
    <message>
        <source>either: both say the same</source>
        <translation>gleichgültig: beide sagen dasselbe</translation>
    </message>
    <message>
        <source>another value</source>
        <translation>ein anderer Wert</translation>
    </message>
    <message>
        <source>Decides alone</source>
        <translation>Entscheidet allein</translation>
    </message>
    <message>
        <source>Turned itself off</source>
        <translation>Hat sich abgeschaltet</translation>
    </message>
    <message>
        <source>Suggests only</source>
        <translation>Schlägt nur vor</translation>
    </message>
    <message>
        <source>The advisor has learned of no field yet</source>
        <translation>Der Ratgeber kennt noch kein Feld</translation>
    </message>
    <message>
        <source>Every conflict that somebody decides is measured against its suggestion, field by field.</source>
        <translation>Jeder entschiedene Konflikt wird Feld für Feld mit seinem Vorschlag verglichen.</translation>
    </message>
    <message>
        <source>Open the conflicts</source>
        <translation>Konflikte öffnen</translation>
    </message>
    <message>
        <source>{0} decides against the evidence more often than not ({1} of {2}).</source>
        <translation>{0} entscheidet meist gegen die Belege ({1} von {2}).</translation>
    </message>
    <message>
        <source>{0} · {1}: sure {2} times in {3} decisions; people chose the same {4} times.</source>
        <translation>{0} · {1}: in {3} Entscheidungen {2}-mal sicher; Menschen wählten {4}-mal dasselbe.</translation>
    </message>
    <message>
        <source>By measurement it may decide alone where it is {0} sure.</source>
        <translation>Der Messung nach darf er allein entscheiden, wo er {0} sicher ist.</translation>
    </message>
    <message>
        <source>{0} · {1} is decided alone</source>
        <translation>{0} · {1} wird allein entschieden</translation>
    </message>
    <message>
        <source>{0} · {1} is only suggested</source>
        <translation>{0} · {1} wird nur vorgeschlagen</translation>
    </message>
</context>
<context>
    <name>AppCard</name>
    <message>
        <source>Like the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>The new language is spoken after the next start.</source>
        <translation>Die neue Sprache gilt nach dem nächsten Start.</translation>
    </message>
    <message>
        <source>Somebody is needed: a conflict, a refusal, a brake, a sign-in</source>
        <translation>Jemand wird gebraucht: ein Konflikt, eine Ablehnung, eine Bremse, eine Anmeldung</translation>
    </message>
    <message>
        <source>The daemon is not reached</source>
        <translation>Der Daemon ist nicht erreichbar</translation>
    </message>
    <message>
        <source>Synchronisation is paused or stopped</source>
        <translation>Der Abgleich ruht oder ist angehalten</translation>
    </message>
    <message>
        <source>Look and language</source>
        <translation>Aussehen und Sprache</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Told beside the clock while this window is not in front, when:</source>
        <translation>Neben der Uhr gemeldet, solange dieses Fenster nicht vorn ist, wenn:</translation>
    </message>
</context>
<context>
    <name>AttachedList</name>
    <message>
        <source>Who is attached</source>
        <translation>Wer verbunden ist</translation>
    </message>
    <message>
        <source>End it</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>The chosen program is cut off, told by whom, and does not come back by itself</source>
        <translation>Das gewählte Programm wird getrennt, erfährt durch wen und kommt nicht von selbst wieder</translation>
    </message>
    <message>
        <source>Every program that speaks to this daemon, those from elsewhere first. What they do stands in the log under these names. Who may sign in to this machine as the same account can attach again; to keep somebody out, take their key from that account.</source>
        <translation>Jedes Programm, das mit diesem Daemon spricht, zuerst die von anderswo. Was sie tun, steht unter diesen Namen im Protokoll. Wer sich an diesem Rechner mit demselben Konto anmelden darf, kann sich wieder verbinden; um jemanden fernzuhalten, nehmen Sie dessen Schlüssel von diesem Konto.</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>{0} (you)</source>
        <translation>{0} (Sie)</translation>
    </message>
    <message>
        <source>Account here</source>
        <translation>Konto hier</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von wo</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>May</source>
        <translation>Darf</translation>
    </message>
    <message>
        <source>Look on</source>
        <translation>Zusehen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Last heard</source>
        <translation>Zuletzt gehört</translation>
    </message>
    <message>
        <source>follows live</source>
        <translation>verfolgt live</translation>
    </message>
    <message>
        <source>{0} – elsewhere</source>
        <translation>{0} – anderswo</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>dieser Rechner</translation>
    </message>
    <message>
        <source>The attachment of {0} is ended.</source>
        <translation>Die Verbindung von {0} ist beendet.</translation>
    </message>
</context>
<context>
    <name>DaemonFacts</name>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Ways of data</source>
        <translation>Wege der Daten</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Neu prüfen</translation>
    </message>
    <message>
        <source>Being checked…</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>Daemon</source>
        <translation>Daemon</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>Socket</source>
        <translation>Socket</translation>
    </message>
    <message>
        <source>Vault</source>
        <translation>Tresor</translation>
    </message>
    <message>
        <source>Its key</source>
        <translation>Sein Schlüssel</translation>
    </message>
    <message>
        <source>Ways data can take</source>
        <translation>Wege, die Daten nehmen können</translation>
    </message>
    <message>
        <source>Every place data can go to, and whether residency lets it.</source>
        <translation>Jeder Ort, an den Daten gelangen können, und ob der vorgeschriebene Datenstandort es zulässt.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>Rat</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Gebiet</translation>
    </message>
    <message>
        <source>What says so</source>
        <translation>Was das belegt</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Verweigert</translation>
    </message>
    <message>
        <source>{0}, protocol {1}, process {2}</source>
        <translation>{0}, Protokoll {1}, Prozess {2}</translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>Alles in Ordnung</translation>
    </message>
    <message numerus="yes">
        <source>%n to look at</source>
        <translation>
            <numerusform>%Ln anzusehen</numerusform>
            <numerusform>%Ln anzusehen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n secret(s) sealed</source>
        <translation>
            <numerusform>%Ln Geheimnis versiegelt</numerusform>
            <numerusform>%Ln Geheimnisse versiegelt</numerusform>
        </translation>
    </message>
    <message>
        <source>a rotation would put it better: {0}</source>
        <translation>ein Schlüsselwechsel legte ihn besser ab: {0}</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>This window</source>
        <translation>Dieses Fenster</translation>
    </message>
    <message>
        <source>Daemon</source>
        <translation>Daemon</translation>
    </message>
    <message>
        <source>Alerts and tickets</source>
        <translation>Meldungen und Tickets</translation>
    </message>
    <message>
        <source>Advisor</source>
        <translation>Ratgeber</translation>
    </message>
    <message>
        <source>Attached</source>
        <translation>Verbunden</translation>
    </message>
</context>
<context>
    <name>TargetList</name>
    <message>
        <source>Targets</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>Send a test message</source>
        <translation>Testnachricht senden</translation>
    </message>
    <message>
        <source>To the chosen target</source>
        <translation>An das gewählte Ziel</translation>
    </message>
    <message>
        <source>Raise a ticket</source>
        <translation>Ticket eröffnen</translation>
    </message>
    <message>
        <source>Sending to {0}…</source>
        <translation>Wird an {0} gesendet …</translation>
    </message>
    <message>
        <source>{0} has taken it.</source>
        <translation>{0} hat sie angenommen.</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Refused by residency</source>
        <translation>Wegen des Datenstandorts verweigert</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) wait</source>
        <translation>
            <numerusform>%Ln Nachricht wartet</numerusform>
            <numerusform>%Ln Nachrichten warten</numerusform>
        </translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>No secret is kept</source>
        <translation>Kein Geheimnis hinterlegt</translation>
    </message>
    <message>
        <source>No target is set up</source>
        <translation>Kein Ziel ist eingerichtet</translation>
    </message>
    <message>
        <source>Write one below [targets] in crmsync.toml: a webhook, Slack, Teams, e-mail, or a ticket system.</source>
        <translation>Tragen Sie eines unter [targets] in crmsync.toml ein: einen Webhook, Slack, Teams, E-Mail oder ein Ticketsystem.</translation>
    </message>
    <message>
        <source>Raise a ticket by e-mail</source>
        <translation>Ticket per E-Mail eröffnen</translation>
    </message>
</context>
</TS>
