<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Acts</name>
    <message>
        <source>Undo</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>{0} is paused. Changes are kept.</source>
        <translation>{0} ist angehalten. Änderungen werden aufbewahrt.</translation>
    </message>
    <message>
        <source>{0} goes on.</source>
        <translation>{0} läuft weiter.</translation>
    </message>
    <message>
        <source>{0} is looked at now.</source>
        <translation>{0} wird jetzt angesehen.</translation>
    </message>
    <message>
        <source>Webhooks are registered within seconds.</source>
        <translation>Webhooks werden in wenigen Sekunden registriert.</translation>
    </message>
    <message>
        <source>Compare everything of {0}</source>
        <translation>Alles von {0} vergleichen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Every record is read and compared: {0} pairs and whatever is new. That costs calls, and takes until they are all read. What differs is settled by your rules; live changes go first.</source>
        <translation>Jeder Datensatz wird gelesen und verglichen: {0} Paare und alles Neue. Das kostet Aufrufe und dauert, bis alle gelesen sind. Unterschiede entscheiden Ihre Regeln; laufende Änderungen gehen vor.</translation>
    </message>
    <message>
        <source>Sign out of {0}</source>
        <translation>Von {0} abmelden</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>The tokens are taken back at the CRM and forgotten here. Nothing is deleted there; nothing is read or written any more. Changes are kept, {0} on their way now, and arrive after the next sign-in.</source>
        <translation>Die Tokens werden beim CRM widerrufen und hier vergessen. Dort wird nichts gelöscht; gelesen und geschrieben wird nichts mehr. Änderungen werden aufbewahrt ({0} sind gerade unterwegs) und kommen nach der nächsten Anmeldung an.</translation>
    </message>
    <message>
        <source>Remove our webhooks from {0}</source>
        <translation>Unsere Webhooks aus {0} entfernen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>The CRM no longer calls us. Changes are then found by looking every few seconds, which costs calls. Webhooks of other apps stay.</source>
        <translation>Das CRM ruft uns nicht mehr auf. Änderungen werden dann durch Nachsehen alle paar Sekunden gefunden, was Aufrufe kostet. Webhooks anderer Apps bleiben.</translation>
    </message>
    <message>
        <source>Developer key of {0}</source>
        <translation>Entwicklerschlüssel von {0}</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Aufbewahren</translation>
    </message>
    <message>
        <source>With it the daemon registers webhooks at HubSpot. It is sealed; the app does not keep it.</source>
        <translation>Mit ihm registriert der Daemon Webhooks bei HubSpot. Er wird versiegelt; die App behält ihn nicht.</translation>
    </message>
    <message>
        <source>Developer key</source>
        <translation>Entwicklerschlüssel</translation>
    </message>
    <message>
        <source>Take {0} out of the configuration</source>
        <translation>{0} aus der Konfiguration nehmen</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Herausnehmen</translation>
    </message>
    <message>
        <source>Its table in crmsync.toml goes, its mapping files ({0}) are renamed to .toml.removed. No record is deleted anywhere; its {1} pairs stay known. The daemon begins anew, which takes a few seconds.</source>
        <translation>Ihre Tabelle in crmsync.toml entfällt, ihre Zuordnungsdateien ({0}) werden in .toml.removed umbenannt. Nirgends wird ein Datensatz gelöscht; ihre {1} Paare bleiben bekannt. Der Daemon beginnt neu, das dauert ein paar Sekunden.</translation>
    </message>
    <message>
        <source>The comparison begins.</source>
        <translation>Der Vergleich beginnt.</translation>
    </message>
    <message>
        <source>Signed out.</source>
        <translation>Abgemeldet.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln webhook(s) removed.</source>
        <translation>
            <numerusform>%Ln Webhook entfernt.</numerusform>
            <numerusform>%Ln Webhooks entfernt.</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} is taken out; the daemon begins anew.</source>
        <translation>{0} ist herausgenommen; der Daemon beginnt neu.</translation>
    </message>
