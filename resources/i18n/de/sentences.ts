<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>sentences</name>
    <message>
        <source> (and {0} more)</source>
        <translation> (und {0} weitere)</translation>
    </message>
    <message>
        <source> (before {0} is compared)</source>
        <translation> (bevor {0} verglichen wird)</translation>
    </message>
    <message>
        <source> Learned from </source>
        <translation> Gelernt aus </translation>
    </message>
    <message>
        <source> Where you know that it is there, say so: {0} = &quot;{1}&quot;.</source>
        <translation> Wenn Sie wissen, dass es dort liegt, sagen Sie es: {0} = &quot;{1}&quot;.</translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source> and more</source>
        <translation> und mehr</translation>
    </message>
    <message>
        <source> and {0} more</source>
        <translation> und {0} weitere</translation>
    </message>
    <message>
        <source> as far as item {0}</source>
        <translation> bis einschließlich Posten {0}</translation>
    </message>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source> until {0}</source>
        <translation> bis {0}</translation>
    </message>
    <message>
        <source> with option {0}</source>
        <translation> mit der Option {0}</translation>
    </message>
    <message>
        <source>, and is not sent there again until this undo is undone</source>
        <translation>, und wird nicht wieder dorthin gesendet, bis diese Rücknahme selbst zurückgenommen ist</translation>
    </message>
    <message>
        <source>, by plan {0}</source>
        <translation>, durch Plan {0}</translation>
    </message>
    <message>
        <source>, in conflict {0}</source>
        <translation>, Konflikt {0}</translation>
    </message>
    <message>
        <source>, in question {0}</source>
        <translation>, Frage {0}</translation>
    </message>
    <message>
        <source>, in {0} {1}, by plan {2}</source>
        <translation>, {0} {1}, durch Plan {2}</translation>
    </message>
    <message>
        <source>, tried {0} times</source>
        <translation>, {0}-mal versucht</translation>
    </message>
    <message>
        <source>, undoing by plan {0}</source>
        <translation>, zurückgenommen durch Plan {0}</translation>
    </message>
    <message>
        <source>, {0} items, digest {1}</source>
        <translation>, {0} Posten, Prüfsumme {1}</translation>
    </message>
    <message>
        <source>- and {0} more: crmsync alerts</source>
        <translation>- und {0} weitere: crmsync alerts</translation>
    </message>
    <message>
        <source>- over: {0}</source>
        <translation>- vorbei: {0}</translation>
    </message>
    <message>
        <source>- {0}. To do: {1}</source>
        <translation>- {0}. Zu tun: {1}</translation>
    </message>
    <message>
        <source>0 to 100 on one side, 0 to 1 on the other. Option crm: share (0 to 1, default) or percent.</source>
        <translation>0 bis 100 auf der einen Seite, 0 bis 1 auf der anderen. Option crm: share (0 bis 1, Standard) oder percent.</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>1 Datei</translation>
    </message>
    <message>
        <source>1 record since {0}</source>
        <translation>1 Datensatz seit {0}</translation>
    </message>
    <message>
        <source>: there is no field {0} any more</source>
        <translation>: das Feld {0} gibt es nicht mehr</translation>
    </message>
    <message>
        <source>; for example {0}</source>
        <translation>; zum Beispiel {0}</translation>
    </message>
    <message>
        <source>; undo that: crmsync undo run {0}</source>
        <translation>; nehmen Sie den zurück: crmsync undo run {0}</translation>
    </message>
    <message>
        <source>A Marketplace app in Pipedrive&apos;s Developer Hub; a private one is enough.</source>
        <translation>Eine Marketplace-App im Developer Hub von Pipedrive; eine private genügt.</translation>
    </message>
    <message>
        <source>A conflict about it is open: answer that instead, and dismiss this.</source>
        <translation>Ein Konflikt darüber ist offen: Entscheiden Sie diesen, und verwerfen Sie dies.</translation>
    </message>
    <message>
        <source>A connected app (or external client app) with OAuth.</source>
        <translation>Eine verbundene App (oder externe Client-App) mit OAuth.</translation>
    </message>
    <message>
        <source>A date on one side, a time on the other. Option zone: where the day is, such as Europe/Berlin (default UTC).</source>
        <translation>Ein Datum auf der einen Seite, eine Zeit auf der anderen. Option zone: wo der Tag gilt, etwa Europe/Berlin (Standard UTC).</translation>
    </message>
    <message>
        <source>A date or time in the hub, milliseconds since 1970 (UTC) as a number in the CRM.</source>
        <translation>Ein Datum oder eine Zeit im Hub, Millisekunden seit 1970 (UTC) als Zahl im CRM.</translation>
    </message>
    <message>
        <source>A full comparison runs by itself.</source>
        <translation>Ein vollständiger Vergleich läuft von selbst.</translation>
    </message>
    <message>
        <source>A full name in the CRM, first and last name in the hub. Option order: first_last (&quot;Anna de la Cruz&quot;) or last_first (&quot;de la Cruz, Anna&quot;).</source>
        <translation>Ein ganzer Name im CRM, Vor- und Nachname im Hub. Option order: first_last (&quot;Anna de la Cruz&quot;) oder last_first (&quot;de la Cruz, Anna&quot;).</translation>
    </message>
    <message>
        <source>A kind in the hub that several CRM fields tell together: options are kind = one word for each field, with / between them; the first that fits is read. * fits anything and is left alone when written.</source>
        <translation>Eine Art im Hub, die mehrere Felder des CRMs zusammen sagen: Optionen sind Art = ein Wort für jedes Feld, mit / dazwischen; die erste, die passt, wird gelesen. * passt auf alles und bleibt beim Schreiben, wie es ist.</translation>
    </message>
    <message>
        <source>A model is asked about open conflicts only.</source>
        <translation>Ein Modell wird nur zu offenen Konflikten befragt.</translation>
    </message>
    <message>
        <source>A number in another unit: the CRM&apos;s is the hub&apos;s times option factor (100: the CRM has cents).</source>
        <translation>Eine Zahl in einer anderen Einheit: die des CRMs ist die des Hubs mal der Option factor (100: das CRM hat Cent).</translation>
    </message>
    <message>
        <source>A person, in the browser</source>
        <translation>Ein Mensch, im Browser</translation>
    </message>
    <message>
        <source>A person, with a code on any device</source>
        <translation>Ein Mensch, mit einem Code auf einem beliebigen Gerät</translation>
    </message>
    <message>
        <source>A public app with OAuth in a HubSpot developer account. Its number is the app id.</source>
        <translation>Eine öffentliche App mit OAuth in einem HubSpot-Entwicklerkonto. Ihre Nummer ist die App-ID.</translation>
    </message>
    <message>
        <source>A reference to another record; the ids are exchanged, parents come first.</source>
        <translation>Ein Verweis auf einen anderen Datensatz; die IDs werden getauscht, übergeordnete kommen zuerst.</translation>
    </message>
    <message>
        <source>A secret or a certificate, and an application user with a security role in the environment.</source>
        <translation>Ein Secret oder ein Zertifikat, und ein Anwendungsbenutzer mit einer Sicherheitsrolle in der Umgebung.</translation>
    </message>
    <message>
        <source>A server&apos;s own key, without a person (JWT)</source>
        <translation>Der eigene Schlüssel eines Servers, ohne einen Menschen (JWT)</translation>
    </message>
    <message>
        <source>A stage in the hub, a stage and a status in the CRM: options are hub stage = CRM stage, and hub stage = &quot;=status&quot; for stages that are a status there, such as won = &quot;=won&quot;.</source>
        <translation>Eine Phase im Hub, eine Phase und ein Status im CRM: Optionen sind Phase im Hub = Phase im CRM, und Phase im Hub = &quot;=Status&quot; für Phasen, die dort ein Status sind, etwa won = &quot;=won&quot;.</translation>
    </message>
    <message>
        <source>A street of several lines on one side, one field a line on the other.</source>
        <translation>Eine Straße aus mehreren Zeilen auf der einen Seite, ein Feld je Zeile auf der anderen.</translation>
    </message>
    <message>
        <source>A text in the hub, a choice in the CRM that people know by its label: owners by e-mail, stages by name. Option fallback: the label written where the CRM has none of that name, or leave; without it such a value is refused.</source>
        <translation>Ein Text im Hub, im CRM ein Auswahlwert, den man an seiner Beschriftung kennt: Eigentümer an der E-Mail-Adresse, Phasen am Namen. Option fallback: die Beschriftung, die geschrieben wird, wenn das CRM keine dieses Namens hat, oder leave; ohne sie wird ein solcher Wert abgelehnt.</translation>
    </message>
    <message>
        <source>A time in the hub, its day and its time of day (UTC) as two fields in the CRM.</source>
        <translation>Eine Zeit im Hub, ihr Tag und ihre Uhrzeit (UTC) als zwei Felder im CRM.</translation>
    </message>
    <message>
        <source>A value beats an emptied field.</source>
        <translation>Ein Wert geht vor einem geleerten Feld.</translation>
    </message>
    <message>
        <source>A value beats one that has not the form of its field, or only says that nothing is known.</source>
        <translation>Ein Wert geht vor einem, der nicht die Form seines Feldes hat oder nur sagt, dass nichts bekannt ist.</translation>
    </message>
    <message>
        <source>A value computed from other fields, one way. Option value: an expression in CEL over their names, such as first_name + &apos; &apos; + last_name; empty texts are &quot;&quot;.</source>
        <translation>Ein Wert, der aus anderen Feldern berechnet wird, in eine Richtung. Option value: ein Ausdruck in CEL mit deren Namen, etwa first_name + &apos; &apos; + last_name; leere Texte sind &quot;&quot;.</translation>
    </message>
    <message>
        <source>Add [connections.{0}], or correct the mapping.</source>
        <translation>Fügen Sie [connections.{0}] hinzu, oder berichtigen Sie die Zuordnung.</translation>
    </message>
    <message>
        <source>Add a mapping of {0}, or remove the rule.</source>
        <translation>Fügen Sie eine Zuordnung von {0} hinzu, oder entfernen Sie die Regel.</translation>
    </message>
    <message>
        <source>Add a rule for it, make it optional in the CRM, or approve to create without it.</source>
        <translation>Fügen Sie eine Regel dafür hinzu, machen Sie das Feld im CRM freiwillig, oder stimmen Sie zu, um ohne es anzulegen.</translation>
    </message>
    <message>
        <source>Add a rule for it, or create no records there: creates = &quot;{0}&quot;.</source>
        <translation>Fügen Sie eine Regel dafür hinzu, oder legen Sie dort keine Datensätze an: creates = &quot;{0}&quot;.</translation>
    </message>
    <message>
        <source>Add a rule for it, or match by another field.</source>
        <translation>Fügen Sie eine Regel dafür hinzu, oder vergleichen Sie über ein anderes Feld.</translation>
    </message>
    <message>
        <source>Add a rule for {0}, or name the only kind there is with kinds.</source>
        <translation>Fügen Sie eine Regel für {0} hinzu, oder nennen Sie mit kinds die einzige Art, die es gibt.</translation>
    </message>
    <message>
        <source>Add a table such as [rules.email].</source>
        <translation>Fügen Sie eine Tabelle wie [rules.email] hinzu.</translation>
    </message>
    <message>
        <source>Add it in the CRM, or say what is written instead: fallback = &quot;a name&quot; or fallback = &quot;leave&quot;.</source>
        <translation>Fügen Sie es im CRM hinzu, oder sagen Sie, was stattdessen geschrieben wird: fallback = &quot;ein Name&quot; oder fallback = &quot;leave&quot;.</translation>
    </message>
    <message>
        <source>Add it there. Until then the filter lets everything of {0} in: write it before you use this.</source>
        <translation>Fügen Sie es dort hinzu. Bis dahin lässt der Filter alles von {0} herein: schreiben Sie ihn, bevor Sie dies benutzen.</translation>
    </message>
    <message>
        <source>Add it to the rule&apos;s table.</source>
        <translation>Fügen Sie es in die Tabelle der Regel ein.</translation>
    </message>
    <message>
        <source>Add it: {0} is expected.</source>
        <translation>Fügen Sie es hinzu: {0} wird erwartet.</translation>
    </message>
    <message>
        <source>Add pairs as options: &quot;hub choice&quot; = &quot;CRM choice&quot;.</source>
        <translation>Fügen Sie Paare als Optionen hinzu: &quot;Auswahl im Hub&quot; = &quot;Auswahl im CRM&quot;.</translation>
    </message>
    <message>
        <source>Add pairs such as call = &quot;Call/*&quot;.</source>
        <translation>Fügen Sie Paare wie call = &quot;Call/*&quot; hinzu.</translation>
    </message>
    <message>
        <source>Add pairs: &quot;hub stage&quot; = &quot;stage of the CRM&quot;, or &quot;=won&quot; for a status.</source>
        <translation>Fügen Sie Paare hinzu: &quot;Phase im Hub&quot; = &quot;Phase im CRM&quot;, oder &quot;=won&quot; für einen Status.</translation>
    </message>
    <message>
        <source>Add the choice there, or take it out of the rule&apos;s table.</source>
        <translation>Fügen Sie die Auswahl dort hinzu, oder nehmen Sie sie aus der Tabelle der Regel.</translation>
    </message>
    <message>
        <source>Add the choice to the rule&apos;s table, or say what happens with others: &quot;*&quot; = &quot;keep&quot;.</source>
        <translation>Fügen Sie die Auswahl in die Tabelle der Regel ein, oder sagen Sie, was mit anderen geschieht: &quot;*&quot; = &quot;keep&quot;.</translation>
    </message>
    <message>
        <source>Add the key to the file.</source>
        <translation>Fügen Sie den Schlüssel in der Datei hinzu.</translation>
    </message>
    <message>
        <source>Add time</source>
        <translation>Zeit der Anlage</translation>
    </message>
    <message>
        <source>Add value = &quot;...&quot; to the rule&apos;s options.</source>
        <translation>Fügen Sie value = &quot;...&quot; zu den Optionen der Regel hinzu.</translation>
    </message>
    <message>
        <source>All {0} connections are in sync.</source>
        <translation>Alle {0} Verbindungen sind abgeglichen.</translation>
    </message>
    <message>
        <source>Allow public client flows in the app registration (Authentication), or give its secret. Sign in again: crmsync connections sign-in NAME.</source>
        <translation>Erlauben Sie in der App-Registrierung öffentliche Clientflüsse (Authentifizierung), oder geben Sie ihr Secret an. Melden Sie neu an: crmsync connections sign-in NAME.</translation>
    </message>
    <message>
        <source>Allow public client flows; no secret.</source>
        <translation>Öffentliche Clientflüsse erlauben; kein Secret.</translation>
    </message>
    <message>
        <source>Amount and currency in the hub, one text such as &quot;12.5 EUR&quot; in the CRM.</source>
        <translation>Betrag und Währung im Hub, ein Text wie &quot;12.5 EUR&quot; im CRM.</translation>
    </message>
    <message>
        <source>An application in Microsoft Entra ID with the delegated right user_impersonation of Dynamics CRM.</source>
        <translation>Eine Anwendung in Microsoft Entra ID mit dem delegierten Recht user_impersonation von Dynamics CRM.</translation>
    </message>
    <message>
        <source>Another worker owns this lane now; this one stops by itself.</source>
        <translation>Ein anderer Prozess hat diese Spur jetzt übernommen; dieser hält von selbst an.</translation>
    </message>
    <message>
        <source>Answer conflict {0} instead.</source>
        <translation>Beantworten Sie stattdessen den Konflikt {0}.</translation>
    </message>
    <message>
        <source>Answer conflict {0}.</source>
        <translation>Beantworten Sie den Konflikt {0}.</translation>
    </message>
    <message>
        <source>Answer item {0}: which of the two there shall be the record&apos;s pair.</source>
        <translation>Beantworten Sie die Frage {0}: welcher der beiden dort das Gegenstück des Datensatzes sein soll.</translation>
    </message>
    <message>
        <source>Answer that one.</source>
        <translation>Beantworten Sie diese.</translation>
    </message>
    <message>
        <source>Answer the question, or send it again with an edit: crmsync records edit {0}</source>
        <translation>Beantworten Sie die Frage, oder senden Sie den Datensatz mit einer Änderung erneut: crmsync records edit {0}</translation>
    </message>
    <message>
        <source>Apply it: crmsync plans apply {0}</source>
        <translation>Wenden Sie ihn an: crmsync plans apply {0}</translation>
    </message>
    <message>
        <source>Approve if that is right: everything is compared, then it goes on. {0}</source>
        <translation>Stimmen Sie zu, wenn das stimmt: alles wird verglichen, dann geht es weiter. {0}</translation>
    </message>
    <message>
        <source>Approve to delete it here and in the other CRMs, or dismiss to keep it without this CRM. Dismissed with option {0}, it is made there anew. A restore there settles it too.</source>
        <translation>Stimmen Sie zu, um ihn hier und in den anderen CRMs zu löschen, oder lehnen Sie ab, um ihn ohne dieses CRM zu behalten. Abgelehnt mit der Option {0} wird er dort neu angelegt. Eine Wiederherstellung dort erledigt es auch.</translation>
    </message>
    <message>
        <source>Approve to have it removed there all the same, or dismiss to keep it. The record here stays.</source>
        <translation>Stimmen Sie zu, um ihn dort trotzdem entfernen zu lassen, oder lehnen Sie ab, um ihn zu behalten. Der Datensatz hier bleibt.</translation>
    </message>
    <message>
        <source>Approve to merge them here too, or dismiss to keep both.</source>
        <translation>Stimmen Sie zu, um sie auch hier zusammenzuführen, oder lehnen Sie ab, um beide zu behalten.</translation>
    </message>
    <message>
        <source>Approve to merge them there as well, or dismiss to keep both there. Merging them there by hand settles it too.</source>
        <translation>Stimmen Sie zu, um sie auch dort zusammenzuführen, oder lehnen Sie ab, um dort beide zu behalten. Sie dort von Hand zusammenzuführen erledigt es auch.</translation>
    </message>
    <message>
        <source>Approve to set it back there all the same, or dismiss to keep it. The record here stays.</source>
        <translation>Stimmen Sie zu, um es dort trotzdem zurückzusetzen, oder verwerfen Sie, um es zu behalten. Der Datensatz hier bleibt.</translation>
    </message>
    <message>
        <source>Approve to take it back all the same, or dismiss to keep it as it is.</source>
        <translation>Stimmen Sie zu, um es trotzdem zurückzunehmen, oder lehnen Sie ab, um es zu lassen, wie es ist.</translation>
    </message>
    <message>
        <source>Approve to use {0} from now on, or name another with --option. {1}</source>
        <translation>Stimmen Sie zu, um von nun an {0} zu verwenden, oder nennen Sie mit --option ein anderes. {1}</translation>
    </message>
    <message>
        <source>Approve with option {0} to take those, or dismiss to keep the record as it is.</source>
        <translation>Stimmen Sie mit der Option {0} zu, um diese zu nehmen, oder lehnen Sie ab, um den Datensatz zu lassen, wie er ist.</translation>
    </message>
    <message>
        <source>As a record of its own again: crmsync records restore {0}</source>
        <translation>Wieder als eigener Datensatz: crmsync records restore {0}</translation>
    </message>
    <message>
        <source>Ask again in a few seconds.</source>
        <translation>Fragen Sie in ein paar Sekunden noch einmal.</translation>
    </message>
    <message>
        <source>Ask again; if it stays so, restart the daemon and see its log.</source>
        <translation>Fragen Sie noch einmal; bleibt es so, starten Sie den Daemon neu und sehen Sie in sein Protokoll.</translation>
    </message>
    <message>
        <source>Ask the administrator of Entra. Sign in again: crmsync connections sign-in NAME.</source>
        <translation>Fragen Sie den Administrator von Entra. Melden Sie neu an: crmsync connections sign-in NAME.</translation>
    </message>
    <message>
        <source>Ask them, and attach again if they agree.</source>
        <translation>Fragen Sie dort nach, und verbinden Sie sich wieder, wenn man einverstanden ist.</translation>
    </message>
    <message>
        <source>Attach to this daemon with the right to change it, from the menu of daemons.</source>
        <translation>Verbinden Sie sich im Menü der Daemons mit dem Recht, diesen Daemon zu ändern.</translation>
    </message>
    <message>
        <source>Begin and minutes in the hub (two fields), begin and end in the CRM (two fields).</source>
        <translation>Beginn und Minuten im Hub (zwei Felder), Beginn und Ende im CRM (zwei Felder).</translation>
    </message>
    <message>
        <source>Bring it back, let us see it, or name another field of its kind in the mapping. {0}</source>
        <translation>Bringen Sie es zurück, lassen Sie uns es sehen, oder nennen Sie in der Zuordnung ein anderes Feld seiner Art. {0}</translation>
    </message>
    <message>
        <source>CRM Sync</source>
        <translation>CRM Sync</translation>
    </message>
    <message>
        <source>CRM Sync itself</source>
        <translation>CRM Sync selbst</translation>
    </message>
    <message>
        <source>CRM Sync key</source>
        <translation>CRM-Sync-Schlüssel</translation>
    </message>
    <message>
        <source>CRM Sync: alerts: {0}</source>
        <translation>CRM Sync: Meldungen: {0}</translation>
    </message>
    <message>
        <source>CRM Sync: over: {0}</source>
        <translation>CRM Sync: vorbei: {0}</translation>
    </message>
    <message>
        <source>CRM Sync: {0}</source>
        <translation>CRM Sync: {0}</translation>
    </message>
    <message>
        <source>Change Data Capture</source>
        <translation>Change Data Capture</translation>
    </message>
    <message>
        <source>Change `creates` in the mapping file, if it should.</source>
        <translation>Ändern Sie `creates` in der Datei der Zuordnung, wenn es das soll.</translation>
    </message>
    <message>
        <source>Change the mapping instead: crmsync mappings history {0}.</source>
        <translation>Ändern Sie stattdessen die Zuordnung: crmsync mappings history {0}.</translation>
    </message>
    <message>
        <source>Change the rule&apos;s choices, or approve to go on with those that are left. {0}</source>
        <translation>Ändern Sie die Auswahlwerte der Regel, oder stimmen Sie zu, um mit den übrigen weiterzumachen. {0}</translation>
    </message>
    <message>
        <source>Change the rule. {0}</source>
        <translation>Ändern Sie die Regel. {0}</translation>
    </message>
    <message>
        <source>Check api_url and tenant of the connection.</source>
        <translation>Prüfen Sie api_url und tenant der Verbindung.</translation>
    </message>
    <message>
        <source>Check tenant, or token_url and auth_url, of the connection.</source>
        <translation>Prüfen Sie tenant, oder token_url und auth_url, der Verbindung.</translation>
    </message>
    <message>
        <source>Check that the database is running and that the address in the settings is right.</source>
        <translation>Prüfen Sie, ob die Datenbank läuft und die Adresse in den Einstellungen stimmt.</translation>
    </message>
    <message>
        <source>Check that the file exists and that the daemon&apos;s user may use it.</source>
        <translation>Prüfen Sie, ob es die Datei gibt und der Benutzer des Daemons sie verwenden darf.</translation>
    </message>
    <message>
        <source>Check the app&apos;s settings in the CRM.</source>
        <translation>Prüfen Sie die Einstellungen der App im CRM.</translation>
    </message>
    <message>
        <source>Check the client id and the client secret of the connection, then sign in again.</source>
        <translation>Prüfen Sie Client-ID und Client-Secret der Verbindung, und melden Sie dann neu an.</translation>
    </message>
    <message>
        <source>Check the client id, the secret or certificate, and the redirect address of the app registration in Entra, and that the environment has an application user for it; then sign in again: crmsync connections sign-in NAME.</source>
        <translation>Prüfen Sie Client-ID, Secret oder Zertifikat und Rückkehradresse der App-Registrierung in Entra, und ob die Umgebung einen Anwendungsbenutzer dafür hat; melden Sie dann neu an: crmsync connections sign-in NAME.</translation>
    </message>
    <message>
        <source>Check the consumer key, the user name and the key, and that an administrator has approved the app for that user (permitted users: admin approved), then sign in again: crmsync connections sign-in NAME.</source>
        <translation>Prüfen Sie den Consumer Key, den Benutzernamen und den Schlüssel, und ob ein Administrator die App für diesen Benutzer freigegeben hat (zulässige Benutzer: vom Administrator freigegeben); melden Sie dann neu an: crmsync connections sign-in NAME.</translation>
    </message>
    <message>
        <source>Check the id; list the records to see what there is.</source>
        <translation>Prüfen Sie die ID; die Liste der Datensätze zeigt, was es gibt.</translation>
    </message>
    <message>
        <source>Choices by a table: options are &quot;hub choice&quot; = &quot;CRM choice&quot;; several CRM choices for one hub choice stand with | between them. Option * says what happens to others: keep, empty or refuse (default).</source>
        <translation>Auswahlwerte nach einer Tabelle: Optionen sind &quot;Wert im Hub&quot; = &quot;Wert im CRM&quot;; mehrere Werte des CRMs für einen des Hubs stehen mit | dazwischen. Option * sagt, was mit anderen geschieht: keep, empty oder refuse (Standard).</translation>
    </message>
    <message>
        <source>Choose a lens by name; `crmsync lenses` lists them all.</source>
        <translation>Wählen Sie eine Linse beim Namen; `crmsync lenses` zählt alle auf.</translation>
    </message>
    <message>
        <source>Choose a side or a value yourself.</source>
        <translation>Wählen Sie selbst eine Seite oder einen Wert.</translation>
    </message>
    <message>
        <source>Choose another lens for this rule, or make it one-way.</source>
        <translation>Wählen Sie für diese Regel eine andere Linse, oder lassen Sie sie nur in eine Richtung gehen.</translation>
    </message>
    <message>
        <source>Choose another lens for this rule, or other fields. `crmsync lenses` lists all lenses.</source>
        <translation>Wählen Sie für diese Regel eine andere Linse oder andere Felder. `crmsync lenses` zählt alle Linsen auf.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Choose another port in the settings, or stop the program that uses it.</source>
        <translation>Wählen Sie in den Einstellungen einen anderen Port, oder halten Sie das Programm an, das ihn benutzt.</translation>
    </message>
    <message>
        <source>Choose hub or crm, or write a rule: crmsync rules add --help.</source>
        <translation>Wählen Sie hub oder crm, oder schreiben Sie eine Regel: crmsync rules add --help.</translation>
    </message>
    <message>
        <source>Choose the CRM field that points at the same object.</source>
        <translation>Wählen Sie das CRM-Feld, das auf dasselbe Objekt zeigt.</translation>
    </message>
    <message>
        <source>Choose the record it belongs to, or approve with option &apos;separate&apos; to create another.</source>
        <translation>Wählen Sie den Datensatz, zu dem er gehört, oder stimmen Sie mit der Option &apos;separate&apos; zu, um einen weiteren anzulegen.</translation>
    </message>
    <message>
        <source>Choose the record it belongs to, or approve with option &apos;separate&apos; where a person made it.</source>
        <translation>Wählen Sie den Datensatz, zu dem er gehört, oder stimmen Sie mit der Option &apos;separate&apos; zu, wenn ein Mensch ihn angelegt hat.</translation>
    </message>
    <message>
        <source>Chosen by the two fields&apos; types; the same type stays as it is.</source>
        <translation>Nach den Typen der beiden Felder gewählt; derselbe Typ bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>Close it: chmod 600 {0}</source>
        <translation>Schließen Sie sie: chmod 600 {0}</translation>
    </message>
    <message>
        <source>Close it: chmod 600 {0}. Where others may have read it: crmsync vault rotate.</source>
        <translation>Schließen Sie sie: chmod 600 {0}. Wo andere sie gelesen haben können: crmsync vault rotate.</translation>
    </message>
    <message>
        <source>Close it: chmod 700 {0}</source>
        <translation>Schließen Sie ihn: chmod 700 {0}</translation>
    </message>
    <message>
        <source>Compare everything: crmsync sync {0} --full</source>
        <translation>Vergleichen Sie alles: crmsync sync {0} --full</translation>
    </message>
    <message>
        <source>Conflicts are resolved: by a side or a value.</source>
        <translation>Konflikte werden entschieden: durch eine Seite oder einen Wert.</translation>
    </message>
    <message>
        <source>Contact roles</source>
        <translation>Kontaktrollen</translation>
    </message>
    <message>
        <source>Contact roles: {0}</source>
        <translation>Kontaktrollen: {0}</translation>
    </message>
    <message>
        <source>Convert it: string(x), double(x), or compare it to make true or false.</source>
        <translation>Wandeln Sie ihn um: string(x), double(x), oder vergleichen Sie ihn, damit wahr oder falsch entsteht.</translation>
    </message>
    <message>
        <source>Copy the whole address line after you allowed the access; it holds code= and state=.</source>
        <translation>Kopieren Sie die ganze Adresszeile, nachdem Sie den Zugriff erlaubt haben; sie enthält code= und state=.</translation>
    </message>
    <message>
        <source>Correct it on the side that has it, or approve to try again now.</source>
        <translation>Berichtigen Sie ihn auf der Seite, die ihn hat, oder stimmen Sie zu, um es jetzt noch einmal zu versuchen.</translation>
    </message>
    <message>
        <source>Correct or unset the variable.</source>
        <translation>Berichtigen oder entfernen Sie die Variable.</translation>
    </message>
    <message>
        <source>Correct targets.{0} in crmsync.toml, or its secret: crmsync targets secret {1}</source>
        <translation>Berichtigen Sie targets.{0} in crmsync.toml, oder sein Secret: crmsync targets secret {1}</translation>
    </message>
    <message>
        <source>Correct the expression, or give it a condition under which it makes sense.</source>
        <translation>Berichtigen Sie den Ausdruck, oder geben Sie ihm eine Bedingung, unter der er einen Sinn ergibt.</translation>
    </message>
    <message>
        <source>Correct the expression; docs/rules.md shows what it can use. Nothing was changed.</source>
        <translation>Berichtigen Sie den Ausdruck; docs/rules.md zeigt, was er verwenden kann. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Correct the name in match.</source>
        <translation>Berichtigen Sie den Namen in match.</translation>
    </message>
    <message>
        <source>Correct the name, or remove the rule.</source>
        <translation>Berichtigen Sie den Namen, oder entfernen Sie die Regel.</translation>
    </message>
    <message>
        <source>Correct the named file and start again; nothing was changed.</source>
        <translation>Berichtigen Sie die genannte Datei und starten Sie neu; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Correct the named line.</source>
        <translation>Berichtigen Sie die genannte Zeile.</translation>
    </message>
    <message>
        <source>Correct the named part of the request.</source>
        <translation>Berichtigen Sie den genannten Teil der Anfrage.</translation>
    </message>
    <message>
        <source>Correct the named rule; the rules in force stay as they are.</source>
        <translation>Berichtigen Sie die genannte Regel; die geltenden Regeln bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Correct the rule, or add the field to {0}.</source>
        <translation>Berichtigen Sie die Regel, oder fügen Sie das Feld zu {0} hinzu.</translation>
    </message>
    <message>
        <source>Correct the value here or in the CRM; it is sent again when it changes. Approve to try again now, or dismiss to give it up: each side keeps what it has.</source>
        <translation>Berichtigen Sie den Wert hier oder im CRM; er wird erneut gesendet, wenn er sich ändert. Stimmen Sie zu, um es jetzt noch einmal zu versuchen, oder lehnen Sie ab, um ihn aufzugeben: jede Seite behält, was sie hat.</translation>
    </message>
    <message>
        <source>Correct the value here or in the CRM; it is sent again when it changes. Approve to try again now.</source>
        <translation>Berichtigen Sie den Wert hier oder im CRM; er wird erneut gesendet, wenn er sich ändert. Stimmen Sie zu, um es jetzt noch einmal zu versuchen.</translation>
    </message>
    <message>
        <source>Correct the value, or approve to try again now.</source>
        <translation>Berichtigen Sie den Wert, oder stimmen Sie zu, um es jetzt noch einmal zu versuchen.</translation>
    </message>
    <message>
        <source>Correct the value, or choose another lens for this rule.</source>
        <translation>Berichtigen Sie den Wert, oder wählen Sie für diese Regel eine andere Linse.</translation>
    </message>
    <message>
        <source>Correct the value, or remove the key to have its default; nothing was started or changed.</source>
        <translation>Berichtigen Sie den Wert, oder entfernen Sie den Schlüssel, damit der Standard gilt; nichts wurde gestartet oder geändert.</translation>
    </message>
    <message>
        <source>Correct those values, choose another lens, or say what happens to others.</source>
        <translation>Berichtigen Sie diese Werte, wählen Sie eine andere Linse, oder sagen Sie, was mit anderen geschieht.</translation>
    </message>
    <message>
        <source>Create a new token in the CRM and sign in with it: crmsync connections sign-in NAME.</source>
        <translation>Erzeugen Sie im CRM ein neues Token und melden Sie sich damit an: crmsync connections sign-in NAME.</translation>
    </message>
    <message>
        <source>Create a record of the other kind, and delete this one.</source>
        <translation>Legen Sie einen Datensatz der anderen Art an, und löschen Sie diesen.</translation>
    </message>
    <message>
        <source>Create it there, or leave the rule {0} out.</source>
        <translation>Legen Sie es dort an, oder lassen Sie die Regel {0} weg.</translation>
    </message>
    <message>
        <source>Create the database with ENCODING &apos;UTF8&apos;.</source>
        <translation>Legen Sie die Datenbank mit ENCODING &apos;UTF8&apos; an.</translation>
    </message>
    <message>
        <source>Create {0}.{1} by hand (Text 80, External ID, Unique, case sensitive)</source>
        <translation>Legen Sie {0}.{1} von Hand an (Text 80, External ID, Unique, case sensitive)</translation>
    </message>
    <message>
        <source>Create {0}.{1} by hand ({2})</source>
        <translation>Legen Sie {0}.{1} von Hand an ({2})</translation>
    </message>
    <message>
        <source>Daemon and client are of different versions: update both and restart the daemon.</source>
        <translation>Daemon und Client haben verschiedene Versionen: aktualisieren Sie beide und starten Sie den Daemon neu.</translation>
    </message>
    <message>
        <source>Decide it: crmsync conflicts show {0}</source>
        <translation>Entscheiden Sie ihn: crmsync conflicts show {0}</translation>
    </message>
    <message>
        <source>Delete the property {0} in HubSpot and prepare the connection again.</source>
        <translation>Löschen Sie die Eigenschaft {0} in HubSpot und bereiten Sie die Verbindung noch einmal vor.</translation>
    </message>
    <message>
        <source>Did you mean {0}?</source>
        <translation>Meinten Sie {0}?</translation>
    </message>
    <message>
        <source>Dismiss this, and plan the undo again if it is still wanted.</source>
        <translation>Lehnen Sie dies ab, und planen Sie die Rücknahme neu, wenn sie noch gewünscht ist.</translation>
    </message>
    <message>
        <source>Dismiss this; there is nothing left to take back.</source>
        <translation>Lehnen Sie dies ab; es gibt nichts mehr zurückzunehmen.</translation>
    </message>
    <message>
        <source>Do it by hand: docs/configuration.md shows how a connection is written.</source>
        <translation>Tun Sie es von Hand: docs/configuration.md zeigt, wie eine Verbindung geschrieben wird.</translation>
    </message>
    <message>
        <source>Dynamics answered a row without a readable time</source>
        <translation>Dynamics hat mit einer Zeile ohne lesbare Zeit geantwortet</translation>
    </message>
    <message>
        <source>Dynamics answered without {0}</source>
        <translation>Dynamics hat ohne {0} geantwortet</translation>
    </message>
    <message>
        <source>Dynamics does not let us add a column to {0}</source>
        <translation>Dynamics lässt uns keine Spalte zu {0} hinzufügen</translation>
    </message>
    <message>
        <source>Dynamics has no table {0}</source>
        <translation>Dynamics hat keine Tabelle {0}</translation>
    </message>
    <message>
        <source>Dynamics has no table {0} that can be synced</source>
        <translation>Dynamics hat keine Tabelle {0}, die abgeglichen werden kann</translation>
    </message>
    <message>
        <source>Dynamics merges no records of {0}</source>
        <translation>Dynamics führt keine Datensätze von {0} zusammen</translation>
    </message>
    <message>
        <source>Dynamics no longer has the column {0} on {1}</source>
        <translation>Dynamics hat die Spalte {0} von {1} nicht mehr</translation>
    </message>
    <message>
        <source>Dynamics table {0} has no column of ours</source>
        <translation>Die Dynamics-Tabelle {0} hat keine Spalte von uns</translation>
    </message>
    <message>
        <source>Dynamics table {0} has no field {1}</source>
        <translation>Die Dynamics-Tabelle {0} hat kein Feld {1}</translation>
    </message>
    <message>
        <source>Dynamics table {0} has no field {1} that can be written</source>
        <translation>Die Dynamics-Tabelle {0} hat kein Feld {1}, das sich schreiben lässt</translation>
    </message>
    <message>
        <source>Edit the record instead.</source>
        <translation>Ändern Sie stattdessen den Datensatz.</translation>
    </message>
    <message>
        <source>Edit the record instead: taking the answer back would lose that change.</source>
        <translation>Ändern Sie stattdessen den Datensatz: die Antwort zurückzunehmen würde diese Änderung verlieren.</translation>
    </message>
    <message>
        <source>Edit the record instead: taking the resolution back would lose that change.</source>
        <translation>Ändern Sie stattdessen den Datensatz: die Entscheidung zurückzunehmen würde diese Änderung verlieren.</translation>
    </message>
    <message>
        <source>Edit the record.</source>
        <translation>Ändern Sie den Datensatz.</translation>
    </message>
    <message>
        <source>Enable the user in Entra, or sign in as another: crmsync connections sign-in NAME.</source>
        <translation>Aktivieren Sie den Benutzer in Entra, oder melden Sie sich als ein anderer an: crmsync connections sign-in NAME.</translation>
    </message>
    <message>
        <source>Every connection is paused; changes are kept.</source>
        <translation>Jede Verbindung ist angehalten; Änderungen werden aufbewahrt.</translation>
    </message>
    <message>
        <source>Fill the value in, or give the rule a lens with a value for nothing.</source>
        <translation>Tragen Sie den Wert ein, oder geben Sie der Regel eine Linse mit einem Wert für nichts.</translation>
    </message>
    <message>
        <source>Fills an empty CRM field with a fixed value and takes no hub field; towards the hub, stands for any value of the CRM&apos;s field. Option value.</source>
        <translation>Füllt ein leeres Feld des CRMs mit einem festen Wert und nimmt kein Feld des Hubs; zum Hub hin steht er für jeden Wert des Feldes im CRM. Option value.</translation>
    </message>
    <message>
        <source>First and last name in the CRM, a full name in the hub. Option order as for name_split.</source>
        <translation>Vor- und Nachname im CRM, ein ganzer Name im Hub. Option order wie bei name_split.</translation>
    </message>
    <message>
        <source>For a fixed value use the lens &apos;constant&apos;.</source>
        <translation>Für einen festen Wert nehmen Sie die Linse &apos;constant&apos;.</translation>
    </message>
    <message>
        <source>Free disk space; below 512 MiB it gets tight.</source>
        <translation>Schaffen Sie Plattenplatz; unter 512 MiB wird es eng.</translation>
    </message>
    <message>
        <source>Free disk space; crmsync doctor looks again.</source>
        <translation>Schaffen Sie Plattenplatz; crmsync doctor sieht noch einmal nach.</translation>
    </message>
    <message>
        <source>Free disk space; the daemon goes on by itself. Nothing was lost.</source>
        <translation>Schaffen Sie Plattenplatz; der Daemon macht von selbst weiter. Nichts ging verloren.</translation>
    </message>
    <message>
        <source>From conflict {0}.</source>
        <translation>Aus Konflikt {0}.</translation>
    </message>
    <message>
        <source>GET /v1/mappings lists what there is.</source>
        <translation>GET /v1/mappings zählt auf, was es gibt.</translation>
    </message>
    <message>
        <source>Give --since, such as 2h.</source>
        <translation>Geben Sie --since an, etwa 2h.</translation>
    </message>
    <message>
        <source>Give a connection, an object or a field.</source>
        <translation>Geben Sie eine Verbindung, ein Objekt oder ein Feld an.</translation>
    </message>
    <message>
        <source>Give a length, such as length = &quot;255&quot;.</source>
        <translation>Geben Sie eine Länge an, etwa length = &quot;255&quot;.</translation>
    </message>
    <message>
        <source>Give a name or an e-mail address.</source>
        <translation>Geben Sie einen Namen oder eine E-Mail-Adresse an.</translation>
    </message>
    <message>
        <source>Give a record&apos;s id, that of a CRM (or CONNECTION:ID, CONNECTION:OBJECT/ID), a link to it in a CRM, or an e-mail address.</source>
        <translation>Geben Sie die ID eines Datensatzes an, die eines CRM (oder VERBINDUNG:ID, VERBINDUNG:OBJEKT/ID), einen Link zu ihm in einem CRM, oder eine E-Mail-Adresse.</translation>
    </message>
    <message>
        <source>Give a time to come, such as 2d.</source>
        <translation>Geben Sie eine künftige Zeit an, etwa 2d.</translation>
    </message>
    <message>
        <source>Give an earlier time for since.</source>
        <translation>Geben Sie für since eine frühere Zeit an.</translation>
    </message>
    <message>
        <source>Give an earlier time.</source>
        <translation>Geben Sie eine frühere Zeit an.</translation>
    </message>
    <message>
        <source>Give at least one.</source>
        <translation>Geben Sie mindestens einen an.</translation>
    </message>
    <message>
        <source>Give each choice once.</source>
        <translation>Geben Sie jeden Auswahlwert einmal an.</translation>
    </message>
    <message>
        <source>Give ids, a filter, or one question and all alike.</source>
        <translation>Geben Sie IDs, einen Filter oder eine Frage samt allen gleichen an.</translation>
    </message>
    <message>
        <source>Give ids, or a filter, or one and all alike.</source>
        <translation>Geben Sie IDs oder einen Filter an, oder eine samt allen gleichen.</translation>
    </message>
    <message>
        <source>Give it: crmsync connections sign-in {0} --key-file FILE.</source>
        <translation>Geben Sie ihn an: crmsync connections sign-in {0} --key-file DATEI.</translation>
    </message>
    <message>
        <source>Give it: crmsync targets secret {0}</source>
        <translation>Geben Sie es an: crmsync targets secret {0}</translation>
    </message>
    <message>
        <source>Give its id and no secret. Sign in again: crmsync connections sign-in NAME.</source>
        <translation>Geben Sie ihre ID an und kein Secret. Melden Sie neu an: crmsync connections sign-in NAME.</translation>
    </message>
    <message>
        <source>Give object.field; objects are {0}.</source>
        <translation>Geben Sie Objekt.Feld an; Objekte sind {0}.</translation>
    </message>
    <message>
        <source>Give one line of letters, digits and signs, as you got it.</source>
        <translation>Geben Sie eine Zeile aus Buchstaben, Ziffern und Zeichen an, so wie Sie sie bekommen haben.</translation>
    </message>
    <message>
        <source>Give one of the rules that compute these fields only one direction, or remove it.</source>
        <translation>Geben Sie einer der Regeln, die diese Felder berechnen, nur eine Richtung, oder entfernen Sie sie.</translation>
    </message>
    <message>
        <source>Give one of the two.</source>
        <translation>Geben Sie eines der beiden an.</translation>
    </message>
    <message>
        <source>Give one of them another name.</source>
        <translation>Geben Sie einer davon einen anderen Namen.</translation>
    </message>
    <message>
        <source>Give one such as 0.99.</source>
        <translation>Geben Sie einen Wert wie 0.99 an.</translation>
    </message>
    <message>
        <source>Give one that begins with {0}/, or correct the settings.</source>
        <translation>Geben Sie eine an, die mit {0}/ beginnt, oder berichtigen Sie die Einstellungen.</translation>
    </message>
    <message>
        <source>Give one: crmsync connections sign-in {0} --key-file FILE, or --secret-stdin &lt; FILE.</source>
        <translation>Geben Sie eines an: crmsync connections sign-in {0} --key-file DATEI, oder --secret-stdin &lt; DATEI.</translation>
    </message>
    <message>
        <source>Give the app the scopes for contacts, deals, their fields and activities, and let an admin sign in.</source>
        <translation>Geben Sie der App die Rechte für Kontakte, Deals, ihre Felder und Aktivitäten, und lassen Sie einen Admin anmelden.</translation>
    </message>
    <message>
        <source>Give the daemon&apos;s user write access to its data folder.</source>
        <translation>Geben Sie dem Benutzer des Dienstes Schreibrecht auf dessen Datenordner.</translation>
    </message>
    <message>
        <source>Give the daemon&apos;s user write access to the configuration folder, or edit the file yourself.</source>
        <translation>Geben Sie dem Benutzer des Daemons Schreibzugriff auf den Konfigurationsordner, oder bearbeiten Sie die Datei selbst.</translation>
    </message>
    <message>
        <source>Give the daemon&apos;s user write access to the configuration folder, or edit the files yourself.</source>
        <translation>Geben Sie dem Benutzer des Daemons Schreibzugriff auf den Konfigurationsordner, oder bearbeiten Sie die Dateien selbst.</translation>
    </message>
    <message>
        <source>Give the daemon&apos;s user write access to the database file and its folder.</source>
        <translation>Geben Sie dem Benutzer des Daemons Schreibzugriff auf die Datenbankdatei und ihren Ordner.</translation>
    </message>
    <message>
        <source>Give the daemon&apos;s user write access.</source>
        <translation>Geben Sie dem Benutzer des Daemons Schreibzugriff.</translation>
    </message>
    <message>
        <source>Give the integration user read and edit access to {0}.{1} (field-level security).</source>
        <translation>Geben Sie dem Integrationsbenutzer Lese- und Schreibzugriff auf {0}.{1} (Feldebenensicherheit).</translation>
    </message>
    <message>
        <source>Give the secret (--client-id ID --secret-stdin), or one PEM file with both (--key-file FILE).</source>
        <translation>Geben Sie das Secret an (--client-id ID --secret-stdin), oder eine PEM-Datei mit beidem (--key-file DATEI).</translation>
    </message>
    <message>
        <source>Give the secret&apos;s value, not its id. Check the client id, the secret or certificate, and the redirect address of the app registration in Entra, and that the environment has an application user for it; then sign in again: crmsync connections sign-in NAME.</source>
        <translation>Geben Sie den Wert des Secrets an, nicht seine ID. Prüfen Sie Client-ID, Secret oder Zertifikat und Rückkehradresse der App-Registrierung in Entra, und ob die Umgebung einen Anwendungsbenutzer dafür hat; melden Sie dann neu an: crmsync connections sign-in NAME.</translation>
    </message>
    <message>
        <source>Give the user that is signed in access to the object and its record types.</source>
        <translation>Geben Sie dem angemeldeten Benutzer Zugriff auf das Objekt und seine Datensatztypen.</translation>
    </message>
    <message>
        <source>Give the values that shall be converted.</source>
        <translation>Geben Sie die Werte an, die umgewandelt werden sollen.</translation>
    </message>
    <message>
        <source>Give us the right to write it, or say direction = &quot;to_hub&quot; for the rule. {0}</source>
        <translation>Geben Sie uns das Recht, es zu schreiben, oder setzen Sie für die Regel direction = &quot;to_hub&quot;. {0}</translation>
    </message>
    <message>
        <source>Give what begins with https://.</source>
        <translation>Geben Sie an, was mit https:// beginnt.</translation>
    </message>
    <message>
        <source>Go on with it: crmsync undo apply {0}</source>
        <translation>Setzen Sie sie fort: crmsync undo apply {0}</translation>
    </message>
    <message>
        <source>Go on: crmsync connections resume {0}</source>
        <translation>Setzen Sie sie fort: crmsync connections resume {0}</translation>
    </message>
    <message>
        <source>Grant the app the scopes it needs in HubSpot and sign in again.</source>
        <translation>Gewähren Sie der App in HubSpot die nötigen Rechte und melden Sie neu an.</translation>
    </message>
    <message>
        <source>Grant the app these scopes and sign in again: {0}.</source>
        <translation>Gewähren Sie der App diese Rechte und melden Sie neu an: {0}.</translation>
    </message>
    <message>
        <source>Grant the app {0} in HubSpot and sign in again.</source>
        <translation>Gewähren Sie der App {0} in HubSpot und melden Sie neu an.</translation>
    </message>
    <message>
        <source>Grant the integration user the named right or scope in the CRM.</source>
        <translation>Gewähren Sie dem Integrationsbenutzer das genannte Recht im CRM.</translation>
    </message>
    <message>
        <source>HTML in the CRM, plain text in the hub. Formatting in the CRM stays until the words change. Option untagged: what a text without any tag is, html (default) or text.</source>
        <translation>HTML im CRM, reiner Text im Hub. Die Formatierung im CRM bleibt, bis sich der Wortlaut ändert. Option untagged: was ein Text ohne jedes Tag ist, html (Standard) oder text.</translation>
    </message>
    <message>
        <source>Host is not localhost</source>
        <translation>Host ist nicht localhost</translation>
    </message>
    <message>
        <source>Hub objects are {0}.</source>
        <translation>Hub-Objekte sind {0}.</translation>
    </message>
    <message>
        <source>Hub objects are {0}; declare more in the folder &apos;hub&apos;.</source>
        <translation>Hub-Objekte sind {0}; weitere erklären Sie im Ordner &apos;hub&apos;.</translation>
    </message>
    <message>
        <source>HubSpot answered a record without a readable modified time</source>
        <translation>HubSpot hat mit einem Datensatz ohne lesbare Änderungszeit geantwortet</translation>
    </message>
    <message>
        <source>HubSpot answers {0}; we wanted to {1}</source>
        <translation>HubSpot antwortet {0}; wir wollten {1}</translation>
    </message>
    <message>
        <source>HubSpot does not answer</source>
        <translation>HubSpot antwortet nicht</translation>
    </message>
    <message>
        <source>HubSpot does not let us {0}</source>
        <translation>HubSpot lässt uns nicht {0}</translation>
    </message>
    <message>
        <source>HubSpot has no object {0}</source>
        <translation>HubSpot hat kein Objekt {0}</translation>
    </message>
    <message>
        <source>HubSpot lets no program restore what was deleted</source>
        <translation>HubSpot lässt kein Programm wiederherstellen, was gelöscht wurde</translation>
    </message>
    <message>
        <source>HubSpot no longer has the property {0} on {1}</source>
        <translation>HubSpot hat die Eigenschaft {0} von {1} nicht mehr</translation>
    </message>
    <message>
        <source>HubSpot object {0} has no property {1}</source>
        <translation>Das HubSpot-Objekt {0} hat keine Eigenschaft {1}</translation>
    </message>
    <message>
        <source>HubSpot property {0} of {1} exists but does not require unique values</source>
        <translation>Die HubSpot-Eigenschaft {0} von {1} gibt es, sie verlangt aber keine eindeutigen Werte</translation>
    </message>
    <message>
        <source>HubSpot refuses ({0}) to {1}</source>
        <translation>HubSpot weigert sich ({0}): {1}</translation>
    </message>
    <message>
        <source>HubSpot refuses the token; it was needed to {0}</source>
        <translation>HubSpot weist das Token zurück; gebraucht wurde es, um zu {0}</translation>
    </message>
    <message>
        <source>HubSpot&apos;s request limit is used up; we wanted to {0}</source>
        <translation>Die Abrufgrenze von HubSpot ist ausgeschöpft; wir wollten {0}</translation>
    </message>
    <message>
        <source>If-Match and `expected` name different versions</source>
        <translation>If-Match und `expected` nennen verschiedene Versionen</translation>
    </message>
    <message>
        <source>If-Match: not a version of a record</source>
        <translation>If-Match: keine Version eines Datensatzes</translation>
    </message>
    <message>
        <source>In HubSpot, Settings &gt; Properties: a single-line text with the internal name {0}, with unique values required. Or let the app do it: grant it {1}.</source>
        <translation>In HubSpot, Einstellungen &gt; Eigenschaften: ein einzeiliger Text mit dem internen Namen {0}, der eindeutige Werte verlangt. Oder lassen Sie es die App tun: gewähren Sie ihr {1}.</translation>
    </message>
    <message>
        <source>In Pipedrive, Company settings &gt; Data fields: a text field named {0}. Or let an admin sign in and prepare the connection.</source>
        <translation>In Pipedrive, Firmeneinstellungen &gt; Datenfelder: ein Textfeld namens {0}. Oder lassen Sie einen Admin anmelden und die Verbindung vorbereiten.</translation>
    </message>
    <message>
        <source>In Salesforce, Object Manager &gt; {0} &gt; Fields: {1}, Text 80, External ID, Unique, case sensitive, and read and edit access for the integration user. Or let that user customise the application.</source>
        <translation>In Salesforce, Objekt-Manager &gt; {0} &gt; Felder: {1}, Text 80, External ID, Unique, case sensitive, mit Lese- und Schreibzugriff für den Integrationsbenutzer. Oder lassen Sie diesen Benutzer die Anwendung anpassen.</translation>
    </message>
    <message>
        <source>In Salesforce, Setup &gt; Change Data Capture: select {0}. Or let the integration user customise the application.</source>
        <translation>In Salesforce, Setup &gt; Change Data Capture: wählen Sie {0} aus. Oder lassen Sie den Integrationsbenutzer die Anwendung anpassen.</translation>
    </message>
    <message>
        <source>In Salesforce, under Setup, Change Data Capture, see that the object is selected; let our user read it.</source>
        <translation>Sehen Sie in Salesforce unter Setup, Change Data Capture nach, ob das Objekt ausgewählt ist, und lassen Sie unseren Benutzer es lesen.</translation>
    </message>
    <message>
        <source>In make.powerapps.com, Tables &gt; {0} &gt; Columns: a text column crmsync_Key, 100 characters, in a solution whose publisher&apos;s prefix is crmsync. Or let a system customizer sign in and prepare the connection.</source>
        <translation>In make.powerapps.com, Tabellen &gt; {0} &gt; Spalten: eine Textspalte crmsync_Key, 100 Zeichen, in einer Lösung, deren Herausgeberpräfix crmsync ist. Oder lassen Sie jemanden mit der Rolle Systemanpasser anmelden und die Verbindung vorbereiten.</translation>
    </message>
    <message>
        <source>Install it for this Python, or remove the expression.</source>
        <translation>Installieren Sie es für dieses Python, oder entfernen Sie den Ausdruck.</translation>
    </message>
    <message>
        <source>It goes on by itself once it is in. See the filter: crmsync mappings show {0} {1}</source>
        <translation>Es geht von selbst weiter, sobald er drin ist. Den Filter zeigt: crmsync mappings show {0} {1}</translation>
    </message>
    <message>
        <source>It goes on by itself once the record it waits for is in step; trace the record to see which one.</source>
        <translation>Es geht von selbst weiter, sobald der Datensatz, auf den er wartet, abgeglichen ist; welcher das ist, zeigt seine Geschichte.</translation>
    </message>
    <message>
        <source>It goes on by itself when the field is as it was, or when the mapping is changed.</source>
        <translation>Es geht von selbst weiter, wenn das Feld wieder wie vorher ist oder die Zuordnung geändert wird.</translation>
    </message>
    <message>
        <source>It has: {0}.</source>
        <translation>Es hat: {0}.</translation>
    </message>
    <message>
        <source>It is applied by its own command: crmsync undo apply {0}</source>
        <translation>Dafür gibt es einen eigenen Befehl: crmsync undo apply {0}</translation>
    </message>
    <message>
        <source>It is being applied; look at it: crmsync plans show {0}</source>
        <translation>Er wird gerade angewendet; sehen Sie ihn an: crmsync plans show {0}</translation>
    </message>
    <message>
        <source>It is being applied; where that was cut short, go on: crmsync plans apply {0}</source>
        <translation>Er wird gerade angewendet; wurde das abgebrochen, machen Sie weiter: crmsync plans apply {0}</translation>
    </message>
    <message>
        <source>It is being applied; where that was cut short, go on: crmsync undo apply {0}</source>
        <translation>Sie wird gerade angewendet; wurde das abgebrochen, machen Sie weiter: crmsync undo apply {0}</translation>
    </message>
    <message>
        <source>It is looked up by itself.</source>
        <translation>Es wird von selbst nachgesehen.</translation>
    </message>
    <message>
        <source>It is sent as it is now; look at the queue again.</source>
        <translation>Er wird gesendet, wie er jetzt ist; sehen Sie noch einmal in die Warteschlange.</translation>
    </message>
    <message>
        <source>It is still being made; look again: crmsync plans show {0}</source>
        <translation>Er wird noch erstellt; sehen Sie noch einmal nach: crmsync plans show {0}</translation>
    </message>
    <message>
        <source>It is still being made; look again: crmsync undo show {0}</source>
        <translation>Sie wird noch erstellt; sehen Sie noch einmal nach: crmsync undo show {0}</translation>
    </message>
    <message>
        <source>It is tried again by itself.</source>
        <translation>Es wird von selbst wieder versucht.</translation>
    </message>
    <message>
        <source>It is tried again every few seconds. Please report it with the daemon&apos;s log.</source>
        <translation>Es wird alle paar Sekunden wieder versucht. Bitte melden Sie es mit dem Protokoll des Daemons.</translation>
    </message>
    <message>
        <source>It lets Salesforce tell of a change at once.</source>
        <translation>So kann Salesforce eine Änderung sofort mitteilen.</translation>
    </message>
    <message>
        <source>It may have been made a moment ago: the list is read anew every day and at every start.</source>
        <translation>Vielleicht wurde er gerade erst angelegt: die Liste wird jeden Tag und bei jedem Start neu gelesen.</translation>
    </message>
    <message>
        <source>It says which record of CRM Sync this is. When the answer to a create is lost it is looked up by this value.</source>
        <translation>Es sagt, welcher Datensatz von CRM Sync dies ist. Geht die Antwort auf eine Anlage verloren, wird mit diesem Wert nachgesehen.</translation>
    </message>
    <message>
        <source>It takes {0}: let one sign in, or add the field in Pipedrive by hand.</source>
        <translation>Dazu braucht es {0}: lassen Sie so jemanden anmelden, oder fügen Sie das Feld in Pipedrive von Hand hinzu.</translation>
    </message>
    <message>
        <source>It takes {0}: let somebody who has it sign in, or add the column by hand.</source>
        <translation>Dazu braucht es {0}: lassen Sie jemanden anmelden, der das hat, oder fügen Sie die Spalte von Hand hinzu.</translation>
    </message>
    <message>
        <source>It was changed or decided meanwhile. Read it again.</source>
        <translation>Es wurde inzwischen geändert oder entschieden. Lesen Sie es neu.</translation>
    </message>
    <message>
        <source>It was stopped; go on with it: crmsync undo apply {0}</source>
        <translation>Sie wurde angehalten; machen Sie weiter: crmsync undo apply {0}</translation>
    </message>
    <message>
        <source>Items are approved or dismissed.</source>
        <translation>Solchen Fragen wird zugestimmt, oder sie werden abgelehnt.</translation>
    </message>
    <message>
        <source>Its choices are {0}.</source>
        <translation>Seine Auswahlwerte sind {0}.</translation>
    </message>
    <message>
        <source>Its fields are {0}.</source>
        <translation>Seine Felder sind {0}.</translation>
    </message>
    <message>
        <source>Key fields of {0} are: none.</source>
        <translation>Schlüsselfelder von {0} gibt es keine.</translation>
    </message>
    <message>
        <source>Key fields of {0} are: {1}.</source>
        <translation>Schlüsselfelder von {0} sind: {1}.</translation>
    </message>
    <message>
        <source>Known here: {0}.</source>
        <translation>Hier bekannt: {0}.</translation>
    </message>
    <message>
        <source>Leave items out of it first, or apply all of it.</source>
        <translation>Nehmen Sie vorher Posten heraus, oder wenden Sie alles an.</translation>
    </message>
    <message>
        <source>Leave the run out.</source>
        <translation>Lassen Sie den Lauf weg.</translation>
    </message>
    <message>
        <source>Let an admin sign in, or add a text field named {0} to {1} in Pipedrive.</source>
        <translation>Lassen Sie einen Admin anmelden, oder fügen Sie in Pipedrive ein Textfeld namens {0} zu {1} hinzu.</translation>
    </message>
    <message>
        <source>Let one rule write it: give the other one a direction, or remove it.</source>
        <translation>Lassen Sie eine Regel es schreiben: geben Sie der anderen eine Richtung, oder entfernen Sie sie.</translation>
    </message>
    <message>
        <source>Let the daemon register them with the developer key of the app&apos;s account: Developer key… on the page Connections, or: crmsync connections developer-key {0}. Or register them by hand at HubSpot.</source>
        <translation>Lassen Sie den Daemon sie mit dem Entwicklerschlüssel des App-Kontos anmelden: „Entwicklerschlüssel …“ auf der Seite Verbindungen, oder: crmsync connections developer-key {0}. Oder melden Sie sie bei HubSpot von Hand an.</translation>
    </message>
    <message>
        <source>Link or restore the parent, or clear the reference; the other fields go on.</source>
        <translation>Verknüpfen Sie den übergeordneten Datensatz oder stellen Sie ihn wieder her, oder leeren Sie den Verweis; die anderen Felder gehen weiter.</translation>
    </message>
    <message>
        <source>Long texts: both sides&apos; lines, where they do not touch.</source>
        <translation>Lange Texte: die Zeilen beider Seiten, wo sie sich nicht berühren.</translation>
    </message>
    <message>
        <source>Look at it again.</source>
        <translation>Sehen Sie noch einmal hin.</translation>
    </message>
    <message>
        <source>Look at it, then apply it: crmsync undo apply {0}</source>
        <translation>Sehen Sie sie an und wenden Sie sie dann an: crmsync undo apply {0}</translation>
    </message>
    <message>
        <source>Look at it, then approve it: crmsync plans approve {0}</source>
        <translation>Sehen Sie ihn an und geben Sie ihn dann frei: crmsync plans approve {0}</translation>
    </message>
    <message>
        <source>Look at it, then do the rest or discard it: crmsync plans show {0}</source>
        <translation>Sehen Sie ihn an und machen Sie dann den Rest, oder verwerfen Sie ihn: crmsync plans show {0}</translation>
    </message>
    <message>
        <source>Look at it: crmsync conflicts show {0}</source>
        <translation>Sehen Sie ihn an: crmsync conflicts show {0}</translation>
    </message>
    <message>
        <source>Look at it: crmsync connections show {0}</source>
        <translation>Sehen Sie sie an: crmsync connections show {0}</translation>
    </message>
    <message>
        <source>Look at it: crmsync connections show {0}; then {1}</source>
        <translation>Sehen Sie sie an: crmsync connections show {0}; danach: {1}</translation>
    </message>
    <message>
        <source>Look at it: crmsync plans show {0}</source>
        <translation>Sehen Sie ihn an: crmsync plans show {0}</translation>
    </message>
    <message>
        <source>Look at it: crmsync undo show {0}</source>
        <translation>Sehen Sie sie an: crmsync undo show {0}</translation>
    </message>
    <message>
        <source>Look at what changed in the CRM, field by field where you like: crmsync plans make {0}. Approve to let this one run pass; dismiss to try again as it is then.</source>
        <translation>Sehen Sie an, was sich im CRM geändert hat, gern Feld für Feld: crmsync plans make {0}. Stimmen Sie zu, um diesen einen Lauf durchzulassen; lehnen Sie ab, um es mit dem dann geltenden Stand wieder zu versuchen.</translation>
    </message>
    <message>
        <source>Look at what changed, then save again.</source>
        <translation>Sehen Sie an, was sich geändert hat, und speichern Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>Look at what was done, then do the rest: crmsync plans apply {0}</source>
        <translation>Sehen Sie an, was getan wurde, und machen Sie dann den Rest: crmsync plans apply {0}</translation>
    </message>
    <message>
        <source>Look at what would leave again.</source>
        <translation>Sehen Sie noch einmal an, was hinausginge.</translation>
    </message>
    <message>
        <source>Look there for {0} before you raise another.</source>
        <translation>Suchen Sie dort nach {0}, bevor Sie ein weiteres eröffnen.</translation>
    </message>
    <message>
        <source>Make a new one in Entra and give it: crmsync connections sign-in NAME --client-id ID --secret-stdin.</source>
        <translation>Erzeugen Sie in Entra ein neues und geben Sie es an: crmsync connections sign-in NAME --client-id ID --secret-stdin.</translation>
    </message>
    <message>
        <source>Make a new one: crmsync undo run, records, connection or mapping.</source>
        <translation>Erstellen Sie eine neue: crmsync undo run, records, connection oder mapping.</translation>
    </message>
    <message>
        <source>Make another one: crmsync conflicts resolve or items approve, with --where ... --plan</source>
        <translation>Erstellen Sie einen anderen: crmsync conflicts resolve oder items approve, mit --where ... --plan</translation>
    </message>
    <message>
        <source>Make another one: crmsync plans make {0}</source>
        <translation>Erstellen Sie einen anderen: crmsync plans make {0}</translation>
    </message>
    <message>
        <source>Make another one: crmsync undo run, records, connection or mapping</source>
        <translation>Erstellen Sie eine andere: crmsync undo run, records, connection oder mapping</translation>
    </message>
    <message>
        <source>Make it anew: crmsync records restore {0}</source>
        <translation>Legen Sie ihn neu an: crmsync records restore {0}</translation>
    </message>
    <message>
        <source>Make it there by hand, or choose another type.</source>
        <translation>Legen Sie es dort von Hand an, oder wählen Sie einen anderen Typ.</translation>
    </message>
    <message>
        <source>Make one file with both: openssl req -x509 -newkey rsa:2048 -nodes -days 730 -keyout app.pem -out app.crt, then cat app.crt &gt;&gt; app.pem &amp;&amp; chmod 600 app.pem; upload app.crt to the app registration.</source>
        <translation>Machen Sie eine Datei mit beidem: openssl req -x509 -newkey rsa:2048 -nodes -days 730 -keyout app.pem -out app.crt, dann cat app.crt &gt;&gt; app.pem &amp;&amp; chmod 600 app.pem; laden Sie app.crt in der App-Registrierung hoch.</translation>
    </message>
    <message>
        <source>Make one, look at it, approve and apply it: crmsync plans make {0}</source>
        <translation>Erstellen Sie einen, sehen Sie ihn an, geben Sie ihn frei und wenden Sie ihn an: crmsync plans make {0}</translation>
    </message>
    <message>
        <source>Make one: openssl genrsa -out salesforce.key 2048 &amp;&amp; chmod 600 salesforce.key</source>
        <translation>Erzeugen Sie einen: openssl genrsa -out salesforce.key 2048 &amp;&amp; chmod 600 salesforce.key</translation>
    </message>
    <message>
        <source>Make the field there by hand.</source>
        <translation>Legen Sie das Feld dort von Hand an.</translation>
    </message>
    <message>
        <source>Make the plan again: crmsync conflicts resolve --plan.</source>
        <translation>Erstellen Sie den Plan neu: crmsync conflicts resolve --plan.</translation>
    </message>
    <message>
        <source>Map one that is there.</source>
        <translation>Ordnen Sie eines zu, das es gibt.</translation>
    </message>
    <message>
        <source>Map that field to one of the hub by a rule of its own, and compute from that.</source>
        <translation>Ordnen Sie dieses Feld mit einer eigenen Regel einem des Hubs zu, und berechnen Sie daraus.</translation>
    </message>
    <message>
        <source>Map that one, or give the new one another label.</source>
        <translation>Ordnen Sie jenes zu, oder geben Sie dem neuen eine andere Beschriftung.</translation>
    </message>
    <message>
        <source>Meanwhile the daemon keeps your CRMs in step, and crmsync of its own version works on its machine.</source>
        <translation>Bis dahin hält der Daemon Ihre CRMs abgeglichen, und crmsync seiner eigenen Version funktioniert auf seinem Rechner.</translation>
    </message>
    <message>
        <source>Merge duplicates first (crmsync records merge), or match by something unique.</source>
        <translation>Führen Sie erst Doppelte zusammen (crmsync records merge), oder vergleichen Sie über etwas Eindeutiges.</translation>
    </message>
    <message>
        <source>Merge duplicates in the CRM first, or match by something unique.</source>
        <translation>Führen Sie erst Doppelte im CRM zusammen, oder vergleichen Sie über etwas Eindeutiges.</translation>
    </message>
    <message>
        <source>Merge it into {0} in Salesforce by hand.</source>
        <translation>Führen Sie ihn in Salesforce von Hand mit {0} zusammen.</translation>
    </message>
    <message>
        <source>Merge it with the right one instead: crmsync records merge; or delete record {0}.</source>
        <translation>Führen Sie ihn stattdessen mit dem richtigen zusammen: crmsync records merge; oder löschen Sie den Datensatz {0}.</translation>
    </message>
    <message>
        <source>Merge or separate the records instead.</source>
        <translation>Führen Sie stattdessen die Datensätze zusammen, oder trennen Sie sie.</translation>
    </message>
    <message>
        <source>Merge the two in the CRM, approve with option &apos;separate&apos; to keep both, or dismiss to leave it out.</source>
        <translation>Führen Sie die beiden im CRM zusammen, stimmen Sie mit der Option &apos;separate&apos; zu, um beide zu behalten, oder lehnen Sie ab, um ihn wegzulassen.</translation>
    </message>
    <message>
        <source>Merge the two in the CRM, or approve with option &apos;separate&apos; to keep both.</source>
        <translation>Führen Sie die beiden im CRM zusammen, oder stimmen Sie mit der Option &apos;separate&apos; zu, um beide zu behalten.</translation>
    </message>
    <message>
        <source>Merge the two in the CRM: each such pair would be a question.</source>
        <translation>Führen Sie die beiden im CRM zusammen: jedes solche Paar wäre eine Frage.</translation>
    </message>
    <message>
        <source>Merge {0} {1} into {2} there by hand; this closes by itself then. Or dismiss it to keep both.</source>
        <translation>Führen Sie {0} {1} dort von Hand mit {2} zusammen; dann schließt sich dies von selbst. Oder lehnen Sie ab, um beide zu behalten.</translation>
    </message>
    <message>
        <source>Minutes as a number in the hub, hours and minutes such as 01:30 in the CRM.</source>
        <translation>Minuten als Zahl im Hub, Stunden und Minuten wie 01:30 im CRM.</translation>
    </message>
    <message>
        <source>Minutes in the hub, a whole number in the CRM. Option unit: seconds (default), milliseconds, or minutes, to which the hub&apos;s are rounded.</source>
        <translation>Minuten im Hub, eine ganze Zahl im CRM. Option unit: seconds (Standard), milliseconds oder minutes, auf die die des Hubs gerundet werden.</translation>
    </message>
    <message>
        <source>Name a choice of the CRM&apos;s list by its label.</source>
        <translation>Nennen Sie einen Auswahlwert aus der Liste des CRMs bei seiner Beschriftung.</translation>
    </message>
    <message>
        <source>Name a connection or a target with small letters, digits, - and _, starting with a letter.</source>
        <translation>Nennen Sie eine Verbindung oder ein Ziel mit Kleinbuchstaben, Ziffern, - und _, mit einem Buchstaben am Anfang.</translation>
    </message>
    <message>
        <source>Name a field in it, or leave it away.</source>
        <translation>Nennen Sie darin ein Feld, oder lassen Sie ihn weg.</translation>
    </message>
    <message>
        <source>Name a field; texts stand in quotes, and names that are no word in `back quotes`.</source>
        <translation>Nennen Sie ein Feld; Texte stehen in Anführungszeichen, und Namen, die kein Wort sind, in `Gravis-Zeichen`.</translation>
    </message>
    <message>
        <source>Name a file the daemon&apos;s user can read.</source>
        <translation>Nennen Sie eine Datei, die der Benutzer des Daemons lesen darf.</translation>
    </message>
    <message>
        <source>Name a hub field, or a rule of a mapping.</source>
        <translation>Nennen Sie ein Feld des Hubs, oder eine Regel einer Zuordnung.</translation>
    </message>
    <message>
        <source>Name a state: open, snoozed or escalated.</source>
        <translation>Nennen Sie einen Zustand: open, snoozed oder escalated.</translation>
    </message>
    <message>
        <source>Name an empty database in the settings.</source>
        <translation>Nennen Sie in den Einstellungen eine leere Datenbank.</translation>
    </message>
    <message>
        <source>Name an own table in custom_objects of the connection.</source>
        <translation>Nennen Sie eine eigene Tabelle in custom_objects der Verbindung.</translation>
    </message>
    <message>
        <source>Name editors in order, as: sources = [&apos;person&apos;, &apos;connection:hs&apos;, &apos;connection:sf&apos;].</source>
        <translation>Nennen Sie Bearbeiter der Reihe nach, etwa: sources = [&apos;person&apos;, &apos;connection:hs&apos;, &apos;connection:sf&apos;].</translation>
    </message>
    <message>
        <source>Name exactly one of them.</source>
        <translation>Nennen Sie genau eines davon.</translation>
    </message>
    <message>
        <source>Name one: {0}.</source>
        <translation>Nennen Sie einen: {0}.</translation>
    </message>
    <message>
        <source>Name the field in the mapping&apos;s file and start the daemon anew, or bring the old one back.</source>
        <translation>Nennen Sie das Feld in der Datei der Zuordnung und starten Sie den Daemon neu, oder bringen Sie das alte zurück.</translation>
    </message>
    <message>
        <source>No connection is set up yet.</source>
        <translation>Noch ist keine Verbindung eingerichtet.</translation>
    </message>
    <message>
        <source>Nothing has to be done: it is tried again by itself.</source>
        <translation>Es ist nichts zu tun: es wird von selbst wieder versucht.</translation>
    </message>
    <message>
        <source>Nothing waits for it.</source>
        <translation>Darauf wartet nichts.</translation>
    </message>
    <message>
        <source>Nothing was sent. crmsync residency shows every route and why it is refused.</source>
        <translation>Nichts wurde gesendet. crmsync residency zeigt jeden Weg und warum er verweigert wird.</translation>
    </message>
    <message>
        <source>Offer it in that record type, or take another choice with the lens &apos;choice_map&apos;.</source>
        <translation>Bieten Sie ihn in diesem Datensatztyp an, oder nehmen Sie mit der Linse &apos;choice_map&apos; einen anderen Auswahlwert.</translation>
    </message>
    <message>
        <source>Only local programs of the daemon&apos;s own user may use this interface; browsers may not.</source>
        <translation>Nur lokale Programme desselben Benutzers wie der Daemon dürfen diese Schnittstelle verwenden; Browser nicht.</translation>
    </message>
    <message>
        <source>Pause {0}, put the mapping into its file, restart the daemon, then apply; or make another plan.</source>
        <translation>Halten Sie {0} an, legen Sie die Zuordnung in ihre Datei, starten Sie den Daemon neu und wenden Sie dann an; oder erstellen Sie einen anderen Plan.</translation>
    </message>
    <message>
        <source>Phone numbers in international form (+49301234567); what is no phone number stays as it is. Option region: the country of numbers without one, such as DE.</source>
        <translation>Telefonnummern in internationaler Form (+49301234567); was keine Telefonnummer ist, bleibt, wie es ist. Option region: das Land der Nummern ohne Vorwahl des Landes, etwa DE.</translation>
    </message>
    <message>
        <source>Pipedrive answered a record without a readable time</source>
        <translation>Pipedrive hat mit einem Datensatz ohne lesbare Zeit geantwortet</translation>
    </message>
    <message>
        <source>Pipedrive does not let us add the field {0} to {1}</source>
        <translation>Pipedrive lässt uns das Feld {0} nicht zu {1} hinzufügen</translation>
    </message>
    <message>
        <source>Pipedrive does not say which user we are</source>
        <translation>Pipedrive sagt nicht, welcher Benutzer wir sind</translation>
    </message>
    <message>
        <source>Pipedrive has no object {0} that can be synced</source>
        <translation>Pipedrive hat kein Objekt {0}, das abgeglichen werden kann</translation>
    </message>
    <message>
        <source>Pipedrive keeps no more webhooks for this user</source>
        <translation>Pipedrive nimmt für diesen Benutzer keine weiteren Webhooks an</translation>
    </message>
    <message>
        <source>Pipedrive lets no program restore what was deleted</source>
        <translation>Pipedrive lässt kein Programm wiederherstellen, was gelöscht wurde</translation>
    </message>
    <message>
        <source>Pipedrive no longer has the field {0} on {1}</source>
        <translation>Pipedrive hat das Feld {0} von {1} nicht mehr</translation>
    </message>
    <message>
        <source>Pipedrive no longer knows where a list of {0} was left off</source>
        <translation>Pipedrive weiß nicht mehr, wo eine Liste von {0} unterbrochen wurde</translation>
    </message>
    <message>
        <source>Pipedrive object {0} has no field {1}</source>
        <translation>Das Pipedrive-Objekt {0} hat kein Feld {1}</translation>
    </message>
    <message>
        <source>Pipedrive&apos;s {0} can have no field of one&apos;s own</source>
        <translation>{0} in Pipedrive können kein eigenes Feld haben</translation>
    </message>
    <message>
        <source>Pipedrive&apos;s {0} have no room for our key: what we made is known by what it holds</source>
        <translation>{0} in Pipedrive haben keinen Platz für unseren Schlüssel: was wir angelegt haben, ist an seinem Inhalt zu erkennen</translation>
    </message>
    <message>
        <source>Plan the undo again if it is still wanted.</source>
        <translation>Planen Sie die Rücknahme neu, wenn sie noch gewünscht ist.</translation>
    </message>
    <message>
        <source>Plan the undo again.</source>
        <translation>Planen Sie die Rücknahme neu.</translation>
    </message>
    <message>
        <source>Postgres: all connections are taken</source>
        <translation>Postgres: alle Verbindungen sind belegt</translation>
    </message>
    <message>
        <source>Postgres: no answer</source>
        <translation>Postgres: keine Antwort</translation>
    </message>
    <message>
        <source>Postgres: the database&apos;s encoding is {0}, not UTF8</source>
        <translation>Postgres: die Kodierung der Datenbank ist {0}, nicht UTF8</translation>
    </message>
    <message>
        <source>Postgres: {0} is {1}, so commits could be lost</source>
        <translation>Postgres: {0} ist {1}, daher könnten Commits verloren gehen</translation>
    </message>
    <message>
        <source>Postgres: {0}: text that cannot be stored</source>
        <translation>Postgres: {0}: Text, der sich nicht speichern lässt</translation>
    </message>
    <message>
        <source>Prepare it: crmsync connections prepare {0}</source>
        <translation>Bereiten Sie sie vor: crmsync connections prepare {0}</translation>
    </message>
    <message>
        <source>Prepare the connection again, or add a text field named {0} in Pipedrive.</source>
        <translation>Bereiten Sie die Verbindung noch einmal vor, oder fügen Sie in Pipedrive ein Textfeld namens {0} hinzu.</translation>
    </message>
    <message>
        <source>Primary company</source>
        <translation>Hauptfirma</translation>
    </message>
    <message>
        <source>Primary contact role</source>
        <translation>Rolle des Hauptkontakts</translation>
    </message>
    <message>
        <source>Promote between two accounts of one CRM; for another CRM, suggest a mapping instead.</source>
        <translation>Übertragen Sie zwischen zwei Konten desselben CRMs; für ein anderes CRM lassen Sie stattdessen eine Zuordnung vorschlagen.</translation>
    </message>
    <message>
        <source>Put a new key (openssl rand -base64 32) on its first line, restart the service, and rotate again.</source>
        <translation>Setzen Sie einen neuen Schlüssel (openssl rand -base64 32) in die erste Zeile, starten Sie den Dienst neu, und wechseln Sie noch einmal.</translation>
    </message>
    <message>
        <source>Put another one in use first ({0}), then plan the undo.</source>
        <translation>Setzen Sie zuerst eine andere ein ({0}), und planen Sie dann die Rücknahme.</translation>
    </message>
    <message>
        <source>Put it back, run: crmsync connections webhooks {0} --remove, and take it out again.</source>
        <translation>Setzen Sie sie wieder ein, führen Sie aus: crmsync connections webhooks {0} --remove, und nehmen Sie sie wieder heraus.</translation>
    </message>
    <message>
        <source>Read the record again and repeat the change.</source>
        <translation>Lesen Sie den Datensatz neu und wiederholen Sie die Änderung.</translation>
    </message>
    <message>
        <source>Read them again: crmsync rules reload, then list.</source>
        <translation>Lesen Sie sie neu: crmsync rules reload, dann list.</translation>
    </message>
    <message>
        <source>Reading in {0}.</source>
        <translation>{0} wird eingelesen.</translation>
    </message>
    <message>
        <source>Remove it here and change the secret. Then store it with: {0}.</source>
        <translation>Entfernen Sie es hier und ändern Sie das Secret. Hinterlegen Sie es dann mit: {0}.</translation>
    </message>
    <message>
        <source>Remove it; the environment variable CRMSYNC_HOME says where everything lies.</source>
        <translation>Entfernen Sie ihn; die Umgebungsvariable CRMSYNC_HOME sagt, wo alles liegt.</translation>
    </message>
    <message>
        <source>Remove kinds from the mapping.</source>
        <translation>Entfernen Sie kinds aus der Zuordnung.</translation>
    </message>
    <message>
        <source>Remove some of its 40 webhooks in Pipedrive.</source>
        <translation>Entfernen Sie in Pipedrive einige seiner 40 Webhooks.</translation>
    </message>
    <message>
        <source>Remove the option.</source>
        <translation>Entfernen Sie die Option.</translation>
    </message>
    <message>
        <source>Restore it from a backup, or remove it and sign in to every connection again.</source>
        <translation>Spielen Sie sie aus einer Sicherung ein, oder entfernen Sie sie und melden Sie jede Verbindung neu an.</translation>
    </message>
    <message>
        <source>Resume it: crmsync resume {0}</source>
        <translation>Setzen Sie sie fort: crmsync resume {0}</translation>
    </message>
    <message>
        <source>Run crmsync connections prepare, or create {0}.{1} by hand.</source>
        <translation>Führen Sie crmsync connections prepare aus, oder legen Sie {0}.{1} von Hand an.</translation>
    </message>
    <message>
        <source>Run crmsync connections prepare. {0}</source>
        <translation>Führen Sie crmsync connections prepare aus. {0}</translation>
    </message>
    <message>
        <source>Run the daemon as the user who made the vault; else remove secrets.sealed and sign in again.</source>
        <translation>Lassen Sie den Daemon als der Benutzer laufen, der den Tresor angelegt hat; sonst entfernen Sie secrets.sealed und melden Sie neu an.</translation>
    </message>
    <message>
        <source>Run the daemon on Linux; other systems are not supported yet.</source>
        <translation>Lassen Sie den Daemon auf Linux laufen; andere Systeme werden noch nicht unterstützt.</translation>
    </message>
    <message>
        <source>Run this as the daemon&apos;s own user, or point CRMSYNC_HOME at your own installation.</source>
        <translation>Führen Sie dies als der Benutzer des Daemons aus, oder lassen Sie CRMSYNC_HOME auf Ihre eigene Installation zeigen.</translation>
    </message>
    <message>
        <source>Salesforce answered a query with something else than rows</source>
        <translation>Salesforce hat eine Abfrage mit etwas anderem als Zeilen beantwortet</translation>
    </message>
    <message>
        <source>Salesforce answered a row without a readable time</source>
        <translation>Salesforce hat mit einer Zeile ohne lesbare Zeit geantwortet</translation>
    </message>
    <message>
        <source>Salesforce answered a write in a way that cannot be read</source>
        <translation>Salesforce hat einen Schreibvorgang unlesbar beantwortet</translation>
    </message>
    <message>
        <source>Salesforce answered a write with something unreadable</source>
        <translation>Salesforce hat einen Schreibvorgang mit etwas Unlesbarem beantwortet</translation>
    </message>
    <message>
        <source>Salesforce answered a write with {0} and something unreadable</source>
        <translation>Salesforce hat einen Schreibvorgang mit {0} und etwas Unlesbarem beantwortet</translation>
    </message>
    <message>
        <source>Salesforce answered part of a write with {0} and something unreadable</source>
        <translation>Salesforce hat einen Teil eines Schreibvorgangs mit {0} und etwas Unlesbarem beantwortet</translation>
    </message>
    <message>
        <source>Salesforce answered the deleted rows in a way that cannot be read</source>
        <translation>Salesforce hat die gelöschten Zeilen unlesbar beantwortet</translation>
    </message>
    <message>
        <source>Salesforce answered without the list {0}</source>
        <translation>Salesforce hat ohne die Liste {0} geantwortet</translation>
    </message>
    <message>
        <source>Salesforce answered {0} with something unreadable</source>
        <translation>Salesforce hat {0} mit etwas Unlesbarem beantwortet</translation>
    </message>
    <message>
        <source>Salesforce described its change events in a way that cannot be read</source>
        <translation>Salesforce hat seine Änderungsereignisse unlesbar beschrieben</translation>
    </message>
    <message>
        <source>Salesforce described {0} in a way that cannot be read</source>
        <translation>Salesforce hat {0} unlesbar beschrieben</translation>
    </message>
    <message>
        <source>Salesforce does not let us create the field {0} on {1} ({2})</source>
        <translation>Salesforce lässt uns das Feld {0} von {1} nicht anlegen ({2})</translation>
    </message>
    <message>
        <source>Salesforce does not let us select {0} for Change Data Capture ({1})</source>
        <translation>Salesforce lässt uns {0} nicht für Change Data Capture auswählen ({1})</translation>
    </message>
    <message>
        <source>Salesforce field {0} of {1} exists but does not require unique values</source>
        <translation>Das Salesforce-Feld {0} von {1} gibt es, es verlangt aber keine eindeutigen Werte</translation>
    </message>
    <message>
        <source>Salesforce hides rows of {0} from queries that exist</source>
        <translation>Salesforce verbirgt Zeilen von {0}, die es gibt, vor Abfragen</translation>
    </message>
    <message>
        <source>Salesforce no longer has the events of {0} since our last position</source>
        <translation>Salesforce hat die Ereignisse von {0} seit unserer letzten Position nicht mehr</translation>
    </message>
    <message>
        <source>Salesforce no longer has the field {0} on {1}</source>
        <translation>Salesforce hat das Feld {0} von {1} nicht mehr</translation>
    </message>
    <message>
        <source>Salesforce object {0} has no field {1}</source>
        <translation>Das Salesforce-Objekt {0} hat kein Feld {1}</translation>
    </message>
    <message>
        <source>Salesforce object {0} has no field {1} that we can see</source>
        <translation>Das Salesforce-Objekt {0} hat kein Feld {1}, das wir sehen</translation>
    </message>
    <message>
        <source>Salesforce refuses the field {0} on {1} ({2})</source>
        <translation>Salesforce lehnt das Feld {0} von {1} ab ({2})</translation>
    </message>
    <message>
        <source>Salesforce refuses with {0}</source>
        <translation>Salesforce lehnt ab mit {0}</translation>
    </message>
    <message>
        <source>Salesforce refuses {0} with {1} {2}</source>
        <translation>Salesforce lehnt {0} ab mit {1} {2}</translation>
    </message>
    <message>
        <source>Salesforce told the picklists of {0} in a way that cannot be read</source>
        <translation>Salesforce hat die Auswahllisten von {0} unlesbar mitgeteilt</translation>
    </message>
    <message>
        <source>Salesforce {0} {1} cannot be merged over REST</source>
        <translation>Salesforce {0} {1} lässt sich über REST nicht zusammenführen</translation>
    </message>
    <message>
        <source>Salesforce {0} {1}: the answer is not readable JSON</source>
        <translation>Salesforce {0} {1}: die Antwort ist kein lesbares JSON</translation>
    </message>
    <message>
        <source>Salesforce&apos;s events of {0}: {1}</source>
        <translation>Ereignisse von {0} in Salesforce: {1}</translation>
    </message>
    <message>
        <source>Say direction = &quot;to_crm&quot; for this rule.</source>
        <translation>Setzen Sie für diese Regel direction = &quot;to_crm&quot;.</translation>
    </message>
    <message>
        <source>Say direction = &quot;to_crm&quot;, or &quot;to_hub&quot;.</source>
        <translation>Setzen Sie direction = &quot;to_crm&quot; oder &quot;to_hub&quot;.</translation>
    </message>
    <message>
        <source>Say direction = &quot;to_hub&quot; for this rule.</source>
        <translation>Setzen Sie für diese Regel direction = &quot;to_hub&quot;.</translation>
    </message>
    <message>
        <source>Say policy = &quot;create_only&quot; for this rule, or direction = &quot;to_hub&quot;.</source>
        <translation>Setzen Sie für diese Regel policy = &quot;create_only&quot; oder direction = &quot;to_hub&quot;.</translation>
    </message>
    <message>
        <source>Say policy = &quot;create_only&quot; for this rule.</source>
        <translation>Setzen Sie für diese Regel policy = &quot;create_only&quot;.</translation>
    </message>
    <message>
        <source>Say what an empty or missing value means, as in amount != null &amp;&amp; amount &gt; 100.</source>
        <translation>Sagen Sie, was ein leerer oder fehlender Wert bedeutet, etwa amount != null &amp;&amp; amount &gt; 100.</translation>
    </message>
    <message>
        <source>Say which: {0}.</source>
        <translation>Sagen Sie, welcher: {0}.</translation>
    </message>
    <message>
        <source>See /v1/openapi.json for what there is.</source>
        <translation>/v1/openapi.json zeigt, was es gibt.</translation>
    </message>
    <message>
        <source>See /v1/openapi.json for what this address takes.</source>
        <translation>/v1/openapi.json zeigt, was diese Adresse annimmt.</translation>
    </message>
    <message>
        <source>See all of them: crmsync mappings test {0} {1}</source>
        <translation>Alle zeigt: crmsync mappings test {0} {1}</translation>
    </message>
    <message>
        <source>See the daemon&apos;s log for the cause.</source>
        <translation>Die Ursache steht im Protokoll des Daemons.</translation>
    </message>
    <message>
        <source>See what is known with crmsync records history {0}, and set it with crmsync records edit.</source>
        <translation>Was bekannt ist, zeigt crmsync records history {0}; setzen Sie es mit crmsync records edit.</translation>
    </message>
    <message>
        <source>See when it was created: crmsync records history {0}</source>
        <translation>Wann er angelegt wurde, zeigt: crmsync records history {0}</translation>
    </message>
    <message>
        <source>See who is: crmsync attached list</source>
        <translation>Wer es ist, zeigt: crmsync attached list</translation>
    </message>
    <message>
        <source>See why that waits: crmsync records trace {0}</source>
        <translation>Warum der wartet, zeigt: crmsync records trace {0}</translation>
    </message>
    <message>
        <source>See: crmsync targets list</source>
        <translation>Siehe: crmsync targets list</translation>
    </message>
    <message>
        <source>Select the mapped objects for Change Data Capture: Create what is missing on the page Connections, or: crmsync connections prepare {0}. Or select them by hand at Salesforce.</source>
        <translation>Wählen Sie die zugeordneten Objekte für Change Data Capture aus: „Fehlendes anlegen“ auf der Seite Verbindungen, oder: crmsync connections prepare {0}. Oder wählen Sie sie bei Salesforce von Hand aus.</translation>
    </message>
    <message>
        <source>Select {0} by hand under Setup &gt; Change Data Capture, or leave it polled.</source>
        <translation>Wählen Sie {0} unter Setup &gt; Change Data Capture von Hand aus, oder lassen Sie es abgefragt werden.</translation>
    </message>
    <message>
        <source>Send less at once; a request body may have at most 1 MiB.</source>
        <translation>Senden Sie weniger auf einmal; eine Anfrage darf höchstens 1 MiB enthalten.</translation>
    </message>
    <message>
        <source>Set advisor.endpoint and advisor.model in crmsync.toml; docs/advisor.md says what is sent.</source>
        <translation>Setzen Sie advisor.endpoint und advisor.model in crmsync.toml; docs/advisor.md sagt, was gesendet wird.</translation>
    </message>
    <message>
        <source>Set client_id under [connections.{0}] in crmsync.toml, or give it with --client-id.</source>
        <translation>Setzen Sie client_id unter [connections.{0}] in crmsync.toml, oder geben Sie sie mit --client-id an.</translation>
    </message>
    <message>
        <source>Set it to External ID and Unique, case sensitive, in Object Manager &gt; {0} &gt; Fields.</source>
        <translation>Setzen Sie es im Objekt-Manager &gt; {0} &gt; Felder auf External ID und Unique, case sensitive.</translation>
    </message>
    <message>
        <source>Set it to on in postgresql.conf (and for this role and database), then start again.</source>
        <translation>Setzen Sie es in postgresql.conf (und für diese Rolle und Datenbank) auf on, und starten Sie noch einmal.</translation>
    </message>
    <message>
        <source>Set redirect_port of the connection, and register http://localhost:PORT/cb with the app in Entra.</source>
        <translation>Setzen Sie redirect_port der Verbindung, und melden Sie http://localhost:PORT/cb bei der App in Entra an.</translation>
    </message>
    <message>
        <source>Set redirect_port, and register http://localhost:PORT/cb. Check the client id, the secret or certificate, and the redirect address of the app registration in Entra, and that the environment has an application user for it; then sign in again: crmsync connections sign-in NAME.</source>
        <translation>Setzen Sie redirect_port, und melden Sie http://localhost:PORT/cb an. Prüfen Sie Client-ID, Secret oder Zertifikat und Rückkehradresse der App-Registrierung in Entra, und ob die Umgebung einen Anwendungsbenutzer dafür hat; melden Sie dann neu an: crmsync connections sign-in NAME.</translation>
    </message>
    <message>
        <source>Set the system clock, and let it be kept by NTP.</source>
        <translation>Stellen Sie die Systemuhr, und lassen Sie sie von NTP nachführen.</translation>
    </message>
    <message>
        <source>Set this machine&apos;s clock, then: crmsync connections sign-in NAME.</source>
        <translation>Stellen Sie die Uhr dieses Rechners, dann: crmsync connections sign-in NAME.</translation>
    </message>
    <message>
        <source>Set token_url of the connection: https://login.microsoftonline.com/TENANT/oauth2/v2.0/token.</source>
        <translation>Setzen Sie token_url der Verbindung: https://login.microsoftonline.com/TENANT/oauth2/v2.0/token.</translation>
    </message>
    <message>
        <source>Set username under the connection in crmsync.toml, and key_file or --key-file at sign-in.</source>
        <translation>Setzen Sie username unter der Verbindung in crmsync.toml, und key_file oder --key-file bei der Anmeldung.</translation>
    </message>
    <message>
        <source>Settle it yourself.</source>
        <translation>Entscheiden Sie es selbst.</translation>
    </message>
    <message>
        <source>Several choices on one side, one text on the other. Option separator: ; or , or |.</source>
        <translation>Mehrere Auswahlwerte auf der einen Seite, ein Text auf der anderen. Option separator: ; oder , oder |.</translation>
    </message>
    <message>
        <source>Several choices: what either side added or took out.</source>
        <translation>Mehrfachauswahl: was jede Seite hinzufügte oder wegnahm.</translation>
    </message>
    <message>
        <source>Several e-mail addresses in one CRM text; the hub has the first, and in a second field the others. Option separator for new lists: semicolon or comma.</source>
        <translation>Mehrere E-Mail-Adressen in einem Text des CRMs; der Hub hat die erste, und in einem zweiten Feld die anderen. Option separator für neue Listen: semicolon oder comma.</translation>
    </message>
    <message>
        <source>Shorten the value, or use the lens &apos;truncate&apos; for this rule.</source>
        <translation>Kürzen Sie den Wert, oder nehmen Sie für diese Regel die Linse &apos;truncate&apos;.</translation>
    </message>
    <message>
        <source>Shorten the value, or use the lens &apos;truncate&apos;.</source>
        <translation>Kürzen Sie den Wert, oder nehmen Sie die Linse &apos;truncate&apos;.</translation>
    </message>
    <message>
        <source>Sign in again and allow the access: crmsync connections sign-in NAME. Where an administrator must agree, they grant it in Entra: App registrations, API permissions, Dynamics CRM user_impersonation.</source>
        <translation>Melden Sie neu an und erlauben Sie den Zugriff: crmsync connections sign-in NAME. Muss ein Administrator zustimmen, gewährt er es in Entra: App-Registrierungen, API-Berechtigungen, Dynamics CRM user_impersonation.</translation>
    </message>
    <message>
        <source>Sign in again with the client secret: crmsync connections sign-in {0}</source>
        <translation>Melden Sie mit dem Client-Secret neu an: crmsync connections sign-in {0}</translation>
    </message>
    <message>
        <source>Sign in again: crmsync connections sign-in NAME.</source>
        <translation>Melden Sie neu an: crmsync connections sign-in NAME.</translation>
    </message>
    <message>
        <source>Sign in again: crmsync connections sign-in NAME. Changes are kept until then.</source>
        <translation>Melden Sie neu an: crmsync connections sign-in NAME. Bis dahin werden Änderungen aufbewahrt.</translation>
    </message>
    <message>
        <source>Sign in again; the answer to the sign-in names the address.</source>
        <translation>Melden Sie neu an; die Antwort auf die Anmeldung nennt die Adresse.</translation>
    </message>
    <message>
        <source>Sign in: crmsync connections sign-in {0}</source>
        <translation>Melden Sie an: crmsync connections sign-in {0}</translation>
    </message>
    <message>
        <source>Sign out first, so that the CRM hears of it: crmsync connections sign-out {0}</source>
        <translation>Melden Sie zuerst ab, damit das CRM davon erfährt: crmsync connections sign-out {0}</translation>
    </message>
    <message>
        <source>Single line of text (100)</source>
        <translation>Einzeiliger Text (100)</translation>
    </message>
    <message>
        <source>Stages: the further one, where both sides went forward and none to a lost one.</source>
        <translation>Phasen: die weitere, wenn beide Seiten vorwärtsgingen und keine zu einer verlorenen.</translation>
    </message>
    <message>
        <source>Start it: crmsync daemon</source>
        <translation>Starten Sie ihn: crmsync daemon</translation>
    </message>
    <message>
        <source>Start one: crmsync connections sign-in {0} --paste.</source>
        <translation>Beginnen Sie eine: crmsync connections sign-in {0} --paste.</translation>
    </message>
    <message>
        <source>Stop the daemon and restore the newest backup.</source>
        <translation>Halten Sie den Daemon an und spielen Sie die neueste Sicherung ein.</translation>
    </message>
    <message>
        <source>Stop the daemon, remove the socket&apos;s folder, and start again.</source>
        <translation>Halten Sie den Daemon an, entfernen Sie den Ordner des Sockets, und starten Sie neu.</translation>
    </message>
    <message>
        <source>Text cut to the length the CRM&apos;s field can hold. What is cut off is only in the hub. Option length: in characters, where the CRM does not tell.</source>
        <translation>Text, auf die Länge gekürzt, die das Feld des CRMs fasst. Was abgeschnitten wird, steht nur im Hub. Option length: in Zeichen, wenn das CRM sie nicht nennt.</translation>
    </message>
    <message>
        <source>Text in another case on each side. Options hub and crm: lower, upper or keep.</source>
        <translation>Text, auf jeder Seite anders groß- oder kleingeschrieben. Optionen hub und crm: lower, upper oder keep.</translation>
    </message>
    <message>
        <source>Text in capital letters on both sides.</source>
        <translation>Text in Großbuchstaben auf beiden Seiten.</translation>
    </message>
    <message>
        <source>Text in small letters on both sides.</source>
        <translation>Text in Kleinbuchstaben auf beiden Seiten.</translation>
    </message>
    <message>
        <source>Text without white space around it.</source>
        <translation>Text ohne Leerraum am Anfang und am Ende.</translation>
    </message>
    <message>
        <source>That is undone by its run: crmsync undo run RUN</source>
        <translation>Das wird durch seinen Lauf zurückgenommen: crmsync undo run RUN</translation>
    </message>
    <message>
        <source>That is undone by its run: crmsync undo run {0}</source>
        <translation>Das wird durch seinen Lauf zurückgenommen: crmsync undo run {0}</translation>
    </message>
    <message>
        <source>That is what a filter is for; look whether these are the records you mean.</source>
        <translation>Dafür ist ein Filter da; sehen Sie nach, ob dies die Datensätze sind, die Sie meinen.</translation>
    </message>
    <message>
        <source>The CRM did not end the sign-in; remove the app there.</source>
        <translation>Das CRM hat die Anmeldung nicht beendet; entfernen Sie die App dort.</translation>
    </message>
    <message>
        <source>The CRM does not answer. Changes are kept and sent when it does.</source>
        <translation>Das CRM antwortet nicht. Änderungen werden aufbewahrt und gesendet, sobald es antwortet.</translation>
    </message>
    <message>
        <source>The CRM was not told: {0}. Remove the app there too.</source>
        <translation>Dem CRM wurde es nicht gesagt: {0}. Entfernen Sie die App auch dort.</translation>
    </message>
    <message>
        <source>The CRM&apos;s request limit is used up. Work goes on when it allows.</source>
        <translation>Die Abrufgrenze des CRMs ist ausgeschöpft. Es geht weiter, sobald es das zulässt.</translation>
    </message>
    <message>
        <source>The CRM, or something between, answered with something unreadable. It is tried again.</source>
        <translation>Das CRM, oder etwas dazwischen, hat mit etwas Unlesbarem geantwortet. Es wird wieder versucht.</translation>
    </message>
    <message>
        <source>The advisor has stopped deciding {0} alone: {1}. Turn it on again: crmsync advisor enable {2}</source>
        <translation>Der Ratgeber entscheidet {0} nicht mehr allein: {1}. Schalten Sie ihn wieder ein: crmsync advisor enable {2}</translation>
    </message>
    <message>
        <source>The application itself, without a person</source>
        <translation>Die Anwendung selbst, ohne einen Menschen</translation>
    </message>
    <message>
        <source>The connection does not work until its mapping is right.</source>
        <translation>Die Verbindung arbeitet nicht, bis ihre Zuordnung stimmt.</translation>
    </message>
    <message>
        <source>The day&apos;s allowance is kept for more urgent work. This goes on by itself; nothing is lost.</source>
        <translation>Das Tageskontingent wird für Dringenderes aufgehoben. Dies geht von selbst weiter; nichts geht verloren.</translation>
    </message>
    <message>
        <source>The mapping names something this CRM account does not have. Check the named field or object.</source>
        <translation>Die Zuordnung nennt etwas, das dieses CRM-Konto nicht hat. Prüfen Sie das genannte Feld oder Objekt.</translation>
    </message>
    <message>
        <source>The rest of the text stays in the hub only.</source>
        <translation>Der Rest des Textes bleibt nur im Hub.</translation>
    </message>
    <message>
        <source>The write may have happened. It is looked up before anything is repeated.</source>
        <translation>Vielleicht wurde geschrieben. Es wird nachgesehen, bevor etwas wiederholt wird.</translation>
    </message>
    <message>
        <source>There are {0}.</source>
        <translation>Es gibt {0}.</translation>
    </message>
    <message>
        <source>There are: none.</source>
        <translation>Es gibt keine.</translation>
    </message>
    <message>
        <source>There are: none; add one to crmsync.toml.</source>
        <translation>Es gibt noch keine; fügen Sie eine in crmsync.toml hinzu.</translation>
    </message>
    <message>
        <source>There are: {0}.</source>
        <translation>Es gibt: {0}.</translation>
    </message>
    <message>
        <source>There are: {0}. Give a record&apos;s id, that of a CRM (or CONNECTION:ID, CONNECTION:OBJECT/ID), a link to it in a CRM, or an e-mail address.</source>
        <translation>Es gibt: {0}. Geben Sie die ID eines Datensatzes an, die eines CRM (oder VERBINDUNG:ID, VERBINDUNG:OBJEKT/ID), einen Link zu ihm in einem CRM, oder eine E-Mail-Adresse.</translation>
    </message>
    <message>
        <source>There is nothing left to ask.</source>
        <translation>Es gibt nichts mehr zu fragen.</translation>
    </message>
    <message>
        <source>There is nothing left to ask; to delete it: crmsync records delete {0}</source>
        <translation>Es gibt nichts mehr zu fragen; um ihn zu löschen: crmsync records delete {0}</translation>
    </message>
    <message>
        <source>There is nothing left to set back.</source>
        <translation>Es gibt nichts mehr zurückzusetzen.</translation>
    </message>
    <message>
        <source>There is nothing left to take back.</source>
        <translation>Es gibt nichts mehr zurückzunehmen.</translation>
    </message>
    <message>
        <source>This is for {0}.</source>
        <translation>Dies ist für {0}.</translation>
    </message>
    <message>
        <source>This store was written by a newer CRM Sync. Install that version, or restore the backup it made.</source>
        <translation>Diese Datenbank hat ein neueres CRM Sync geschrieben. Installieren Sie diese Version, oder spielen Sie deren Sicherung ein.</translation>
    </message>
    <message>
        <source>To hear of what has changed.</source>
        <translation>Um zu erfahren, was sich geändert hat.</translation>
    </message>
    <message>
        <source>To know owners by their e-mail address. Nothing is changed.</source>
        <translation>Um Zuständige an ihrer E-Mail-Adresse zu erkennen. Nichts wird geändert.</translation>
    </message>
    <message>
        <source>To know which organisation was signed in to.</source>
        <translation>Um zu wissen, bei welcher Organisation angemeldet wurde.</translation>
    </message>
    <message>
        <source>To make fields on {0} when you agree: one of our own, so that no record is made twice, and those you ask for.</source>
        <translation>Um bei {0} Felder anzulegen, wenn Sie einverstanden sind: ein eigenes, damit kein Datensatz zweimal angelegt wird, und solche, die Sie wünschen.</translation>
    </message>
    <message>
        <source>To read and write by the API, with no more rights than the person who signs in has.</source>
        <translation>Um über die API zu lesen und zu schreiben, mit nicht mehr Rechten, als der Mensch hat, der sich anmeldet.</translation>
    </message>
    <message>
        <source>To read and write in this environment, with no more rights than the person who signs in has.</source>
        <translation>Um in dieser Umgebung zu lesen und zu schreiben, mit nicht mehr Rechten, als der Mensch hat, der sich anmeldet.</translation>
    </message>
    <message>
        <source>To read and write {0}, with their organizations.</source>
        <translation>Um {0} zu lesen und zu schreiben, samt ihren Organisationen.</translation>
    </message>
    <message>
        <source>To read {0} and hear of their changes.</source>
        <translation>Um {0} zu lesen und von ihren Änderungen zu erfahren.</translation>
    </message>
    <message>
        <source>To see which fields a {0} has, and to make one of our own and those you ask for.</source>
        <translation>Um zu sehen, welche Felder {0} hat, und um ein eigenes und solche anzulegen, die Sie wünschen.</translation>
    </message>
    <message>
        <source>To see which fields {0} have.</source>
        <translation>Um zu sehen, welche Felder {0} haben.</translation>
    </message>
    <message>
        <source>To sign in at all.</source>
        <translation>Um sich überhaupt anzumelden.</translation>
    </message>
    <message>
        <source>To stay signed in. Without it somebody would sign in every hour.</source>
        <translation>Um angemeldet zu bleiben. Ohne es müsste sich jede Stunde jemand anmelden.</translation>
    </message>
    <message>
        <source>To write changes of {0} that were made elsewhere.</source>
        <translation>Um Änderungen an {0} zu schreiben, die anderswo gemacht wurden.</translation>
    </message>
    <message>
        <source>Too many programs are connected at once. Close some, or try again in a moment.</source>
        <translation>Zu viele Programme sind zugleich verbunden. Schließen Sie einige, oder versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Undo it in parts: by run, or by a shorter time with --since and --until.</source>
        <translation>Nehmen Sie es in Teilen zurück: nach Lauf, oder mit --since und --until über kürzere Zeit.</translation>
    </message>
    <message>
        <source>Unlock the system&apos;s keyring or put the key file back; else remove secrets.sealed and sign in again.</source>
        <translation>Entsperren Sie den Schlüsselbund des Systems, oder legen Sie die Schlüsseldatei zurück; sonst entfernen Sie secrets.sealed und melden Sie neu an.</translation>
    </message>
    <message>
        <source>Update time</source>
        <translation>Zeit der Änderung</translation>
    </message>
    <message>
        <source>Update {0} (to {1}). {2}</source>
        <translation>Aktualisieren Sie {0} (auf {1}). {2}</translation>
    </message>
    <message>
        <source>Upload the certificate to it. Check the client id, the secret or certificate, and the redirect address of the app registration in Entra, and that the environment has an application user for it; then sign in again: crmsync connections sign-in NAME.</source>
        <translation>Laden Sie das Zertifikat dort hoch. Prüfen Sie Client-ID, Secret oder Zertifikat und Rückkehradresse der App-Registrierung in Entra, und ob die Umgebung einen Anwendungsbenutzer dafür hat; melden Sie dann neu an: crmsync connections sign-in NAME.</translation>
    </message>
    <message>
        <source>Use a factor such as &quot;100&quot;, &quot;1000&quot; or &quot;0.01&quot;.</source>
        <translation>Nehmen Sie einen Faktor wie &quot;100&quot;, &quot;1000&quot; oder &quot;0.01&quot;.</translation>
    </message>
    <message>
        <source>Use an account or a server in {0}, or change residency.require in crmsync.toml.</source>
        <translation>Nehmen Sie ein Konto oder einen Server in {0}, oder ändern Sie residency.require in crmsync.toml.</translation>
    </message>
    <message>
        <source>Use an address of the vendor&apos;s that names the area.{0}</source>
        <translation>Nehmen Sie eine Adresse des Anbieters, die das Gebiet nennt.{0}</translation>
    </message>
    <message>
        <source>Use digital signatures: upload the key&apos;s certificate, and approve the user&apos;s profile beforehand.</source>
        <translation>Verwenden Sie digitale Signaturen: laden Sie das Zertifikat des Schlüssels hoch, und geben Sie vorher das Profil des Benutzers frei.</translation>
    </message>
    <message>
        <source>Use fewer of all(), exists(), filter() and map() inside one another.</source>
        <translation>Schachteln Sie weniger all(), exists(), filter() und map() ineinander.</translation>
    </message>
    <message>
        <source>Use texts, numbers, lists and maps only.</source>
        <translation>Verwenden Sie nur Texte, Zahlen, Listen und Maps.</translation>
    </message>
    <message>
        <source>Use the daemon&apos;s own socket, if you may: in the app, untick Only look on in the menu of daemons.</source>
        <translation>Verwenden Sie den eigenen Socket des Daemons, wenn Sie dürfen: in der App schalten Sie im Menü der Daemons „Nur zusehen“ aus.</translation>
    </message>
    <message>
        <source>Use the lens &apos;choice_map&apos; with the CRM&apos;s own choices, or add them in the CRM.</source>
        <translation>Nehmen Sie die Linse &apos;choice_map&apos; mit den eigenen Auswahlwerten des CRMs, oder fügen Sie sie im CRM hinzu.</translation>
    </message>
    <message>
        <source>Use the lens &apos;choice_map&apos; with the CRM&apos;s own choices, unless such values are wanted there.</source>
        <translation>Nehmen Sie die Linse &apos;choice_map&apos; mit den Auswahlwerten des CRM, sofern solche Werte dort nicht erwünscht sind.</translation>
    </message>
    <message>
        <source>Use the lens &apos;choice_map&apos; with the choices there are, or add the choice.</source>
        <translation>Nehmen Sie die Linse &apos;choice_map&apos; mit den vorhandenen Auswahlwerten, oder fügen Sie den Wert hinzu.</translation>
    </message>
    <message>
        <source>Use the running daemon, or stop it first: crmsync status shows it.</source>
        <translation>Verwenden Sie den laufenden Daemon, oder halten Sie ihn erst an: crmsync status zeigt ihn.</translation>
    </message>
    <message>
        <source>Values stay as they are; for fields of like types.</source>
        <translation>Werte bleiben, wie sie sind; für Felder gleicher Typen.</translation>
    </message>
    <message>
        <source>Web address in the CRM, without scheme, www and closing slash in the hub. Options: part (all, or host for the domain alone), scheme (https, http or empty) for new addresses.</source>
        <translation>Webadresse im CRM, im Hub ohne Schema, www und Schrägstrich am Ende. Optionen: part (all, oder host für die Domain allein), scheme (https, http oder leer) für neue Adressen.</translation>
    </message>
    <message>
        <source>Were it still too much, the question is open anew: crmsync items list --kind brake.</source>
        <translation>Wäre es noch immer zu viel, ist die Frage neu offen: crmsync items list --kind brake.</translation>
    </message>
    <message>
        <source>What becomes of the record is not this question any more: crmsync queue list.</source>
        <translation>Was aus dem Datensatz wird, entscheidet diese Frage nicht mehr: crmsync queue list.</translation>
    </message>
    <message>
        <source>What it needs cannot be looked up.</source>
        <translation>Was sie braucht, lässt sich nicht nachsehen.</translation>
    </message>
    <message>
        <source>What was applied stays.</source>
        <translation>Was angewendet wurde, bleibt.</translation>
    </message>
    <message>
        <source>Where the newest would win: an edit beats one by an import, a workflow or another machine.</source>
        <translation>Wo sonst das Neueste gewänne: eine Änderung geht vor einer durch einen Import, einen Workflow oder eine andere Maschine.</translation>
    </message>
    <message>
        <source>Where the newest would win: of a value and its typing error the later is not the better.</source>
        <translation>Wo sonst das Neueste gewänne: von einem Wert und seinem Tippfehler ist der spätere nicht der bessere.</translation>
    </message>
    <message>
        <source>Which record of CRM Sync this is. Do not change it: it prevents duplicates.</source>
        <translation>Welcher Datensatz von CRM Sync dies ist. Ändern Sie es nicht: es verhindert Doppelte.</translation>
    </message>
    <message>
        <source>Whoever copies the data has the key. Move it: crmsync vault rotate.</source>
        <translation>Wer die Daten kopiert, hat den Schlüssel. Verlegen Sie ihn: crmsync vault rotate.</translation>
    </message>
    <message>
        <source>Windows does not open the vault&apos;s key in {0} for this user</source>
        <translation>Windows öffnet den Schlüssel des Tresors in {0} nicht für diesen Benutzer</translation>
    </message>
    <message>
        <source>Windows does not protect the vault&apos;s key for this user</source>
        <translation>Windows schützt den Schlüssel des Tresors nicht für diesen Benutzer</translation>
    </message>
    <message>
        <source>Without it no records are created here: one whose answer was lost could be there twice. Reading, updates and deletes go on.</source>
        <translation>Ohne es werden hier keine Datensätze angelegt: einer, dessen Antwort verloren ging, könnte zweimal da sein. Lesen, Ändern und Löschen gehen weiter.</translation>
    </message>
    <message>
        <source>Without it the object is polled: changes arrive after seconds to minutes, as the day&apos;s calls allow.</source>
        <translation>Ohne es wird das Objekt abgefragt: Änderungen kommen nach Sekunden bis Minuten an, je nach Tageskontingent.</translation>
    </message>
    <message>
        <source>Write a condition in CEL, such as stage == &quot;customer&quot;.</source>
        <translation>Schreiben Sie eine Bedingung in CEL, etwa stage == &quot;customer&quot;.</translation>
    </message>
    <message>
        <source>Write a condition into one of them, or leave [filter] away.</source>
        <translation>Schreiben Sie eine Bedingung in eines davon, oder lassen Sie [filter] weg.</translation>
    </message>
    <message>
        <source>Write an area in small letters, such as &quot;eu&quot;.</source>
        <translation>Schreiben Sie ein Gebiet in Kleinbuchstaben, etwa &quot;eu&quot;.</translation>
    </message>
    <message>
        <source>Write it like &quot;Europe/Berlin&quot;.</source>
        <translation>Schreiben Sie es wie &quot;Europe/Berlin&quot;.</translation>
    </message>
    <message>
        <source>Write it like &apos;DE&apos; or &apos;US&apos;.</source>
        <translation>Schreiben Sie es wie &apos;DE&apos; oder &apos;US&apos;.</translation>
    </message>
    <message>
        <source>Write it like hubspot-contact.toml.</source>
        <translation>Schreiben Sie ihn wie hubspot-contact.toml.</translation>
    </message>
    <message>
        <source>Write it like match = [&quot;email&quot;, [&quot;phone&quot;, &quot;last_name&quot;]].</source>
        <translation>Schreiben Sie es wie match = [&quot;email&quot;, [&quot;phone&quot;, &quot;last_name&quot;]].</translation>
    </message>
    <message>
        <source>Write it like value = &quot;first_name + &apos; &apos; + last_name&quot;.</source>
        <translation>Schreiben Sie es wie value = &quot;first_name + &apos; &apos; + last_name&quot;.</translation>
    </message>
    <message>
        <source>Write the pattern in quotes.</source>
        <translation>Schreiben Sie das Muster in Anführungszeichen.</translation>
    </message>
    <message>
        <source>Write the two-letter country in capitals, such as region = &quot;DE&quot;.</source>
        <translation>Schreiben Sie das Land mit zwei Großbuchstaben, etwa region = &quot;DE&quot;.</translation>
    </message>
    <message>
        <source>Write valid Unicode text.</source>
        <translation>Schreiben Sie gültigen Unicode-Text.</translation>
    </message>
    <message>
        <source>Yes or no on one side, words on the other. Options yes and no: the two words; otherwise: what any other word means, yes, no or refuse (default).</source>
        <translation>Ja oder nein auf der einen Seite, Wörter auf der anderen. Optionen yes und no: die beiden Wörter; otherwise: was jedes andere Wort bedeutet, yes, no oder refuse (Standard).</translation>
    </message>
    <message>
        <source>`crmsync lenses` lists all lenses.</source>
        <translation>`crmsync lenses` zählt alle Linsen auf.</translation>
    </message>
    <message>
        <source>a browser&apos;s page asked (Origin is set)</source>
        <translation>die Seite eines Browsers hat gefragt (Origin ist gesetzt)</translation>
    </message>
    <message>
        <source>a bulk decision is made as a whole</source>
        <translation>eine Sammelentscheidung wird als Ganzes getroffen</translation>
    </message>
    <message>
        <source>a change event of {0} cannot be read</source>
        <translation>ein Änderungsereignis von {0} ist nicht lesbar</translation>
    </message>
    <message>
        <source>a child waits for it</source>
        <translation>ein untergeordneter Datensatz wartet darauf</translation>
    </message>
    <message>
        <source>a choice holds a semicolon, or white space at its edge</source>
        <translation>ein Auswahlwert enthält ein Semikolon oder Leerraum am Rand</translation>
    </message>
    <message>
        <source>a choice holds the separator, or white space at its edge</source>
        <translation>ein Auswahlwert enthält das Trennzeichen oder Leerraum am Rand</translation>
    </message>
    <message>
        <source>a choice is not in the rule&apos;s table</source>
        <translation>ein Auswahlwert steht nicht in der Tabelle der Regel</translation>
    </message>
    <message>
        <source>a choice of {0} that {1} sampled records have</source>
        <translation>einen Auswahlwert von {0}, den {1} Datensätze der Stichprobe haben</translation>
    </message>
    <message>
        <source>a computed value goes one way</source>
        <translation>ein berechneter Wert geht nur in eine Richtung</translation>
    </message>
    <message>
        <source>a conditional access rule forbids it</source>
        <translation>eine Regel für bedingten Zugriff verbietet es</translation>
    </message>
    <message>
        <source>a conflict about {0} is open: only that waits</source>
        <translation>ein Konflikt über {0} ist offen: nur das wartet</translation>
    </message>
    <message>
        <source>a connection&apos;s name has no &apos;|&apos;</source>
        <translation>der Name einer Verbindung enthält kein &apos;|&apos;</translation>
    </message>
    <message>
        <source>a constant cannot be a reference</source>
        <translation>eine Konstante kann kein Verweis sein</translation>
    </message>
    <message>
        <source>a currency is not a code of three capital letters, such as EUR</source>
        <translation>eine Währung ist kein Code aus drei Großbuchstaben wie EUR</translation>
    </message>
    <message>
        <source>a day has no first moment in this time zone</source>
        <translation>ein Tag hat in dieser Zeitzone keinen ersten Augenblick</translation>
    </message>
    <message>
        <source>a day or a time of day cannot be read</source>
        <translation>ein Tag oder eine Uhrzeit ist nicht lesbar</translation>
    </message>
    <message>
        <source>a delete against an edit is decided record by record</source>
        <translation>eine Löschung gegen eine Änderung wird Datensatz für Datensatz entschieden</translation>
    </message>
    <message>
        <source>a delete against an edit is settled by hub or crm, not by a value</source>
        <translation>eine Löschung gegen eine Änderung wird durch hub oder crm entschieden, nicht durch einen Wert</translation>
    </message>
    <message>
        <source>a delete that never happened</source>
        <translation>eine Löschung, zu der es nicht kam</translation>
    </message>
    <message>
        <source>a developer key is kept</source>
        <translation>ein Entwicklerschlüssel ist hinterlegt</translation>
    </message>
    <message>
        <source>a field needs a label of plain text</source>
        <translation>ein Feld braucht eine Beschriftung aus einfachem Text</translation>
    </message>
    <message>
        <source>a field of type {0} has no choices</source>
        <translation>ein Feld vom Typ {0} hat keine Auswahlwerte</translation>
    </message>
    <message>
        <source>a field of type {0} in {1} needs choices</source>
        <translation>ein Feld vom Typ {0} in {1} braucht Auswahlwerte</translation>
    </message>
    <message>
        <source>a file or a socket of this machine</source>
        <translation>eine Datei oder ein Socket dieses Rechners</translation>
    </message>
    <message>
        <source>a filter must name something</source>
        <translation>ein Filter muss etwas nennen</translation>
    </message>
    <message>
        <source>a filter withheld its answer</source>
        <translation>ein Filter hat die Antwort zurückgehalten</translation>
    </message>
    <message>
        <source>a label and a name</source>
        <translation>eine Beschriftung und ein Name</translation>
    </message>
    <message>
        <source>a last name holds a comma, which would be read as its end</source>
        <translation>ein Nachname enthält ein Komma, das als sein Ende gelesen würde</translation>
    </message>
    <message>
        <source>a late twin of our own create, which is being removed there</source>
        <translation>ein spätes Doppel einer eigenen Anlage, das dort gerade entfernt wird</translation>
    </message>
    <message>
        <source>a list of choices was expected</source>
        <translation>eine Liste von Auswahlwerten wurde erwartet</translation>
    </message>
    <message>
        <source>a list of texts</source>
        <translation>eine Liste von Texten</translation>
    </message>
    <message>
        <source>a machine ({0}) changed {1}, and {2} was probably changed by a person</source>
        <translation>{1} wurde von einer Maschine geändert ({0}), {2} wahrscheinlich von einem Menschen</translation>
    </message>
    <message>
        <source>a mapping is promoted from one connection to another</source>
        <translation>eine Zuordnung wird von einer Verbindung auf eine andere übertragen</translation>
    </message>
    <message>
        <source>a mapping of {0} names connection {1}, which is not in crmsync.toml</source>
        <translation>eine Zuordnung von {0} nennt die Verbindung {1}, die nicht in crmsync.toml steht</translation>
    </message>
    <message>
        <source>a mapping of {0} names hub object {1}, which does not exist</source>
        <translation>eine Zuordnung von {0} nennt das Hub-Objekt {1}, das es nicht gibt</translation>
    </message>
    <message>
        <source>a merge has told which record it is</source>
        <translation>eine Zusammenführung hat gezeigt, welcher Datensatz es ist</translation>
    </message>
    <message>
        <source>a merge of ours was looked up</source>
        <translation>eine eigene Zusammenführung wurde nachgesehen</translation>
    </message>
    <message>
        <source>a name or option holds half of a surrogate pair</source>
        <translation>ein Name oder eine Option enthält ein halbes Surrogatpaar</translation>
    </message>
    <message>
        <source>a newer conflict about {0} is open</source>
        <translation>ein neuerer Konflikt über {0} ist offen</translation>
    </message>
    <message>
        <source>a number but yes or no</source>
        <translation>eine Zahl, sondern ja oder nein</translation>
    </message>
    <message>
        <source>a number has more than 1000 digits</source>
        <translation>eine Zahl hat mehr als 1000 Ziffern</translation>
    </message>
    <message>
        <source>a number is not a whole number of milliseconds</source>
        <translation>eine Zahl ist keine ganze Zahl von Millisekunden</translation>
    </message>
    <message>
        <source>a number is not finite</source>
        <translation>eine Zahl ist nicht endlich</translation>
    </message>
    <message>
        <source>a number such as 1234.5</source>
        <translation>eine Zahl wie 1234.5</translation>
    </message>
    <message>
        <source>a pair again</source>
        <translation>wieder ein Paar</translation>
    </message>
    <message>
        <source>a pair of its table has an empty side</source>
        <translation>ein Paar seiner Tabelle hat eine leere Seite</translation>
    </message>
    <message>
        <source>a part of the log of record {0} is missing: {1} cannot be told for certain</source>
        <translation>ein Teil des Protokolls von Datensatz {0} fehlt: {1} lässt sich nicht sicher sagen</translation>
    </message>
    <message>
        <source>a person ({0}) changed {1}, a machine ({2}) changed {3}</source>
        <translation>{1} wurde von einem Menschen geändert ({0}), {3} von einer Maschine ({2})</translation>
    </message>
    <message>
        <source>a person ({0}) changed {1}, and nobody knows who changed {2}</source>
        <translation>{1} wurde von einem Menschen geändert ({0}), und niemand weiß, von wem {2} geändert wurde</translation>
    </message>
    <message>
        <source>a person chose to leave it out</source>
        <translation>ein Mensch wollte ihn weglassen</translation>
    </message>
    <message>
        <source>a person must decide between a delete and an edit</source>
        <translation>ein Mensch muss zwischen einer Löschung und einer Änderung entscheiden</translation>
    </message>
    <message>
        <source>a person must decide which record this is</source>
        <translation>ein Mensch muss entscheiden, welcher Datensatz dies ist</translation>
    </message>
    <message>
        <source>a phone number</source>
        <translation>einer Telefonnummer</translation>
    </message>
    <message>
        <source>a precision lies between {0} and {1}</source>
        <translation>eine Genauigkeit liegt zwischen {0} und {1}</translation>
    </message>
    <message>
        <source>a program cannot make a field of type {0} in {1}</source>
        <translation>ein Programm kann in {1} kein Feld vom Typ {0} anlegen</translation>
    </message>
    <message>
        <source>a question about it is open</source>
        <translation>eine Frage darüber ist offen</translation>
    </message>
    <message>
        <source>a question about its end is open</source>
        <translation>eine Frage über sein Ende ist offen</translation>
    </message>
    <message>
        <source>a question about the end of one of them is open</source>
        <translation>eine Frage über das Ende eines der beiden ist offen</translation>
    </message>
    <message>
        <source>a question about the end of record {0} is open</source>
        <translation>eine Frage über das Ende von Datensatz {0} ist offen</translation>
    </message>
    <message>
        <source>a question about the record&apos;s end is open</source>
        <translation>eine Frage über das Ende des Datensatzes ist offen</translation>
    </message>
    <message>
        <source>a question: {0}</source>
        <translation>eine Frage: {0}</translation>
    </message>
    <message>
        <source>a record cannot be merged into itself</source>
        <translation>ein Datensatz lässt sich nicht mit sich selbst zusammenführen</translation>
    </message>
    <message>
        <source>a reference is never made by an expression</source>
        <translation>ein Verweis wird nie durch einen Ausdruck gebildet</translation>
    </message>
    <message>
        <source>a rule holds half of a surrogate pair</source>
        <translation>eine Regel enthält ein halbes Surrogatpaar</translation>
    </message>
    <message>
        <source>a second factor is asked for</source>
        <translation>es wird nach einem zweiten Faktor gefragt</translation>
    </message>
    <message>
        <source>a second factor must be set up</source>
        <translation>ein zweiter Faktor muss eingerichtet werden</translation>
    </message>
    <message>
        <source>a similar label</source>
        <translation>eine ähnliche Beschriftung</translation>
    </message>
    <message>
        <source>a similar name</source>
        <translation>ein ähnlicher Name</translation>
    </message>
    <message>
        <source>a snooze may last a year at most</source>
        <translation>zurückstellen lässt es sich höchstens ein Jahr</translation>
    </message>
    <message>
        <source>a snooze must end in the future</source>
        <translation>zurückstellen lässt es sich nur bis zu einer künftigen Zeit</translation>
    </message>
    <message>
        <source>a stage is not in the rule&apos;s table</source>
        <translation>eine Phase steht nicht in der Tabelle der Regel</translation>
    </message>
    <message>
        <source>a stage of the CRM is not in the rule&apos;s table</source>
        <translation>eine Phase des CRMs steht nicht in der Tabelle der Regel</translation>
    </message>
    <message>
        <source>a store&apos;s address begins with sqlite:///, postgresql:// or memory://, not {0}</source>
        <translation>die Adresse eines Speichers beginnt mit sqlite:///, postgresql:// oder memory://, nicht mit {0}</translation>
    </message>
    <message>
        <source>a text in quotes</source>
        <translation>ein Text in Anführungszeichen</translation>
    </message>
    <message>
        <source>a text is not an amount with its currency, such as 12.5 EUR</source>
        <translation>ein Text ist kein Betrag mit seiner Währung wie 12.5 EUR</translation>
    </message>
    <message>
        <source>a text was expected</source>
        <translation>ein Text wurde erwartet</translation>
    </message>
    <message>
        <source>a time cannot be read</source>
        <translation>eine Zeit ist nicht lesbar</translation>
    </message>
    <message>
        <source>a time has no day in this time zone</source>
        <translation>eine Zeit hat in dieser Zeitzone keinen Tag</translation>
    </message>
    <message>
        <source>a time lies outside the years 1 to 9999</source>
        <translation>eine Zeit liegt außerhalb der Jahre 1 bis 9999</translation>
    </message>
    <message>
        <source>a time such as 2026-11-23T08:00:00Z, a date, or milliseconds since 1970</source>
        <translation>eine Zeit wie 2026-11-23T08:00:00Z, ein Datum, oder Millisekunden seit 1970</translation>
    </message>
    <message>
        <source>a tooling query</source>
        <translation>eine Tooling-Abfrage</translation>
    </message>
    <message>
        <source>a value cannot be sent; see the queue</source>
        <translation>ein Wert lässt sich nicht senden; siehe Warteschlange</translation>
    </message>
    <message>
        <source>a value holds a NUL character, at which the library would cut it off</source>
        <translation>ein Wert enthält ein NUL-Zeichen, an dem die Bibliothek ihn abschneiden würde</translation>
    </message>
    <message>
        <source>a value of the field</source>
        <translation>eines Wertes des Feldes</translation>
    </message>
    <message>
        <source>a value of type &apos;date&apos; is not on the calendar</source>
        <translation>ein Wert vom Typ &apos;date&apos; steht nicht im Kalender</translation>
    </message>
    <message>
        <source>a value of type &apos;datetime&apos; is not on the calendar</source>
        <translation>ein Wert vom Typ &apos;datetime&apos; steht nicht im Kalender</translation>
    </message>
    <message>
        <source>a value of type {0} is not on the calendar</source>
        <translation>ein Wert vom Typ {0} steht nicht im Kalender</translation>
    </message>
    <message>
        <source>a value of type {0} is not {1}</source>
        <translation>ein Wert vom Typ {0} ist nicht {1}</translation>
    </message>
    <message>
        <source>a value of {0} that the hub never took ({1}); it stays in the log</source>
        <translation>ein Wert von {0}, den der Hub nie übernommen hat ({1}); er bleibt im Protokoll</translation>
    </message>
    <message>
        <source>a value of {0} that the hub never took, and the pair is apart by now; it stays in the log</source>
        <translation>ein Wert von {0}, den der Hub nie übernommen hat, und das Paar ist inzwischen getrennt; er bleibt im Protokoll</translation>
    </message>
    <message>
        <source>a value of {0} that the hub never took; it stays in the log</source>
        <translation>ein Wert von {0}, den der Hub nie übernommen hat; er bleibt im Protokoll</translation>
    </message>
    <message>
        <source>a value of {0} that the hub never took; the hub&apos;s former one is sent instead</source>
        <translation>ein Wert von {0}, den der Hub nie übernommen hat; stattdessen wird der frühere des Hubs gesendet</translation>
    </message>
    <message>
        <source>a value typed for one record is none for others</source>
        <translation>ein für einen Datensatz eingetippter Wert gilt nicht für andere</translation>
    </message>
    <message>
        <source>a web address</source>
        <translation>einer Webadresse</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <source>a word for yes or no</source>
        <translation>ein Wort für ja oder nein</translation>
    </message>
    <message>
        <source>a word is neither the one for yes nor the one for no</source>
        <translation>ein Wort ist weder das für ja noch das für nein</translation>
    </message>
    <message>
        <source>a write of ours was looked up</source>
        <translation>ein eigener Schreibvorgang wurde nachgesehen</translation>
    </message>
    <message>
        <source>a {0} cannot be merged into a {1}</source>
        <translation>{0} lässt sich nicht mit {1} zusammenführen</translation>
    </message>
    <message>
        <source>about {0} s by {1}</source>
        <translation>etwa {0} s per {1}</translation>
    </message>
    <message>
        <source>added to crmsync.toml, paused</source>
        <translation>zu crmsync.toml hinzugefügt, angehalten</translation>
    </message>
    <message>
        <source>advisor {0}</source>
        <translation>Ratgeber {0}</translation>
    </message>
    <message>
        <source>advisor: language model</source>
        <translation>Ratgeber: Sprachmodell</translation>
    </message>
    <message>
        <source>after: not a page token of this list</source>
        <translation>after: keine Seitenmarke dieser Liste</translation>
    </message>
    <message>
        <source>all of them</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>all {0} pairs of {1} are compared once</source>
        <translation>alle {0} Paare von {1} werden einmal verglichen</translation>
    </message>
    <message>
        <source>also {0}</source>
        <translation>auch {0}</translation>
    </message>
    <message>
        <source>an address of this machine</source>
        <translation>eine Adresse dieses Rechners</translation>
    </message>
    <message>
        <source>an administrator of Pipedrive (fields: full access)</source>
        <translation>einen Administrator von Pipedrive (Felder: voller Zugriff)</translation>
    </message>
    <message>
        <source>an administrator vouches for it in crmsync.toml</source>
        <translation>ein Administrator verbürgt sich dafür in crmsync.toml</translation>
    </message>
    <message>
        <source>an association changed</source>
        <translation>eine Verknüpfung hat sich geändert</translation>
    </message>
    <message>
        <source>an e-mail address</source>
        <translation>einer E-Mail-Adresse</translation>
    </message>
    <message>
        <source>an event is longer than 8 MiB</source>
        <translation>ein Ereignis ist länger als 8 MiB</translation>
    </message>
    <message>
        <source>an event is not as agreed</source>
        <translation>ein Ereignis ist nicht wie vereinbart</translation>
    </message>
    <message>
        <source>an expression over several fields makes &apos;hub&apos;, &apos;crm&apos; or &apos;ask&apos;</source>
        <translation>ein Ausdruck über mehrere Felder ergibt &apos;hub&apos;, &apos;crm&apos; oder &apos;ask&apos;</translation>
    </message>
    <message>
        <source>an undo is about a run, some records, a connection or a mapping</source>
        <translation>eine Rücknahme betrifft einen Lauf, einige Datensätze, eine Verbindung oder eine Zuordnung</translation>
    </message>
    <message>
        <source>an undo of records or of a connection needs a time</source>
        <translation>eine Rücknahme von Datensätzen oder einer Verbindung braucht eine Zeit</translation>
    </message>
    <message>
        <source>an undo stopped at {0}: {1}</source>
        <translation>eine Rücknahme hielt an bei {0}: {1}</translation>
    </message>
    <message>
        <source>an undo stopped: {0}</source>
        <translation>eine Rücknahme hielt an: {0}</translation>
    </message>
    <message>
        <source>an undo takes it back: it is being removed there, and the record stays here</source>
        <translation>eine Rücknahme nimmt ihn zurück: er wird dort gerade entfernt, und der Datensatz bleibt hier</translation>
    </message>
    <message>
        <source>and crm are both empty</source>
        <translation>und crm sind beide leer</translation>
    </message>
    <message>
        <source>and did so much later than {0} was changed</source>
        <translation>und zwar viel später als {0}</translation>
    </message>
    <message>
        <source>and expected values exclude each other</source>
        <translation>und erwartete Werte schließen einander aus</translation>
    </message>
    <message>
        <source>another process</source>
        <translation>einem anderen Prozess</translation>
    </message>
    <message>
        <source>answers; {0} live records</source>
        <translation>antwortet; {0} lebende Datensätze</translation>
    </message>
    <message>
        <source>applied</source>
        <translation>angewendet</translation>
    </message>
    <message>
        <source>applied: {0}</source>
        <translation>angewendet: {0}</translation>
    </message>
    <message>
        <source>applying</source>
        <translation>in Anwendung</translation>
    </message>
    <message>
        <source>approve with option {0}, or dismiss to keep the values as they are</source>
        <translation>stimmen Sie mit der Option {0} zu, oder lehnen Sie ab, um die Werte zu lassen, wie sie sind</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>freigegeben</translation>
    </message>
    <message>
        <source>are missing</source>
        <translation>fehlen</translation>
    </message>
    <message>
        <source>are more than 500</source>
        <translation>sind mehr als 500</translation>
    </message>
    <message>
        <source>as it was at {0}</source>
        <translation>wie es war: {0}</translation>
    </message>
    <message>
        <source>as the advisor suggests</source>
        <translation>wie der Ratgeber vorschlägt</translation>
    </message>
    <message>
        <source>ask</source>
        <translation>fragen</translation>
    </message>
    <message>
        <source>asked about again</source>
        <translation>wieder gefragt</translation>
    </message>
    <message>
        <source>asked or answered a question</source>
        <translation>eine Frage gestellt oder beantwortet</translation>
    </message>
    <message>
        <source>asked or answered a question by {0}</source>
        <translation>Frage gestellt oder beantwortet von {0}</translation>
    </message>
    <message>
        <source>asks a person</source>
        <translation>fragt einen Menschen</translation>
    </message>
    <message>
        <source>asks {0} at {1}, in placeholders</source>
        <translation>fragt {0} bei {1}, in Platzhaltern</translation>
    </message>
    <message>
        <source>assigned to {0}</source>
        <translation>{0} zugewiesen</translation>
    </message>
    <message>
        <source>assigned to {0}: {1}</source>
        <translation>{0} zugewiesen: {1}</translation>
    </message>
    <message>
        <source>attached with {0}, {1}</source>
        <translation>verbunden mit {0}, {1}</translation>
    </message>
    <message>
        <source>begun</source>
        <translation>begonnen</translation>
    </message>
    <message>
        <source>both are mapped already, by the rules {0} and {1}</source>
        <translation>beide sind schon zugeordnet, durch die Regeln {0} und {1}</translation>
    </message>
    <message>
        <source>both are the same address on the web</source>
        <translation>beide sind dieselbe Webadresse</translation>
    </message>
    <message>
        <source>both are the same address, one abbreviated</source>
        <translation>beide sind dieselbe Adresse, eine abgekürzt</translation>
    </message>
    <message>
        <source>both are the same amount, written differently</source>
        <translation>beide sind derselbe Betrag, anders geschrieben</translation>
    </message>
    <message>
        <source>both are the same day, written differently</source>
        <translation>beide sind derselbe Tag, anders geschrieben</translation>
    </message>
    <message>
        <source>both are the same phone number</source>
        <translation>beide sind dieselbe Telefonnummer</translation>
    </message>
    <message>
        <source>both belong to the rule {0} already</source>
        <translation>beide gehören schon zur Regel {0}</translation>
    </message>
    <message>
        <source>both fields can only be read</source>
        <translation>beide Felder lassen sich nur lesen</translation>
    </message>
    <message>
        <source>both hold the same choices</source>
        <translation>beide haben dieselben Auswahlwerte</translation>
    </message>
    <message>
        <source>both hold values that look like {0}</source>
        <translation>beide enthalten Werte, die aussehen wie {0}</translation>
    </message>
    <message>
        <source>both hold {0}; nothing else speaks for it</source>
        <translation>beide enthalten {0}; sonst spricht nichts dafür</translation>
    </message>
    <message>
        <source>both name the same country</source>
        <translation>beide nennen dasselbe Land</translation>
    </message>
    <message>
        <source>both name the same language</source>
        <translation>beide nennen dieselbe Sprache</translation>
    </message>
    <message>
        <source>both say the same, written differently</source>
        <translation>beide sagen dasselbe, anders geschrieben</translation>
    </message>
    <message>
        <source>both sides added to the text, and neither changed what was there</source>
        <translation>beide Seiten haben dem Text etwas hinzugefügt, und keine hat geändert, was da war</translation>
    </message>
    <message>
        <source>both sides changed the set, and the changes go together</source>
        <translation>beide Seiten haben die Menge geändert, und die Änderungen vertragen sich</translation>
    </message>
    <message>
        <source>both sides deleted it</source>
        <translation>beide Seiten haben ihn gelöscht</translation>
    </message>
    <message>
        <source>both sides filled in a set that was empty</source>
        <translation>beide Seiten haben eine leere Menge gefüllt</translation>
    </message>
    <message>
        <source>both sides keep what they have</source>
        <translation>beide Seiten behalten, was sie haben</translation>
    </message>
    <message>
        <source>both sides wrote a text where there was none</source>
        <translation>beide Seiten haben einen Text geschrieben, wo keiner war</translation>
    </message>
    <message>
        <source>both were merged</source>
        <translation>beide wurden verbunden</translation>
    </message>
    <message>
        <source>both were taken for the same</source>
        <translation>beide wurden für dasselbe gehalten</translation>
    </message>
    <message>
        <source>brought back from the bin</source>
        <translation>aus dem Papierkorb zurückgeholt</translation>
    </message>
    <message>
        <source>brought back in {0} under its own id, or made anew where its bin has lost it</source>
        <translation>in {0} unter seiner eigenen ID zurückgeholt, oder neu angelegt, wenn der Papierkorb ihn nicht mehr hat</translation>
    </message>
    <message>
        <source>busy in the CRM</source>
        <translation>im CRM gerade belegt</translation>
    </message>
    <message>
        <source>but one holds {0}, the other {1}</source>
        <translation>aber das eine enthält {0}, das andere {1}</translation>
    </message>
    <message>
        <source>but they point at different objects</source>
        <translation>aber sie zeigen auf verschiedene Objekte</translation>
    </message>
    <message>
        <source>but values look like {0} on one side and {1} on the other</source>
        <translation>aber die Werte sehen auf der einen Seite aus wie {0}, auf der anderen wie {1}</translation>
    </message>
    <message>
        <source>by the flow {0}</source>
        <translation>über das Verfahren {0}</translation>
    </message>
    <message>
        <source>cannot work on field {0} of type {1}; it takes {2}</source>
        <translation>kann mit dem Feld {0} vom Typ {1} nichts anfangen; möglich ist {2}</translation>
    </message>
    <message>
        <source>change its file, or remove it</source>
        <translation>ändern Sie ihre Datei, oder entfernen Sie sie</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>changed by {0}</source>
        <translation>geändert von {0}</translation>
    </message>
    <message>
        <source>changed in the CRM meanwhile; looking again</source>
        <translation>inzwischen im CRM geändert; es wird noch einmal nachgesehen</translation>
    </message>
    <message>
        <source>changed since you looked</source>
        <translation>geändert, seit Sie hinsahen</translation>
    </message>
    <message>
        <source>choice {0}</source>
        <translation>Auswahlwert {0}</translation>
    </message>
    <message>
        <source>choice {0} of {1}</source>
        <translation>Auswahlwert {0} von {1}</translation>
    </message>
    <message>
        <source>choices were not held against record types: {0}</source>
        <translation>Auswahlwerte wurden nicht mit Datensatztypen verglichen: {0}</translation>
    </message>
    <message>
        <source>choose a field that may be {0} now: {1}</source>
        <translation>wählen Sie ein Feld, das jetzt {0} sein könnte: {1}</translation>
    </message>
    <message>
        <source>choose one of {0}, or {1}</source>
        <translation>wählen Sie {0} oder {1}</translation>
    </message>
    <message>
        <source>client id</source>
        <translation>Client-ID</translation>
    </message>
    <message>
        <source>client secret</source>
        <translation>Client-Secret</translation>
    </message>
    <message>
        <source>clock</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>conflict</source>
        <translation>Konflikt</translation>
    </message>
    <message>
        <source>conflict {0}</source>
        <translation>Konflikt {0}</translation>
    </message>
    <message>
        <source>conflict {0} is not about values a model could compare</source>
        <translation>im Konflikt {0} geht es nicht um Werte, die ein Modell vergleichen könnte</translation>
    </message>
    <message>
        <source>conflict {0} is {1}</source>
        <translation>der Konflikt {0} ist {1}</translation>
    </message>
    <message>
        <source>conflict {0} is {1} already</source>
        <translation>der Konflikt {0} ist schon {1}</translation>
    </message>
    <message>
        <source>conflict {0} is {1}: there is no resolution to take back</source>
        <translation>der Konflikt {0} ist {1}: es gibt keine Entscheidung zurückzunehmen</translation>
    </message>
    <message>
        <source>conflict {0} was settled by an earlier version, which did not keep what it wrote</source>
        <translation>der Konflikt {0} wurde von einer früheren Version entschieden, die nicht aufhob, was sie schrieb</translation>
    </message>
    <message>
        <source>conflict {0}, {1} of {2}: {3}</source>
        <translation>Konflikt {0}, {1} von {2}: {3}</translation>
    </message>
    <message>
        <source>conflicts must be from 0 to {0}</source>
        <translation>es können 0 bis {0} Konflikte sein</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>connection {0}</source>
        <translation>Verbindung {0}</translation>
    </message>
    <message>
        <source>connection {0} cannot be added to crmsync.toml</source>
        <translation>die Verbindung {0} lässt sich nicht zu crmsync.toml hinzufügen</translation>
    </message>
    <message>
        <source>connection {0} cannot be taken out of crmsync.toml</source>
        <translation>die Verbindung {0} lässt sich nicht aus crmsync.toml entfernen</translation>
    </message>
    <message>
        <source>connections.{0}.flow: {1}</source>
        <translation>connections.{0}.flow: {1}</translation>
    </message>
    <message>
        <source>create</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>create the property {0} on {1}</source>
        <translation>die Eigenschaft {0} bei {1} anlegen</translation>
    </message>
    <message>
        <source>create {0}</source>
        <translation>Anlage von {0}</translation>
    </message>
    <message>
        <source>created</source>
        <translation>angelegt</translation>
    </message>
    <message>
        <source>created by what is undone, and edited since by {0}: remove it?</source>
        <translation>angelegt durch das, was zurückgenommen wird, und seitdem geändert von {0}: entfernen?</translation>
    </message>
    <message>
        <source>created by {0}</source>
        <translation>angelegt von {0}</translation>
    </message>
    <message>
        <source>created there by CRM Sync at {0}</source>
        <translation>dort von CRM Sync angelegt: {0}</translation>
    </message>
    <message>
        <source>created {0}</source>
        <translation>angelegt: {0}</translation>
    </message>
    <message>
        <source>crm</source>
        <translation>CRM</translation>
    </message>
    <message>
        <source>crm object {0}</source>
        <translation>CRM-Objekt {0}</translation>
    </message>
    <message>
        <source>crmsync activity --record {0} shows the values; edit the record.</source>
        <translation>crmsync activity --record {0} zeigt die Werte; ändern Sie den Datensatz.</translation>
    </message>
    <message>
        <source>crmsync conflicts list --state resolved shows those there are.</source>
        <translation>crmsync conflicts list --state resolved zeigt die vorhandenen.</translation>
    </message>
    <message>
        <source>crmsync conflicts list shows the open ones.</source>
        <translation>crmsync conflicts list zeigt die offenen.</translation>
    </message>
    <message>
        <source>crmsync conflicts list shows the open ones; a resolution is taken back by conflicts undo.</source>
        <translation>crmsync conflicts list zeigt die offenen; eine Entscheidung nimmt conflicts undo zurück.</translation>
    </message>
    <message>
        <source>crmsync conflicts list shows them.</source>
        <translation>crmsync conflicts list zeigt sie.</translation>
    </message>
    <message>
        <source>crmsync connections list shows what there is.</source>
        <translation>crmsync connections list zeigt, was es gibt.</translation>
    </message>
    <message>
        <source>crmsync connections lists what there is.</source>
        <translation>crmsync connections zählt auf, was es gibt.</translation>
    </message>
    <message>
        <source>crmsync items list --state approved or dismissed shows those there are.</source>
        <translation>crmsync items list --state approved oder dismissed zeigt die vorhandenen.</translation>
    </message>
    <message>
        <source>crmsync items list shows the open ones.</source>
        <translation>crmsync items list zeigt die offenen.</translation>
    </message>
    <message>
        <source>crmsync items list shows them.</source>
        <translation>crmsync items list zeigt sie.</translation>
    </message>
    <message>
        <source>crmsync mappings history {0} {1} lists them.</source>
        <translation>crmsync mappings history {0} {1} zählt sie auf.</translation>
    </message>
    <message>
        <source>crmsync mappings list shows the mappings there are.</source>
        <translation>crmsync mappings list zeigt die vorhandenen Zuordnungen.</translation>
    </message>
    <message>
        <source>crmsync mappings list shows them.</source>
        <translation>crmsync mappings list zeigt sie.</translation>
    </message>
    <message>
        <source>crmsync mappings list shows those there are.</source>
        <translation>crmsync mappings list zeigt die vorhandenen.</translation>
    </message>
    <message>
        <source>crmsync plans list shows it.</source>
        <translation>crmsync plans list zeigt ihn.</translation>
    </message>
    <message>
        <source>crmsync plans list shows the plans there are.</source>
        <translation>crmsync plans list zeigt die vorhandenen Pläne.</translation>
    </message>
    <message>
        <source>crmsync queue list shows them.</source>
        <translation>crmsync queue list zeigt sie.</translation>
    </message>
    <message>
        <source>crmsync queue list shows what still waits.</source>
        <translation>crmsync queue list zeigt, was noch wartet.</translation>
    </message>
    <message>
        <source>crmsync queue list shows what waits.</source>
        <translation>crmsync queue list zeigt, was wartet.</translation>
    </message>
    <message>
        <source>crmsync records history shows what became of them.</source>
        <translation>crmsync records history zeigt, was aus ihnen wurde.</translation>
    </message>
    <message>
        <source>crmsync records history {0} shows what became of it.</source>
        <translation>crmsync records history {0} zeigt, was daraus wurde.</translation>
    </message>
    <message>
        <source>crmsync records restore brings it back.</source>
        <translation>crmsync records restore bringt ihn zurück.</translation>
    </message>
    <message>
        <source>crmsync records restore {0} brings it back.</source>
        <translation>crmsync records restore {0} bringt ihn zurück.</translation>
    </message>
    <message>
        <source>crmsync records restore {0} first.</source>
        <translation>Zuerst crmsync records restore {0}.</translation>
    </message>
    <message>
        <source>crmsync records show tells to which.</source>
        <translation>crmsync records show zeigt, mit welchem.</translation>
    </message>
    <message>
        <source>crmsync rules list shows those there are.</source>
        <translation>crmsync rules list zeigt die vorhandenen.</translation>
    </message>
    <message>
        <source>crmsync runs lists the latest.</source>
        <translation>crmsync runs zählt die letzten auf.</translation>
    </message>
    <message>
        <source>crmsync runs lists them.</source>
        <translation>crmsync runs zählt sie auf.</translation>
    </message>
    <message>
        <source>crmsync runs shows what it did; crmsync undo run takes it back.</source>
        <translation>crmsync runs zeigt, was er getan hat; crmsync undo run nimmt es zurück.</translation>
    </message>
    <message>
        <source>crmsync undo makes one.</source>
        <translation>crmsync undo erstellt eine.</translation>
    </message>
    <message>
        <source>crmsync undo run, records, connection or mapping makes one.</source>
        <translation>crmsync undo run, records, connection oder mapping erstellt eine.</translation>
    </message>
    <message>
        <source>crmsync.toml has a connection {0} already</source>
        <translation>crmsync.toml hat schon eine Verbindung {0}</translation>
    </message>
    <message>
        <source>crmsync.toml is not valid TOML: {0}</source>
        <translation>crmsync.toml ist kein gültiges TOML: {0}</translation>
    </message>
    <message>
        <source>data folder</source>
        <translation>Datenordner</translation>
    </message>
    <message>
        <source>day&apos;s tokens are</source>
        <translation>die Tageskontingente sind</translation>
    </message>
    <message>
        <source>days must be from 1 to 366</source>
        <translation>es können 1 bis 366 Tage sein</translation>
    </message>
    <message>
        <source>decided</source>
        <translation>entschieden</translation>
    </message>
    <message>
        <source>decided by {0}</source>
        <translation>entschieden von {0}</translation>
    </message>
    <message>
        <source>decision taken back</source>
        <translation>Entscheidung zurückgenommen</translation>
    </message>
    <message>
        <source>decision taken back by {0}</source>
        <translation>Entscheidung zurückgenommen von {0}</translation>
    </message>
    <message>
        <source>delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>delete {0}</source>
        <translation>Löschung von {0}</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>deleted by {0}</source>
        <translation>gelöscht von {0}</translation>
    </message>
    <message>
        <source>deleted here, and not yet there</source>
        <translation>hier gelöscht, dort noch nicht</translation>
    </message>
    <message>
        <source>deleted in the CRM</source>
        <translation>im CRM gelöscht</translation>
    </message>
    <message>
        <source>deleted in the CRM and kept here</source>
        <translation>im CRM gelöscht und hier behalten</translation>
    </message>
    <message>
        <source>deleted in the {0}, edited on the other side (conflict {1})</source>
        <translation>im {0} gelöscht, auf der anderen Seite geändert (Konflikt {1})</translation>
    </message>
    <message>
        <source>deleted in {0}</source>
        <translation>in {0} gelöscht</translation>
    </message>
    <message>
        <source>deleted on both sides</source>
        <translation>auf beiden Seiten gelöscht</translation>
    </message>
    <message>
        <source>deletion proposed</source>
        <translation>Löschung vorgeschlagen</translation>
    </message>
    <message>
        <source>developer key</source>
        <translation>Entwicklerschlüssel</translation>
    </message>
    <message>
        <source>discarded</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>disk space</source>
        <translation>Plattenplatz</translation>
    </message>
    <message>
        <source>dismiss with option {0} to have it made there anew; there is no other option</source>
        <translation>lehnen Sie mit der Option {0} ab, damit er dort neu angelegt wird; eine andere Option gibt es nicht</translation>
    </message>
    <message>
        <source>dismissed</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation>antwortet nicht</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>due</source>
        <translation>fällig</translation>
    </message>
    <message>
        <source>edited since by {0}</source>
        <translation>seitdem geändert von {0}</translation>
    </message>
    <message>
        <source>edited since by {0}: it lives on, here and as {1} in {2}, where it rests until this is answered</source>
        <translation>seitdem geändert von {0}: er lebt weiter, hier und als {1} in {2}, wo er ruht, bis dies beantwortet ist</translation>
    </message>
    <message>
        <source>ended at the CRM too</source>
        <translation>auch beim CRM beendet</translation>
    </message>
    <message>
        <source>ended the attachment of {0}</source>
        <translation>hat die Verbindung von {0} beendet</translation>
    </message>
    <message>
        <source>entry {0} does not match its digest</source>
        <translation>Eintrag {0} passt nicht zu seiner Prüfsumme</translation>
    </message>
    <message>
        <source>entry {0} is missing; {1} follows instead</source>
        <translation>Eintrag {0} fehlt; stattdessen folgt {1}</translation>
    </message>
    <message>
        <source>environment variable CRMSYNC_STORE_URL {0}</source>
        <translation>Umgebungsvariable CRMSYNC_STORE_URL: {0}</translation>
    </message>
    <message>
        <source>equivalent</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>escalated</source>
        <translation>zugewiesen</translation>
    </message>
    <message>
        <source>events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>events_address must be host:port</source>
        <translation>events_address muss host:port sein</translation>
    </message>
    <message>
        <source>example {0} of {1} fails: {2}</source>
        <translation>das Beispiel {0} von {1} schlägt fehl: {2}</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>abgelaufen</translation>
    </message>
    <message>
        <source>expressions cannot be used here: the package cel-expr-python is not installed</source>
        <translation>Ausdrücke können hier nicht verwendet werden: das Paket cel-expr-python ist nicht installiert</translation>
    </message>
    <message>
        <source>failed: unexpected {0}</source>
        <translation>fehlgeschlagen: unerwartet {0}</translation>
    </message>
    <message>
        <source>failed: {0}</source>
        <translation>fehlgeschlagen: {0}</translation>
    </message>
    <message>
        <source>field {0}</source>
        <translation>Feld {0}</translation>
    </message>
    <message>
        <source>field {0} can only be read, but the rule writes it</source>
        <translation>das Feld {0} lässt sich nur lesen, aber die Regel schreibt es</translation>
    </message>
    <message>
        <source>field {0} can only be written when a record is created</source>
        <translation>das Feld {0} lässt sich nur beim Anlegen eines Datensatzes schreiben</translation>
    </message>
    <message>
        <source>field {0} does not list {1} and {2} more, but takes what it does not list</source>
        <translation>das Feld {0} führt {1} und {2} weitere nicht auf, nimmt aber auch, was es nicht aufführt</translation>
    </message>
    <message>
        <source>field {0} does not list {1}, but takes what it does not list</source>
        <translation>das Feld {0} führt {1} nicht auf, nimmt aber auch, was es nicht aufführt</translation>
    </message>
    <message>
        <source>field {0} does not offer {1}</source>
        <translation>das Feld {0} bietet {1} nicht an</translation>
    </message>
    <message>
        <source>field {0} does not offer {1} and {2} more</source>
        <translation>das Feld {0} bietet {1} und {2} weitere nicht an</translation>
    </message>
    <message>
        <source>field {0} has a name that an expression cannot hold</source>
        <translation>das Feld {0} hat einen Namen, den ein Ausdruck nicht enthalten kann</translation>
    </message>
    <message>
        <source>field {0} is a reference, which is another id on each side</source>
        <translation>das Feld {0} ist ein Verweis, der auf jeder Seite eine andere ID ist</translation>
    </message>
    <message>
        <source>field {0} of {1}</source>
        <translation>Feld {0} von {1}</translation>
    </message>
    <message>
        <source>field {0} points at {1}, which this connection does not map</source>
        <translation>das Feld {0} zeigt auf {1}, wofür diese Verbindung keine Zuordnung hat</translation>
    </message>
    <message>
        <source>fields of {0} have changed at {1}; these rules wait: {2}</source>
        <translation>Felder von {0} haben sich in {1} geändert; diese Regeln warten: {2}</translation>
    </message>
    <message>
        <source>fields of {0} {1}</source>
        <translation>Felder von {0} {1}</translation>
    </message>
    <message>
        <source>filled in there</source>
        <translation>dort eingetragen</translation>
    </message>
    <message>
        <source>filled in there by {0}</source>
        <translation>dort eingetragen von {0}</translation>
    </message>
    <message>
        <source>filter.{0} names no field, so it says the same of every record</source>
        <translation>filter.{0} nennt kein Feld und sagt darum über jeden Datensatz dasselbe</translation>
    </message>
    <message>
        <source>filter.{0} names {1}, which {2} does not have</source>
        <translation>filter.{0} nennt {1}, was {2} nicht hat</translation>
    </message>
    <message>
        <source>filter.{0}: {1}</source>
        <translation>filter.{0}: {1}</translation>
    </message>
    <message>
        <source>forgot {0} decisions (all of them)</source>
        <translation>hat {0} Entscheidungen vergessen (alle)</translation>
    </message>
    <message>
        <source>forgot {0} decisions ({1})</source>
        <translation>hat {0} Entscheidungen vergessen ({1})</translation>
    </message>
    <message>
        <source>found a conflict</source>
        <translation>einen Konflikt gefunden</translation>
    </message>
    <message>
        <source>found a conflict by {0}</source>
        <translation>Konflikt gefunden von {0}</translation>
    </message>
    <message>
        <source>found by our key</source>
        <translation>an unserem Schlüssel erkannt</translation>
    </message>
    <message>
        <source>free of NUL characters</source>
        <translation>ohne NUL-Zeichen</translation>
    </message>
    <message>
        <source>gave up telling target {0}: it is not in the settings</source>
        <translation>gab auf, dem Ziel {0} zu melden: es steht nicht in den Einstellungen</translation>
    </message>
    <message>
        <source>gave up telling target {0}: {1}</source>
        <translation>gab auf, dem Ziel {0} zu melden: {1}</translation>
    </message>
    <message>
        <source>give `values` with the choice &quot;value&quot;, and only with it</source>
        <translation>geben Sie `values` zur Wahl &quot;value&quot; an, und nur zu ihr</translation>
    </message>
    <message>
        <source>give a value for {0}</source>
        <translation>geben Sie einen Wert für {0} an</translation>
    </message>
    <message>
        <source>goes on</source>
        <translation>geht weiter</translation>
    </message>
    <message>
        <source>gone in the CRM</source>
        <translation>im CRM nicht mehr da</translation>
    </message>
    <message>
        <source>gone while its write was unknown</source>
        <translation>verschwunden, während der Ausgang des Schreibens unbekannt war</translation>
    </message>
    <message>
        <source>gone while merging</source>
        <translation>beim Zusammenführen verschwunden</translation>
    </message>
    <message>
        <source>gone while writing</source>
        <translation>beim Schreiben verschwunden</translation>
    </message>
    <message>
        <source>group needs socket: the daemon&apos;s own folder is closed to others</source>
        <translation>group braucht socket: der eigene Ordner des Daemons ist für andere geschlossen</translation>
    </message>
    <message>
        <source>has left the filter</source>
        <translation>ist nicht mehr im Filter</translation>
    </message>
    <message>
        <source>has not the right form</source>
        <translation>hat nicht die richtige Form</translation>
    </message>
    <message>
        <source>held back: {0}</source>
        <translation>zurückgehalten: {0}</translation>
    </message>
    <message>
        <source>held by the filter</source>
        <translation>vom Filter angehalten</translation>
    </message>
    <message>
        <source>held by the filter by {0}</source>
        <translation>vom Filter angehalten von {0}</translation>
    </message>
    <message>
        <source>here</source>
        <translation>hier</translation>
    </message>
    <message>
        <source>holds a letter that no web address may have</source>
        <translation>enthält ein Zeichen, das in keiner Webadresse stehen darf</translation>
    </message>
    <message>
        <source>holds a password; name a passfile instead, or set CRMSYNC_STORE_URL or PGPASSWORD in the environment</source>
        <translation>enthält ein Passwort; nennen Sie stattdessen eine Passwortdatei (passfile), oder setzen Sie CRMSYNC_STORE_URL oder PGPASSWORD in der Umgebung</translation>
    </message>
    <message>
        <source>holds more than an address; the key is given with crmsync advisor key</source>
        <translation>enthält mehr als eine Adresse; der Schlüssel wird mit crmsync advisor key angegeben</translation>
    </message>
    <message>
        <source>hours and minutes such as 09:30 were expected</source>
        <translation>Stunden und Minuten wie 09:30 wurden erwartet</translation>
    </message>
    <message>
        <source>hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>hub field {0} has no choice {1}</source>
        <translation>das Hub-Feld {0} hat keinen Auswahlwert {1}</translation>
    </message>
    <message>
        <source>hub object {0}</source>
        <translation>Hub-Objekt {0}</translation>
    </message>
    <message>
        <source>import {0}</source>
        <translation>Import {0}</translation>
    </message>
    <message>
        <source>in doubt: {0} filter needs {1}, which cannot be read now</source>
        <translation>im Zweifel: der Filter {0} braucht {1}, was sich jetzt nicht lesen lässt</translation>
    </message>
    <message>
        <source>in doubt: {0} filter says neither true nor false</source>
        <translation>im Zweifel: der Filter {0} sagt weder wahr noch falsch</translation>
    </message>
    <message>
        <source>in doubt: {0} filter: {1}</source>
        <translation>im Zweifel: der Filter {0}: {1}</translation>
    </message>
    <message>
        <source>in force: no rules ({0})</source>
        <translation>in Kraft: keine Regeln ({0})</translation>
    </message>
    <message>
        <source>in force: no rules; without the built-in ones ({0})</source>
        <translation>in Kraft: keine Regeln; ohne die eingebauten ({0})</translation>
    </message>
    <message>
        <source>in force: {0} ({1})</source>
        <translation>in Kraft: {0} ({1})</translation>
    </message>
    <message>
        <source>in force: {0}; without the built-in ones ({1})</source>
        <translation>in Kraft: {0}; ohne die eingebauten ({1})</translation>
    </message>
    <message>
        <source>in step with the audit log</source>
        <translation>im Einklang mit dem Protokoll</translation>
    </message>
    <message>
        <source>in the hub</source>
        <translation>im Hub</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
    <message>
        <source>is being applied by somebody else</source>
        <translation>wird gerade von jemand anderem angewendet</translation>
    </message>
    <message>
        <source>is brought back there under its own id, or made anew where its bin has lost it</source>
        <translation>wird dort unter seiner eigenen ID zurückgeholt, oder neu angelegt, wenn der Papierkorb ihn nicht mehr hat</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>ist leer</translation>
    </message>
    <message>
        <source>is longer than {0} characters</source>
        <translation>ist länger als {0} Zeichen</translation>
    </message>
    <message>
        <source>is made anew there, under another id: its activities and history stay behind</source>
        <translation>wird dort neu angelegt, unter einer anderen ID: seine Aktivitäten und sein Verlauf gehen nicht mit</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>is not a known key</source>
        <translation>ist kein bekannter Schlüssel</translation>
    </message>
    <message>
        <source>is not a web address</source>
        <translation>ist keine Webadresse</translation>
    </message>
    <message>
        <source>is not known yet</source>
        <translation>ist noch nicht bekannt</translation>
    </message>
    <message>
        <source>is set back there, and the record here stays</source>
        <translation>wird dort zurückgesetzt, und der Datensatz hier bleibt</translation>
    </message>
    <message>
        <source>is taken back there, and the record stays here</source>
        <translation>wird dort zurückgenommen, und der Datensatz bleibt hier</translation>
    </message>
    <message>
        <source>is version {0} and speaks</source>
        <translation>ist Version {0} und spricht</translation>
    </message>
    <message>
        <source>is wanted there again</source>
        <translation>ist dort wieder gewünscht</translation>
    </message>
    <message>
        <source>it answered in words of its own: the model, or its server, does no structured output</source>
        <translation>es hat in eigenen Worten geantwortet: das Modell, oder sein Server, kann keine strukturierte Ausgabe</translation>
    </message>
    <message>
        <source>it answered with an error of its own</source>
        <translation>es hat mit einem eigenen Fehler geantwortet</translation>
    </message>
    <message>
        <source>it answered with code {0}</source>
        <translation>es hat mit dem Code {0} geantwortet</translation>
    </message>
    <message>
        <source>it answered with status {0}</source>
        <translation>es hat mit dem Status {0} geantwortet</translation>
    </message>
    <message>
        <source>it asks for a secret</source>
        <translation>es verlangt ein Secret</translation>
    </message>
    <message>
        <source>it cannot be looked at there just now</source>
        <translation>es lässt sich dort gerade nicht ansehen</translation>
    </message>
    <message>
        <source>it cannot be reached, or broke off</source>
        <translation>es ist nicht erreichbar oder hat abgebrochen</translation>
    </message>
    <message>
        <source>it cannot be reached, or took the mail for nobody</source>
        <translation>es ist nicht erreichbar oder hat die Mail für niemanden angenommen</translation>
    </message>
    <message>
        <source>it declined to answer</source>
        <translation>es wollte nicht antworten</translation>
    </message>
    <message>
        <source>it did not answer as a chat completion in JSON</source>
        <translation>es hat nicht als Chat Completion in JSON geantwortet</translation>
    </message>
    <message>
        <source>it did not answer within {0} s</source>
        <translation>es hat nicht binnen {0} s geantwortet</translation>
    </message>
    <message>
        <source>it had been merged away before; merge it again: crmsync records merge</source>
        <translation>er war vorher wegzusammengeführt worden; führen Sie ihn wieder zusammen: crmsync records merge</translation>
    </message>
    <message>
        <source>it has found its record</source>
        <translation>er hat seinen Datensatz gefunden</translation>
    </message>
    <message>
        <source>it has no option {0}</source>
        <translation>sie hat keine Option {0}</translation>
    </message>
    <message>
        <source>it has no room for more questions now (429)</source>
        <translation>es hat gerade keinen Platz für weitere Fragen (429)</translation>
    </message>
    <message>
        <source>it has settled itself meanwhile</source>
        <translation>es hat sich inzwischen von selbst erledigt</translation>
    </message>
    <message>
        <source>it holds a value we wanted to send</source>
        <translation>er enthält einen Wert, den wir senden wollten</translation>
    </message>
    <message>
        <source>it is a public client, and takes no secret</source>
        <translation>es ist ein öffentlicher Client und nimmt kein Secret</translation>
    </message>
    <message>
        <source>it is counted over 24 hours</source>
        <translation>gezählt wird über 24 Stunden</translation>
    </message>
    <message>
        <source>it is gone</source>
        <translation>er ist weg</translation>
    </message>
    <message>
        <source>it is gone there, merged or deleted</source>
        <translation>er ist dort weg, zusammengeführt oder gelöscht</translation>
    </message>
    <message>
        <source>it is gone; plan again</source>
        <translation>er ist weg; planen Sie neu</translation>
    </message>
    <message>
        <source>it is kept</source>
        <translation>er bleibt</translation>
    </message>
    <message>
        <source>it is left out since {0}: {1}</source>
        <translation>er ist ausgelassen seit {0}: {1}</translation>
    </message>
    <message>
        <source>it is left out: {0}</source>
        <translation>er ist ausgelassen: {0}</translation>
    </message>
    <message>
        <source>it is not as it was when this was asked</source>
        <translation>es ist nicht mehr so wie zur Zeit dieser Frage</translation>
    </message>
    <message>
        <source>it is not in the settings</source>
        <translation>es steht nicht in den Einstellungen</translation>
    </message>
    <message>
        <source>it is not made anew in {0}</source>
        <translation>in {0} wird er nicht neu angelegt</translation>
    </message>
    <message>
        <source>it is not made there yet</source>
        <translation>er wird dort noch nicht angelegt</translation>
    </message>
    <message>
        <source>it is not made there: {0}</source>
        <translation>er wird dort nicht angelegt: {0}</translation>
    </message>
    <message>
        <source>it is not ready (503): a server on this machine may still be reading the model</source>
        <translation>es ist nicht bereit (503): ein Server auf diesem Rechner liest vielleicht noch das Modell</translation>
    </message>
    <message>
        <source>it is not text</source>
        <translation>es ist kein Text</translation>
    </message>
    <message>
        <source>it is otherwise there by now</source>
        <translation>es ist dort inzwischen anders</translation>
    </message>
    <message>
        <source>it is renewed by itself before it ends, as long as the CRM takes the refresh token</source>
        <translation>sie wird von selbst erneuert, bevor sie endet, solange das CRM das Refresh-Token annimmt</translation>
    </message>
    <message>
        <source>it is renewed by itself: the connection signs in by its own key or secret</source>
        <translation>sie wird von selbst erneuert: die Verbindung meldet sich mit ihrem eigenen Schlüssel oder Secret an</translation>
    </message>
    <message>
        <source>it is settled</source>
        <translation>es ist erledigt</translation>
    </message>
    <message>
        <source>it is to be read: soon</source>
        <translation>er ist zu lesen: bald</translation>
    </message>
    <message>
        <source>it is to be read: {0}</source>
        <translation>er ist zu lesen: {0}</translation>
    </message>
    <message>
        <source>it is {0} already</source>
        <translation>es ist schon {0}</translation>
    </message>
    <message>
        <source>it is {0} now</source>
        <translation>er ist jetzt {0}</translation>
    </message>
    <message>
        <source>it knows no such model or address (404); correct advisor.model or advisor.endpoint</source>
        <translation>es kennt kein solches Modell und keine solche Adresse (404); berichtigen Sie advisor.model oder advisor.endpoint</translation>
    </message>
    <message>
        <source>it leads to {0}, and everything has to stay in {1} ({2})</source>
        <translation>er führt nach {0}, und alles muss in {1} bleiben ({2})</translation>
    </message>
    <message>
        <source>it lives already</source>
        <translation>er lebt schon</translation>
    </message>
    <message>
        <source>it lives on in {0}</source>
        <translation>er lebt in {0} weiter</translation>
    </message>
    <message>
        <source>it lives there again</source>
        <translation>er lebt dort wieder</translation>
    </message>
    <message>
        <source>it looks like what we created when the answer was lost, edited since</source>
        <translation>er sieht aus wie das, was wir anlegten, als die Antwort verloren ging, und wurde seitdem geändert</translation>
    </message>
    <message>
        <source>it makes the value of one field</source>
        <translation>sie ergibt den Wert eines Feldes</translation>
    </message>
    <message>
        <source>it merged values that were not shown to it whole</source>
        <translation>es hat Werte verbunden, die ihm nicht ganz gezeigt wurden</translation>
    </message>
    <message>
        <source>it names no field to compute from</source>
        <translation>sie nennt kein Feld, aus dem sich berechnen ließe</translation>
    </message>
    <message>
        <source>it never happened</source>
        <translation>es kam nie dazu</translation>
    </message>
    <message>
        <source>it offers no encryption or no sign-in, and nothing is sent in clear</source>
        <translation>es bietet keine Verschlüsselung oder keine Anmeldung, und unverschlüsselt wird nichts gesendet</translation>
    </message>
    <message>
        <source>it points elsewhere ({0}), which is not followed; correct advisor.endpoint</source>
        <translation>es verweist anderswohin ({0}), dem wird nicht gefolgt; berichtigen Sie advisor.endpoint</translation>
    </message>
    <message>
        <source>it points elsewhere ({0}), which is not followed; correct its url</source>
        <translation>es verweist anderswohin ({0}), dem wird nicht gefolgt; berichtigen Sie seine url</translation>
    </message>
    <message>
        <source>it refused the key ({0}); give it: crmsync advisor key</source>
        <translation>es hat den Schlüssel zurückgewiesen ({0}); geben Sie ihn an: crmsync advisor key</translation>
    </message>
    <message>
        <source>it refused the question ({0})</source>
        <translation>es hat die Frage zurückgewiesen ({0})</translation>
    </message>
    <message>
        <source>it refused the secret or the user ({0})</source>
        <translation>es hat das Secret oder den Benutzer zurückgewiesen ({0})</translation>
    </message>
    <message>
        <source>it refused the user or the password</source>
        <translation>es hat den Benutzer oder das Passwort zurückgewiesen</translation>
    </message>
    <message>
        <source>it starts anew at midnight UTC</source>
        <translation>es beginnt um Mitternacht UTC neu</translation>
    </message>
    <message>
        <source>it waits again</source>
        <translation>es wartet wieder</translation>
    </message>
    <message>
        <source>it wants to be left alone for {0} s more</source>
        <translation>es will noch {0} s in Ruhe gelassen werden</translation>
    </message>
    <message>
        <source>it was changed once more since the undo asked</source>
        <translation>es wurde noch einmal geändert, seit die Rücknahme fragte</translation>
    </message>
    <message>
        <source>it was changed or decided meanwhile</source>
        <translation>es wurde inzwischen geändert oder entschieden</translation>
    </message>
    <message>
        <source>it was changed since</source>
        <translation>es wurde seitdem geändert</translation>
    </message>
    <message>
        <source>it was converted, but was to be refused</source>
        <translation>es wurde umgewandelt, sollte aber abgelehnt werden</translation>
    </message>
    <message>
        <source>it was deleted</source>
        <translation>er wurde gelöscht</translation>
    </message>
    <message>
        <source>it was deleted since</source>
        <translation>er wurde seitdem gelöscht</translation>
    </message>
    <message>
        <source>it was deleted there</source>
        <translation>er wurde dort gelöscht</translation>
    </message>
    <message>
        <source>it was deleted there and is kept here; it is not made anew unasked</source>
        <translation>er wurde dort gelöscht und wird hier behalten; ungefragt wird er nicht neu angelegt</translation>
    </message>
    <message>
        <source>it was deleted there, and its bin does not give it back</source>
        <translation>er wurde dort gelöscht, und der Papierkorb gibt ihn nicht zurück</translation>
    </message>
    <message>
        <source>it was edited there meanwhile</source>
        <translation>er wurde dort inzwischen geändert</translation>
    </message>
    <message>
        <source>it was merged</source>
        <translation>er wurde zusammengeführt</translation>
    </message>
    <message>
        <source>it was merged into {0}, in a CRM as well; as a record of its own again: crmsync records restore {1}</source>
        <translation>er wurde mit {0} zusammengeführt, auch in einem CRM; wieder als eigener Datensatz: crmsync records restore {1}</translation>
    </message>
    <message>
        <source>it was not this answer that the record was deleted by</source>
        <translation>es war nicht diese Antwort, durch die der Datensatz gelöscht wurde</translation>
    </message>
    <message>
        <source>it was only tried again: there is nothing to take back</source>
        <translation>es wurde nur noch einmal versucht: es gibt nichts zurückzunehmen</translation>
    </message>
    <message>
        <source>it writes to one side only</source>
        <translation>sie schreibt nur auf eine Seite</translation>
    </message>
    <message>
        <source>item {0} is {1} already</source>
        <translation>die Frage {0} ist schon {1}</translation>
    </message>
    <message>
        <source>item {0} is {1}: there is no answer to take back</source>
        <translation>die Frage {0} ist {1}: es gibt keine Antwort zurückzunehmen</translation>
    </message>
    <message>
        <source>its account has no credit left (429)</source>
        <translation>sein Konto hat kein Guthaben mehr (429)</translation>
    </message>
    <message>
        <source>its answer has not the form that was asked for</source>
        <translation>seine Antwort hat nicht die verlangte Form</translation>
    </message>
    <message>
        <source>its answer holds no message</source>
        <translation>seine Antwort enthält keine Nachricht</translation>
    </message>
    <message>
        <source>its answer is larger than {0} KiB</source>
        <translation>seine Antwort ist größer als {0} KiB</translation>
    </message>
    <message>
        <source>its answer names no ticket</source>
        <translation>seine Antwort nennt kein Ticket</translation>
    </message>
    <message>
        <source>its answer was cut off</source>
        <translation>seine Antwort wurde abgeschnitten</translation>
    </message>
    <message>
        <source>its children are looked at: it is to be had again</source>
        <translation>seine untergeordneten Datensätze werden angesehen: er ist wieder zu haben</translation>
    </message>
    <message>
        <source>its children move to the record it was merged into</source>
        <translation>seine untergeordneten Datensätze gehen zu dem über, mit dem er zusammengeführt wurde</translation>
    </message>
    <message>
        <source>its children move, pass {0}: {1} after {2}</source>
        <translation>seine untergeordneten Datensätze gehen über, Durchgang {0}: {1} nach {2}</translation>
    </message>
    <message>
        <source>its choice is none that was asked for</source>
        <translation>seine Wahl ist keine der erfragten</translation>
    </message>
    <message>
        <source>its code was used before</source>
        <translation>sein Code wurde schon benutzt</translation>
    </message>
    <message>
        <source>its event stream ({0}) is refused: {1}</source>
        <translation>sein Ereignisstrom ({0}) ist verweigert: {1}</translation>
    </message>
    <message>
        <source>its link is gone</source>
        <translation>seine Verknüpfung ist weg</translation>
    </message>
    <message>
        <source>its merged value cannot be used: {0}</source>
        <translation>sein verbundener Wert ist nicht zu gebrauchen: {0}</translation>
    </message>
    <message>
        <source>its merged value is empty or has not the form of the field</source>
        <translation>sein verbundener Wert ist leer oder hat nicht die Form des Feldes</translation>
    </message>
    <message>
        <source>its plan was stale</source>
        <translation>sein Plan war veraltet</translation>
    </message>
    <message>
        <source>its record has changed</source>
        <translation>sein Datensatz hat sich geändert</translation>
    </message>
    <message>
        <source>its record here was merged into another, and the CRM still has both</source>
        <translation>sein Datensatz hier wurde mit einem anderen zusammengeführt, und das CRM hat noch beide</translation>
    </message>
    <message>
        <source>its record here was merged into another, and the two are being merged there</source>
        <translation>sein Datensatz hier wurde mit einem anderen zusammengeführt, und die beiden werden dort gerade zusammengeführt</translation>
    </message>
    <message>
        <source>its record is deleted</source>
        <translation>sein Datensatz ist gelöscht</translation>
    </message>
    <message>
        <source>its record is gone</source>
        <translation>sein Datensatz ist weg</translation>
    </message>
    <message>
        <source>its record lives again, with another pair there</source>
        <translation>sein Datensatz lebt wieder, dort mit einem anderen Gegenstück</translation>
    </message>
    <message>
        <source>its record was merged</source>
        <translation>sein Datensatz wurde zusammengeführt</translation>
    </message>
    <message>
        <source>its record was merged into another</source>
        <translation>sein Datensatz wurde mit einem anderen zusammengeführt</translation>
    </message>
    <message>
        <source>its secret address is not known; give it: crmsync targets secret NAME</source>
        <translation>seine geheime Adresse ist nicht bekannt; geben Sie sie an: crmsync targets secret NAME</translation>
    </message>
    <message>
        <source>its server cannot be asked for a form (response_format json_schema, {0}): take a newer one, or another</source>
        <translation>sein Server kann nicht um eine Form gebeten werden (response_format json_schema, {0}): nehmen Sie einen neueren oder einen anderen</translation>
    </message>
    <message>
        <source>its table is empty</source>
        <translation>ihre Tabelle ist leer</translation>
    </message>
    <message>
        <source>its table is not complete</source>
        <translation>ihre Tabelle ist nicht vollständig</translation>
    </message>
    <message>
        <source>its values have</source>
        <translation>seine Werte</translation>
    </message>
    <message>
        <source>its webhooks were taken away by a person</source>
        <translation>seine Webhooks hat ein Mensch entfernt</translation>
    </message>
    <message>
        <source>kept a value that went</source>
        <translation>einen Wert behalten, der wich</translation>
    </message>
    <message>
        <source>kept a value that went by {0}</source>
        <translation>gewichener Wert aufbewahrt von {0}</translation>
    </message>
    <message>
        <source>kept by a decision</source>
        <translation>durch eine Entscheidung behalten</translation>
    </message>
    <message>
        <source>kept in {0}, which made it, and no longer paired</source>
        <translation>behalten in {0}, das ihn angelegt hat, und kein Paar mehr</translation>
    </message>
    <message>
        <source>kind {0} of hub object {1}</source>
        <translation>Art {0} des Hub-Objekts {1}</translation>
    </message>
    <message>
        <source>late twin {0} of our own create</source>
        <translation>spätes Doppel {0} einer eigenen Anlage</translation>
    </message>
    <message>
        <source>late twin {0} of our own create, edited meanwhile</source>
        <translation>spätes Doppel {0} einer eigenen Anlage, inzwischen geändert</translation>
    </message>
    <message>
        <source>left out by a person, or set apart from its pair</source>
        <translation>von einem Menschen weggelassen, oder von seinem Gegenstück getrennt</translation>
    </message>
    <message>
        <source>left out from then on</source>
        <translation>von da an ausgelassen</translation>
    </message>
    <message>
        <source>left out: {0}</source>
        <translation>ausgelassen: {0}</translation>
    </message>
    <message>
        <source>let go on by the filter</source>
        <translation>vom Filter weitergelassen</translation>
    </message>
    <message>
        <source>let go on by the filter by {0}</source>
        <translation>vom Filter weitergelassen von {0}</translation>
    </message>
    <message>
        <source>linked by a decision</source>
        <translation>durch eine Entscheidung verknüpft</translation>
    </message>
    <message>
        <source>linked to a record that is gone by now</source>
        <translation>mit einem Datensatz verknüpft, der inzwischen weg ist</translation>
    </message>
    <message>
        <source>listed as changed</source>
        <translation>als geändert aufgeführt</translation>
    </message>
    <message>
        <source>looked up</source>
        <translation>nachgesehen</translation>
    </message>
    <message>
        <source>made anew in {0}, under another id there</source>
        <translation>in {0} neu angelegt, dort unter einer anderen ID</translation>
    </message>
    <message>
        <source>made anew in {0}, under another id there: its activities and history stay behind</source>
        <translation>in {0} neu angelegt, dort unter einer anderen ID: seine Aktivitäten und sein Verlauf gehen nicht mit</translation>
    </message>
    <message>
        <source>made there anew, under another id</source>
        <translation>dort neu angelegt, unter einer anderen ID</translation>
    </message>
    <message>
        <source>making</source>
        <translation>in Arbeit</translation>
    </message>
    <message>
        <source>mapped to each other here before</source>
        <translation>hier früher schon einander zugeordnet</translation>
    </message>
    <message>
        <source>match entry {0} holds no key field, so nothing can be looked up by it</source>
        <translation>der Eintrag {0} in match enthält kein Schlüsselfeld, darum lässt sich damit nichts nachschlagen</translation>
    </message>
    <message>
        <source>match names {0}, which no rule reads from the CRM</source>
        <translation>match nennt {0}, was keine Regel aus dem CRM liest</translation>
    </message>
    <message>
        <source>match names {0}, which {1} does not have</source>
        <translation>match nennt {0}, was {1} nicht hat</translation>
    </message>
    <message>
        <source>matched by the mapping&apos;s keys</source>
        <translation>an den Schlüsseln der Zuordnung erkannt</translation>
    </message>
    <message>
        <source>matches by {0} a record that is linked to another one of this CRM: a duplicate there?</source>
        <translation>stimmt in {0} mit einem Datensatz überein, der mit einem anderen dieses CRMs verknüpft ist: ein Doppel dort?</translation>
    </message>
    <message>
        <source>may be refused: {0}</source>
        <translation>könnte abgelehnt werden: {0}</translation>
    </message>
    <message>
        <source>merge</source>
        <translation>Zusammenführen</translation>
    </message>
    <message>
        <source>merge {0}</source>
        <translation>Zusammenführung von {0}</translation>
    </message>
    <message>
        <source>merged</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>merged away</source>
        <translation>wegzusammengeführt</translation>
    </message>
    <message>
        <source>merged away by {0}</source>
        <translation>wegzusammengeführt von {0}</translation>
    </message>
    <message>
        <source>merged into another here, while the CRM still has both</source>
        <translation>hier mit einem anderen zusammengeführt, während das CRM noch beide hat</translation>
    </message>
    <message>
        <source>merged into {0}</source>
        <translation>mit {0} zusammengeführt</translation>
    </message>
    <message>
        <source>merged with {0}</source>
        <translation>mit {0} zusammengeführt</translation>
    </message>
    <message>
        <source>merged with {0}, which had values this CRM was never told: {1}</source>
        <translation>zusammengeführt mit {0}, der Werte hatte, die diesem CRM nie gesagt wurden: {1}</translation>
    </message>
    <message>
        <source>model is missing: the endpoint is asked for one by name</source>
        <translation>model fehlt: der Endpunkt wird nach einem beim Namen gefragt</translation>
    </message>
    <message>
        <source>model: {0}</source>
        <translation>Modell: {0}</translation>
    </message>
    <message>
        <source>model_key for {0}</source>
        <translation>model_key für {0}</translation>
    </message>
    <message>
        <source>must be a list</source>
        <translation>muss eine Liste sein</translation>
    </message>
    <message>
        <source>must be a number</source>
        <translation>muss eine Zahl sein</translation>
    </message>
    <message>
        <source>must be a number from 0 to 1</source>
        <translation>muss eine Zahl von 0 bis 1 sein</translation>
    </message>
    <message>
        <source>must be a path in quotes</source>
        <translation>muss ein Pfad in Anführungszeichen sein</translation>
    </message>
    <message>
        <source>must be a table</source>
        <translation>muss eine Tabelle sein</translation>
    </message>
    <message>
        <source>must be a text in quotes</source>
        <translation>muss ein Text in Anführungszeichen sein</translation>
    </message>
    <message>
        <source>must be a text or a list of texts</source>
        <translation>muss ein Text oder eine Liste von Texten sein</translation>
    </message>
    <message>
        <source>must be a text, true or false, or a list of texts</source>
        <translation>muss ein Text, wahr oder falsch, oder eine Liste von Texten sein</translation>
    </message>
    <message>
        <source>must be a time such as &quot;2026-12-31T00:00:00.000Z&quot;</source>
        <translation>muss eine Zeit sein wie &quot;2026-12-31T00:00:00.000Z&quot;</translation>
    </message>
    <message>
        <source>must be a web address such as https://llm.example.com/v1</source>
        <translation>muss eine Webadresse sein wie https://llm.example.com/v1</translation>
    </message>
    <message>
        <source>must be a web address such as https://sync.example.com/hooks</source>
        <translation>muss eine Webadresse sein wie https://sync.example.com/hooks</translation>
    </message>
    <message>
        <source>must be a whole number</source>
        <translation>muss eine ganze Zahl sein</translation>
    </message>
    <message>
        <source>must be greater than or equal to {0}</source>
        <translation>muss mindestens {0} sein</translation>
    </message>
    <message>
        <source>must be greater than {0}</source>
        <translation>muss größer als {0} sein</translation>
    </message>
    <message>
        <source>must be less than or equal to {0}</source>
        <translation>darf höchstens {0} sein</translation>
    </message>
    <message>
        <source>must be less than {0}</source>
        <translation>muss kleiner als {0} sein</translation>
    </message>
    <message>
        <source>must be one of {0}</source>
        <translation>muss eines sein von {0}</translation>
    </message>
    <message>
        <source>must be true or false</source>
        <translation>muss true oder false sein</translation>
    </message>
    <message>
        <source>must be {0}</source>
        <translation>muss {0} sein</translation>
    </message>
    <message>
        <source>must be {0} or more</source>
        <translation>muss {0} oder mehr sein</translation>
    </message>
    <message>
        <source>must hold hub field names, or lists of those that must all agree</source>
        <translation>muss Namen von Hub-Feldern enthalten, oder Listen von solchen, die alle übereinstimmen müssen</translation>
    </message>
    <message>
        <source>must name at least one field, and no name may be empty</source>
        <translation>muss mindestens ein Feld nennen, und kein Name darf leer sein</translation>
    </message>
    <message>
        <source>must name each kind once, none of them empty</source>
        <translation>muss jede Art einmal nennen, keine davon leer</translation>
    </message>
    <message>
        <source>must not be empty</source>
        <translation>darf nicht leer sein</translation>
    </message>
    <message>
        <source>must start with https:// (plain http is for this machine only)</source>
        <translation>muss mit https:// beginnen (http ohne s nur auf diesem Rechner)</translation>
    </message>
    <message>
        <source>must start with sqlite:/// or postgresql://</source>
        <translation>muss mit sqlite:/// oder postgresql:// beginnen</translation>
    </message>
    <message>
        <source>name 1 to 500 questions at a time</source>
        <translation>nennen Sie 1 bis 500 Fragen auf einmal</translation>
    </message>
    <message>
        <source>name at most 500 questions at a time</source>
        <translation>nennen Sie höchstens 500 Fragen auf einmal</translation>
    </message>
    <message>
        <source>name between 1 and 1000 items</source>
        <translation>nennen Sie 1 bis 1000 Posten</translation>
    </message>
    <message>
        <source>names a field twice</source>
        <translation>nennt ein Feld zweimal</translation>
    </message>
    <message>
        <source>names {0}; there are {1}</source>
        <translation>nennt {0}; es gibt {1}</translation>
    </message>
    <message>
        <source>nearest is {0}, which is not alike enough or is another&apos;s</source>
        <translation>am nächsten kommt {0}, das aber nicht ähnlich genug ist oder zu einem anderen gehört</translation>
    </message>
    <message>
        <source>needs `sources` exactly where its action is &apos;sources&apos;</source>
        <translation>braucht `sources` genau dann, wenn seine Aktion &apos;sources&apos; ist</translation>
    </message>
    <message>
        <source>needs a name of letters, digits, &apos;-&apos;, &apos;_&apos; and &apos;.&apos;, at most 80 of them</source>
        <translation>braucht einen Namen aus Buchstaben, Ziffern, &apos;-&apos;, &apos;_&apos; und &apos;.&apos;, höchstens 80 davon</translation>
    </message>
    <message>
        <source>needs an `expression` exactly where its action is &apos;expression&apos;</source>
        <translation>braucht `expression` genau dann, wenn seine Aktion &apos;expression&apos; ist</translation>
    </message>
    <message>
        <source>neither can be written: nothing to sync</source>
        <translation>keines lässt sich schreiben: es gibt nichts abzugleichen</translation>
    </message>
    <message>
        <source>neither the secret nor the certificate to sign in to {0} with is known</source>
        <translation>weder das Secret noch das Zertifikat für die Anmeldung bei {0} ist bekannt</translation>
    </message>
    <message>
        <source>neither was taken</source>
        <translation>keiner wurde genommen</translation>
    </message>
    <message>
        <source>new since it vanished</source>
        <translation>neu, seit es verschwand</translation>
    </message>
    <message>
        <source>news from there is to be read: soon{0}</source>
        <translation>Neues von dort ist zu lesen: bald{0}</translation>
    </message>
    <message>
        <source>news from there is to be read: {0}</source>
        <translation>Neues von dort ist zu lesen: {0}</translation>
    </message>
    <message>
        <source>no area is required</source>
        <translation>kein Gebiet ist vorgeschrieben</translation>
    </message>
    <message>
        <source>no bin has it any more</source>
        <translation>kein Papierkorb hat ihn mehr</translation>
    </message>
    <message>
        <source>no connection maps records of {0}</source>
        <translation>keine Verbindung hat eine Zuordnung für Datensätze von {0}</translation>
    </message>
    <message>
        <source>no field</source>
        <translation>kein Feld</translation>
    </message>
    <message>
        <source>no field of {0} looks like {1}</source>
        <translation>kein Feld von {0} sieht aus wie {1}</translation>
    </message>
    <message>
        <source>no language model is set up</source>
        <translation>es ist kein Sprachmodell eingerichtet</translation>
    </message>
    <message>
        <source>no living record has this e-mail address</source>
        <translation>kein lebender Datensatz hat diese E-Mail-Adresse</translation>
    </message>
    <message>
        <source>no mapping has this object any more: plan again</source>
        <translation>keine Zuordnung hat dieses Objekt mehr: planen Sie neu</translation>
    </message>
    <message>
        <source>no mapping in use holds {0} of {1}; set it back there by hand</source>
        <translation>keine aktive Zuordnung umfasst {0} von {1}; setzen Sie es dort von Hand zurück</translation>
    </message>
    <message>
        <source>no mapping of {0} takes this kind of record any more</source>
        <translation>keine Zuordnung von {0} nimmt diese Art von Datensatz noch auf</translation>
    </message>
    <message>
        <source>no public address is set (webhooks.public_url)</source>
        <translation>es ist keine öffentliche Adresse gesetzt (webhooks.public_url)</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>ohne Angabe eines Grundes</translation>
    </message>
    <message>
        <source>no record was changed in the last 30 days</source>
        <translation>in den letzten 30 Tagen wurde kein Datensatz geändert</translation>
    </message>
    <message>
        <source>no rule converts {0} in this direction</source>
        <translation>keine Regel wandelt {0} in dieser Richtung um</translation>
    </message>
    <message>
        <source>no rules</source>
        <translation>keine Regeln</translation>
    </message>
    <message>
        <source>no second opinion from {0}: {1}</source>
        <translation>keine zweite Meinung von {0}: {1}</translation>
    </message>
    <message>
        <source>no sign-in of {0} waits for an address</source>
        <translation>keine Anmeldung von {0} wartet auf eine Adresse</translation>
    </message>
    <message>
        <source>no ticket at target {0} that we know of: {1}</source>
        <translation>kein Ticket bei {0}, von dem wir wüssten: {1}</translation>
    </message>
    <message>
        <source>no ticket at target {0}: {1}</source>
        <translation>kein Ticket bei {0}: {1}</translation>
    </message>
    <message>
        <source>no webhook has come yet</source>
        <translation>es ist noch kein Webhook gekommen</translation>
    </message>
    <message>
        <source>no webhooks of this CRM are taken</source>
        <translation>von diesem CRM werden keine Webhooks angenommen</translation>
    </message>
    <message>
        <source>no {0} is like that</source>
        <translation>so etwas ({0}) gibt es nicht</translation>
    </message>
    <message>
        <source>nobody has agreed to this app&apos;s access, or it was taken back</source>
        <translation>niemand hat dem Zugriff dieser App zugestimmt, oder er wurde entzogen</translation>
    </message>
    <message>
        <source>nobody has signed in to {0} yet</source>
        <translation>bei {0} hat sich noch niemand angemeldet</translation>
    </message>
    <message>
        <source>nobody knows whether target {0} made the ticket: {1}</source>
        <translation>niemand weiß, ob {0} das Ticket eröffnet hat: {1}</translation>
    </message>
    <message>
        <source>nobody knows yet what {0} has in {1}</source>
        <translation>noch weiß niemand, was {0} in {1} hat</translation>
    </message>
    <message>
        <source>nobody says what {0} is needed for</source>
        <translation>niemand sagt, wofür {0} gebraucht wird</translation>
    </message>
    <message>
        <source>nobody signed in to {0} within {1} s</source>
        <translation>niemand hat sich binnen {1} s bei {0} angemeldet</translation>
    </message>
    <message>
        <source>nobody waits for this answer any more</source>
        <translation>niemand wartet mehr auf diese Antwort</translation>
    </message>
    <message>
        <source>none &lt;-&gt; none</source>
        <translation>nichts &lt;-&gt; nichts</translation>
    </message>
    <message>
        <source>none &lt;-&gt; {0}</source>
        <translation>nichts &lt;-&gt; {0}</translation>
    </message>
    <message>
        <source>none; add one to crmsync.toml</source>
        <translation>keine; fügen Sie eine in crmsync.toml hinzu</translation>
    </message>
    <message>
        <source>not a part of an undo</source>
        <translation>nicht Teil einer Rücknahme</translation>
    </message>
    <message>
        <source>not answered</source>
        <translation>nicht beantwortet</translation>
    </message>
    <message>
        <source>not as planned: {0}</source>
        <translation>nicht wie geplant: {0}</translation>
    </message>
    <message>
        <source>not deleted there after all</source>
        <translation>dort doch nicht gelöscht</translation>
    </message>
    <message>
        <source>not ended at the CRM</source>
        <translation>beim CRM nicht beendet</translation>
    </message>
    <message>
        <source>not its pair after all</source>
        <translation>doch nicht sein Gegenstück</translation>
    </message>
    <message>
        <source>not kept after all</source>
        <translation>doch nicht behalten</translation>
    </message>
    <message>
        <source>not merged there after all</source>
        <translation>dort doch nicht zusammengeführt</translation>
    </message>
    <message>
        <source>not merged: {0}</source>
        <translation>nicht zusammengeführt: {0}</translation>
    </message>
    <message>
        <source>not met by this mapping yet</source>
        <translation>dieser Zuordnung noch nicht begegnet</translation>
    </message>
    <message>
        <source>not offered</source>
        <translation>nicht angeboten</translation>
    </message>
    <message>
        <source>nothing had been sent to {0} yet</source>
        <translation>an {0} war noch nichts gesendet worden</translation>
    </message>
    <message>
        <source>nothing had been sent yet</source>
        <translation>es war noch nichts gesendet worden</translation>
    </message>
    <message>
        <source>nothing had passed yet</source>
        <translation>es war noch nichts durchgelassen worden</translation>
    </message>
    <message>
        <source>nothing here tells which side is right</source>
        <translation>nichts hier sagt, welche Seite recht hat</translation>
    </message>
    <message>
        <source>nothing is created there: {0} has no {1}</source>
        <translation>dort wird nichts angelegt: {0} hat kein {1}</translation>
    </message>
    <message>
        <source>nothing is known between {0} and {1}</source>
        <translation>zwischen {0} und {1} ist nichts bekannt</translation>
    </message>
    <message>
        <source>nothing is let go: the run is tried again as things are then, and stops again where it is still too much</source>
        <translation>nichts wird durchgelassen: der Lauf wird mit dem dann geltenden Stand wieder versucht und hält wieder an, wenn es noch zu viel ist</translation>
    </message>
    <message>
        <source>nothing is written</source>
        <translation>nichts wird geschrieben</translation>
    </message>
    <message>
        <source>nothing on the other side is like it</source>
        <translation>auf der anderen Seite gleicht ihm nichts</translation>
    </message>
    <message>
        <source>nothing renews it: sign in again before it ends</source>
        <translation>nichts erneuert sie: melden Sie neu an, bevor sie endet</translation>
    </message>
    <message>
        <source>nothing says where it leads: {0}</source>
        <translation>nichts sagt, wohin es führt: {0}</translation>
    </message>
    <message>
        <source>nothing tells which kind of {0} a record of the CRM is</source>
        <translation>nichts sagt, welche Art von {0} ein Datensatz des CRMs ist</translation>
    </message>
    <message>
        <source>nothing to do</source>
        <translation>nichts zu tun</translation>
    </message>
    <message>
        <source>nothing was created</source>
        <translation>nichts wurde angelegt</translation>
    </message>
    <message>
        <source>nothing was to be done</source>
        <translation>es war nichts zu tun</translation>
    </message>
    <message>
        <source>on its way {0}, next at {1}: due</source>
        <translation>unterwegs {0}, als Nächstes {1}: fällig</translation>
    </message>
    <message>
        <source>on its way {0}, next at {1}: {2}</source>
        <translation>unterwegs {0}, als Nächstes {1}: {2}</translation>
    </message>
    <message>
        <source>one field</source>
        <translation>ein Feld</translation>
    </message>
    <message>
        <source>one run passes that was stopped: {0} {1}, where the mapping allows {2}</source>
        <translation>ein angehaltener Lauf wird durchgelassen: {0} {1}, wo die Zuordnung {2} erlaubt</translation>
    </message>
    <message>
        <source>one side holds several choices, the other one</source>
        <translation>die eine Seite fasst mehrere Auswahlwerte, die andere einen</translation>
    </message>
    <message>
        <source>one side was emptied, perhaps on purpose</source>
        <translation>eine Seite wurde geleert, vielleicht mit Absicht</translation>
    </message>
    <message>
        <source>one way only: {0} cannot be written</source>
        <translation>nur in eine Richtung: {0} lässt sich nicht schreiben</translation>
    </message>
    <message>
        <source>only a field&apos;s value on its way to the CRM can be given up</source>
        <translation>aufgeben lässt sich nur der Wert eines Feldes auf dem Weg zum CRM</translation>
    </message>
    <message>
        <source>only to look on</source>
        <translation>nur zum Zusehen</translation>
    </message>
    <message>
        <source>only what waits has an order</source>
        <translation>nur was wartet, hat eine Reihenfolge</translation>
    </message>
    <message>
        <source>only whole minutes below a hundred hours can be written as hours and minutes</source>
        <translation>nur ganze Minuten unter hundert Stunden lassen sich als Stunden und Minuten schreiben</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>open again</source>
        <translation>wieder offen</translation>
    </message>
    <message>
        <source>option &apos;factor&apos; must be a number above 0 that divides without remainder</source>
        <translation>die Option &apos;factor&apos; muss eine Zahl über 0 sein, durch die sich ohne Rest teilen lässt</translation>
    </message>
    <message>
        <source>option &apos;region&apos; is not a two-letter country</source>
        <translation>die Option &apos;region&apos; ist kein Land aus zwei Buchstaben</translation>
    </message>
    <message>
        <source>option &apos;value&apos; does not fit the CRM&apos;s field: {0}</source>
        <translation>die Option &apos;value&apos; passt nicht zum Feld des CRMs: {0}</translation>
    </message>
    <message>
        <source>option &apos;value&apos; does not fit the hub&apos;s field: {0}</source>
        <translation>die Option &apos;value&apos; passt nicht zum Feld des Hubs: {0}</translation>
    </message>
    <message>
        <source>option &apos;value&apos; is missing</source>
        <translation>die Option &apos;value&apos; fehlt</translation>
    </message>
    <message>
        <source>option {0} must be one of {1}</source>
        <translation>die Option {0} muss eines sein von {1}</translation>
    </message>
    <message>
        <source>option {0} must have one word for each of {1}</source>
        <translation>die Option {0} muss ein Wort für jedes von {1} haben</translation>
    </message>
    <message>
        <source>options &apos;yes&apos; and &apos;no&apos; must be two different words</source>
        <translation>die Optionen &apos;yes&apos; und &apos;no&apos; müssen zwei verschiedene Wörter sein</translation>
    </message>
    <message>
        <source>outside the filter</source>
        <translation>außerhalb des Filters</translation>
    </message>
    <message>
        <source>outside the filter: {0}</source>
        <translation>außerhalb des Filters: {0}</translation>
    </message>
    <message>
        <source>overruled</source>
        <translation>überstimmt</translation>
    </message>
    <message>
        <source>overruled by {0}</source>
        <translation>überstimmt von {0}</translation>
    </message>
    <message>
        <source>paired</source>
        <translation>verknüpft</translation>
    </message>
    <message>
        <source>paired by {0}</source>
        <translation>verknüpft von {0}</translation>
    </message>
    <message>
        <source>parted</source>
        <translation>getrennt</translation>
    </message>
    <message>
        <source>parted by {0}</source>
        <translation>getrennt von {0}</translation>
    </message>
    <message>
        <source>parted from its pair in {0} ({1})</source>
        <translation>von seinem Gegenstück in {0} getrennt ({1})</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>paused by a person</source>
        <translation>von einem Menschen angehalten</translation>
    </message>
    <message>
        <source>person:{0} (as {1})</source>
        <translation>person:{0} (als {1})</translation>
    </message>
    <message>
        <source>plan {0} answers many questions: no lane applies it</source>
        <translation>der Plan {0} beantwortet viele Fragen: keine Spur wendet ihn an</translation>
    </message>
    <message>
        <source>plan {0} has no item {1}</source>
        <translation>der Plan {0} hat keinen Posten {1}</translation>
    </message>
    <message>
        <source>plan {0} is an undo</source>
        <translation>der Plan {0} ist eine Rücknahme</translation>
    </message>
    <message>
        <source>plan {0} is being applied already</source>
        <translation>der Plan {0} wird schon angewendet</translation>
    </message>
    <message>
        <source>plan {0} is being applied by somebody else</source>
        <translation>der Plan {0} wird gerade von jemand anderem angewendet</translation>
    </message>
    <message>
        <source>plan {0} is being made already</source>
        <translation>der Plan {0} wird schon erstellt</translation>
    </message>
    <message>
        <source>plan {0} is gone by now</source>
        <translation>der Plan {0} ist inzwischen weg</translation>
    </message>
    <message>
        <source>plan {0} is no bulk decision</source>
        <translation>der Plan {0} ist keine Sammelentscheidung</translation>
    </message>
    <message>
        <source>plan {0} is no undo</source>
        <translation>der Plan {0} ist keine Rücknahme</translation>
    </message>
    <message>
        <source>plan {0} is not being applied any more</source>
        <translation>der Plan {0} wird nicht mehr angewendet</translation>
    </message>
    <message>
        <source>plan {0} is of a mapping of {1} that is not in use</source>
        <translation>der Plan {0} gilt einer Zuordnung von {1}, die nicht in Gebrauch ist</translation>
    </message>
    <message>
        <source>plan {0} is {1}</source>
        <translation>der Plan {0} ist {1}</translation>
    </message>
    <message>
        <source>plan {0} is {1} by now</source>
        <translation>der Plan {0} ist inzwischen {1}</translation>
    </message>
    <message>
        <source>plan {0} is {1}, and cannot be applied from there</source>
        <translation>der Plan {0} ist {1} und kann von da nicht angewendet werden</translation>
    </message>
    <message>
        <source>plan {0} is {1}: from there it does not go to {2}</source>
        <translation>der Plan {0} ist {1}: von da geht es nicht zu {2}</translation>
    </message>
    <message>
        <source>plan {0} is {1}: nothing of it is being applied</source>
        <translation>der Plan {0} ist {1}: nichts davon wird angewendet</translation>
    </message>
    <message>
        <source>plan {0} is {1}; items are left out of a draft</source>
        <translation>der Plan {0} ist {1}; Posten lassen sich nur aus einem Entwurf herausnehmen</translation>
    </message>
    <message>
        <source>plan {0} of {1} is {2}</source>
        <translation>der Plan {0} von {1} ist {2}</translation>
    </message>
    <message>
        <source>plan {0} {1}</source>
        <translation>der Plan {0} {1}</translation>
    </message>
    <message>
        <source>poll</source>
        <translation>Abfrage</translation>
    </message>
    <message>
        <source>polled every {0} s: {1}</source>
        <translation>alle {0} s abgefragt: {1}</translation>
    </message>
    <message>
        <source>polled every {0} s{1}</source>
        <translation>alle {0} s abgefragt{1}</translation>
    </message>
    <message>
        <source>process {0}</source>
        <translation>Prozess {0}</translation>
    </message>
    <message>
        <source>project is missing: the key of the Jira project</source>
        <translation>project fehlt: der Schlüssel des Projekts in Jira</translation>
    </message>
    <message>
        <source>put aside {0}: {1}</source>
        <translation>beiseitegelegt {0}: {1}</translation>
    </message>
    <message>
        <source>question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>raises a ticket at target {0}, key {1}</source>
        <translation>eröffnet ein Ticket bei {0}, Schlüssel {1}</translation>
    </message>
    <message>
        <source>read back what we created</source>
        <translation>zurückgelesen, was wir angelegt haben</translation>
    </message>
    <message>
        <source>read back what we merged</source>
        <translation>zurückgelesen, was wir zusammengeführt haben</translation>
    </message>
    <message>
        <source>read back what we wrote</source>
        <translation>zurückgelesen, was wir geschrieben haben</translation>
    </message>
    <message>
        <source>read only</source>
        <translation>nur lesbar</translation>
    </message>
    <message>
        <source>real_time is off for this connection</source>
        <translation>real_time ist für diese Verbindung aus</translation>
    </message>
    <message>
        <source>record by record: crmsync plans make {0}</source>
        <translation>Datensatz für Datensatz: crmsync plans make {0}</translation>
    </message>
    <message>
        <source>record type {0} does not offer {1}</source>
        <translation>der Datensatztyp {0} bietet {1} nicht an</translation>
    </message>
    <message>
        <source>record {0} is at version {1}, not {2}</source>
        <translation>der Datensatz {0} hat Version {1}, nicht {2}</translation>
    </message>
    <message>
        <source>record {0} is deleted</source>
        <translation>der Datensatz {0} ist gelöscht</translation>
    </message>
    <message>
        <source>record {0} is not deleted</source>
        <translation>der Datensatz {0} ist nicht gelöscht</translation>
    </message>
    <message>
        <source>record {0} was not there yet at that time</source>
        <translation>den Datensatz {0} gab es zu dieser Zeit noch nicht</translation>
    </message>
    <message>
        <source>records</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>records that came meanwhile are being compared; a create might double one</source>
        <translation>Datensätze, die inzwischen kamen, werden gerade verglichen; eine Anlage könnte einen verdoppeln</translation>
    </message>
    <message>
        <source>removed in {0}; the record stays here{1} ({2})</source>
        <translation>in {0} entfernt; der Datensatz bleibt hier{1} ({2})</translation>
    </message>
    <message>
        <source>requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>resolved</source>
        <translation>entschieden</translation>
    </message>
    <message>
        <source>restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>restore {0}</source>
        <translation>{0} wiederherstellen</translation>
    </message>
    <message>
        <source>restored</source>
        <translation>wiederhergestellt</translation>
    </message>
    <message>
        <source>restored by {0}</source>
        <translation>wiederhergestellt von {0}</translation>
    </message>
    <message>
        <source>restored in the CRM</source>
        <translation>im CRM wiederhergestellt</translation>
    </message>
    <message>
        <source>restored in the CRM, where the record was created anew meanwhile: a duplicate there</source>
        <translation>im CRM wiederhergestellt, wo der Datensatz inzwischen neu angelegt wurde: ein Doppel dort</translation>
    </message>
    <message>
        <source>rows of {0}</source>
        <translation>Zeilen von {0}</translation>
    </message>
    <message>
        <source>rule {0}</source>
        <translation>Regel {0}</translation>
    </message>
    <message>
        <source>rule {0} (lens {1}, fields {2})</source>
        <translation>Regel {0} (Linse {1}, Felder {2})</translation>
    </message>
    <message>
        <source>rule {0} bears the name of a built-in one</source>
        <translation>die Regel {0} trägt den Namen einer eingebauten</translation>
    </message>
    <message>
        <source>rule {0} is a reference, which no example can hold</source>
        <translation>die Regel {0} ist ein Verweis, den kein Beispiel enthalten kann</translation>
    </message>
    <message>
        <source>rule {0} names field {1}, which is not there</source>
        <translation>die Regel {0} nennt das Feld {1}, das es nicht gibt</translation>
    </message>
    <message>
        <source>rule {0} names field {1}, which {2} does not have</source>
        <translation>die Regel {0} nennt das Feld {1}, das {2} nicht hat</translation>
    </message>
    <message>
        <source>rule {0} names hub object {1}, which does not exist</source>
        <translation>die Regel {0} nennt das Hub-Objekt {1}, das es nicht gibt</translation>
    </message>
    <message>
        <source>rule {0} names the lens {1}, which does not exist</source>
        <translation>die Regel {0} nennt die Linse {1}, die es nicht gibt</translation>
    </message>
    <message>
        <source>rule {0} refuses it</source>
        <translation>die Regel {0} lehnt es ab</translation>
    </message>
    <message>
        <source>rule {0} {1}</source>
        <translation>die Regel {0} {1}</translation>
    </message>
    <message>
        <source>rule {0}: {1}</source>
        <translation>Regel {0}: {1}</translation>
    </message>
    <message>
        <source>run {0} answered no item</source>
        <translation>der Lauf {0} hat keine Frage beantwortet</translation>
    </message>
    <message>
        <source>run {0} settled no conflict</source>
        <translation>der Lauf {0} hat keinen Konflikt entschieden</translation>
    </message>
    <message>
        <source>sample values</source>
        <translation>Beispielwerte</translation>
    </message>
    <message>
        <source>samples must be between 1 and 500</source>
        <translation>es können 1 bis 500 Stichproben sein</translation>
    </message>
    <message>
        <source>say to whom it is assigned</source>
        <translation>sagen Sie, wem es zugewiesen wird</translation>
    </message>
    <message>
        <source>say which questions</source>
        <translation>sagen Sie, welche Fragen</translation>
    </message>
    <message>
        <source>say which questions, one way</source>
        <translation>sagen Sie auf eine Weise, welche Fragen</translation>
    </message>
    <message>
        <source>selected entity</source>
        <translation>ausgewählte Entität</translation>
    </message>
    <message>
        <source>sender and to are missing: who the mail is from, and a list of whom it goes to</source>
        <translation>sender und to fehlen: von wem die E-Mail ist, und eine Liste, an wen sie geht</translation>
    </message>
    <message>
        <source>sending what was not refused</source>
        <translation>gesendet wird, was nicht abgelehnt wurde</translation>
    </message>
    <message>
        <source>sends a test to target {0}</source>
        <translation>sendet eine Probe an {0}</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>sent another value since</source>
        <translation>seither mit einem anderen Wert überschrieben</translation>
    </message>
    <message>
        <source>sent by {0}</source>
        <translation>gesendet von {0}</translation>
    </message>
    <message>
        <source>sent to {0} then: {1}</source>
        <translation>dann an {0} gesendet: {1}</translation>
    </message>
    <message>
        <source>service {0}</source>
        <translation>Dienst {0}</translation>
    </message>
    <message>
        <source>set apart: the taking in of this record was undone</source>
        <translation>getrennt: dass dieser Datensatz aufgenommen wurde, wurde zurückgenommen</translation>
    </message>
    <message>
        <source>set back in {0}; the record here stays</source>
        <translation>in {0} zurückgesetzt; der Datensatz hier bleibt</translation>
    </message>
    <message>
        <source>set back in {0}; the record here stays, and neither follows the other until one is edited</source>
        <translation>in {0} zurückgesetzt; der Datensatz hier bleibt, und keiner folgt dem anderen, bis einer bearbeitet wird</translation>
    </message>
    <message>
        <source>set back there</source>
        <translation>dort zurückgesetzt</translation>
    </message>
    <message>
        <source>set back there by {0}</source>
        <translation>dort zurückgesetzt von {0}</translation>
    </message>
    <message>
        <source>set back: {0}</source>
        <translation>zurückgesetzt: {0}</translation>
    </message>
    <message>
        <source>set by the transport</source>
        <translation>vom Transport gesetzt</translation>
    </message>
    <message>
        <source>setting up</source>
        <translation>wird eingerichtet</translation>
    </message>
    <message>
        <source>settled by {0}</source>
        <translation>geklärt von {0}</translation>
    </message>
    <message>
        <source>settled: {0}; {1} goes on</source>
        <translation>erledigt: {0}; {1} geht weiter</translation>
    </message>
    <message>
        <source>several choices of the CRM bear this name</source>
        <translation>mehrere Auswahlwerte des CRMs tragen diesen Namen</translation>
    </message>
    <message>
        <source>several fields on a side need a lens by name</source>
        <translation>mehrere Felder auf einer Seite brauchen eine Linse beim Namen</translation>
    </message>
    <message>
        <source>several records of {0} have this id</source>
        <translation>mehrere Datensätze von {0} haben diese ID</translation>
    </message>
    <message>
        <source>short-term request limit is</source>
        <translation>die kurzfristige Abrufgrenze ist</translation>
    </message>
    <message>
        <source>shorter than 1000 digits</source>
        <translation>kürzer als 1000 Ziffern</translation>
    </message>
    <message>
        <source>sign-in NAME</source>
        <translation>sign-in NAME</translation>
    </message>
    <message>
        <source>sign-in {0}</source>
        <translation>sign-in {0}</translation>
    </message>
    <message>
        <source>signed in, but {0}</source>
        <translation>angemeldet, aber {0}</translation>
    </message>
    <message>
        <source>signing in</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>signing in carries no record</source>
        <translation>die Anmeldung trägt keinen Datensatz</translation>
    </message>
    <message>
        <source>signing in to {0} as an application needs its own tenant in token_url</source>
        <translation>die Anmeldung bei {0} als Anwendung braucht ihren eigenen Tenant in token_url</translation>
    </message>
    <message>
        <source>signing in to {0} as an application needs its secret, or a certificate with its private key</source>
        <translation>die Anmeldung bei {0} als Anwendung braucht ihr Secret, oder ein Zertifikat mit seinem privaten Schlüssel</translation>
    </message>
    <message>
        <source>signing in to {0} by a browser needs a registered address to come back to</source>
        <translation>die Anmeldung bei {0} über einen Browser braucht eine angemeldete Rückkehradresse</translation>
    </message>
    <message>
        <source>signing in to {0} by a key needs a user name and a key</source>
        <translation>die Anmeldung bei {0} mit einem Schlüssel braucht einen Benutzernamen und einen Schlüssel</translation>
    </message>
    <message>
        <source>since lies behind until</source>
        <translation>since liegt nach until</translation>
    </message>
    <message>
        <source>since {0}</source>
        <translation>seit {0}</translation>
    </message>
    <message>
        <source>single-line text</source>
        <translation>einzeiliger Text</translation>
    </message>
    <message>
        <source>snoozed</source>
        <translation>zurückgestellt</translation>
    </message>
    <message>
        <source>snoozed until {0} UTC</source>
        <translation>zurückgestellt bis {0}</translation>
    </message>
    <message>
        <source>socket</source>
        <translation>Socket</translation>
    </message>
    <message>
        <source>socket must be a path from the / on</source>
        <translation>socket muss ein Pfad ab / sein</translation>
    </message>
    <message>
        <source>somebody has brought it back there</source>
        <translation>jemand hat ihn dort zurückgeholt</translation>
    </message>
    <message>
        <source>somebody has edited it here since</source>
        <translation>jemand hat es hier seither bearbeitet</translation>
    </message>
    <message>
        <source>somebody has edited it there since</source>
        <translation>jemand hat ihn dort seitdem geändert</translation>
    </message>
    <message>
        <source>somebody in the CRM</source>
        <translation>jemand im CRM</translation>
    </message>
    <message>
        <source>somebody is signed in to {0}</source>
        <translation>bei {0} ist jemand angemeldet</translation>
    </message>
    <message>
        <source>something takes a time but has no beginning</source>
        <translation>etwas dauert, hat aber keinen Anfang</translation>
    </message>
    <message>
        <source>something takes longer than anybody lives</source>
        <translation>etwas dauert länger, als jemand lebt</translation>
    </message>
    <message>
        <source>something takes longer than the calendar goes</source>
        <translation>etwas dauert länger, als der Kalender reicht</translation>
    </message>
    <message>
        <source>soon</source>
        <translation>bald</translation>
    </message>
    <message>
        <source>stays on this machine</source>
        <translation>bleibt auf diesem Rechner</translation>
    </message>
    <message>
        <source>stays there, unless it has gone by then</source>
        <translation>bleibt dort, wenn es bis dahin nicht verschwunden ist</translation>
    </message>
    <message>
        <source>stays there; has it gone by then, it {0}</source>
        <translation>bleibt dort; ist es bis dahin verschwunden, gilt: {0}</translation>
    </message>
    <message>
        <source>still registered at the CRM, but the connection is not in the settings</source>
        <translation>beim CRM noch angemeldet, aber die Verbindung steht nicht in den Einstellungen</translation>
    </message>
    <message>
        <source>stopped for a look: {0}</source>
        <translation>angehalten, um nachzusehen: {0}</translation>
    </message>
    <message>
        <source>stopped: {0}</source>
        <translation>angehalten: {0}</translation>
    </message>
    <message>
        <source>store</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>stream</source>
        <translation>Ereignisstrom</translation>
    </message>
    <message>
        <source>subscribe to changes</source>
        <translation>Änderungen abonnieren</translation>
    </message>
    <message>
        <source>superseded</source>
        <translation>überholt</translation>
    </message>
    <message>
        <source>take our webhooks away</source>
        <translation>unsere Webhooks entfernen</translation>
    </message>
    <message>
        <source>taken in from there at {0}</source>
        <translation>von dort aufgenommen: {0}</translation>
    </message>
    <message>
        <source>taken out of crmsync.toml; {0} mapping files put aside</source>
        <translation>aus crmsync.toml entfernt; {0} Zuordnungsdateien beiseitegelegt</translation>
    </message>
    <message>
        <source>takes as many fields on one side as on the other</source>
        <translation>nimmt auf der einen Seite so viele Felder wie auf der anderen</translation>
    </message>
    <message>
        <source>takes one field on one side, and two or more on the other, one a line</source>
        <translation>nimmt auf einer Seite ein Feld und auf der anderen zwei oder mehr, eines je Zeile</translation>
    </message>
    <message>
        <source>takes one field on the CRM&apos;s side, and on the hub&apos;s the main address or it and all others</source>
        <translation>nimmt auf der Seite des CRMs ein Feld, auf der des Hubs die Hauptadresse oder sie und alle anderen</translation>
    </message>
    <message>
        <source>takes {0} on the hub&apos;s side and {1} on the CRM&apos;s</source>
        <translation>nimmt auf der Seite des Hubs {0} und auf der des CRMs {1}</translation>
    </message>
    <message>
        <source>target {0} did not take it: {1}</source>
        <translation>{0} hat es nicht angenommen: {1}</translation>
    </message>
    <message>
        <source>target {0} did not take the test: {1}</source>
        <translation>{0} hat die Probe nicht angenommen: {1}</translation>
    </message>
    <message>
        <source>target {0} is for {1}, not for {2}</source>
        <translation>das Ziel {0} ist für {1}, nicht für {2}</translation>
    </message>
    <message>
        <source>target {0} made no ticket: {1}</source>
        <translation>{0} hat kein Ticket eröffnet: {1}</translation>
    </message>
    <message>
        <source>target {0} made ticket {1}, key {2}</source>
        <translation>{0} hat das Ticket {1} eröffnet, Schlüssel {2}</translation>
    </message>
    <message>
        <source>target {0} took the test</source>
        <translation>{0} hat die Probe angenommen</translation>
    </message>
    <message>
        <source>target {0}: {1}</source>
        <translation>Ziel {0}: {1}</translation>
    </message>
    <message>
        <source>tenant is for connections to Dynamics 365 alone</source>
        <translation>tenant ist nur für Verbindungen zu Dynamics 365</translation>
    </message>
    <message>
        <source>tenant is missing: flow = &apos;application&apos; signs in to one directory of Microsoft Entra</source>
        <translation>tenant fehlt: flow = &apos;application&apos; meldet sich an einem Verzeichnis von Microsoft Entra an</translation>
    </message>
    <message>
        <source>that address is at another host than targets.{0}.url</source>
        <translation>diese Adresse ist bei einem anderen Host als targets.{0}.url</translation>
    </message>
    <message>
        <source>that is about more than 100000 records</source>
        <translation>das beträfe mehr als 100000 Datensätze</translation>
    </message>
    <message>
        <source>that is no key</source>
        <translation>das ist kein Schlüssel</translation>
    </message>
    <message>
        <source>that is no secret</source>
        <translation>das ist kein Secret</translation>
    </message>
    <message>
        <source>that is not the address the browser ended at</source>
        <translation>das ist nicht die Adresse, bei der der Browser endete</translation>
    </message>
    <message>
        <source>that preview is not kept any more, or was sent</source>
        <translation>diese Vorschau wird nicht mehr aufbewahrt, oder sie wurde gesendet</translation>
    </message>
    <message>
        <source>that program is not attached (any more)</source>
        <translation>dieses Programm ist nicht (mehr) verbunden</translation>
    </message>
    <message>
        <source>the CRM</source>
        <translation>das CRM</translation>
    </message>
    <message>
        <source>the CRM did not take it, time and again</source>
        <translation>das CRM hat es immer wieder nicht angenommen</translation>
    </message>
    <message>
        <source>the CRM does not let it be written</source>
        <translation>das CRM lässt es nicht beschreiben</translation>
    </message>
    <message>
        <source>the CRM has it already as {0}, which the filter leaves out there</source>
        <translation>das CRM hat ihn schon als {0}, was der Filter dort auslässt</translation>
    </message>
    <message>
        <source>the CRM has no choice named {0}, its option &apos;fallback&apos;</source>
        <translation>das CRM hat keinen Auswahlwert namens {0}, die Option &apos;fallback&apos;</translation>
    </message>
    <message>
        <source>the CRM has no choice of this name</source>
        <translation>das CRM hat keinen Auswahlwert dieses Namens</translation>
    </message>
    <message>
        <source>the CRM lists no choices for {0}</source>
        <translation>das CRM zählt für {0} keine Auswahlwerte auf</translation>
    </message>
    <message>
        <source>the CRM refused it; see the queue</source>
        <translation>das CRM hat es abgelehnt; siehe Warteschlange</translation>
    </message>
    <message>
        <source>the CRM refused what it made</source>
        <translation>das CRM hat abgelehnt, was daraus entstand</translation>
    </message>
    <message>
        <source>the CRM says {0}</source>
        <translation>das CRM sagt {0}</translation>
    </message>
    <message>
        <source>the CRM tells no length for this field and option &apos;length&apos; is not a whole number above 0</source>
        <translation>das CRM nennt für dieses Feld keine Länge, und die Option &apos;length&apos; ist keine ganze Zahl über 0</translation>
    </message>
    <message>
        <source>the CRM&apos;s</source>
        <translation>des CRMs</translation>
    </message>
    <message>
        <source>the CRM&apos;s field cannot hold this value so that it could be read back</source>
        <translation>das Feld des CRMs kann diesen Wert nicht so aufnehmen, dass er sich zurücklesen ließe</translation>
    </message>
    <message>
        <source>the CRM&apos;s fields have changed; looking again</source>
        <translation>die Felder des CRMs haben sich geändert; es wird noch einmal nachgesehen</translation>
    </message>
    <message>
        <source>the CRM&apos;s record is of no kind that the rule knows</source>
        <translation>der Datensatz des CRMs ist von keiner Art, die die Regel kennt</translation>
    </message>
    <message>
        <source>the CRM&apos;s side</source>
        <translation>die Seite des CRMs</translation>
    </message>
    <message>
        <source>the CRM&apos;s value was taken</source>
        <translation>der Wert des CRMs wurde genommen</translation>
    </message>
    <message>
        <source>the access was declined</source>
        <translation>der Zugriff wurde verweigert</translation>
    </message>
    <message>
        <source>the account says it is hosted in {0}</source>
        <translation>das Konto sagt, es liegt in {0}</translation>
    </message>
    <message>
        <source>the address of the environment is not known in this tenant</source>
        <translation>die Adresse der Umgebung ist in diesem Tenant nicht bekannt</translation>
    </message>
    <message>
        <source>the address of the {0} account is not known</source>
        <translation>die Adresse des {0}-Kontos ist nicht bekannt</translation>
    </message>
    <message>
        <source>the advisor has nothing to say about it</source>
        <translation>der Ratgeber hat dazu nichts zu sagen</translation>
    </message>
    <message>
        <source>the advisor is not sure: {0} at {1}</source>
        <translation>der Ratgeber ist nicht sicher: {0} mit {1}</translation>
    </message>
    <message>
        <source>the amounts differ, and nothing tells which is right</source>
        <translation>die Beträge unterscheiden sich, und nichts sagt, welcher stimmt</translation>
    </message>
    <message>
        <source>the answer is larger than we accept</source>
        <translation>die Antwort ist größer, als wir annehmen</translation>
    </message>
    <message>
        <source>the answer is longer than {0} MiB</source>
        <translation>die Antwort ist länger als {0} MiB</translation>
    </message>
    <message>
        <source>the answer to the sign-in to {0} was not meant for this request</source>
        <translation>die Antwort auf die Anmeldung bei {0} galt nicht dieser Anfrage</translation>
    </message>
    <message>
        <source>the answer took too long</source>
        <translation>die Antwort dauerte zu lange</translation>
    </message>
    <message>
        <source>the answer was taken back</source>
        <translation>die Antwort wurde zurückgenommen</translation>
    </message>
    <message>
        <source>the app is not known in this tenant</source>
        <translation>die App ist in diesem Tenant nicht bekannt</translation>
    </message>
    <message>
        <source>the app&apos;s developer key</source>
        <translation>der Entwicklerschlüssel der App</translation>
    </message>
    <message>
        <source>the application&apos;s secret has expired</source>
        <translation>das Secret der Anwendung ist abgelaufen</translation>
    </message>
    <message>
        <source>the application&apos;s secret is wrong</source>
        <translation>das Secret der Anwendung ist falsch</translation>
    </message>
    <message>
        <source>the body has more than {0} bytes</source>
        <translation>die Anfrage hat mehr als {0} Byte</translation>
    </message>
    <message>
        <source>the body has {0} bytes</source>
        <translation>die Anfrage hat {0} Byte</translation>
    </message>
    <message>
        <source>the body is compressed</source>
        <translation>die Anfrage ist komprimiert</translation>
    </message>
    <message>
        <source>the body is not declared as JSON</source>
        <translation>die Anfrage ist nicht als JSON bezeichnet</translation>
    </message>
    <message>
        <source>the certificate is not the app registration&apos;s</source>
        <translation>das Zertifikat ist nicht das der App-Registrierung</translation>
    </message>
    <message>
        <source>the circuit is open for {0} s more</source>
        <translation>die Sicherung ist noch {0} s offen</translation>
    </message>
    <message>
        <source>the client id of {0} is not known</source>
        <translation>die Client-ID von {0} ist nicht bekannt</translation>
    </message>
    <message>
        <source>the connection broke before the answer came</source>
        <translation>die Verbindung brach ab, bevor die Antwort kam</translation>
    </message>
    <message>
        <source>the customer changed {0} ({1}), and nobody but they can know better</source>
        <translation>{0} wurde vom Kunden geändert ({1}), und besser als er kann es niemand wissen</translation>
    </message>
    <message>
        <source>the customer changed {0} ({1}), though before {2} was changed</source>
        <translation>{0} wurde vom Kunden geändert ({1}), wenn auch vor der Änderung auf der anderen Seite ({2})</translation>
    </message>
    <message>
        <source>the daemon answered {0} without a reason</source>
        <translation>der Daemon hat {0} geantwortet, ohne einen Grund</translation>
    </message>
    <message>
        <source>the daemon at {0} broke off</source>
        <translation>der Daemon bei {0} hat abgebrochen</translation>
    </message>
    <message>
        <source>the daemon at {0} does not answer in time</source>
        <translation>der Daemon bei {0} antwortet nicht rechtzeitig</translation>
    </message>
    <message>
        <source>the daemon at {0} has fallen silent</source>
        <translation>der Daemon bei {0} ist verstummt</translation>
    </message>
    <message>
        <source>the daemon at {0} {1} protocol ?, {2} protocol {3}</source>
        <translation>der Daemon bei {0} {1} Protokoll ?, {2} Protokoll {3}</translation>
    </message>
    <message>
        <source>the daemon at {0} {1} protocol {2}, {3} protocol {4}</source>
        <translation>der Daemon bei {0} {1} Protokoll {2}, {3} Protokoll {4}</translation>
    </message>
    <message>
        <source>the daemon could not answer this request</source>
        <translation>der Daemon konnte diese Anfrage nicht beantworten</translation>
    </message>
    <message>
        <source>the daemon is not running</source>
        <translation>der Daemon läuft nicht</translation>
    </message>
    <message>
        <source>the daemon speaks protocol {0}, this client {1}</source>
        <translation>der Daemon spricht Protokoll {0}, dieser Client {1}</translation>
    </message>
    <message>
        <source>the daemon stopped while it was being made</source>
        <translation>der Daemon wurde angehalten, während er erstellt wurde</translation>
    </message>
    <message>
        <source>the daemon, and restart it</source>
        <translation>den Daemon, und starten Sie ihn neu</translation>
    </message>
    <message>
        <source>the database</source>
        <translation>die Datenbank</translation>
    </message>
    <message>
        <source>the database does not take anything; nothing is synchronised</source>
        <translation>die Datenbank nimmt nichts an; nichts wird abgeglichen</translation>
    </message>
    <message>
        <source>the deleted rows of {0}</source>
        <translation>die gelöschten Zeilen von {0}</translation>
    </message>
    <message>
        <source>the event stream failed</source>
        <translation>der Ereignisstrom ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>the expression failed: {0}</source>
        <translation>der Ausdruck ist fehlgeschlagen: {0}</translation>
    </message>
    <message>
        <source>the expression has loops nested more than 2 deep</source>
        <translation>die Schleifen des Ausdrucks sind tiefer als 2 geschachtelt</translation>
    </message>
    <message>
        <source>the expression is empty</source>
        <translation>der Ausdruck ist leer</translation>
    </message>
    <message>
        <source>the expression is longer than 4096 characters</source>
        <translation>der Ausdruck ist länger als 4096 Zeichen</translation>
    </message>
    <message>
        <source>the expression is not valid: {0}</source>
        <translation>der Ausdruck ist nicht gültig: {0}</translation>
    </message>
    <message>
        <source>the expression is too much work for values of this size</source>
        <translation>der Ausdruck ist für Werte dieser Größe zu viel Arbeit</translation>
    </message>
    <message>
        <source>the expression makes a value of type {0}, but {1} is needed</source>
        <translation>der Ausdruck ergibt einen Wert vom Typ {0}, gebraucht wird aber {1}</translation>
    </message>
    <message>
        <source>the expression makes a {0}</source>
        <translation>der Ausdruck ergibt {0}</translation>
    </message>
    <message>
        <source>the field is not there any more</source>
        <translation>das Feld gibt es nicht mehr</translation>
    </message>
    <message>
        <source>the field {0} of {1} exists but the integration user may not write it</source>
        <translation>das Feld {0} von {1} gibt es, aber der Integrationsbenutzer darf es nicht schreiben</translation>
    </message>
    <message>
        <source>the fields are not known yet</source>
        <translation>die Felder sind noch nicht bekannt</translation>
    </message>
    <message>
        <source>the fields of {0}</source>
        <translation>die Felder von {0}</translation>
    </message>
    <message>
        <source>the file</source>
        <translation>die Datei</translation>
    </message>
    <message>
        <source>the file {0}</source>
        <translation>Datei {0}</translation>
    </message>
    <message>
        <source>the filter holds the pair: {0}</source>
        <translation>der Filter hält das Paar an: {0}</translation>
    </message>
    <message>
        <source>the filter lets it in, but was to leave it out</source>
        <translation>der Filter lässt ihn herein, sollte ihn aber auslassen</translation>
    </message>
    <message>
        <source>the first sync has not come to it yet</source>
        <translation>der erste Abgleich ist noch nicht bei ihm angekommen</translation>
    </message>
    <message>
        <source>the first sync has stopped for a look in the middle of plan {0}</source>
        <translation>der erste Abgleich hat mitten im Plan {0} angehalten, damit jemand hinsieht</translation>
    </message>
    <message>
        <source>the first sync would write more than {0} records, and waits for an approved plan</source>
        <translation>der erste Abgleich würde mehr als {0} Datensätze schreiben und wartet auf einen freigegebenen Plan</translation>
    </message>
    <message>
        <source>the former key cannot be removed from {0}</source>
        <translation>der frühere Schlüssel lässt sich nicht entfernen: {0}</translation>
    </message>
    <message>
        <source>the host is not known yet does not tell</source>
        <translation>der noch nicht bekannte Host sagt es nicht</translation>
    </message>
    <message>
        <source>the host {0}</source>
        <translation>der Host {0}</translation>
    </message>
    <message>
        <source>the host {0} does not tell</source>
        <translation>der Host {0} sagt es nicht</translation>
    </message>
    <message>
        <source>the hub</source>
        <translation>der Hub</translation>
    </message>
    <message>
        <source>the hub has no object {0} any more</source>
        <translation>der Hub hat kein Objekt {0} mehr</translation>
    </message>
    <message>
        <source>the hub&apos;s</source>
        <translation>des Hubs</translation>
    </message>
    <message>
        <source>the hub&apos;s fields return to what they held ({0})</source>
        <translation>die Felder des Hubs bekommen zurück, was sie hatten ({0})</translation>
    </message>
    <message>
        <source>the hub&apos;s side</source>
        <translation>die Seite des Hubs</translation>
    </message>
    <message>
        <source>the hub&apos;s value was kept</source>
        <translation>der Wert des Hubs wurde behalten</translation>
    </message>
    <message>
        <source>the kept quota ledger cannot be read</source>
        <translation>das aufbewahrte Kontingentbuch ist nicht lesbar</translation>
    </message>
    <message>
        <source>the key file to sign in to {0} with does not hold a certificate and its private key (PEM)</source>
        <translation>die Schlüsseldatei für die Anmeldung bei {0} enthält kein Zertifikat mit seinem privaten Schlüssel (PEM)</translation>
    </message>
    <message>
        <source>the key file to sign in to {0} with holds no RSA key without a password that fits its certificate</source>
        <translation>die Schlüsseldatei für die Anmeldung bei {0} enthält keinen RSA-Schlüssel ohne Passwort, der zu ihrem Zertifikat passt</translation>
    </message>
    <message>
        <source>the key for {0} is kept</source>
        <translation>der Schlüssel für {0} ist hinterlegt</translation>
    </message>
    <message>
        <source>the key in {0} has the wrong length</source>
        <translation>der Schlüssel hat die falsche Länge: {0}</translation>
    </message>
    <message>
        <source>the key is removed</source>
        <translation>der Schlüssel ist entfernt</translation>
    </message>
    <message>
        <source>the key of {0} is not in {1}</source>
        <translation>der Schlüssel von {0} liegt nicht hier: {1}</translation>
    </message>
    <message>
        <source>the key of {0} lies in the {1}, which is not there now</source>
        <translation>der Schlüssel von {0} liegt an einem Ort, der jetzt nicht da ist: {1}</translation>
    </message>
    <message>
        <source>the key to sign in to {0} with is not an RSA private key in PEM form without a password</source>
        <translation>der Schlüssel für die Anmeldung bei {0} ist kein privater RSA-Schlüssel im PEM-Format ohne Passwort</translation>
    </message>
    <message>
        <source>the key to sign in to {0} with is not known</source>
        <translation>der Schlüssel für die Anmeldung bei {0} ist nicht bekannt</translation>
    </message>
    <message>
        <source>the later edit was taken in earlier decisions about {0}</source>
        <translation>in früheren Entscheidungen über {0} wurde die spätere Änderung genommen</translation>
    </message>
    <message>
        <source>the list of objects</source>
        <translation>die Liste der Objekte</translation>
    </message>
    <message>
        <source>the local interface at {0} did not start</source>
        <translation>die lokale Schnittstelle bei {0} ist nicht gestartet</translation>
    </message>
    <message>
        <source>the local interface is served only while the data folder&apos;s lock is held</source>
        <translation>die lokale Schnittstelle wird nur bedient, solange die Sperre des Datenordners gehalten wird</translation>
    </message>
    <message>
        <source>the log ends at {0}, but {1} entries were written</source>
        <translation>das Protokoll endet bei {0}, geschrieben wurden aber {1} Einträge</translation>
    </message>
    <message>
        <source>the mapping creates nothing there (creates = {0})</source>
        <translation>die Zuordnung legt dort nichts an (creates = {0})</translation>
    </message>
    <message>
        <source>the mapping does not create records in {0}</source>
        <translation>die Zuordnung legt in {0} keine Datensätze an</translation>
    </message>
    <message>
        <source>the mapping given</source>
        <translation>die angegebene Zuordnung</translation>
    </message>
    <message>
        <source>the mapping given is of connection {0}, not {1}</source>
        <translation>die angegebene Zuordnung ist von der Verbindung {0}, nicht {1}</translation>
    </message>
    <message>
        <source>the mapping given names hub object {0}, which does not exist</source>
        <translation>die angegebene Zuordnung nennt das Hub-Objekt {0}, das es nicht gibt</translation>
    </message>
    <message>
        <source>the mapping given: {0}</source>
        <translation>die angegebene Zuordnung: {0}</translation>
    </message>
    <message>
        <source>the mapping has no rule {0} any more</source>
        <translation>die Zuordnung hat keine Regel {0} mehr</translation>
    </message>
    <message>
        <source>the mapping has no rule {0} any more; keep the hub&apos;s value or set one</source>
        <translation>die Zuordnung hat keine Regel {0} mehr; behalten Sie den Wert des Hubs, oder setzen Sie einen</translation>
    </message>
    <message>
        <source>the merge was undone</source>
        <translation>die Zusammenführung wurde zurückgenommen</translation>
    </message>
    <message>
        <source>the model is being asked already</source>
        <translation>das Modell wird schon befragt</translation>
    </message>
    <message>
        <source>the newest audit entry lies in the future: the system clock was set back</source>
        <translation>der neueste Eintrag des Protokolls liegt in der Zukunft: die Systemuhr wurde zurückgestellt</translation>
    </message>
    <message>
        <source>the outcome of a write ({0}) is unknown until {1}</source>
        <translation>der Ausgang eines Schreibvorgangs ({0}) ist unbekannt bis {1}</translation>
    </message>
    <message>
        <source>the outcome of a write is not known yet</source>
        <translation>der Ausgang eines Schreibvorgangs ist noch nicht bekannt</translation>
    </message>
    <message>
        <source>the outcome of a write is unknown</source>
        <translation>der Ausgang eines Schreibvorgangs ist unbekannt</translation>
    </message>
    <message>
        <source>the pair is no more</source>
        <translation>das Paar gibt es nicht mehr</translation>
    </message>
    <message>
        <source>the pair was set apart: neither side follows the other</source>
        <translation>das Paar wurde getrennt: keine Seite folgt der anderen</translation>
    </message>
    <message>
        <source>the parent named by {0} is not to be had</source>
        <translation>der übergeordnete Datensatz, den {0} nennt, ist nicht zu haben</translation>
    </message>
    <message>
        <source>the password was changed, or the sign-in was revoked</source>
        <translation>das Passwort wurde geändert, oder die Anmeldung wurde widerrufen</translation>
    </message>
    <message>
        <source>the pattern of matches() is not a text written out</source>
        <translation>das Muster von matches() ist kein ausgeschriebener Text</translation>
    </message>
    <message>
        <source>the permission Customize Application</source>
        <translation>das Recht „Anwendung anpassen“</translation>
    </message>
    <message>
        <source>the picklists of {0}</source>
        <translation>die Auswahllisten von {0}</translation>
    </message>
    <message>
        <source>the plan was discarded while it was being made</source>
        <translation>der Plan wurde verworfen, während er erstellt wurde</translation>
    </message>
    <message>
        <source>the position in Salesforce&apos;s events is not one of ours</source>
        <translation>die Position in den Ereignissen von Salesforce ist keine von uns</translation>
    </message>
    <message>
        <source>the precondition of an edit is not one this adapter gave</source>
        <translation>die Vorbedingung einer Änderung ist keine, die dieser Adapter gab</translation>
    </message>
    <message>
        <source>the question is gone</source>
        <translation>die Frage ist weg</translation>
    </message>
    <message>
        <source>the record is deleted again here and in {0}</source>
        <translation>der Datensatz wird hier und in {0} wieder gelöscht</translation>
    </message>
    <message>
        <source>the record is deleted again here{0}</source>
        <translation>der Datensatz wird hier wieder gelöscht{0}</translation>
    </message>
    <message>
        <source>the record is deleted by now</source>
        <translation>der Datensatz ist inzwischen gelöscht</translation>
    </message>
    <message>
        <source>the record is gone</source>
        <translation>der Datensatz ist weg</translation>
    </message>
    <message>
        <source>the record is in {0} again</source>
        <translation>der Datensatz ist wieder in {0}</translation>
    </message>
    <message>
        <source>the record is not deleted</source>
        <translation>der Datensatz ist nicht gelöscht</translation>
    </message>
    <message>
        <source>the record is not in {0} yet</source>
        <translation>der Datensatz ist noch nicht in {0}</translation>
    </message>
    <message>
        <source>the record is not linked to {0} {1} of {2} any more</source>
        <translation>der Datensatz ist nicht mehr mit {0} {1} von {2} verknüpft</translation>
    </message>
    <message>
        <source>the record it is about is gone</source>
        <translation>der Datensatz, um den es geht, ist weg</translation>
    </message>
    <message>
        <source>the record it refers to is not linked yet, so it cannot be told what is sent</source>
        <translation>der Datensatz, auf den er verweist, ist noch nicht verknüpft, darum lässt sich nicht sagen, was gesendet wird</translation>
    </message>
    <message>
        <source>the record it refers to is not linked yet; keep the hub&apos;s value or set one</source>
        <translation>der Datensatz, auf den er verweist, ist noch nicht verknüpft; behalten Sie den Wert des Hubs, oder setzen Sie einen</translation>
    </message>
    <message>
        <source>the record lives again</source>
        <translation>der Datensatz lebt wieder</translation>
    </message>
    <message>
        <source>the record lives again already</source>
        <translation>der Datensatz lebt schon wieder</translation>
    </message>
    <message>
        <source>the record lives again, here and in {0}, until this is answered</source>
        <translation>der Datensatz lebt wieder, hier und in {0}, bis dies beantwortet ist</translation>
    </message>
    <message>
        <source>the record or its mapping was changed since</source>
        <translation>der Datensatz oder seine Zuordnung wurde seitdem geändert</translation>
    </message>
    <message>
        <source>the record that it was merged into is gone</source>
        <translation>der Datensatz, mit dem er zusammengeführt wurde, ist weg</translation>
    </message>
    <message>
        <source>the record that was left was deleted</source>
        <translation>der übrig gebliebene Datensatz wurde gelöscht</translation>
    </message>
    <message>
        <source>the record that was made for it is removed</source>
        <translation>der dafür angelegte Datensatz wird entfernt</translation>
    </message>
    <message>
        <source>the record that was made for it was edited since, by {0}</source>
        <translation>der dafür angelegte Datensatz wurde seitdem geändert, von {0}</translation>
    </message>
    <message>
        <source>the record to merge into is deleted; dismiss this, or restore it first</source>
        <translation>der Datensatz, mit dem zusammengeführt werden soll, ist gelöscht; lehnen Sie dies ab, oder stellen Sie ihn erst wieder her</translation>
    </message>
    <message>
        <source>the record to merge it into has changed</source>
        <translation>der Datensatz, mit dem er zusammengeführt werden soll, hat sich geändert</translation>
    </message>
    <message>
        <source>the record to merge it into is not in this CRM any more</source>
        <translation>der Datensatz, mit dem er zusammengeführt werden soll, ist nicht mehr in diesem CRM</translation>
    </message>
    <message>
        <source>the record was changed meanwhile</source>
        <translation>der Datensatz wurde inzwischen geändert</translation>
    </message>
    <message>
        <source>the record was deleted again since, by {0}</source>
        <translation>der Datensatz wurde seitdem wieder gelöscht, von {0}</translation>
    </message>
    <message>
        <source>the record was merged into {0}</source>
        <translation>der Datensatz wurde mit {0} zusammengeführt</translation>
    </message>
    <message>
        <source>the record was restored</source>
        <translation>der Datensatz wurde wiederhergestellt</translation>
    </message>
    <message>
        <source>the records are not merged by this answer any more</source>
        <translation>die Datensätze sind nicht mehr durch diese Antwort zusammengeführt</translation>
    </message>
    <message>
        <source>the redirect address is not registered</source>
        <translation>die Rückkehradresse ist nicht angemeldet</translation>
    </message>
    <message>
        <source>the request is not of the documented shape</source>
        <translation>die Anfrage hat nicht die beschriebene Form</translation>
    </message>
    <message>
        <source>the request&apos;s body did not arrive in time</source>
        <translation>die Anfrage kam nicht rechtzeitig vollständig an</translation>
    </message>
    <message>
        <source>the request&apos;s body is not JSON</source>
        <translation>die Anfrage ist kein JSON</translation>
    </message>
    <message>
        <source>the result is longer than 65536 bytes</source>
        <translation>das Ergebnis ist länger als 65536 Byte</translation>
    </message>
    <message>
        <source>the result is not of type {0}</source>
        <translation>das Ergebnis ist nicht vom Typ {0}</translation>
    </message>
    <message>
        <source>the result is refused: {0}</source>
        <translation>das Ergebnis wird abgelehnt: {0}</translation>
    </message>
    <message>
        <source>the role System Customizer</source>
        <translation>die Rolle Systemanpasser</translation>
    </message>
    <message>
        <source>the rule does not say what this kind is in the CRM</source>
        <translation>die Regel sagt nicht, was diese Art im CRM ist</translation>
    </message>
    <message>
        <source>the rules</source>
        <translation>die Regeln</translation>
    </message>
    <message>
        <source>the rules have changed meanwhile</source>
        <translation>die Regeln haben sich inzwischen geändert</translation>
    </message>
    <message>
        <source>the rules have gone on with the field as it is now</source>
        <translation>die Regeln haben mit dem Feld weitergemacht, wie es jetzt ist</translation>
    </message>
    <message>
        <source>the run has gone on</source>
        <translation>der Lauf ist weitergegangen</translation>
    </message>
    <message>
        <source>the run was tried again as things were then</source>
        <translation>der Lauf wurde mit dem damaligen Stand wieder versucht</translation>
    </message>
    <message>
        <source>the same label</source>
        <translation>dieselbe Beschriftung</translation>
    </message>
    <message>
        <source>the same question is open again already</source>
        <translation>dieselbe Frage ist schon wieder offen</translation>
    </message>
    <message>
        <source>the secret its webhooks are proven with is not known</source>
        <translation>das Secret, mit dem seine Webhooks bewiesen werden, ist nicht bekannt</translation>
    </message>
    <message>
        <source>the secret of target {0} is kept, for {1}</source>
        <translation>das Secret von {0} ist hinterlegt, für {1}</translation>
    </message>
    <message>
        <source>the secret of target {0} is not known</source>
        <translation>das Secret von {0} ist nicht bekannt</translation>
    </message>
    <message>
        <source>the secret of target {0} is removed</source>
        <translation>das Secret von {0} ist entfernt</translation>
    </message>
    <message>
        <source>the sign-in has reached its longest life</source>
        <translation>die Anmeldung hat ihre längste Dauer erreicht</translation>
    </message>
    <message>
        <source>the sign-in of {0} did not start within {1} s</source>
        <translation>die Anmeldung von {0} hat nicht binnen {1} s begonnen</translation>
    </message>
    <message>
        <source>the sign-in of {0} failed unexpectedly</source>
        <translation>die Anmeldung von {0} ist unerwartet fehlgeschlagen</translation>
    </message>
    <message>
        <source>the sign-in service of {0}</source>
        <translation>der Anmeldedienst von {0}</translation>
    </message>
    <message>
        <source>the sign-in service of {0} answered with something unreadable</source>
        <translation>der Anmeldedienst von {0} hat mit etwas Unlesbarem geantwortet</translation>
    </message>
    <message>
        <source>the sign-in service of {0} does not know the tenant in the address {1}</source>
        <translation>der Anmeldedienst von {0} kennt den Tenant in der Adresse {1} nicht</translation>
    </message>
    <message>
        <source>the sign-in to {0} has ended</source>
        <translation>die Anmeldung bei {0} ist beendet</translation>
    </message>
    <message>
        <source>the sign-in to {0} was declined ({1})</source>
        <translation>die Anmeldung bei {0} wurde verweigert ({1})</translation>
    </message>
    <message>
        <source>the sign-in to {0} was declined{1}</source>
        <translation>die Anmeldung bei {0} wurde verweigert{1}</translation>
    </message>
    <message>
        <source>the sign-in to {0} was ended here</source>
        <translation>die Anmeldung bei {0} wurde hier beendet</translation>
    </message>
    <message>
        <source>the sign-in was ended before it was complete</source>
        <translation>die Anmeldung wurde beendet, bevor sie vollständig war</translation>
    </message>
    <message>
        <source>the sign-in was not used for too long</source>
        <translation>die Anmeldung wurde zu lange nicht benutzt</translation>
    </message>
    <message>
        <source>the sign-in was not used for too long, or was revoked</source>
        <translation>die Anmeldung wurde zu lange nicht benutzt, oder sie wurde widerrufen</translation>
    </message>
    <message>
        <source>the signed statement is out of time</source>
        <translation>die unterschriebene Erklärung ist abgelaufen</translation>
    </message>
    <message>
        <source>the store has schema {0}; the newest one known here is {1}</source>
        <translation>der Speicher hat das Schema {0}; das neueste, das hier bekannt ist, ist {1}</translation>
    </message>
    <message>
        <source>the store&apos;s address is not a URL such as sqlite:///crmsync.db</source>
        <translation>die Adresse des Speichers ist keine URL wie sqlite:///crmsync.db</translation>
    </message>
    <message>
        <source>the store&apos;s head row is missing</source>
        <translation>die Kopfzeile des Speichers fehlt</translation>
    </message>
    <message>
        <source>the stored position of the {0} feed cannot be read</source>
        <translation>die gespeicherte Position im Änderungsstrom von {0} ist nicht lesbar</translation>
    </message>
    <message>
        <source>the system clock is years behind</source>
        <translation>die Systemuhr geht um Jahre nach</translation>
    </message>
    <message>
        <source>the system&apos;s keyring</source>
        <translation>Schlüsselbund des Systems</translation>
    </message>
    <message>
        <source>the systemd credential crmsync-vault-key</source>
        <translation>systemd-Credential crmsync-vault-key</translation>
    </message>
    <message>
        <source>the two sides changed different lines of the text</source>
        <translation>die beiden Seiten haben verschiedene Zeilen des Textes geändert</translation>
    </message>
    <message>
        <source>the two sides name different records</source>
        <translation>die beiden Seiten nennen verschiedene Datensätze</translation>
    </message>
    <message>
        <source>the user is disabled</source>
        <translation>der Benutzer ist deaktiviert</translation>
    </message>
    <message>
        <source>the value has arrived</source>
        <translation>der Wert ist angekommen</translation>
    </message>
    <message>
        <source>the value of {0} is one that was replaced in this field before</source>
        <translation>der Wert auf der anderen Seite ({0}) wurde in diesem Feld früher ersetzt</translation>
    </message>
    <message>
        <source>the values are longer than 65536 bytes together</source>
        <translation>die Werte sind zusammen länger als 65536 Byte</translation>
    </message>
    <message>
        <source>the vault has a new key</source>
        <translation>der Tresor hat einen neuen Schlüssel</translation>
    </message>
    <message>
        <source>the vault&apos;s key can be read by other users in the file {0}</source>
        <translation>der Schlüssel des Tresors ist für andere Benutzer lesbar, in der Datei {0}</translation>
    </message>
    <message>
        <source>the vault&apos;s key cannot be read from the file {0}</source>
        <translation>der Schlüssel des Tresors ist nicht lesbar, aus der Datei {0}</translation>
    </message>
    <message>
        <source>the vault&apos;s key cannot be read from {0}</source>
        <translation>der Schlüssel des Tresors ist nicht lesbar: {0}</translation>
    </message>
    <message>
        <source>the vault&apos;s key cannot be written to {0}</source>
        <translation>der Schlüssel des Tresors lässt sich nicht schreiben: {0}</translation>
    </message>
    <message>
        <source>the watch is given its lane before it looks</source>
        <translation>die Wache bekommt ihre Spur, bevor sie hinsieht</translation>
    </message>
    <message>
        <source>the whole record</source>
        <translation>der ganze Datensatz</translation>
    </message>
    <message>
        <source>the winner of a merge</source>
        <translation>der bleibende Datensatz einer Zusammenführung</translation>
    </message>
    <message>
        <source>the world has moved since the plan was made: plan again</source>
        <translation>seit der Plan erstellt wurde, hat sich etwas geändert: planen Sie neu</translation>
    </message>
    <message>
        <source>there are other e-mail addresses but no main one</source>
        <translation>es gibt andere E-Mail-Adressen, aber keine Hauptadresse</translation>
    </message>
    <message>
        <source>there are two rules {0}</source>
        <translation>es gibt zwei Regeln {0}</translation>
    </message>
    <message>
        <source>there is a connection {0} already</source>
        <translation>es gibt schon eine Verbindung {0}</translation>
    </message>
    <message>
        <source>there is no CRM system {0}; there are: {1}</source>
        <translation>es gibt kein CRM-System {0}; es gibt: {1}</translation>
    </message>
    <message>
        <source>there is no conflict and no item {0}</source>
        <translation>es gibt keinen Konflikt und keine Frage {0}</translation>
    </message>
    <message>
        <source>there is no conflict {0}</source>
        <translation>es gibt keinen Konflikt {0}</translation>
    </message>
    <message>
        <source>there is no connection {0}</source>
        <translation>es gibt keine Verbindung {0}</translation>
    </message>
    <message>
        <source>there is no connection {0} in crmsync.toml</source>
        <translation>in crmsync.toml gibt es keine Verbindung {0}</translation>
    </message>
    <message>
        <source>there is no hub object {0}</source>
        <translation>es gibt kein Hub-Objekt {0}</translation>
    </message>
    <message>
        <source>there is no item {0}</source>
        <translation>es gibt keine Frage {0}</translation>
    </message>
    <message>
        <source>there is no kind of question {0}</source>
        <translation>es gibt keine Art von Fragen {0}</translation>
    </message>
    <message>
        <source>there is no object {0}; there are {1}</source>
        <translation>es gibt kein Objekt {0}; es gibt {1}</translation>
    </message>
    <message>
        <source>there is no plan {0}</source>
        <translation>es gibt keinen Plan {0}</translation>
    </message>
    <message>
        <source>there is no question {0}</source>
        <translation>es gibt keine Frage {0}</translation>
    </message>
    <message>
        <source>there is no record {0}</source>
        <translation>es gibt keinen Datensatz {0}</translation>
    </message>
    <message>
        <source>there is no rule {0}</source>
        <translation>es gibt keine Regel {0}</translation>
    </message>
    <message>
        <source>there is no run {0}</source>
        <translation>es gibt keinen Lauf {0}</translation>
    </message>
    <message>
        <source>there is no run {0} to go on with</source>
        <translation>es gibt keinen Lauf {0}, der sich fortsetzen ließe</translation>
    </message>
    <message>
        <source>there is no target {0}</source>
        <translation>es gibt kein Ziel {0}</translation>
    </message>
    <message>
        <source>there is no time zone {0}</source>
        <translation>es gibt keine Zeitzone {0}</translation>
    </message>
    <message>
        <source>there is no undo plan {0}</source>
        <translation>es gibt keine Rücknahme {0}</translation>
    </message>
    <message>
        <source>there is no version {0} of {1} in {2}</source>
        <translation>es gibt keine Version {0} von {1} in {2}</translation>
    </message>
    <message>
        <source>there is nothing at its address ({0})</source>
        <translation>unter seiner Adresse ist nichts ({0})</translation>
    </message>
    <message>
        <source>there is nothing at this address</source>
        <translation>unter dieser Adresse ist nichts</translation>
    </message>
    <message>
        <source>these very records are being changed all the time, or the plan was discarded</source>
        <translation>gerade diese Datensätze werden ständig geändert, oder der Plan wurde verworfen</translation>
    </message>
    <message>
        <source>this address does not take {0}</source>
        <translation>diese Adresse nimmt {0} nicht an</translation>
    </message>
    <message>
        <source>this came by the daemon&apos;s read-only socket, which changes nothing</source>
        <translation>dies kam über den Nur-Lese-Socket des Daemons, der nichts ändert</translation>
    </message>
    <message>
        <source>this cannot be taken as it is; dismiss it, or do what the advice says</source>
        <translation>so lässt sich das nicht übernehmen; lehnen Sie es ab, oder tun Sie, was der Rat sagt</translation>
    </message>
    <message>
        <source>this is no link to a record of a CRM</source>
        <translation>dies ist kein Link zu einem Datensatz eines CRMs</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>dieser Rechner</translation>
    </message>
    <message>
        <source>this run would overwrite or delete {0} of {1} linked records; the mapping allows {2}</source>
        <translation>dieser Lauf würde {0} von {1} verknüpften Datensätzen überschreiben oder löschen; die Zuordnung erlaubt {2}</translation>
    </message>
    <message>
        <source>this system does not tell who connects to a Unix socket</source>
        <translation>dieses System sagt nicht, wer sich mit einem Unix-Socket verbindet</translation>
    </message>
    <message>
        <source>this window only looks on</source>
        <translation>dieses Fenster sieht nur zu</translation>
    </message>
    <message>
        <source>this {0}</source>
        <translation>dieses Programm ({0})</translation>
    </message>
    <message>
        <source>this {0} is version {1} and speaks</source>
        <translation>dieses Programm ({0}) ist Version {1} und spricht</translation>
    </message>
    <message>
        <source>this {0} speaks</source>
        <translation>dieses Programm ({0}) spricht</translation>
    </message>
    <message>
        <source>ticket</source>
        <translation>Ticket</translation>
    </message>
    <message>
        <source>to ask ({0}</source>
        <translation>fragen ({0}</translation>
    </message>
    <message>
        <source>to ask ({0} likeliest)</source>
        <translation>fragen (am ehesten {0})</translation>
    </message>
    <message>
        <source>to be made anew: it is not to be had back</source>
        <translation>neu anzulegen: er ist nicht zurückzubekommen</translation>
    </message>
    <message>
        <source>to be tried again</source>
        <translation>wieder zu versuchen</translation>
    </message>
    <message>
        <source>to the CRM</source>
        <translation>zum CRM</translation>
    </message>
    <message>
        <source>to the hub</source>
        <translation>zum Hub</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>told target {0}: {1} opened, {2} over</source>
        <translation>hat {0} gemeldet: {1} neu, {2} vorbei</translation>
    </message>
    <message>
        <source>tried again</source>
        <translation>wieder versucht</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>wahr oder falsch</translation>
    </message>
    <message>
        <source>twin {0} of our own create</source>
        <translation>Doppel {0} einer eigenen Anlage</translation>
    </message>
    <message>
        <source>two choices are the same, or one is empty</source>
        <translation>zwei Auswahlwerte sind gleich, oder einer ist leer</translation>
    </message>
    <message>
        <source>two fields</source>
        <translation>zwei Felder</translation>
    </message>
    <message>
        <source>two people ({0}, {1}) each changed it on purpose</source>
        <translation>zwei Menschen ({0}, {1}) haben es beide mit Absicht geändert</translation>
    </message>
    <message>
        <source>two records were merged by {0}, and {1} still has both</source>
        <translation>zwei Datensätze wurden durch {0} zusammengeführt, und {1} hat noch beide</translation>
    </message>
    <message>
        <source>two records were merged by {0}, and {1} still has both; {2}</source>
        <translation>zwei Datensätze wurden durch {0} zusammengeführt, und {1} hat noch beide; {2}</translation>
    </message>
    <message>
        <source>two records were merged in the CRM, and the hub still has both</source>
        <translation>zwei Datensätze wurden im CRM zusammengeführt, und der Hub hat noch beide</translation>
    </message>
    <message>
        <source>two stages of the hub stand for one of the CRM</source>
        <translation>zwei Phasen des Hubs stehen für eine des CRMs</translation>
    </message>
    <message>
        <source>unanswered {0}: {1}</source>
        <translation>unbeantwortet ({0}): {1}</translation>
    </message>
    <message>
        <source>undo of {0} {1}: plan {2}</source>
        <translation>Rücknahme von {0} {1}: Plan {2}</translation>
    </message>
    <message>
        <source>undo plan {0} is done: nothing to do</source>
        <translation>die Rücknahme {0} ist fertig: nichts zu tun</translation>
    </message>
    <message>
        <source>undo plan {0} is done: {1}</source>
        <translation>die Rücknahme {0} ist fertig: {1}</translation>
    </message>
    <message>
        <source>undo plan {0} is stopped: {1}</source>
        <translation>die Rücknahme {0} ist angehalten: {1}</translation>
    </message>
    <message>
        <source>undoes {0}</source>
        <translation>nimmt {0} zurück</translation>
    </message>
    <message>
        <source>unexpected: {0}</source>
        <translation>unerwartet: {0}</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>unknown here</source>
        <translation>hier unbekannt</translation>
    </message>
    <message>
        <source>update</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>update {0}</source>
        <translation>Änderung von {0}</translation>
    </message>
    <message>
        <source>url holds a letter that no address may have</source>
        <translation>url enthält ein Zeichen, das keine Adresse haben darf</translation>
    </message>
    <message>
        <source>url holds more than an address; secrets are given with crmsync targets secret NAME</source>
        <translation>url enthält mehr als eine Adresse; Secrets werden mit crmsync targets secret NAME angegeben</translation>
    </message>
    <message>
        <source>url is missing, such as {0}</source>
        <translation>url fehlt, etwa {0}</translation>
    </message>
    <message>
        <source>url is not an address</source>
        <translation>url ist keine Adresse</translation>
    </message>
    <message>
        <source>url must be a web address that starts with https://</source>
        <translation>url muss eine Webadresse sein, die mit https:// beginnt</translation>
    </message>
    <message>
        <source>url must be smtps://HOST:465, or smtp://HOST:587 (with STARTTLS)</source>
        <translation>url muss smtps://HOST:465 sein, oder smtp://HOST:587 (mit STARTTLS)</translation>
    </message>
    <message>
        <source>url must start with https:// (plain http is for this machine only)</source>
        <translation>url muss mit https:// beginnen (http ist nur für diesen Rechner)</translation>
    </message>
    <message>
        <source>url names the host alone: the rest of a webhook&apos;s address is a secret, and is given with crmsync targets secret NAME</source>
        <translation>url nennt nur den Host: der Rest der Adresse eines Webhooks ist ein Secret, und wird mit crmsync targets secret NAME angegeben</translation>
    </message>
    <message>
        <source>use: a target of kind {0} is for {1} alone</source>
        <translation>use: ein Ziel der Art {0} ist nur für {1}</translation>
    </message>
    <message>
        <source>username is missing: flow = &apos;jwt&apos; signs in as a named user</source>
        <translation>username fehlt: flow = &apos;jwt&apos; meldet sich als ein bestimmter Benutzer an</translation>
    </message>
    <message>
        <source>username is missing: who the ticket is raised by</source>
        <translation>username fehlt: in wessen Namen das Ticket eröffnet wird</translation>
    </message>
    <message>
        <source>valid Unicode: it holds half of a surrogate pair</source>
        <translation>gültiges Unicode: er enthält ein halbes Surrogatpaar</translation>
    </message>
    <message>
        <source>value {0}</source>
        <translation>Wert {0}</translation>
    </message>
    <message>
        <source>values of a merged record</source>
        <translation>Werte eines zusammengeführten Datensatzes</translation>
    </message>
    <message>
        <source>values would run in a circle and never come to rest: {0}</source>
        <translation>die Werte liefen im Kreis und kämen nie zur Ruhe: {0}</translation>
    </message>
    <message>
        <source>vault</source>
        <translation>Tresor</translation>
    </message>
    <message>
        <source>version {0}</source>
        <translation>Version {0}</translation>
    </message>
    <message>
        <source>version {0} here is newer than what was compared ({1})</source>
        <translation>Version {0} hier ist neuer als das, was verglichen wurde ({1})</translation>
    </message>
    <message>
        <source>version {0} of the mapping {1}/{2}</source>
        <translation>Version {0} der Zuordnung {1}/{2}</translation>
    </message>
    <message>
        <source>version {0} of {1} in {2} is in use: what is taken back would be sent by it</source>
        <translation>Version {0} von {1} in {2} ist in Gebrauch: was zurückgenommen wird, würde sie wieder senden</translation>
    </message>
    <message>
        <source>waits for its parent to be linked</source>
        <translation>wartet darauf, dass der übergeordnete Datensatz verknüpft wird</translation>
    </message>
    <message>
        <source>waits for the connection to be prepared</source>
        <translation>wartet darauf, dass die Verbindung vorbereitet wird</translation>
    </message>
    <message>
        <source>waits for the plan of the first sync to be approved</source>
        <translation>wartet darauf, dass der Plan des ersten Abgleichs freigegeben wird</translation>
    </message>
    <message>
        <source>waits for {0}</source>
        <translation>wartet auf {0}</translation>
    </message>
    <message>
        <source>waits for {0} {1}</source>
        <translation>wartet auf {0} {1}</translation>
    </message>
    <message>
        <source>waits {0} for {1} {2}, which must be there first</source>
        <translation>wartet {0} auf {1} {2}, der zuerst dort sein muss</translation>
    </message>
    <message>
        <source>waits {0}: {1}</source>
        <translation>wartet {0}: {1}</translation>
    </message>
    <message>
        <source>wanted again</source>
        <translation>wieder gewünscht</translation>
    </message>
    <message>
        <source>was discarded</source>
        <translation>wurde verworfen</translation>
    </message>
    <message>
        <source>was found by our key</source>
        <translation>wurde an unserem Schlüssel erkannt</translation>
    </message>
    <message>
        <source>webhook</source>
        <translation>Webhooks</translation>
    </message>
    <message>
        <source>webhooks are off (webhooks.enabled)</source>
        <translation>Webhooks sind aus (webhooks.enabled)</translation>
    </message>
    <message>
        <source>webhooks of {0}</source>
        <translation>Webhooks von {0}</translation>
    </message>
    <message>
        <source>webhooks or events of {0} do not come; it is polled instead</source>
        <translation>Webhooks oder Ereignisse von {0} kommen nicht; stattdessen wird abgefragt</translation>
    </message>
    <message>
        <source>what hangs on it there goes first</source>
        <translation>was dort daran hängt, geht zuerst</translation>
    </message>
    <message>
        <source>what is to be sent waits on: a brake on the other way (brake:{0}) is open</source>
        <translation>was zu senden ist, wartet weiter: eine Bremse in der anderen Richtung (brake:{0}) ist offen</translation>
    </message>
    <message>
        <source>what it holds</source>
        <translation>seinem Inhalt</translation>
    </message>
    <message>
        <source>what it is about has</source>
        <translation>das, worum es geht</translation>
    </message>
    <message>
        <source>what records are matched by cannot be read; a create might double one</source>
        <translation>worüber Datensätze verglichen werden, ist nicht lesbar; eine Anlage könnte einen verdoppeln</translation>
    </message>
    <message>
        <source>what somebody had changed was taken back</source>
        <translation>was jemand geändert hatte, wurde zurückgenommen</translation>
    </message>
    <message>
        <source>what the CRM refused to have set back is asked about</source>
        <translation>was das CRM nicht zurücksetzen ließ, wird gefragt</translation>
    </message>
    <message>
        <source>what was sent to it stays there: {0}</source>
        <translation>was dorthin gesendet wurde, bleibt dort: {0}</translation>
    </message>
    <message>
        <source>what {0} changed since {1}</source>
        <translation>was {0} seit {1} geändert hat</translation>
    </message>
    <message>
        <source>what {0} had edited is in the log only ({1})</source>
        <translation>was in {0} geändert worden war, steht nur im Protokoll ({1})</translation>
    </message>
    <message>
        <source>what {0} holds is not a key</source>
        <translation>der Inhalt ist kein Schlüssel: {0}</translation>
    </message>
    <message>
        <source>what {0} {1} holds is taken in when {2} is looked at next</source>
        <translation>was {0} {1} enthält, wird aufgenommen, wenn {2} das nächste Mal angesehen wird</translation>
    </message>
    <message>
        <source>with the right to change</source>
        <translation>mit dem Recht zu ändern</translation>
    </message>
    <message>
        <source>written in the CRM just before our {0}</source>
        <translation>im CRM geschrieben, kurz vor unserem Vorgang ({0})</translation>
    </message>
    <message>
        <source>written in the CRM while a write of ours was under way, whose record has ended</source>
        <translation>im CRM geschrieben, während ein eigener Schreibvorgang unterwegs war, dessen Datensatz geendet hat</translation>
    </message>
    <message>
        <source>yes or no was expected</source>
        <translation>ja oder nein wurde erwartet</translation>
    </message>
    <message>
        <source>{0} ({1}) is refused: {2}</source>
        <translation>{0} ({1}) ist verweigert: {2}</translation>
    </message>
    <message>
        <source>{0} &lt;-&gt; none</source>
        <translation>{0} &lt;-&gt; nichts</translation>
    </message>
    <message>
        <source>{0} Learned from {1} decisions.</source>
        <translation>{0} Gelernt aus {1} Entscheidungen.</translation>
    </message>
    <message>
        <source>{0} MiB free</source>
        <translation>{0} MiB frei</translation>
    </message>
    <message>
        <source>{0} MiB of disk space are left where the data lies</source>
        <translation>{0} MiB Plattenplatz sind dort übrig, wo die Daten liegen</translation>
    </message>
    <message>
        <source>{0} See: crmsync items show {1}</source>
        <translation>{0} Siehe: crmsync items show {1}</translation>
    </message>
    <message>
        <source>{0} The question: crmsync items show {1}</source>
        <translation>{0} Die Frage: crmsync items show {1}</translation>
    </message>
    <message>
        <source>{0} already</source>
        <translation>schon {0}</translation>
    </message>
    <message>
        <source>{0} and {1} are alike ({2})</source>
        <translation>{0} und {1} sind einander ähnlich ({2})</translation>
    </message>
    <message>
        <source>{0} and {1} mean the same ({2})</source>
        <translation>{0} und {1} bedeuten dasselbe ({2})</translation>
    </message>
    <message>
        <source>{0} answered without an access token</source>
        <translation>{0} hat ohne ein Zugriffstoken geantwortet</translation>
    </message>
    <message>
        <source>{0} answered {1} with something unreadable</source>
        <translation>{0} hat {1} geantwortet, mit etwas Unlesbarem</translation>
    </message>
    <message>
        <source>{0} answers {1}</source>
        <translation>{0} antwortet {1}</translation>
    </message>
    <message>
        <source>{0} approved</source>
        <translation>{0}: zugestimmt</translation>
    </message>
    <message>
        <source>{0} approved ({1})</source>
        <translation>{0}: zugestimmt ({1})</translation>
    </message>
    <message>
        <source>{0} approved ({1}): {2} is given up, each side keeps what it has</source>
        <translation>{0}: zugestimmt ({1}); {2} wird aufgegeben, jede Seite behält, was sie hat</translation>
    </message>
    <message>
        <source>{0} approved: {1} is given up, each side keeps what it has</source>
        <translation>{0}: zugestimmt; {1} wird aufgegeben, jede Seite behält, was sie hat</translation>
    </message>
    <message>
        <source>{0} are assigned to somebody.</source>
        <translation>{0} sind jemandem zugewiesen.</translation>
    </message>
    <message>
        <source>{0} are no values</source>
        <translation>{0} sind keine Werte</translation>
    </message>
    <message>
        <source>{0} at {1} by {2}</source>
        <translation>{0}: {1}, {2}</translation>
    </message>
    <message>
        <source>{0} at {1} gave no opinion: {2}</source>
        <translation>{0} bei {1} hat keine Meinung gegeben: {2}</translation>
    </message>
    <message>
        <source>{0} at {1} would choose {2}</source>
        <translation>{0} bei {1} würde {2} wählen</translation>
    </message>
    <message>
        <source>{0} becomes {1}, and that {2}</source>
        <translation>aus {0} wird {1}, und daraus {2}</translation>
    </message>
    <message>
        <source>{0} belonged to a record that was merged into this one</source>
        <translation>{0} gehörte zu einem Datensatz, der mit diesem zusammengeführt wurde</translation>
    </message>
    <message>
        <source>{0} belongs to another user</source>
        <translation>{0} gehört einem anderen Benutzer</translation>
    </message>
    <message>
        <source>{0} belongs to this user alone</source>
        <translation>{0} gehört nur diesem Benutzer</translation>
    </message>
    <message>
        <source>{0} came out otherwise than expected</source>
        <translation>{0} ergab etwas anderes als erwartet</translation>
    </message>
    <message>
        <source>{0} can be read by other users</source>
        <translation>{0} ist für andere Benutzer lesbar</translation>
    </message>
    <message>
        <source>{0} cannot be answered like this</source>
        <translation>{0} lässt sich so nicht beantworten</translation>
    </message>
    <message>
        <source>{0} cannot be asked to merge</source>
        <translation>{0} kann nicht um eine Zusammenführung gebeten werden</translation>
    </message>
    <message>
        <source>{0} cannot be read</source>
        <translation>{0} ist nicht lesbar</translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}</source>
        <translation>{0} ist nicht lesbar: {1}</translation>
    </message>
    <message>
        <source>{0} cannot be written</source>
        <translation>{0} lässt sich nicht schreiben</translation>
    </message>
    <message>
        <source>{0} cannot be written, and SQLite keeps its log there</source>
        <translation>{0} lässt sich nicht schreiben, und SQLite führt dort sein Protokoll</translation>
    </message>
    <message>
        <source>{0} cannot be written: {1}</source>
        <translation>{0} ist nicht beschreibbar: {1}</translation>
    </message>
    <message>
        <source>{0} change is on the way.</source>
        <translation>{0} Änderung ist unterwegs.</translation>
    </message>
    <message>
        <source>{0} changed since</source>
        <translation>{0}: seitdem geändert</translation>
    </message>
    <message>
        <source>{0} changes are on the way.</source>
        <translation>{0} Änderungen sind unterwegs.</translation>
    </message>
    <message>
        <source>{0} comes in no kinds</source>
        <translation>{0} kommt nicht in Arten vor</translation>
    </message>
    <message>
        <source>{0} conflict</source>
        <translation>{0} Konflikt</translation>
    </message>
    <message>
        <source>{0} conflicts</source>
        <translation>{0} Konflikte</translation>
    </message>
    <message>
        <source>{0} differs by a few letters and is found nowhere else, {1} is</source>
        <translation>nur um ein paar Buchstaben anders und sonst nirgends zu finden ist {0}, anders als {1}</translation>
    </message>
    <message>
        <source>{0} differs by a few letters, and the record&apos;s other fields spell it as {1} does</source>
        <translation>{0} weicht um ein paar Buchstaben ab, und die anderen Felder des Datensatzes schreiben es so wie {1}</translation>
    </message>
    <message>
        <source>{0} dismissed</source>
        <translation>{0}: abgelehnt</translation>
    </message>
    <message>
        <source>{0} dismissed ({1})</source>
        <translation>{0}: abgelehnt ({1})</translation>
    </message>
    <message>
        <source>{0} dismissed ({1}): {2} is given up, each side keeps what it has</source>
        <translation>{0}: abgelehnt ({1}); {2} wird aufgegeben, jede Seite behält, was sie hat</translation>
    </message>
    <message>
        <source>{0} dismissed: {1} is given up, each side keeps what it has</source>
        <translation>{0}: abgelehnt; {1} wird aufgegeben, jede Seite behält, was sie hat</translation>
    </message>
    <message>
        <source>{0} does not answer</source>
        <translation>{0} antwortet nicht</translation>
    </message>
    <message>
        <source>{0} does not answer; changes are kept</source>
        <translation>{0} antwortet nicht; Änderungen werden aufbewahrt</translation>
    </message>
    <message>
        <source>{0} does not answer; changes are kept.</source>
        <translation>{0} antwortet nicht; Änderungen werden aufbewahrt.</translation>
    </message>
    <message>
        <source>{0} does not come back there: no mapping in use sends the record</source>
        <translation>{0} kommt dort nicht zurück: keine Zuordnung in Gebrauch sendet den Datensatz</translation>
    </message>
    <message>
        <source>{0} does not fit: {1}</source>
        <translation>{0} passt nicht: {1}</translation>
    </message>
    <message>
        <source>{0} does not know this app, or its secret is wrong</source>
        <translation>{0} kennt diese App nicht, oder ihr Secret ist falsch</translation>
    </message>
    <message>
        <source>{0} does not map {1}</source>
        <translation>{0} hat keine Zuordnung für {1}</translation>
    </message>
    <message>
        <source>{0} does not map {1} any more</source>
        <translation>{0} hat keine Zuordnung für {1} mehr</translation>
    </message>
    <message>
        <source>{0} does not map {1} any more; dismiss is all that is left</source>
        <translation>{0} hat keine Zuordnung für {1} mehr; es bleibt nur, abzulehnen</translation>
    </message>
    <message>
        <source>{0} does not map {1}.{2} any more</source>
        <translation>{0} hat keine Zuordnung für {1}.{2} mehr</translation>
    </message>
    <message>
        <source>{0} does not offer a choice that {1} would get</source>
        <translation>{0} bietet einen Auswahlwert nicht an, den {1} bekäme</translation>
    </message>
    <message>
        <source>{0} does not take this app{1}</source>
        <translation>{0} nimmt diese App nicht an{1}</translation>
    </message>
    <message>
        <source>{0} failed repeatedly; the next try is in {1} s</source>
        <translation>{0} ist wiederholt fehlgeschlagen; der nächste Versuch ist in {1} s</translation>
    </message>
    <message>
        <source>{0} field {1} is written by rule {2} too</source>
        <translation>{0}-Feld {1} schreibt auch die Regel {2}</translation>
    </message>
    <message>
        <source>{0} fields</source>
        <translation>{0} Felder</translation>
    </message>
    <message>
        <source>{0} files</source>
        <translation>{0} Dateien</translation>
    </message>
    <message>
        <source>{0} filter does not hold</source>
        <translation>der Filter {0} trifft nicht zu</translation>
    </message>
    <message>
        <source>{0} gives a whole address as the secret</source>
        <translation>{0} gibt als Secret eine ganze Adresse</translation>
    </message>
    <message>
        <source>{0} gives nothing back out of its bin: kept after all, the record is made anew there once more, under another id, without the activities and history of this one</source>
        <translation>{0} gibt nichts aus seinem Papierkorb zurück: wird er doch behalten, wird der Datensatz dort noch einmal neu angelegt, unter einer anderen ID, ohne die Aktivitäten und den Verlauf dieses Datensatzes</translation>
    </message>
    <message>
        <source>{0} goes from {1}; the record here stays</source>
        <translation>{0} verschwindet aus {1}; der Datensatz hier bleibt</translation>
    </message>
    <message>
        <source>{0} goes on waiting, and nobody asks again</source>
        <translation>{0} wartet weiter, und niemand fragt noch einmal</translation>
    </message>
    <message>
        <source>{0} goes on, unless it does not fit the field as the CRM has it then</source>
        <translation>{0} geht weiter, es sei denn, es passt nicht zum Feld, wie das CRM es dann hat</translation>
    </message>
    <message>
        <source>{0} has a value, and a machine ({1}) emptied {2}</source>
        <translation>{0} hat einen Wert, {2} wurde von einer Maschine geleert ({1})</translation>
    </message>
    <message>
        <source>{0} has a value, {1} has none</source>
        <translation>{0} hat einen Wert, {1} hat keinen</translation>
    </message>
    <message>
        <source>{0} has ended your attachment</source>
        <translation>{0} hat Ihre Verbindung beendet</translation>
    </message>
    <message>
        <source>{0} has left the filter</source>
        <translation>{0} ist nicht mehr im Filter</translation>
    </message>
    <message>
        <source>{0} has merged them, and no CRM takes a merge back</source>
        <translation>{0} hat sie zusammengeführt, und kein CRM nimmt das zurück</translation>
    </message>
    <message>
        <source>{0} has moved further along the stages</source>
        <translation>{0} ist in den Phasen weiter</translation>
    </message>
    <message>
        <source>{0} has no field {1}</source>
        <translation>{0} hat kein Feld {1}</translation>
    </message>
    <message>
        <source>{0} has no field {1} any more</source>
        <translation>{0} hat kein Feld {1} mehr</translation>
    </message>
    <message>
        <source>{0} has no flow {1}</source>
        <translation>{0} hat kein Verfahren {1}</translation>
    </message>
    <message>
        <source>{0} has no kind {1}</source>
        <translation>{0} hat keine Art {1}</translation>
    </message>
    <message>
        <source>{0} has no mapping</source>
        <translation>{0} hat keine Zuordnung</translation>
    </message>
    <message>
        <source>{0} has no mapping for {1}</source>
        <translation>{0} hat keine Zuordnung für {1}</translation>
    </message>
    <message>
        <source>{0} has no mapping of {1}</source>
        <translation>{0} hat keine Zuordnung von {1}</translation>
    </message>
    <message>
        <source>{0} has not answered for a while; changes are kept</source>
        <translation>{0} hat eine Weile nicht geantwortet; Änderungen werden aufbewahrt</translation>
    </message>
    <message>
        <source>{0} has stopped.</source>
        <translation>{0} ist angehalten.</translation>
    </message>
    <message>
        <source>{0} has stopped: {1}</source>
        <translation>{0} ist angehalten: {1}</translation>
    </message>
    <message>
        <source>{0} has stopped; changes are kept</source>
        <translation>{0} ist angehalten; Änderungen werden aufbewahrt</translation>
    </message>
    <message>
        <source>{0} has the field {1} ({2}) already</source>
        <translation>{0} hat das Feld {1} ({2}) schon</translation>
    </message>
    <message>
        <source>{0} has the form of {1}, {2} has not</source>
        <translation>{0} hat die Form {1}, {2} nicht</translation>
    </message>
    <message>
        <source>{0} has told of no {1} of this id</source>
        <translation>{0} hat von keinem {1} mit dieser ID berichtet</translation>
    </message>
    <message>
        <source>{0} has {1} % of its allowance of calls left; less urgent work rests</source>
        <translation>{0} hat noch {1} % seines Abrufkontingents; weniger Dringendes ruht</translation>
    </message>
    <message>
        <source>{0} holds a user name, a fragment or a letter that no web address here may have</source>
        <translation>{0} enthält einen Benutzernamen, ein Fragment oder ein Zeichen, das hier in keiner Webadresse stehen darf</translation>
    </message>
    <message>
        <source>{0} holds no key</source>
        <translation>ohne Schlüssel: {0}</translation>
    </message>
    <message>
        <source>{0} holds no newer key</source>
        <translation>ohne neueren Schlüssel: {0}</translation>
    </message>
    <message>
        <source>{0} holds tables of another program</source>
        <translation>{0} enthält Tabellen eines anderen Programms</translation>
    </message>
    <message>
        <source>{0} holds white space or control characters</source>
        <translation>{0} enthält Leerraum oder Steuerzeichen</translation>
    </message>
    <message>
        <source>{0} holds {1} characters in {2}, and the text is longer</source>
        <translation>{0} fasst {1} Zeichen in {2}, und der Text ist länger</translation>
    </message>
    <message>
        <source>{0} hub records match by {1}</source>
        <translation>{0} Datensätze des Hubs stimmen in {1} überein</translation>
    </message>
    <message>
        <source>{0} in all</source>
        <translation>{0} insgesamt</translation>
    </message>
    <message>
        <source>{0} in earlier decisions about {1}</source>
        <translation>{0}, in früheren Entscheidungen über {1}</translation>
    </message>
    <message>
        <source>{0} into {1}</source>
        <translation>{0} mit {1}</translation>
    </message>
    <message>
        <source>{0} is a conflict</source>
        <translation>{0} ist ein Konflikt</translation>
    </message>
    <message>
        <source>{0} is a record of its own again; its children stay with {1}</source>
        <translation>{0} ist wieder ein eigener Datensatz; seine untergeordneten bleiben bei {1}</translation>
    </message>
    <message>
        <source>{0} is assigned to somebody.</source>
        <translation>{0} ist jemandem zugewiesen.</translation>
    </message>
    <message>
        <source>{0} is being asked about it just now</source>
        <translation>{0} wird gerade danach gefragt</translation>
    </message>
    <message>
        <source>{0} is being asked just now, and what becomes of it is not known yet</source>
        <translation>{0} wird gerade gefragt, und was daraus wird, ist noch nicht bekannt</translation>
    </message>
    <message>
        <source>{0} is being merged into {1}</source>
        <translation>{0} wird gerade mit {1} zusammengeführt</translation>
    </message>
    <message>
        <source>{0} is commoner among the other records</source>
        <translation>unter den anderen Datensätzen häufiger ist {0}</translation>
    </message>
    <message>
        <source>{0} is cut to {1}</source>
        <translation>{0} wird auf {1} gekürzt</translation>
    </message>
    <message>
        <source>{0} is gone there while its end is in question</source>
        <translation>{0} ist dort weg, während sein Ende noch fraglich ist</translation>
    </message>
    <message>
        <source>{0} is gone there, where the filter held the pair: {1}</source>
        <translation>{0} ist dort weg, wo der Filter das Paar anhielt: {1}</translation>
    </message>
    <message>
        <source>{0} is held back: {1} of {2} {3} of the day are used, {4} stops at {5}; {6}</source>
        <translation>{0} wird zurückgehalten: {1} von {2} {3} des Tages sind verbraucht, {4} hält bei {5} an; {6}</translation>
    </message>
    <message>
        <source>{0} is in sync.</source>
        <translation>{0} ist abgeglichen.</translation>
    </message>
    <message>
        <source>{0} is in the filter again; it was held: {1}</source>
        <translation>{0} ist wieder im Filter; angehalten war er: {1}</translation>
    </message>
    <message>
        <source>{0} is in use by {1}</source>
        <translation>{0} wird schon benutzt, von {1}</translation>
    </message>
    <message>
        <source>{0} is its pair again</source>
        <translation>{0} ist wieder sein Gegenstück</translation>
    </message>
    <message>
        <source>{0} is left out: {1}</source>
        <translation>{0} ist ausgelassen: {1}</translation>
    </message>
    <message>
        <source>{0} is linked to another record of this CRM; merge those there, or make another record</source>
        <translation>{0} ist mit einem anderen Datensatz dieses CRMs verknüpft; führen Sie die dort zusammen, oder legen Sie einen weiteren Datensatz an</translation>
    </message>
    <message>
        <source>{0} is mapped already, by the rule {1}</source>
        <translation>{0} ist schon zugeordnet, durch die Regel {1}</translation>
    </message>
    <message>
        <source>{0} is missing: every organisation has its own, such as https://acme.crm4.dynamics.com</source>
        <translation>{0} fehlt: jede Organisation hat ihre eigene, etwa https://acme.crm4.dynamics.com</translation>
    </message>
    <message>
        <source>{0} is missing: with loopback = true every address must be given</source>
        <translation>{0} fehlt: mit loopback = true muss jede Adresse angegeben sein</translation>
    </message>
    <message>
        <source>{0} is no answer that this version knows</source>
        <translation>{0} ist keine Antwort, die diese Version kennt</translation>
    </message>
    <message>
        <source>{0} is no conflict</source>
        <translation>{0} ist kein Konflikt</translation>
    </message>
    <message>
        <source>{0} is no name of a mapping file</source>
        <translation>{0} ist kein Name einer Zuordnungsdatei</translation>
    </message>
    <message>
        <source>{0} is no type of field</source>
        <translation>{0} ist kein Feldtyp</translation>
    </message>
    <message>
        <source>{0} is not a file of sealed secrets</source>
        <translation>{0} ist keine Datei mit versiegelten Secrets</translation>
    </message>
    <message>
        <source>{0} is not a socket</source>
        <translation>{0} ist kein Socket</translation>
    </message>
    <message>
        <source>{0} is not a web address</source>
        <translation>{0} ist keine Webadresse</translation>
    </message>
    <message>
        <source>{0} is not an address of {1}</source>
        <translation>{0} ist keine Adresse von {1}</translation>
    </message>
    <message>
        <source>{0} is not asked again: the daemon is stopping</source>
        <translation>{0} wird nicht noch einmal gefragt: der Daemon hält an</translation>
    </message>
    <message>
        <source>{0} is not available{1}</source>
        <translation>{0} ist nicht verfügbar{1}</translation>
    </message>
    <message>
        <source>{0} is not connected</source>
        <translation>{0} ist nicht verbunden</translation>
    </message>
    <message>
        <source>{0} is not connected, or does not map {1} any more</source>
        <translation>{0} ist nicht verbunden, oder hat keine Zuordnung für {1} mehr</translation>
    </message>
    <message>
        <source>{0} is not connected: plan {1} waits for it</source>
        <translation>{0} ist nicht verbunden: der Plan {1} wartet darauf</translation>
    </message>
    <message>
        <source>{0} is not prepared</source>
        <translation>{0} ist nicht vorbereitet</translation>
    </message>
    <message>
        <source>{0} is not to be had back there ({1}); it is made anew</source>
        <translation>{0} ist dort nicht zurückzubekommen ({1}); er wird neu angelegt</translation>
    </message>
    <message>
        <source>{0} is only sent there</source>
        <translation>{0} wird nur dorthin gesendet</translation>
    </message>
    <message>
        <source>{0} is open to other users</source>
        <translation>{0} ist für andere Benutzer offen</translation>
    </message>
    <message>
        <source>{0} is open to this user alone</source>
        <translation>{0} ist nur für diesen Benutzer offen</translation>
    </message>
    <message>
        <source>{0} is paused</source>
        <translation>{0} ist angehalten</translation>
    </message>
    <message>
        <source>{0} is refused: {1}</source>
        <translation>{0} wird abgelehnt: {1}</translation>
    </message>
    <message>
        <source>{0} is set</source>
        <translation>{0} wird gesetzt</translation>
    </message>
    <message>
        <source>{0} is set back there, and the record here stays</source>
        <translation>{0} wird dort zurückgesetzt, und der Datensatz hier bleibt</translation>
    </message>
    <message>
        <source>{0} is signed out</source>
        <translation>{0} ist abgemeldet</translation>
    </message>
    <message>
        <source>{0} is spelled more like the field&apos;s other values</source>
        <translation>so geschrieben wie die anderen Werte des Feldes ist eher {0}</translation>
    </message>
    <message>
        <source>{0} is still being read in for the first time</source>
        <translation>{0} wird noch zum ersten Mal eingelesen</translation>
    </message>
    <message>
        <source>{0} is taken as it is now; the mapping stays at version {1}</source>
        <translation>{0} wird genommen, wie es jetzt ist; die Zuordnung bleibt bei Version {1}</translation>
    </message>
    <message>
        <source>{0} is taken back there, and the record stays here</source>
        <translation>{0} wird dort zurückgenommen, und der Datensatz bleibt hier</translation>
    </message>
    <message>
        <source>{0} is to be made</source>
        <translation>{0} soll angelegt werden</translation>
    </message>
    <message>
        <source>{0} is used in place of {1}; the mapping in effect is version {2} then</source>
        <translation>{0} wird statt {1} verwendet; dann gilt Version {2} der Zuordnung</translation>
    </message>
    <message>
        <source>{0} is {1} already</source>
        <translation>{0} ist schon {1}</translation>
    </message>
    <message>
        <source>{0} is {1} and {2} is {3}</source>
        <translation>{0} ist {1} und {2} ist {3}</translation>
    </message>
    <message>
        <source>{0} is {1}, {2} is {3}</source>
        <translation>{0} ist {1}, {2} ist {3}</translation>
    </message>
    <message>
        <source>{0} items are left, more than may be done without a plan: plan again</source>
        <translation>{0} Posten sind übrig, mehr als ohne einen Plan getan werden dürfen: planen Sie neu</translation>
    </message>
    <message>
        <source>{0} keeps {1}: {2}</source>
        <translation>{0} behält {1}: {2}</translation>
    </message>
    <message>
        <source>{0} left to others</source>
        <translation>{0} für andere übrig</translation>
    </message>
    <message>
        <source>{0} lets no program make fields</source>
        <translation>{0} lässt kein Programm Felder anlegen</translation>
    </message>
    <message>
        <source>{0} lets us only read {1} now; {2}</source>
        <translation>{0} lässt uns {1} jetzt nur lesen; {2}</translation>
    </message>
    <message>
        <source>{0} maps it already; keep one of the two files.</source>
        <translation>{0} hat sie schon; behalten Sie eine der beiden Dateien.</translation>
    </message>
    <message>
        <source>{0} maps {1} of connection {2} again</source>
        <translation>{0} hat noch eine Zuordnung von {1} der Verbindung {2}</translation>
    </message>
    <message>
        <source>{0} may not be opened by this user</source>
        <translation>{0} darf dieser Benutzer nicht öffnen</translation>
    </message>
    <message>
        <source>{0} merged it into {1}, and no CRM takes a merge back; as a record of its own again: crmsync records restore {2}</source>
        <translation>{0} hat ihn mit {1} zusammengeführt, und kein CRM nimmt das zurück; wieder als eigener Datensatz: crmsync records restore {2}</translation>
    </message>
    <message>
        <source>{0} must be on this machine, such as http://127.0.0.1:8100, while loopback = true</source>
        <translation>{0} muss auf diesem Rechner liegen, etwa http://127.0.0.1:8100, solange loopback = true ist</translation>
    </message>
    <message>
        <source>{0} must be prepared before anything is created there.</source>
        <translation>{0} muss vorbereitet werden, bevor dort etwas angelegt wird.</translation>
    </message>
    <message>
        <source>{0} must lie in {1} (another host only with loopback = true)</source>
        <translation>{0} muss in {1} liegen (ein anderer Host nur mit loopback = true)</translation>
    </message>
    <message>
        <source>{0} must start with https:// (http only with loopback = true, for a sandbox)</source>
        <translation>{0} muss mit https:// beginnen (http nur mit loopback = true, für eine Sandbox)</translation>
    </message>
    <message>
        <source>{0} must use the usual port of https</source>
        <translation>{0} muss den üblichen Port von https verwenden</translation>
    </message>
    <message>
        <source>{0} names no field</source>
        <translation>{0} nennt kein Feld</translation>
    </message>
    <message>
        <source>{0} need you.</source>
        <translation>{0} brauchen Sie.</translation>
    </message>
    <message>
        <source>{0} needs a new sign-in.</source>
        <translation>{0} braucht eine neue Anmeldung.</translation>
    </message>
    <message>
        <source>{0} needs a new sign-in; nothing is read or written there, changes are kept</source>
        <translation>{0} braucht eine neue Anmeldung; dort wird nichts gelesen oder geschrieben, Änderungen werden aufbewahrt</translation>
    </message>
    <message>
        <source>{0} needs you.</source>
        <translation>{0} braucht Sie.</translation>
    </message>
    <message>
        <source>{0} needs {1} now to be created</source>
        <translation>{0} braucht jetzt {1}, um angelegt zu werden</translation>
    </message>
    <message>
        <source>{0} needs {1} to be created, but no rule writes it</source>
        <translation>{0} braucht {1}, um angelegt zu werden, aber keine Regel schreibt es</translation>
    </message>
    <message>
        <source>{0} no longer accepts this sign-in</source>
        <translation>{0} nimmt diese Anmeldung nicht mehr an</translation>
    </message>
    <message>
        <source>{0} no longer accepts this sign-in{1}</source>
        <translation>{0} nimmt diese Anmeldung nicht mehr an{1}</translation>
    </message>
    <message>
        <source>{0} no longer has {1}, or does not show it to us; {2}</source>
        <translation>{0} hat {1} nicht mehr, oder zeigt es uns nicht; {2}</translation>
    </message>
    <message>
        <source>{0} no longer has {1}; it may be {2} now ({3}); {4}</source>
        <translation>{0} hat {1} nicht mehr; es könnte jetzt {2} sein ({3}); {4}</translation>
    </message>
    <message>
        <source>{0} now needs {1} to be created, and no rule writes it; creates wait there</source>
        <translation>{0} braucht jetzt {1}, um angelegt zu werden, und keine Regel schreibt es; Anlagen warten dort</translation>
    </message>
    <message>
        <source>{0} of 20 sure suggestions were decided on in this field</source>
        <translation>{0} von 20 sicheren Vorschlägen wurden in diesem Feld entschieden</translation>
    </message>
    <message>
        <source>{0} of an item</source>
        <translation>{0} eines Postens</translation>
    </message>
    <message>
        <source>{0} of the choices are the same</source>
        <translation>{0} der Auswahlwerte sind gleich</translation>
    </message>
    <message>
        <source>{0} of {1} changed its {2} from {3} to {4}; {5}</source>
        <translation>bei {0} von {1} hat sich geändert: {2}, von {3} zu {4}; {5}</translation>
    </message>
    <message>
        <source>{0} of {1} changes in the last 30 days were left for a person: {2} (target: under {3})</source>
        <translation>{0} von {1} Änderungen der letzten 30 Tage blieben für einen Menschen: {2} (Ziel: unter {3})</translation>
    </message>
    <message>
        <source>{0} of {1} does not fit any more: {2}; {3}</source>
        <translation>{0} von {1} passt nicht mehr: {2}; {3}</translation>
    </message>
    <message>
        <source>{0} of {1} hub records share their {2} with another{3}</source>
        <translation>{0} von {1} Datensätzen des Hubs haben {2} mit einem anderen gemeinsam{3}</translation>
    </message>
    <message>
        <source>{0} of {1} no longer offers {2}; {3}</source>
        <translation>{0} von {1} bietet {2} nicht mehr an; {3}</translation>
    </message>
    <message>
        <source>{0} of {1} of its decisions were taken back</source>
        <translation>{0} von {1} seiner Entscheidungen wurden zurückgenommen</translation>
    </message>
    <message>
        <source>{0} of {1} sampled CRM records have the {2} of another&apos;s pair here</source>
        <translation>{0} von {1} CRM-Datensätzen der Stichprobe haben {2} eines anderen Paares hier</translation>
    </message>
    <message>
        <source>{0} of {1} sampled CRM records share their {2} with another</source>
        <translation>{0} von {1} CRM-Datensätzen der Stichprobe haben {2} mit einem anderen gemeinsam</translation>
    </message>
    <message>
        <source>{0} of {1} sampled texts are cut{2}</source>
        <translation>{0} von {1} Texten der Stichprobe werden gekürzt{2}</translation>
    </message>
    <message>
        <source>{0} of {1} sampled values are refused: {2}</source>
        <translation>{0} von {1} Werten der Stichprobe werden abgelehnt: {2}</translation>
    </message>
    <message>
        <source>{0} of {1} sampled values do not read back as what was written{2}</source>
        <translation>{0} von {1} Werten der Stichprobe werden nicht so zurückgelesen, wie sie geschrieben wurden{2}</translation>
    </message>
    <message>
        <source>{0} of {1} sure suggestions were right in this field</source>
        <translation>{0} von {1} sicheren Vorschlägen in diesem Feld waren richtig</translation>
    </message>
    <message>
        <source>{0} of {1} sure suggestions were right; {2} without a mistake would show {3}</source>
        <translation>{0} von {1} sicheren Vorschlägen waren richtig; {2} ohne einen Fehler würden {3} zeigen</translation>
    </message>
    <message>
        <source>{0} of {1} {2} are used; it stops at {3}</source>
        <translation>{0} von {1} {2} sind verbraucht; es hält bei {3} an</translation>
    </message>
    <message>
        <source>{0} of {1} {2} of the day used ({3} by others)</source>
        <translation>{0} von {1} {2} des Tages verbraucht ({3} durch andere)</translation>
    </message>
    <message>
        <source>{0} only comes from there</source>
        <translation>{0} kommt nur von dort</translation>
    </message>
    <message>
        <source>{0} only says that nothing is known</source>
        <translation>nur dass nichts bekannt ist, sagt {0}</translation>
    </message>
    <message>
        <source>{0} overwritten, {1} deleted</source>
        <translation>{0} überschrieben, {1} gelöscht</translation>
    </message>
    <message>
        <source>{0} parents are not linked yet</source>
        <translation>{0} übergeordnete Datensätze sind noch nicht verknüpft</translation>
    </message>
    <message>
        <source>{0} points at {1} (in the CRM: {2}), {3} points at {4}</source>
        <translation>{0} zeigt auf {1} (im CRM: {2}), {3} zeigt auf {4}</translation>
    </message>
    <message>
        <source>{0} question</source>
        <translation>{0} Frage</translation>
    </message>
    <message>
        <source>{0} questions</source>
        <translation>{0} Fragen</translation>
    </message>
    <message>
        <source>{0} record hangs on it there</source>
        <translation>{0} Datensatz hängt dort daran</translation>
    </message>
    <message>
        <source>{0} record is put aside at {1} because it cannot be written</source>
        <translation>{0} Datensatz ist in {1} beiseitegelegt, weil er sich nicht schreiben lässt</translation>
    </message>
    <message>
        <source>{0} records are put aside at {1} because they cannot be written</source>
        <translation>{0} Datensätze sind in {1} beiseitegelegt, weil sie sich nicht schreiben lassen</translation>
    </message>
    <message>
        <source>{0} records hang on it there</source>
        <translation>{0} Datensätze hängen dort daran</translation>
    </message>
    <message>
        <source>{0} records have this e-mail address</source>
        <translation>{0} Datensätze haben diese E-Mail-Adresse</translation>
    </message>
    <message>
        <source>{0} records of {1} are known to wait for a look</source>
        <translation>von {0} Datensätzen von {1} ist bekannt, dass sie auf eine Durchsicht warten</translation>
    </message>
    <message>
        <source>{0} records since {1}</source>
        <translation>{0} Datensätze seit {1}</translation>
    </message>
    <message>
        <source>{0} refused the request ({1})</source>
        <translation>{0} hat die Anfrage abgelehnt ({1})</translation>
    </message>
    <message>
        <source>{0} refused the request{1}</source>
        <translation>{0} hat die Anfrage abgelehnt{1}</translation>
    </message>
    <message>
        <source>{0} refuses a token it has just issued</source>
        <translation>{0} weist ein Token zurück, das es gerade ausgestellt hat</translation>
    </message>
    <message>
        <source>{0} refuses the private app&apos;s token</source>
        <translation>{0} weist das Token der privaten App zurück</translation>
    </message>
    <message>
        <source>{0} registered, {1} repaired, {2} removed, {3} kept</source>
        <translation>{0} angemeldet, {1} berichtigt, {2} entfernt, {3} belassen</translation>
    </message>
    <message>
        <source>{0} removed</source>
        <translation>{0} entfernt</translation>
    </message>
    <message>
        <source>{0} requests are being answered already</source>
        <translation>{0} Anfragen werden schon beantwortet</translation>
    </message>
    <message>
        <source>{0} requires {1}, and there is nothing to write</source>
        <translation>{0} verlangt {1}, und es gibt nichts zu schreiben</translation>
    </message>
    <message>
        <source>{0} sampled records are left out: {1}</source>
        <translation>{0} Datensätze der Stichprobe werden ausgelassen: {1}</translation>
    </message>
    <message>
        <source>{0} says all that {1} says, and adds a number</source>
        <translation>alles, was {1} sagt, sagt auch {0}, und dazu eine Zahl</translation>
    </message>
    <message>
        <source>{0} says all that {1} says, and more</source>
        <translation>alles, was {1} sagt, sagt auch {0}, und mehr</translation>
    </message>
    <message>
        <source>{0} secrets are sealed, the key lies in {1}</source>
        <translation>{0} Secrets sind versiegelt, der Schlüssel liegt hier: {1}</translation>
    </message>
    <message>
        <source>{0} sent a link to another host; it is not followed</source>
        <translation>{0} hat einen Link zu einem anderen Host gesendet; ihm wird nicht gefolgt</translation>
    </message>
    <message>
        <source>{0} set apart: the taking in of this record was undone</source>
        <translation>{0} getrennt: dass dieser Datensatz aufgenommen wurde, wurde zurückgenommen</translation>
    </message>
    <message>
        <source>{0} since by {1}; restore it first</source>
        <translation>{0} seitdem von {1}; stellen Sie ihn zuerst wieder her</translation>
    </message>
    <message>
        <source>{0} stays there ({1}), and rests until the question is answered</source>
        <translation>{0} bleibt dort ({1}) und ruht, bis die Frage beantwortet ist</translation>
    </message>
    <message>
        <source>{0} stays there: no mapping in use holds it; delete it there by hand</source>
        <translation>{0} bleibt dort: keine Zuordnung in Gebrauch hält es; löschen Sie es dort von Hand</translation>
    </message>
    <message>
        <source>{0} stays there: the pair is apart by now</source>
        <translation>{0} bleibt dort: das Paar ist inzwischen getrennt</translation>
    </message>
    <message>
        <source>{0} stays there: the version in use would send it as well</source>
        <translation>{0} bleibt dort: die Version in Gebrauch würde es auch senden</translation>
    </message>
    <message>
        <source>{0} stays there: {1}</source>
        <translation>{0} bleibt dort: {1}</translation>
    </message>
    <message>
        <source>{0} stopped before an unusually large change of {1}</source>
        <translation>{0} hat vor einer ungewöhnlich großen Änderung von {1} angehalten</translation>
    </message>
    <message>
        <source>{0} stopped before an unusually large change of {1}.</source>
        <translation>{0} hat vor einer ungewöhnlich großen Änderung von {1} angehalten.</translation>
    </message>
    <message>
        <source>{0} takes no developer key; only HubSpot has one</source>
        <translation>{0} nimmt keinen Entwicklerschlüssel; nur HubSpot hat einen</translation>
    </message>
    <message>
        <source>{0} tells the kinds of {1} apart and cannot change</source>
        <translation>{0} unterscheidet die Arten von {1} und kann sich nicht ändern</translation>
    </message>
    <message>
        <source>{0} there</source>
        <translation>{0} dort</translation>
    </message>
    <message>
        <source>{0} there by somebody and taken from {1}</source>
        <translation>{0} dort durch jemanden und {1} zugerechnet</translation>
    </message>
    <message>
        <source>{0} wait: {1}</source>
        <translation>{0} warten: {1}</translation>
    </message>
    <message>
        <source>{0} waits for an approved plan before its first sync (crmsync plans make {1}).</source>
        <translation>{0} wartet vor dem ersten Abgleich auf einen freigegebenen Plan (crmsync plans make {1}).</translation>
    </message>
    <message>
        <source>{0} waits on, for another change</source>
        <translation>{0} wartet weiter, wegen einer anderen Änderung</translation>
    </message>
    <message>
        <source>{0} waits, and nothing of it is lost</source>
        <translation>{0} wartet, und nichts davon geht verloren</translation>
    </message>
    <message>
        <source>{0} waits: the CRM&apos;s fields have changed</source>
        <translation>{0} wartet: die Felder des CRMs haben sich geändert</translation>
    </message>
    <message>
        <source>{0} was brought back from the bin</source>
        <translation>{0} wurde aus dem Papierkorb zurückgeholt</translation>
    </message>
    <message>
        <source>{0} was changed last</source>
        <translation>zuletzt geändert wurde {0}</translation>
    </message>
    <message>
        <source>{0} was changed once more since</source>
        <translation>{0} wurde seitdem noch einmal geändert</translation>
    </message>
    <message>
        <source>{0} was changed since</source>
        <translation>{0} wurde seitdem geändert</translation>
    </message>
    <message>
        <source>{0} was changed since it was read</source>
        <translation>{0} wurde geändert, seit sie gelesen wurde</translation>
    </message>
    <message>
        <source>{0} was changed since, by {1}</source>
        <translation>{0} wurde seitdem geändert, von {1}</translation>
    </message>
    <message>
        <source>{0} was changed since, by {1} at {2}</source>
        <translation>{0} wurde seitdem geändert, von {1}: {2}</translation>
    </message>
    <message>
        <source>{0} was changed since, so there is no value that waits</source>
        <translation>{0} wurde seitdem geändert, es wartet also kein Wert</translation>
    </message>
    <message>
        <source>{0} was deleted there, which this mapping ignores</source>
        <translation>{0} wurde dort gelöscht, was diese Zuordnung nicht beachtet</translation>
    </message>
    <message>
        <source>{0} was left out of the plan</source>
        <translation>{0} wurde aus dem Plan herausgenommen</translation>
    </message>
    <message>
        <source>{0} was made as {1}</source>
        <translation>{0} wurde als {1} angelegt</translation>
    </message>
    <message>
        <source>{0} was made by what is undone, and edited there since: remove it there?</source>
        <translation>{0} wurde durch das angelegt, was zurückgenommen wird, und seitdem dort geändert: dort entfernen?</translation>
    </message>
    <message>
        <source>{0} was merged into this record elsewhere, and into {1} in {2}</source>
        <translation>{0} wurde anderswo mit diesem Datensatz zusammengeführt, und in {2} mit {1}</translation>
    </message>
    <message>
        <source>{0} was merged into {1}</source>
        <translation>{0} wurde mit {1} zusammengeführt</translation>
    </message>
    <message>
        <source>{0} was only sent what the hub held{1}</source>
        <translation>{0} bekam nur gesendet, was der Hub hatte{1}</translation>
    </message>
    <message>
        <source>{0} was set back there by {1} at {2}: neither side follows until one is edited</source>
        <translation>{0} wurde dort von {1} am {2} zurückgesetzt: Keine Seite folgt, bis eine bearbeitet wird</translation>
    </message>
    <message>
        <source>{0} was to be taken back there, and is gone already</source>
        <translation>{0} sollte dort zurückgenommen werden und ist schon weg</translation>
    </message>
    <message>
        <source>{0} was written by another version of CRM Sync</source>
        <translation>{0} wurde von einer anderen Version von CRM Sync geschrieben</translation>
    </message>
    <message>
        <source>{0} went back a stage</source>
        <translation>eine Phase zurück ging {0}</translation>
    </message>
    <message>
        <source>{0} {1} in a day; the CRM tells no limit</source>
        <translation>{0} {1} an einem Tag; das CRM nennt keine Grenze</translation>
    </message>
    <message>
        <source>{0} {1} is linked by now</source>
        <translation>{0} {1} ist inzwischen verknüpft</translation>
    </message>
    <message>
        <source>{0} {1} is not a second record any more</source>
        <translation>{0} {1} ist kein zweiter Datensatz mehr</translation>
    </message>
    <message>
        <source>{0} {1} is not its pair any more</source>
        <translation>{0} {1} ist nicht mehr sein Gegenstück</translation>
    </message>
    <message>
        <source>{0} {1} is not linked any more</source>
        <translation>{0} {1} ist nicht mehr verknüpft</translation>
    </message>
    <message>
        <source>{0} {1} is unknown by now</source>
        <translation>{0} {1} ist inzwischen unbekannt</translation>
    </message>
    <message>
        <source>{0} {1} lives there again</source>
        <translation>{0} {1} lebt dort wieder</translation>
    </message>
    <message>
        <source>{0} {1} of {2} and the record are no pair any more</source>
        <translation>{0} {1} von {2} und der Datensatz sind kein Paar mehr</translation>
    </message>
    <message>
        <source>{0} {1} stays there: {2}; take those back first</source>
        <translation>{0} {1} bleibt dort: {2}; nehmen Sie die zuerst zurück</translation>
    </message>
    <message>
        <source>{0} {1} was brought back in {2} by somebody else</source>
        <translation>{0} {1} wurde in {2} von jemand anderem zurückgeholt</translation>
    </message>
    <message>
        <source>{0} {1} was deleted in {2} by somebody else</source>
        <translation>{0} {1} wurde in {2} von jemand anderem gelöscht</translation>
    </message>
    <message>
        <source>{0} {1} was deleted in {2} since</source>
        <translation>{0} {1} wurde seitdem in {2} gelöscht</translation>
    </message>
    <message>
        <source>{0} {1} was linked anew since, to {2}</source>
        <translation>{0} {1} wurde seitdem neu verknüpft, mit {2}</translation>
    </message>
    <message>
        <source>{0} {1} was restored in {2} by somebody else</source>
        <translation>{0} {1} wurde in {2} von jemand anderem wiederhergestellt</translation>
    </message>
    <message>
        <source>{0} {1} was {2}: set it back there?</source>
        <translation>{0} {1} wurde {2}: dort zurücksetzen?</translation>
    </message>
    <message>
        <source>{0} {1}, which was to be taken back there: {2}; remove it?</source>
        <translation>{0} {1}, das dort zurückgenommen werden sollte: {2}; entfernen?</translation>
    </message>
    <message>
        <source>{0} {1}: {2} parts are not as agreed</source>
        <translation>{0} {1}: {2} Teile sind nicht wie vereinbart</translation>
    </message>
    <message>
        <source>{0}, all in run {1}</source>
        <translation>{0}, alles im Lauf {1}</translation>
    </message>
    <message>
        <source>{0}, and cannot be sent as it is: {1}</source>
        <translation>{0}, und lässt sich so nicht senden: {1}</translation>
    </message>
    <message>
        <source>{0}, left out until now: {1}</source>
        <translation>{0}, bis jetzt ausgelassen: {1}</translation>
    </message>
    <message>
        <source>{0}, or let the integration user customise the application.</source>
        <translation>{0}, oder lassen Sie den Integrationsbenutzer die Anwendung anpassen.</translation>
    </message>
    <message>
        <source>{0}, which was brought back in {1} for this answer, is deleted there again, unless somebody edits it first</source>
        <translation>{0}, das für diese Antwort in {1} zurückgeholt wurde, wird dort wieder gelöscht, wenn es vorher niemand ändert</translation>
    </message>
    <message>
        <source>{0}.{1} takes only {2}</source>
        <translation>{0}.{1} nimmt nur {2}</translation>
    </message>
    <message>
        <source>{0}.{1}: there is no {2} {3}</source>
        <translation>{0}.{1}: es gibt kein {2} {3}</translation>
    </message>
    <message>
        <source>{0}: HubSpot does not know this address</source>
        <translation>{0}: HubSpot kennt diese Adresse nicht</translation>
    </message>
    <message>
        <source>{0}: HubSpot refuses with {1} {2} {3}</source>
        <translation>{0}: HubSpot lehnt ab mit {1} {2} {3}</translation>
    </message>
    <message>
        <source>{0}: HubSpot says forbidden</source>
        <translation>{0}: HubSpot sagt, es ist verboten</translation>
    </message>
    <message>
        <source>{0}: HubSpot says {1}</source>
        <translation>{0}: HubSpot sagt {1}</translation>
    </message>
    <message>
        <source>{0}: Pipedrive answers {1}: {2}</source>
        <translation>{0}: Pipedrive antwortet {1}: {2}</translation>
    </message>
    <message>
        <source>{0}: Pipedrive does not permit this</source>
        <translation>{0}: Pipedrive erlaubt dies nicht</translation>
    </message>
    <message>
        <source>{0}: Pipedrive keeps us out for a while</source>
        <translation>{0}: Pipedrive sperrt uns für eine Weile aus</translation>
    </message>
    <message>
        <source>{0}: a request to another host was stopped</source>
        <translation>{0}: eine Anfrage an einen anderen Host wurde aufgehalten</translation>
    </message>
    <message>
        <source>{0}: a text is longer than the {1} characters of {2}</source>
        <translation>{0}: ein Text ist länger als die {1} Zeichen von {2}</translation>
    </message>
    <message>
        <source>{0}: asks a person</source>
        <translation>{0}: fragt einen Menschen</translation>
    </message>
    <message>
        <source>{0}: both sides agree now</source>
        <translation>{0}: beide Seiten stimmen jetzt überein</translation>
    </message>
    <message>
        <source>{0}: decides nothing alone</source>
        <translation>{0}: entscheidet nichts allein</translation>
    </message>
    <message>
        <source>{0}: events</source>
        <translation>{0}: Ereignisse</translation>
    </message>
    <message>
        <source>{0}: field {1} ({2})</source>
        <translation>{0}: Feld {1} ({2})</translation>
    </message>
    <message>
        <source>{0}: field {1} is required</source>
        <translation>{0}: das Feld {1} ist erforderlich</translation>
    </message>
    <message>
        <source>{0}: folder is not a known key</source>
        <translation>{0}: folder ist kein bekannter Schlüssel</translation>
    </message>
    <message>
        <source>{0}: has turned itself off, {1}</source>
        <translation>{0}: hat sich selbst abgeschaltet, {1}</translation>
    </message>
    <message>
        <source>{0}: it is not written as a table of its own</source>
        <translation>{0}: sie ist nicht als eigene Tabelle geschrieben</translation>
    </message>
    <message>
        <source>{0}: may decide alone where it is right {1} of the time</source>
        <translation>{0}: darf allein entscheiden, wo er in {1} der Fälle recht hat</translation>
    </message>
    <message>
        <source>{0}: newer edits</source>
        <translation>{0}: neuere Änderungen</translation>
    </message>
    <message>
        <source>{0}: no connection could be made</source>
        <translation>{0}: es kam keine Verbindung zustande</translation>
    </message>
    <message>
        <source>{0}: nothing comes back out of a bin there; kept after all, the record is made anew, under another id, without its activities and history</source>
        <translation>{0}: aus dem Papierkorb kommt dort nichts zurück; wird er doch behalten, wird der Datensatz neu angelegt, unter einer anderen ID, ohne seine Aktivitäten und seinen Verlauf</translation>
    </message>
    <message>
        <source>{0}: our own request budget is used up</source>
        <translation>{0}: unser eigenes Abrufbudget ist ausgeschöpft</translation>
    </message>
    <message>
        <source>{0}: records</source>
        <translation>{0}: Datensätze</translation>
    </message>
    <message>
        <source>{0}: suggested {1} at {2}, decided {3}. {4}</source>
        <translation>{0}: Vorschlag {1} mit {2}, entschieden {3}. {4}</translation>
    </message>
    <message>
        <source>{0}: suggests {1} at {2}.{3}</source>
        <translation>{0}: Vorschlag {1} mit {2}.{3}</translation>
    </message>
    <message>
        <source>{0}: text that cannot be stored</source>
        <translation>{0}: Text, der sich nicht speichern lässt</translation>
    </message>
    <message>
        <source>{0}: the API request limit is used up</source>
        <translation>{0}: die Abrufgrenze der API ist ausgeschöpft</translation>
    </message>
    <message>
        <source>{0}: the CRM answers {1}</source>
        <translation>{0}: das CRM antwortet {1}</translation>
    </message>
    <message>
        <source>{0}: the CRM refuses this without saying why</source>
        <translation>{0}: das CRM lehnt dies ab, ohne zu sagen warum</translation>
    </message>
    <message>
        <source>{0}: the CRM&apos;s list does not hold this choice</source>
        <translation>{0}: die Liste des CRMs enthält diesen Auswahlwert nicht</translation>
    </message>
    <message>
        <source>{0}: the Pipedrive company account is closed or unpaid</source>
        <translation>{0}: das Firmenkonto bei Pipedrive ist geschlossen oder unbezahlt</translation>
    </message>
    <message>
        <source>{0}: the answer that linked it was taken back</source>
        <translation>{0}: die Antwort, die es verknüpft hat, wurde zurückgenommen</translation>
    </message>
    <message>
        <source>{0}: the merge was undone</source>
        <translation>{0}: die Zusammenführung wurde zurückgenommen</translation>
    </message>
    <message>
        <source>{0}: the record was merged into {1}</source>
        <translation>{0}: der Datensatz wurde mit {1} zusammengeführt</translation>
    </message>
    <message>
        <source>{0}: the {1} of {2} do not open</source>
        <translation>{0}: {1} von {2} lassen sich nicht öffnen</translation>
    </message>
    <message>
        <source>{0}: the {1} request limit is used up</source>
        <translation>{0}: die Abrufgrenze ({1}) ist ausgeschöpft</translation>
    </message>
    <message>
        <source>{0}: the {1} used up</source>
        <translation>{0}: {1} ausgeschöpft</translation>
    </message>
    <message>
        <source>{0}: too many readers at once</source>
        <translation>{0}: zu viele Lesende zugleich</translation>
    </message>
    <message>
        <source>{0}: too many requests</source>
        <translation>{0}: zu viele Anfragen</translation>
    </message>
    <message>
        <source>{0}: version {1} is in use</source>
        <translation>{0}: Version {1} ist in Gebrauch</translation>
    </message>
    <message>
        <source>{0}: what the CRM holds is taken in where it can be by now</source>
        <translation>{0}: was das CRM enthält, wird aufgenommen, wo das dann möglich ist</translation>
    </message>
    <message>
        <source>{0}: {1} by  was taken back</source>
        <translation>{0}: {1} wurde zurückgenommen</translation>
    </message>
    <message>
        <source>{0}: {1} by {2} was taken back</source>
        <translation>{0}: {1} von {2} wurde zurückgenommen</translation>
    </message>
    <message>
        <source>{0}: {1} by {2} was taken back; {3}</source>
        <translation>{0}: {1} von {2} wurde zurückgenommen; {3}</translation>
    </message>
    <message>
        <source>{0}: {1} can be read</source>
        <translation>{0}: {1} lesbar</translation>
    </message>
    <message>
        <source>{0}: {1} cannot be changed: each kind is another object in the CRMs</source>
        <translation>{0}: {1} lässt sich nicht ändern: jede Art ist in den CRMs ein anderes Objekt</translation>
    </message>
    <message>
        <source>{0}: {1} record is put aside.</source>
        <translation>{0}: {1} Datensatz ist beiseitegelegt.</translation>
    </message>
    <message>
        <source>{0}: {1} records are put aside.</source>
        <translation>{0}: {1} Datensätze sind beiseitegelegt.</translation>
    </message>
    <message>
        <source>{0}: {1} sampled records</source>
        <translation>{0}: {1} Datensätze der Stichprobe</translation>
    </message>
    <message>
        <source>{0}: {1}: is not a known key{2}</source>
        <translation>{0}: {1}: ist kein bekannter Schlüssel{2}</translation>
    </message>
    <message>
        <source>{0}: {1}: secrets do not belong into the settings file{2}</source>
        <translation>{0}: {1}: Secrets gehören nicht in die Einstellungsdatei{2}</translation>
    </message>
    <message>
        <source>{0}; left alone: {1}</source>
        <translation>{0}; nicht angerührt: {1}</translation>
    </message>
    <message>
        <source>{0}; not granted: {1}</source>
        <translation>{0}; nicht gewährt: {1}</translation>
    </message>
    <message>
        <source>{0}; plan again</source>
        <translation>{0}; planen Sie neu</translation>
    </message>
    <message>
        <source>{0}; {1}: plan again</source>
        <translation>{0}; {1}: planen Sie neu</translation>
    </message>
    <message>
        <source>“{0}”</source>
        <translation>„{0}“</translation>
    </message>
    <message>
        <source>“{0}” is linked to another record of this CRM; merge those there, or make another record</source>
        <translation>„{0}“ ist mit einem anderen Datensatz dieses CRMs verknüpft; führen Sie die dort zusammen, oder legen Sie einen weiteren Datensatz an</translation>
    </message>
</context>
</TS>
