// The words in Italian, with "Lei".

import { monthIn } from "./copy.ts";
import type { Copy } from "./copy.ts";

const SHORT = ["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"];
const LONG = [
  "gennaio",
  "febbraio",
  "marzo",
  "aprile",
  "maggio",
  "giugno",
  "luglio",
  "agosto",
  "settembre",
  "ottobre",
  "novembre",
  "dicembre",
];

/** Eight and eleven begin with a vowel. */
function dayOf(day: number): string {
  if (day === 8 || day === 11) return `l'${day}`;
  return `il ${day === 1 ? "1°" : day}`;
}

export const it: Copy = {
  onDay: (on, length) =>
    length === "short"
      ? `${dayOf(on.day).replace("°", "")} ${monthIn(SHORT, on)}`
      : `${dayOf(on.day)} ${monthIn(LONG, on)} ${on.year}`,

  texts: {
    subject: "{brand}: {title}",
    "title.expiring": "Il Suo contratto scade a breve",
    "title.trap": "Manca il Suo nuovo contratto",
    "title.expired": "La Sua tariffa è terminata",
    "title.fetch_failed": "La Sua tariffa non è consultabile",
    "title.upgrade": "Collegamento diretto possibile",
    "title.several": "{count} tariffe da controllare",
    "title.several_expiring": "{count} contratti scadono a breve",
    "title.several_upgrade": "Collegamenti diretti possibili",

    "sms.expiring.first": "{brand}: il Suo contratto energia scade {when}. {stop} Inserisca quello nuovo: {link}",
    "sms.expiring.again": "{brand}: il Suo contratto scade {when}, manca quello nuovo. {stop} Inserirlo: {link}",
    "sms.expiring.short": "{brand}: contratto scade {when}. {stop} Il nuovo: {link}",
    "sms.trap.first": "{brand}: la data di fine è del vecchio contratto. {stop} Inserisca quello NUOVO: {link}",
    "sms.trap.again": "{brand}: abbiamo ancora la vecchia data di fine. {stop} Inserisca il NUOVO contratto: {link}",
    "sms.trap.short": "{brand}: data del vecchio contratto. {stop} Il NUOVO: {link}",
    "sms.expired.first": "{brand}: la Sua tariffa è terminata, i prezzi sono stimati. {stop} Ricollegare: {link}",
    "sms.expired.again": "{brand}: la Sua tariffa non è ancora ricollegata. {stop} Ricollegare: {link}",
    "sms.expired.short": "{brand}: la tariffa è terminata. {stop} Ricollegare: {link}",
    "sms.fetch_failed.first": "{brand}: non riusciamo più a consultare la Sua tariffa. {stop} Ricollegare: {link}",
    "sms.fetch_failed.again": "{brand}: ancora non riusciamo a consultare la Sua tariffa. {stop} Ricollegare: {link}",
    "sms.fetch_failed.short": "{brand}: tariffa non consultabile. {stop} Ricollegare: {link}",
    "sms.upgrade.first": "{brand}: ora può collegare direttamente il fornitore. {stop} Se desidera: {link}",
    "sms.upgrade.again": "{brand}: può ancora collegare direttamente il fornitore. {stop} Se desidera: {link}",
    "sms.upgrade.short": "{brand}: collegamento diretto possibile. {stop} Qui: {link}",
    "sms.several.first": "{brand}: {what} sono da controllare. {stop} Veda quali: {link}",
    "sms.several.again": "{brand}: {what} sono ancora da controllare. {stop} Veda quali: {link}",
    "sms.several.short": "{brand}: controlli {what}. {stop} Qui: {link}",
    "sms.several_expiring.first": "{brand}: {what} scadono a breve. {stop} Inserisca i nuovi contratti: {link}",
    "sms.several_expiring.again": "{brand}: {what} scadono a breve. {stop} Mancano i nuovi contratti: {link}",
    "sms.several_expiring.short": "{brand}: {count} contratti scadono a breve. {stop} I nuovi: {link}",
    "sms.several_upgrade.first": "{brand}: può collegare direttamente {what}. {stop} Se desidera: {link}",
    "sms.several_upgrade.again": "{brand}: può ancora collegare direttamente {what}. {stop} Se desidera: {link}",
    "sms.several_upgrade.short": "{brand}: {count} collegamenti diretti possibili. {stop} Qui: {link}",

    "push.expiring.first":
      "Il Suo contratto di energia scade {when}. Inserisca i dati del nuovo contratto, oppure torni quando lo avrà.",
    "push.expiring.again":
      "Il Suo contratto di energia scade {when} e manca ancora quello nuovo. Inserisca i dati quando li avrà.",
    "push.trap.first":
      "La data di fine che abbiamo è del vecchio contratto. Inserisca il nuovo contratto, oppure torni quando lo avrà.",
    "push.trap.again":
      "Abbiamo ancora la vecchia data di fine. Dopo il rinnovo, inserisca il nuovo contratto con la sua data di fine.",
    "push.expired.first":
      "I Suoi dispositivi continuano a funzionare, ma con prezzi stimati e forse in orari meno adatti. Ricolleghi la tariffa.",
    "push.expired.again":
      "La Sua tariffa non è ancora ricollegata. I Suoi dispositivi continuano a funzionare, ma con prezzi stimati.",
    "push.fetch_failed.first":
      "Il fornitore non ci trasmette più i Suoi prezzi. I Suoi dispositivi continuano a funzionare con prezzi stimati. Ricolleghi il fornitore.",
    "push.fetch_failed.again":
      "Ancora non riusciamo a consultare la Sua tariffa. I Suoi dispositivi continuano a funzionare con prezzi stimati. Ricolleghi il fornitore.",
    "push.upgrade.first":
      "Ora può collegare direttamente il fornitore; i nuovi prezzi arrivano così da soli. Tutto funziona anche senza.",
    "push.upgrade.again": "Può ancora collegare direttamente il fornitore. Tutto funziona anche senza.",
    "push.several.first":
      "{what} sono da controllare. I Suoi dispositivi continuano a funzionare, in parte con prezzi stimati. Veda quali ricollegare.",
    "push.several.again":
      "{what} sono ancora da controllare. I Suoi dispositivi continuano a funzionare, in parte con prezzi stimati. Veda quali ricollegare.",
    "push.several_expiring.first":
      "{what} scadono a breve. Inserisca i dati dei nuovi contratti, oppure torni quando li avrà.",
    "push.several_expiring.again":
      "{what} scadono a breve e mancano ancora i nuovi contratti. Inserisca i dati quando li avrà.",
    "push.several_upgrade.first":
      "Ora può collegare direttamente {what}; i nuovi prezzi arrivano così da soli. Tutto funziona anche senza.",
    "push.several_upgrade.again": "Può ancora collegare direttamente {what}. Tutto funziona anche senza.",

    "email.expiring.what": "Il Suo contratto di energia scade {when}. Dopo, {brand} non conoscerà più i Suoi prezzi.",
    "email.expiring.meanwhile":
      "Fino ad allora non cambia nulla. Dopo, i Suoi dispositivi continueranno a funzionare, ma con prezzi stimati e forse in orari meno adatti.",
    "email.expiring.ask":
      "Inserisca i dati del nuovo contratto, non di quello che scade. Se non ne ha ancora uno nuovo, torni quando lo avrà: il link resta lo stesso.",
    "email.expiring.button": "Inserire il nuovo contratto",
    "email.trap.what":
      "Grazie per i dati inviati. La data di fine indicata è quella del vecchio contratto, che scade {when}: non sappiamo quindi ancora che cosa viene dopo.",
    "email.trap.meanwhile":
      "Fino ad allora non cambia nulla. Dopo, i Suoi dispositivi continueranno a funzionare, ma con prezzi stimati e forse in orari meno adatti.",
    "email.trap.ask":
      "Inserisca i dati del nuovo contratto, con la data in cui il nuovo contratto finisce. Se non ne ha ancora uno nuovo, torni quando lo avrà: il link resta lo stesso.",
    "email.trap.button": "Inserire il nuovo contratto",
    "email.expired.what": "La Sua tariffa di energia è terminata: {brand} non conosce quindi più i Suoi prezzi.",
    "email.expired.meanwhile":
      "I Suoi dispositivi continuano a funzionare. Finché la tariffa non è ricollegata, usano prezzi stimati e forse orari meno adatti.",
    "email.expired.ask": "Colleghi la tariffa che ha ora. Bastano pochi minuti.",
    "email.expired.button": "Ricollegare la tariffa",
    "email.fetch_failed.what":
      "{brand} non riesce più a consultare la Sua tariffa di energia presso il fornitore. Succede, per esempio, dopo un cambio di password.",
    "email.fetch_failed.meanwhile":
      "I Suoi dispositivi continuano a funzionare. Finché il fornitore non è ricollegato, usano prezzi stimati e forse orari meno adatti.",
    "email.fetch_failed.ask": "Ricolleghi il Suo fornitore. Bastano pochi minuti.",
    "email.fetch_failed.button": "Ricollegare il fornitore",
    "email.upgrade.what":
      "Ora può collegare direttamente il Suo fornitore. I nuovi prezzi arrivano così da soli, anche quando cambia il contratto.",
    "email.upgrade.meanwhile": "Non deve fare nulla: tutto continua a funzionare.",
    "email.upgrade.ask": "Se desidera, colleghi direttamente il Suo fornitore. Bastano pochi minuti.",
    "email.upgrade.button": "Collegare direttamente",
    "email.several.what": "{what} sono da controllare: sono terminate, scadono a breve o non sono più consultabili.",
    "email.several.meanwhile":
      "I Suoi dispositivi continuano a funzionare. Dove manca una tariffa, usano prezzi stimati e forse orari meno adatti.",
    "email.several.ask":
      "Veda di quali tariffe si tratta e le ricolleghi. Dove scade un contratto, servono i dati del nuovo contratto, non di quello che scade.",
    "email.several.button": "Visualizzare le tariffe",
    "email.several_expiring.what": "{what} scadono a breve. Dopo, {brand} non ne conoscerà più i prezzi.",
    "email.several_expiring.meanwhile":
      "Fino ad allora non cambia nulla. Dopo, i Suoi dispositivi continueranno a funzionare, ma con prezzi stimati e forse in orari meno adatti.",
    "email.several_expiring.ask":
      "Inserisca i dati dei nuovi contratti, con la loro data di fine, non di quelli che scadono. Se non ne ha ancora uno nuovo, torni quando lo avrà: il link resta lo stesso.",
    "email.several_expiring.button": "Inserire i nuovi contratti",
    "email.several_upgrade.what":
      "Ora può collegare direttamente {what}. I nuovi prezzi arrivano così da soli, anche quando cambia un contratto.",
    "email.several_upgrade.meanwhile": "Non deve fare nulla: tutto continua a funzionare.",
    "email.several_upgrade.ask": "Se desidera, veda di quali tariffe si tratta e le colleghi direttamente.",
    "email.several_upgrade.button": "Visualizzare le tariffe",

    "email.hello": "Buongiorno,",
    "email.again": "Questo è un promemoria: Le abbiamo già scritto in proposito.",
    "email.link": "Se il pulsante non funziona, apra questo indirizzo:",
    "email.safety": "Non risponda mai con una password: {brand} non la chiede per e-mail.",
    "email.why":
      "{brand} Le scrive perché la Sua tariffa di energia è collegata con {brand}. Riceverà al massimo pochi promemoria, e nessuno quando sarà tutto a posto.",
    "email.stop": "Non ricevere più questi messaggi",

    "what.tariffs.long": "{count} delle Sue tariffe di energia",
    "what.tariffs.short": "{count} tariffe",
    "what.homes.long": "{count} tariffe di energia in {homes} delle Sue abitazioni",
    "what.homes.short": "{count} tariffe in {homes} case",
    "stop.reply.long": "Per non ricevere più SMS, risponda STOP.",
    "stop.reply.short": "Stop agli SMS: STOP.",
    "stop.link.long": "Per non ricevere più SMS, aggiunga /stop al link.",
    "stop.link.short": "Stop SMS: link/stop.",
    "when.soon": "a breve",
  },
};