</context>
<context>
    <name>CheckStep</name>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Before it begins</source>
        <translation>Bevor es losgeht</translation>
    </message>
    <message>
        <source>The account</source>
        <translation>Das Konto</translation>
    </message>
    <message>
        <source>Where its data goes</source>
        <translation>Wohin ihre Daten gehen</translation>
    </message>
    <message>
        <source>This installation</source>
        <translation>Diese Installation</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Noch einmal prüfen</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>nothing is known of it yet</source>
        <translation>noch nichts bekannt</translation>
    </message>
    <message>
        <source>The sign-in works</source>
        <translation>Die Anmeldung funktioniert</translation>
    </message>
    <message>
        <source>Being looked at</source>
        <translation>Wird angesehen</translation>
    </message>
    <message>
        <source>not granted: {0}. Add it to the app at the CRM, then sign in again.</source>
        <translation>nicht gewährt: {0}. Ergänzen Sie es bei der App im CRM, und melden Sie sich neu an.</translation>
    </message>
    <message>
        <source>Permissions</source>
        <translation>Rechte</translation>
    </message>
    <message>
        <source>Allowance</source>
        <translation>Kontingent</translation>
    </message>
    <message>
        <source>area unknown</source>
        <translation>Gebiet unbekannt</translation>
    </message>
    <message>
        <source>Its data may not go where it would go. Nothing is sent there.</source>
        <translation>Ihre Daten dürfen nicht dorthin, wohin sie gingen. Es wird nichts dorthin gesendet.</translation>
    </message>
    <message>
        <source>What needs the missing right is refused. The rest can begin.</source>
        <translation>Was das fehlende Recht braucht, wird abgelehnt. Der Rest kann beginnen.</translation>
    </message>
    <message>
        <source>Nothing speaks against it.</source>
        <translation>Nichts spricht dagegen.</translation>
    </message>
    <message>
        <source>Look here: </source>
        <translation>Bitte ansehen: </translation>
    </message>
</context>
<context>
    <name>ChooseStep</name>
    <message>
        <source>Choose</source>
        <translation>Auswählen</translation>
    </message>
    <message>
        <source>Who signs in</source>
        <translation>Wer sich anmeldet</translation>
    </message>
    <message>
        <source>Name here</source>
        <translation>Name hier</translation>
    </message>
    <message>
        <source>Client id of the app</source>
        <translation>Client-ID der App</translation>
    </message>
    <message>
        <source>Number of the app</source>
        <translation>Nummer der App</translation>
    </message>
    <message>
        <source>Address of the environment</source>
        <translation>Adresse der Umgebung</translation>
    </message>
    <message>
        <source>User it acts as</source>
        <translation>Benutzer, als der gehandelt wird</translation>
    </message>
    <message>
        <source>Directory (tenant)</source>
        <translation>Verzeichnis (Tenant)</translation>
    </message>
    <message>
        <source>Port of the sign-in</source>
        <translation>Port der Anmeldung</translation>
    </message>
    <message>
        <source>Area you vouch for (such as eu)</source>
        <translation>Gebiet, für das Sie bürgen (etwa eu)</translation>
    </message>
    <message>
        <source>Sign-in address, if another</source>
        <translation>Anmeldeadresse, falls eine andere</translation>
    </message>
    <message>
        <source>Token address, if another</source>
        <translation>Token-Adresse, falls eine andere</translation>
    </message>
    <message>
        <source>Which CRM?</source>
        <translation>Welches CRM?</translation>
    </message>
    <message>
        <source>It begins paused: nothing is written before you have seen a plan.</source>
        <translation>Sie beginnt angehalten: Es wird nichts geschrieben, bevor Sie einen Plan gesehen haben.</translation>
    </message>
    <message>
        <source>Redirect address to register there:</source>
        <translation>Dort zu registrierende Rücksprungadresse:</translation>
    </message>
    <message>
        <source>A sandbox on this machine</source>
        <translation>Eine Sandbox auf diesem Rechner</translation>
    </message>
    <message>
        <source>Add it</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>The port is a number from 0 to 65535.</source>
        <translation>Der Port ist eine Zahl von 0 bis 65535.</translation>
    </message>
    <message>
        <source>The name begins with a small letter; then small letters, digits, - and _.</source>
        <translation>Der Name beginnt mit einem Kleinbuchstaben; danach Kleinbuchstaben, Ziffern, - und _.</translation>
    </message>
    <message>
        <source>Writing it into crmsync.toml…</source>
        <translation>Wird in crmsync.toml geschrieben …</translation>
    </message>
    <message>
        <source>The daemon begins anew with it; that takes a few seconds…</source>
        <translation>Der Daemon beginnt damit neu; das dauert ein paar Sekunden …</translation>
    </message>
    <message>
        <source>Register there first: {0}</source>
        <translation>Zuerst dort registrieren: {0}</translation>
    </message>
