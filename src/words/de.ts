// The words in German, with "Sie".

import { monthIn } from "./copy.ts";
import type { Copy } from "./copy.ts";

const SHORT = ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."];
const LONG = [
  "Januar",
  "Februar",
  "März",
  "April",
  "Mai",
  "Juni",
  "Juli",
  "August",
  "September",
  "Oktober",
  "November",
  "Dezember",
];

export const de: Copy = {
  onDay: (on, length) =>
    length === "short" ? `am ${on.day}. ${monthIn(SHORT, on)}` : `am ${on.day}. ${monthIn(LONG, on)} ${on.year}`,

  texts: {
    subject: "{brand}: {title}",
    "title.expiring": "Ihr Energievertrag endet bald",
    "title.trap": "Ihr neuer Vertrag fehlt noch",
    "title.expired": "Ihr Energietarif ist abgelaufen",
    "title.fetch_failed": "Ihr Tarif ist nicht abrufbar",
    "title.upgrade": "Direkte Verbindung möglich",
    "title.several": "Bitte {count} Energietarife prüfen",
    "title.several_expiring": "{count} Energieverträge enden bald",
    "title.several_upgrade": "Direkte Verbindungen möglich",

    "sms.expiring.first": "{brand}: Ihr Energievertrag endet {when}. {stop} Bitte neuen Vertrag eintragen: {link}",
    "sms.expiring.again": "{brand}: Ihr Vertrag endet {when}, der neue fehlt uns noch. {stop} Eintragen: {link}",
    "sms.expiring.short": "{brand}: Vertrag endet {when}. {stop} Neuer Vertrag: {link}",
    "sms.trap.first": "{brand}: Uns liegt das alte Enddatum vor. {stop} NEUEN Vertrag eintragen: {link}",
    "sms.trap.again": "{brand}: Uns liegt nur das alte Enddatum vor. {stop} NEUEN Vertrag eintragen: {link}",
    "sms.trap.short": "{brand}: Das war das alte Enddatum. {stop} NEUER Vertrag: {link}",
    "sms.expired.first": "{brand}: Ihr Energietarif ist abgelaufen, Preise sind geschätzt. {stop} Verbinden: {link}",
    "sms.expired.again": "{brand}: Ihr Energietarif ist noch nicht neu verbunden. {stop} Neu verbinden: {link}",
    "sms.expired.short": "{brand}: Tarif abgelaufen. {stop} Neu verbinden: {link}",
    "sms.fetch_failed.first": "{brand}: Ihr Energietarif ist nicht mehr abrufbar. {stop} Neu verbinden: {link}",
    "sms.fetch_failed.again": "{brand}: Ihr Energietarif ist weiterhin nicht abrufbar. {stop} Neu verbinden: {link}",
    "sms.fetch_failed.short": "{brand}: Tarif nicht abrufbar. {stop} Verbinden: {link}",
    "sms.upgrade.first": "{brand}: Ihr Anbieter lässt sich jetzt direkt verbinden. {stop} Wenn Sie möchten: {link}",
    "sms.upgrade.again": "{brand}: Ihr Anbieter lässt sich noch direkt verbinden. {stop} Wenn Sie möchten: {link}",
    "sms.upgrade.short": "{brand}: Direkte Verbindung möglich. {stop} Hier: {link}",
    "sms.several.first": "{brand}: Bitte prüfen Sie {what}. {stop} Welche: {link}",
    "sms.several.again": "{brand}: Bitte prüfen Sie noch {what}. {stop} Welche: {link}",
    "sms.several.short": "{brand}: {what} zu prüfen. {stop} Hier: {link}",
    "sms.several_expiring.first": "{brand}: {what} enden bald. {stop} Bitte neue Verträge eintragen: {link}",
    "sms.several_expiring.again": "{brand}: {what} enden bald. {stop} Neue Verträge fehlen noch: {link}",
    "sms.several_expiring.short": "{brand}: {count} Verträge enden bald. {stop} Neue eintragen: {link}",
    "sms.several_upgrade.first": "{brand}: {what} lassen sich direkt verbinden. {stop} Wenn Sie möchten: {link}",
    "sms.several_upgrade.again": "{brand}: {what} lassen sich noch direkt verbinden. {stop} Auf Wunsch: {link}",
    "sms.several_upgrade.short": "{brand}: {count} direkte Verbindungen möglich. {stop} Hier: {link}",

    "push.expiring.first":
      "Ihr Energievertrag endet {when}. Bitte tragen Sie Ihren neuen Vertrag ein oder kommen Sie wieder, sobald Sie ihn haben.",
    "push.expiring.again":
      "Ihr Energievertrag endet {when}, der neue fehlt uns noch. Bitte tragen Sie ihn ein, sobald Sie ihn haben.",
    "push.trap.first":
      "Uns liegt das Enddatum des alten Vertrags vor. Bitte tragen Sie den neuen ein oder kommen Sie wieder, sobald Sie ihn haben.",
    "push.trap.again":
      "Uns liegt noch immer das alte Enddatum vor. Bitte tragen Sie nach der Verlängerung den neuen Vertrag mit seinem Enddatum ein.",
    "push.expired.first":
      "Ihre Geräte laufen weiter, planen aber mit geschätzten Preisen und womöglich zu ungünstigeren Zeiten. Bitte verbinden Sie den Tarif neu.",
    "push.expired.again":
      "Ihr Tarif ist noch nicht neu verbunden. Ihre Geräte laufen weiter, planen aber mit geschätzten Preisen.",
    "push.fetch_failed.first":
      "Ihr Anbieter liefert uns keine Preise mehr. Ihre Geräte laufen mit geschätzten Preisen weiter. Bitte verbinden Sie ihn neu.",
    "push.fetch_failed.again":
      "Ihr Tarif ist weiterhin nicht abrufbar. Ihre Geräte laufen mit geschätzten Preisen weiter. Bitte verbinden Sie den Anbieter neu.",
    "push.upgrade.first":
      "Ihr Anbieter lässt sich jetzt direkt verbinden; neue Preise kommen dann von selbst. Es funktioniert aber auch so weiter.",
    "push.upgrade.again": "Ihr Anbieter lässt sich weiterhin direkt verbinden. Es funktioniert aber auch so weiter.",
    "push.several.first": "Bitte prüfen Sie {what}. Ihre Geräte laufen weiter, zum Teil mit geschätzten Preisen.",
    "push.several.again": "Bitte prüfen Sie noch {what}. Ihre Geräte laufen weiter, zum Teil mit geschätzten Preisen.",
    "push.several_expiring.first":
      "{what} enden bald. Bitte tragen Sie die neuen Verträge ein oder kommen Sie wieder, sobald Sie sie haben.",
    "push.several_expiring.again":
      "{what} enden bald, neue Verträge fehlen uns noch. Bitte tragen Sie sie ein, sobald Sie sie haben.",
    "push.several_upgrade.first":
      "{what} lassen sich jetzt direkt verbinden; neue Preise kommen dann von selbst. Es funktioniert aber auch so weiter.",
    "push.several_upgrade.again": "{what} lassen sich weiterhin direkt verbinden. Es funktioniert aber auch so weiter.",

    "email.expiring.what": "Ihr Energievertrag endet {when}. Danach kennt {brand} Ihre Preise nicht mehr.",
    "email.expiring.meanwhile":
      "Bis dahin bleibt alles, wie es ist. Danach laufen Ihre Geräte weiter, planen aber mit geschätzten Preisen und womöglich zu ungünstigeren Zeiten.",
    "email.expiring.ask":
      "Bitte tragen Sie die Daten Ihres neuen Vertrags ein, nicht die des auslaufenden. Gibt es noch keinen neuen, kommen Sie einfach wieder, sobald Ihr Vertrag verlängert ist; der Link bleibt derselbe.",
    "email.expiring.button": "Neuen Vertrag eintragen",
    "email.trap.what":
      "Vielen Dank für Ihre Angaben. Das Enddatum darin ist das Ihres alten Vertrags, der {when} endet. Wie es danach weitergeht, wissen wir deshalb noch nicht.",
    "email.trap.meanwhile":
      "Bis dahin bleibt alles, wie es ist. Danach laufen Ihre Geräte weiter, planen aber mit geschätzten Preisen und womöglich zu ungünstigeren Zeiten.",
    "email.trap.ask":
      "Bitte tragen Sie die Daten Ihres neuen Vertrags ein, mit dem Datum, an dem der neue Vertrag endet. Gibt es noch keinen neuen, kommen Sie einfach wieder, sobald Ihr Vertrag verlängert ist; der Link bleibt derselbe.",
    "email.trap.button": "Neuen Vertrag eintragen",
    "email.expired.what": "Ihr Energietarif ist abgelaufen. {brand} kennt Ihre Preise deshalb nicht mehr.",
    "email.expired.meanwhile":
      "Ihre Geräte laufen weiter. Bis der Tarif wieder verbunden ist, planen sie mit geschätzten Preisen und womöglich zu ungünstigeren Zeiten.",
    "email.expired.ask": "Bitte verbinden Sie den Tarif, den Sie jetzt haben. Das dauert wenige Minuten.",
    "email.expired.button": "Tarif neu verbinden",
    "email.fetch_failed.what":
      "{brand} kann Ihren Energietarif nicht mehr bei Ihrem Anbieter abrufen. Das kommt zum Beispiel vor, wenn ein Passwort geändert wurde.",
    "email.fetch_failed.meanwhile":
      "Ihre Geräte laufen weiter. Bis der Anbieter wieder verbunden ist, planen sie mit geschätzten Preisen und womöglich zu ungünstigeren Zeiten.",
    "email.fetch_failed.ask": "Bitte verbinden Sie Ihren Anbieter neu. Das dauert wenige Minuten.",
    "email.fetch_failed.button": "Anbieter neu verbinden",
    "email.upgrade.what":
      "Ihr Anbieter lässt sich jetzt direkt verbinden. Neue Preise kommen dann von selbst, auch bei einem neuen Vertrag.",
    "email.upgrade.meanwhile": "Sie müssen nichts tun: Es funktioniert auch so weiter.",
    "email.upgrade.ask": "Wenn Sie möchten, verbinden Sie Ihren Anbieter direkt. Das dauert wenige Minuten.",
    "email.upgrade.button": "Direkt verbinden",
    "email.several.what":
      "Bitte prüfen Sie {what}: Diese Tarife sind abgelaufen, enden bald oder sind nicht mehr abrufbar.",
    "email.several.meanwhile":
      "Ihre Geräte laufen weiter. Wo ein Tarif fehlt, planen sie mit geschätzten Preisen und womöglich zu ungünstigeren Zeiten.",
    "email.several.ask":
      "Bitte sehen Sie nach, welche Tarife es sind, und verbinden Sie sie neu. Wo ein Vertrag endet, brauchen wir die Daten des neuen Vertrags, nicht die des auslaufenden.",
    "email.several.button": "Tarife ansehen",
    "email.several_expiring.what": "{what} enden bald. Danach kennt {brand} Ihre Preise dort nicht mehr.",
    "email.several_expiring.meanwhile":
      "Bis dahin bleibt alles, wie es ist. Danach laufen Ihre Geräte weiter, planen aber mit geschätzten Preisen und womöglich zu ungünstigeren Zeiten.",
    "email.several_expiring.ask":
      "Bitte tragen Sie die Daten der neuen Verträge mit deren Enddatum ein, nicht die der auslaufenden. Wo es noch keinen neuen gibt, kommen Sie einfach nach der Verlängerung wieder; der Link bleibt derselbe.",
    "email.several_expiring.button": "Neue Verträge eintragen",
    "email.several_upgrade.what":
      "{what} lassen sich jetzt direkt verbinden. Neue Preise kommen dann von selbst, auch bei einem neuen Vertrag.",
    "email.several_upgrade.meanwhile": "Sie müssen nichts tun: Es funktioniert auch so weiter.",
    "email.several_upgrade.ask":
      "Wenn Sie möchten, sehen Sie nach, welche Tarife es sind, und verbinden Sie sie direkt.",
    "email.several_upgrade.button": "Tarife ansehen",

    "email.hello": "Guten Tag",
    "email.again": "Dies ist eine Erinnerung; wir haben Ihnen dazu schon geschrieben.",
    "email.link": "Falls die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse:",
    "email.safety": "Bitte antworten Sie nie mit einem Passwort: {brand} fragt nicht per E-Mail danach.",
    "email.why":
      "{brand} schreibt Ihnen, weil Ihr Energietarif mit {brand} verbunden ist. Es gibt höchstens ein paar Erinnerungen und keine mehr, sobald dies erledigt ist.",
    "email.stop": "Diese Nachrichten beenden",

    "what.tariffs.long": "{count} Ihrer Energietarife",
    "what.tariffs.short": "{count} Tarife",
    "what.homes.long": "{count} Energietarife an {homes} Ihrer Adressen",
    "what.homes.short": "{count} Tarife an {homes} Adressen",
    "stop.reply.long": "Keine SMS mehr: Antwort STOP.",
    "stop.reply.short": "SMS beenden: STOP.",
    "stop.link.long": "Keine SMS mehr: /stop an den Link hängen.",
    "stop.link.short": "SMS aus: Link/stop.",
    "when.soon": "bald",
  },
};