</context>
<context>
    <name>ConnectionsPage</name>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Connect a CRM</source>
        <translation>CRM verbinden</translation>
    </message>
    <message>
        <source>No CRM is connected yet</source>
        <translation>Noch ist kein CRM verbunden</translation>
    </message>
    <message>
        <source>Connecting one takes about ten minutes. Nothing is written before you have seen a plan.</source>
        <translation>Eines zu verbinden dauert etwa zehn Minuten. Es wird nichts geschrieben, bevor Sie einen Plan gesehen haben.</translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message>
        <source>Last success: </source>
        <translation>Letzter Erfolg: </translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Where its data goes</source>
        <translation>Wohin ihre Daten gehen</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keiner</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>Jetzt abgleichen</translation>
    </message>
    <message>
        <source>Compare everything…</source>
        <translation>Alles vergleichen …</translation>
    </message>
    <message>
        <source>Remove webhooks…</source>
        <translation>Webhooks entfernen …</translation>
    </message>
    <message>
        <source>Register webhooks</source>
        <translation>Webhooks registrieren</translation>
    </message>
    <message>
        <source>Developer key…</source>
        <translation>Entwicklerschlüssel …</translation>
    </message>
    <message>
        <source>Sign out…</source>
        <translation>Abmelden …</translation>
    </message>
    <message>
        <source>Take out…</source>
        <translation>Herausnehmen …</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>Neu anmelden</translation>
    </message>
    <message>
        <source>Go on with the set-up</source>
        <translation>Einrichtung fortsetzen</translation>
    </message>
    <message>
        <source>area unknown</source>
        <translation>Gebiet unbekannt</translation>
    </message>
    <message>
        <source>allowed</source>
        <translation>erlaubt</translation>
    </message>
    <message>
        <source>refused: {0}</source>
        <translation>verweigert: {0}</translation>
    </message>
    <message>
        <source>Needed</source>
        <translation>Nötig</translation>
    </message>
    <message>
        <source>Signed in; renewed by itself</source>
        <translation>Angemeldet; wird von selbst erneuert</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Being looked at</source>
        <translation>Wird angesehen</translation>
    </message>
    <message>
        <source>Sealed here</source>
        <translation>Hier versiegelt</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>The key lies in</source>
        <translation>Der Schlüssel liegt in</translation>
    </message>
</context>
<context>
    <name>EnableStep</name>
    <message>
        <source>Enable</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>From now on changes of both sides are taken over by themselves. You can pause it at any time, and take back what was written.</source>
        <translation>Von jetzt an werden Änderungen beider Seiten von selbst übernommen. Sie können jederzeit anhalten und zurücknehmen, was geschrieben wurde.</translation>
    </message>
    <message>
        <source>Developer key…</source>
        <translation>Entwicklerschlüssel …</translation>
    </message>
    <message>
        <source>Everything is in place</source>
        <translation>Alles ist bereit</translation>
    </message>
    <message>
        <source>Something is missing in the CRM</source>
        <translation>Im CRM fehlt noch etwas</translation>
    </message>
    <message>
        <source>Enabling…</source>
        <translation>Wird eingeschaltet …</translation>
    </message>
    <message>
        <source>{0} is in step from now on.</source>
        <translation>{0} ist von jetzt an abgeglichen.</translation>
    </message>
</context>
<context>
    <name>ItemsLook</name>
    <message>
        <source>Kind of item</source>
        <translation>Art des Postens</translation>
    </message>
    <message>
        <source>Items of the plan</source>
        <translation>Posten des Plans</translation>
    </message>
    <message>
        <source>Fields of the item</source>
        <translation>Felder des Postens</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
</context>
<context>
    <name>KeyFile</name>
    <message>
        <source>Key file (PEM)</source>
        <translation>Schlüsseldatei (PEM)</translation>
    </message>
    <message>
        <source>as sealed before, or as key_file says; else name it here</source>
        <translation>wie schon versiegelt oder wie key_file sagt; sonst hier nennen</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen …</translation>
    </message>
    <message>
        <source>Keys (*.pem *.key)</source>
        <translation>Schlüssel (*.pem *.key)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>NeedsCard</name>
    <message>
        <source>What it needs in the CRM</source>
        <translation>Was sie im CRM braucht</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Nachsehen</translation>
    </message>
    <message>
        <source>Create what is missing</source>
        <translation>Fehlendes anlegen</translation>
    </message>
    <message>
        <source>Fields of our own, by which a record is never made twice.</source>
        <translation>Eigene Felder, durch die kein Datensatz doppelt angelegt wird.</translation>
    </message>
    <message>
        <source>Asking the CRM…</source>
        <translation>Das CRM wird gefragt …</translation>
    </message>
    <message>
        <source>It needs nothing there.</source>
        <translation>Sie braucht dort nichts.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln of it is/are missing, and made only when you agree.</source>
        <translation>
            <numerusform>%Ln davon fehlt, und wird nur angelegt, wenn Sie zustimmen.</numerusform>
            <numerusform>%Ln davon fehlen, und werden nur angelegt, wenn Sie zustimmen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything it needs is there.</source>
        <translation>Alles, was sie braucht, ist da.</translation>
    </message>
    <message>
        <source>created</source>
        <translation>angelegt</translation>
    </message>
    <message>
        <source>there</source>
        <translation>vorhanden</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
</context>
<context>
    <name>ObjectCard</name>
    <message>
        <source>mapped already</source>
        <translation>schon zugeordnet</translation>
    </message>
    <message numerus="yes">
        <source>%Ln rule(s)</source>
        <translation>
            <numerusform>%Ln Regel</numerusform>
            <numerusform>%Ln Regeln</numerusform>
        </translation>
    </message>
    <message>
        <source>, costs a poll of its own</source>
        <translation>, kostet eine eigene Abfrage</translation>
    </message>
    <message>
        <source>Look for more fields</source>
        <translation>Weitere Felder suchen</translation>
    </message>
    <message>
        <source>Comparing names and values of both sides…</source>
        <translation>Namen und Werte beider Seiten werden verglichen …</translation>
    </message>
    <message>
        <source>No further fields fit one another.</source>
        <translation>Keine weiteren Felder passen zueinander.</translation>
    </message>
</context>
<context>
    <name>ObjectsCard</name>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>CRM</source>
        <translation>CRM</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>Phase</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>Paare</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>Last looked at</source>
        <translation>Zuletzt angesehen</translation>
    </message>
    <message>
        <source>No object is mapped yet.</source>
        <translation>Noch ist kein Objekt zugeordnet.</translation>
    </message>
    <message>
        <source>Reading in: {0}</source>
        <translation>Wird eingelesen: {0}</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Reading in</source>
        <translation>Wird eingelesen</translation>
    </message>
    <message>
        <source>Stopped by its brake</source>
        <translation>Von der Bremse gestoppt</translation>
    </message>
    <message>
        <source>Waits for a plan</source>
        <translation>Wartet auf einen Plan</translation>
    </message>
</context>
<context>
    <name>ObjectsStep</name>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>What is kept in step</source>
        <translation>Was abgeglichen wird</translation>
    </message>
    <message>
        <source>Each object comes with a mapping of its fields, which you can change later. Companies, contacts and deals are usual. Nothing is written yet.</source>
        <translation>Jedes Objekt bringt eine Zuordnung seiner Felder mit, die Sie später ändern können. Üblich sind Firmen, Kontakte und Deals. Noch wird nichts geschrieben.</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen …</translation>
    </message>
    <message>
        <source>Checking the mappings against the account…</source>
        <translation>Die Zuordnungen werden am Konto geprüft …</translation>
    </message>
    <message>
        <source>A mapping does not fit this account. Leave the object out, or solve it.</source>
        <translation>Eine Zuordnung passt nicht zu diesem Konto. Lassen Sie das Objekt weg oder beheben Sie es.</translation>
    </message>
    <message>
        <source>Putting the mappings in use…</source>
        <translation>Die Zuordnungen werden in Kraft gesetzt …</translation>
    </message>
</context>
<context>
    <name>ParkedCard</name>
    <message>
        <source>Rules that wait, because fields have changed</source>
        <translation>Regeln, die warten, weil sich Felder geändert haben</translation>
    </message>
    <message>
        <source>creates</source>
        <translation>Anlegen</translation>
    </message>
</context>
<context>
    <name>PlanStep</name>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>What would happen</source>
        <translation>Was geschähe</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>What is done stays, and the rest waits to be gone on with</source>
        <translation>Was getan ist, bleibt, und der Rest wartet darauf, dass es weitergeht</translation>
    </message>
    <message>
        <source>Do all of it at once</source>
        <translation>Alles auf einmal ausführen</translation>
    </message>
    <message>
        <source>Take these back…</source>
        <translation>Diese zurücknehmen …</translation>
    </message>
    <message>
        <source>Shows what would be taken back, and what cannot be, before it is done</source>
        <translation>Zeigt vorher, was zurückgenommen würde und was nicht geht</translation>
    </message>
    <message>
        <source>Plan again</source>
        <translation>Neu planen</translation>
    </message>
    <message>
        <source>Make the plan</source>
        <translation>Plan erstellen</translation>
    </message>
    <message>
        <source>Being made…</source>
        <translation>Wird erstellt …</translation>
    </message>
    <message>
        <source>Being done…</source>
        <translation>Wird ausgeführt …</translation>
    </message>
    <message>
        <source>It is right: do the rest</source>
        <translation>Es stimmt: den Rest ausführen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortfahren</translation>
    </message>
    <message numerus="yes">
        <source>Approve, and try %Ln record(s)</source>
        <translation>
            <numerusform>Freigeben und %Ln Datensatz ausprobieren</numerusform>
            <numerusform>Freigeben und %Ln Datensätze ausprobieren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Approve and do it: %Ln record(s)</source>
        <translation>
            <numerusform>Freigeben und ausführen: %Ln Datensatz</numerusform>
            <numerusform>Freigeben und ausführen: %Ln Datensätze</numerusform>
        </translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen …</translation>
    </message>
    <message>
        <source>Discarding the plan…</source>
        <translation>Der Plan wird verworfen …</translation>
    </message>
    <message>
        <source>Everything is compared…</source>
        <translation>Alles wird verglichen …</translation>
    </message>
    <message>
        <source>Approving…</source>
        <translation>Wird freigegeben …</translation>
    </message>
    <message>
        <source>It is being done…</source>
        <translation>Es wird ausgeführt …</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message>
        <source>Looking what would be taken back…</source>
        <translation>Es wird nachgesehen, was zurückgenommen würde …</translation>
    </message>
    <message>
        <source>It was taken back. Go back and change the mapping, or make a new plan.</source>
        <translation>Es wurde zurückgenommen. Gehen Sie zurück und ändern Sie die Zuordnung, oder erstellen Sie einen neuen Plan.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) done: look at them</source>
        <translation>
            <numerusform>%Ln Datensatz ausgeführt: ansehen</numerusform>
            <numerusform>%Ln Datensätze ausgeführt: ansehen</numerusform>
        </translation>
    </message>
    <message>
        <source>It is being done</source>
        <translation>Es wird ausgeführt</translation>
    </message>
    <message>
        <source>Look before it is done</source>
        <translation>Ansehen, bevor es geschieht</translation>
    </message>
    <message>
        <source>This is what was written, record by record and field by field. Look at some of them in the CRM. What is left of the plan waits, also if you leave.</source>
        <translation>Das wurde geschrieben, Datensatz für Datensatz und Feld für Feld. Sehen Sie sich einige davon im CRM an. Was vom Plan übrig ist, wartet, auch wenn Sie gehen.</translation>
    </message>
    <message>
        <source>A record that has changed meanwhile is left alone and said. It goes on if you leave.</source>
        <translation>Ein Datensatz, der sich inzwischen geändert hat, bleibt, wie er ist, und wird genannt. Es geht weiter, wenn Sie gehen.</translation>
    </message>
    <message>
        <source>Everything is compared, nothing is written. What you approve is what is done: a record that has changed meanwhile is left alone and said.</source>
        <translation>Alles wird verglichen, nichts geschrieben. Was Sie freigeben, das geschieht: Ein inzwischen geänderter Datensatz bleibt unberührt und wird gemeldet.</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>both sides say the same</source>
        <translation>beide Seiten sagen dasselbe</translation>
    </message>
    <message>
        <source>It costs</source>
        <translation>Es kostet</translation>
    </message>
    <message>
        <source>Fields that both sides hold otherwise</source>
        <translation>Felder, die beide Seiten anders haben</translation>
    </message>
    <message>
        <source>Records alike on one side</source>
        <translation>Gleiche Datensätze auf einer Seite</translation>
    </message>
    <message>
        <source>Records with a value that may be refused</source>
        <translation>Datensätze mit einem Wert, der abgelehnt werden könnte</translation>
    </message>
    <message>
        <source>Sent on to {0}</source>
        <translation>Weiter an {0}</translation>
    </message>
</context>
<context>
    <name>QuotaCard</name>
    <message>
        <source>Allowance of the day</source>
        <translation>Kontingent des Tages</translation>
    </message>
    <message>
        <source>Nothing is known of it yet.</source>
        <translation>Noch ist nichts bekannt.</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Verbraucht</translation>
    </message>
    <message>
        <source>By CRM Sync</source>
        <translation>Von CRM Sync</translation>
    </message>
    <message>
        <source>By others</source>
        <translation>Von anderen</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>Left to others</source>
        <translation>Anderen gelassen</translation>
    </message>
    <message>
        <source>Resets</source>
        <translation>Beginnt neu</translation>
    </message>
    <message>
        <source>Runs out</source>
        <translation>Geht aus</translation>
    </message>
    <message>
        <source>What people ask for</source>
        <translation>Was Personen anfragen</translation>
    </message>
    <message>
        <source>Changes as they come</source>
        <translation>Laufende Änderungen</translation>
    </message>
    <message>
        <source>Trying again</source>
        <translation>Wiederholte Versuche</translation>
    </message>
    <message>
        <source>Reading everything in</source>
        <translation>Erstes Einlesen</translation>
    </message>
    <message>
        <source>{0}, rests, goes on {1}: {2}</source>
        <translation>{0}, ruht, geht weiter {1}: {2}</translation>
    </message>
</context>
<context>
    <name>RealTimeCard</name>
    <message>
        <source>How it hears of changes</source>
        <translation>Wie sie von Änderungen erfährt</translation>
    </message>
    <message>
        <source>Webhooks</source>
        <translation>Webhooks</translation>
    </message>
    <message>
        <source>Event stream</source>
        <translation>Ereignisstrom</translation>
    </message>
    <message>
        <source>Polls</source>
        <translation>Abfragen</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Durch</translation>
    </message>
    <message>
        <source>Usually after</source>
        <translation>Gewöhnlich nach</translation>
    </message>
    <message>
        <source>Looks by itself every</source>
        <translation>Sieht selbst nach alle</translation>
    </message>
    <message>
        <source>Last news</source>
        <translation>Letzte Nachricht</translation>
    </message>
    <message>
        <source>Registered until</source>
        <translation>Registriert bis</translation>
    </message>
</context>
<context>
    <name>RulesStep</name>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>The rules are good as they are</source>
        <translation>Die Regeln sind gut, wie sie sind</translation>
    </message>
    <message>
        <source>A field that only one side changed is taken over. Where both changed it alike, nothing is asked.</source>
        <translation>Ein Feld, das nur eine Seite geändert hat, wird übernommen. Haben beide es gleich geändert, wird nichts gefragt.</translation>
    </message>
    <message>
        <source>Where they differ, the mapping&apos;s policy and these rules decide; what they leave open, you are asked.</source>
        <translation>Wo sie sich unterscheiden, entscheiden die Zuordnung und diese Regeln; was sie offen lassen, werden Sie gefragt.</translation>
    </message>
    <message>
        <source>A record deleted in the CRM is not deleted elsewhere before you have agreed.</source>
        <translation>Ein im CRM gelöschter Datensatz wird anderswo nicht gelöscht, bevor Sie zugestimmt haben.</translation>
    </message>
    <message>
        <source>Rules in force</source>
        <translation>Regeln in Kraft</translation>
    </message>
    <message>
        <source>None of your own: the mapping&apos;s policies decide.</source>
        <translation>Keine eigenen: Die Zuordnung entscheidet.</translation>
    </message>
</context>
<context>
    <name>SignInStep</name>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>What it asks for, and why</source>
        <translation>Worum sie bittet, und warum</translation>
    </message>
    <message>
        <source>Client id</source>
        <translation>Client-ID</translation>
    </message>
    <message>
        <source>as in crmsync.toml</source>
        <translation>wie in crmsync.toml</translation>
    </message>
    <message>
        <source>Client secret</source>
        <translation>Client-Geheimnis</translation>
    </message>
    <message>
        <source>as sealed before; leave empty where there is none</source>
        <translation>wie schon versiegelt; leer lassen, wo es keines gibt</translation>
    </message>
    <message>
        <source>Key file (PEM)</source>
        <translation>Schlüsseldatei (PEM)</translation>
    </message>
    <message>
        <source>Without a browser here: get a link</source>
        <translation>Ohne Browser hier: Link holen</translation>
    </message>
    <message>
        <source>Type this code there:</source>
        <translation>Diesen Code dort eingeben:</translation>
    </message>
    <message>
        <source>The address the browser ended at</source>
        <translation>Die Adresse, bei der der Browser endete</translation>
    </message>
    <message>
        <source>Paste the whole address the browser ended at</source>
        <translation>Die ganze Adresse einfügen, bei der der Browser endete</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Open this link:</source>
        <translation>Diesen Link öffnen:</translation>
    </message>
    <message>
        <source>Allow the access</source>
        <translation>Den Zugriff erlauben</translation>
    </message>
    <message>
        <source>Secret, key and tokens are sealed by the daemon; the app keeps none of them.</source>
        <translation>Geheimnis, Schlüssel und Tokens versiegelt der Daemon; die App behält nichts davon.</translation>
    </message>
    <message>
        <source>Open the browser</source>
        <translation>Browser öffnen</translation>
    </message>
    <message>
        <source>Get a code</source>
        <translation>Code holen</translation>
    </message>
    <message>
        <source>The key file cannot be read as text. Choose a PEM file.</source>
        <translation>Die Schlüsseldatei lässt sich nicht als Text lesen. Wählen Sie eine PEM-Datei.</translation>
    </message>
    <message>
        <source>Asking the CRM…</source>
        <translation>Das CRM wird gefragt …</translation>
    </message>
    <message>
        <source>Fetching the tokens…</source>
        <translation>Die Tokens werden geholt …</translation>
    </message>
    <message>
        <source>Allow the access in the browser; this window goes on by itself.</source>
        <translation>Erlauben Sie den Zugriff im Browser; dieses Fenster geht von selbst weiter.</translation>
    </message>
    <message>
        <source>No browser could be opened here. Open the link by hand, on this machine.</source>
        <translation>Hier ließ sich kein Browser öffnen. Öffnen Sie den Link von Hand auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Open the link on any machine and allow the access. The browser ends at an address that does not answer: copy it whole, and paste it here within ten minutes.</source>
        <translation>Öffnen Sie den Link auf einem beliebigen Rechner und erlauben Sie den Zugriff. Der Browser endet bei einer Adresse, die nicht antwortet: Kopieren Sie sie ganz, und fügen Sie sie binnen zehn Minuten hier ein.</translation>
    </message>
    <message>
        <source>A sign-in is waiting. Finish it in the browser, or begin anew.</source>
        <translation>Eine Anmeldung wartet. Beenden Sie sie im Browser oder beginnen Sie neu.</translation>
    </message>
    <message>
        <source>Signed in. Looking at the account…</source>
        <translation>Angemeldet. Das Konto wird angesehen …</translation>
    </message>
</context>
<context>
    <name>StepPage</name>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
</context>
<context>
    <name>Wizard</name>
    <message>
        <source>You can leave at any step and go on later, also on another day.</source>
        <translation>Sie können bei jedem Schritt gehen und später weitermachen, auch an einem anderen Tag.</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>{0}, the step you are at</source>
        <translation>{0}, der Schritt, bei dem Sie sind</translation>
    </message>
</context>
</TS>
