// The words in Dutch, with "je".

import { monthIn } from "./copy.ts";
import type { Copy } from "./copy.ts";

const SHORT = ["jan", "feb", "mrt", "apr", "mei", "juni", "juli", "aug", "sept", "okt", "nov", "dec"];
const LONG = [
  "januari",
  "februari",
  "maart",
  "april",
  "mei",
  "juni",
  "juli",
  "augustus",
  "september",
  "oktober",
  "november",
  "december",
];

export const nl: Copy = {
  onDay: (on, length) =>
    length === "short" ? `op ${on.day} ${monthIn(SHORT, on)}` : `op ${on.day} ${monthIn(LONG, on)} ${on.year}`,

  texts: {
    subject: "{brand}: {title}",
    "title.expiring": "Je energiecontract loopt bijna af",
    "title.trap": "Je nieuwe contract ontbreekt nog",
    "title.expired": "Je energietarief is afgelopen",
    "title.fetch_failed": "Je tarief is niet op te halen",
    "title.upgrade": "Directe koppeling mogelijk",
    "title.several": "{count} energietarieven te bekijken",
    "title.several_expiring": "{count} contracten lopen bijna af",
    "title.several_upgrade": "Directe koppelingen mogelijk",

    "sms.expiring.first": "{brand}: je energiecontract eindigt {when}. {stop} Vul je nieuwe contract in: {link}",
    "sms.expiring.again": "{brand}: je contract eindigt {when}, het nieuwe ontbreekt nog. {stop} Invullen: {link}",
    "sms.expiring.short": "{brand}: contract eindigt {when}. {stop} Het nieuwe: {link}",
    "sms.trap.first": "{brand}: de einddatum is die van je oude contract. {stop} Vul het NIEUWE in: {link}",
    "sms.trap.again": "{brand}: we hebben nog de oude einddatum. {stop} Vul het NIEUWE contract in: {link}",
    "sms.trap.short": "{brand}: dat is de oude einddatum. {stop} NIEUW contract: {link}",
    "sms.expired.first": "{brand}: je energietarief is afgelopen, prijzen zijn geschat. {stop} Koppel opnieuw: {link}",
    "sms.expired.again": "{brand}: je energietarief is nog niet opnieuw gekoppeld. {stop} Koppel opnieuw: {link}",
    "sms.expired.short": "{brand}: tarief is afgelopen. {stop} Koppel opnieuw: {link}",
    "sms.fetch_failed.first": "{brand}: we kunnen je energietarief niet meer ophalen. {stop} Koppel opnieuw: {link}",
    "sms.fetch_failed.again": "{brand}: je energietarief is nog steeds niet op te halen. {stop} Koppel opnieuw: {link}",
    "sms.fetch_failed.short": "{brand}: tarief niet op te halen. {stop} Koppelen: {link}",
    "sms.upgrade.first": "{brand}: je leverancier is nu direct te koppelen. {stop} Als je wilt: {link}",
    "sms.upgrade.again": "{brand}: je leverancier is nog steeds direct te koppelen. {stop} Als je wilt: {link}",
    "sms.upgrade.short": "{brand}: directe koppeling mogelijk. {stop} Kijk: {link}",
    "sms.several.first": "{brand}: {what} vragen je aandacht. {stop} Bekijk welke: {link}",
    "sms.several.again": "{brand}: {what} vragen nog je aandacht. {stop} Bekijk welke: {link}",
    "sms.several.short": "{brand}: bekijk {what}. {stop} Hier: {link}",
    "sms.several_expiring.first": "{brand}: {what} lopen bijna af. {stop} Vul de nieuwe contracten in: {link}",
    "sms.several_expiring.again": "{brand}: {what} lopen bijna af. {stop} Nieuwe contracten ontbreken: {link}",
    "sms.several_expiring.short": "{brand}: {count} contracten lopen bijna af. {stop} De nieuwe: {link}",
    "sms.several_upgrade.first": "{brand}: {what} zijn direct te koppelen. {stop} Als je wilt: {link}",
    "sms.several_upgrade.again": "{brand}: {what} zijn nog direct te koppelen. {stop} Als je wilt: {link}",
    "sms.several_upgrade.short": "{brand}: {count} directe koppelingen mogelijk. {stop} Kijk: {link}",

    "push.expiring.first":
      "Je energiecontract eindigt {when}. Vul je nieuwe contract in, of kom terug zodra je het hebt.",
    "push.expiring.again":
      "Je energiecontract eindigt {when} en het nieuwe ontbreekt nog. Vul de gegevens in zodra je ze hebt.",
    "push.trap.first":
      "We hebben de einddatum van je oude contract. Vul het nieuwe contract in, of kom terug zodra je het hebt.",
    "push.trap.again":
      "We hebben nog steeds de oude einddatum. Vul na de verlenging het nieuwe contract in, met zijn eigen einddatum.",
    "push.expired.first":
      "Je apparaten blijven werken, maar rekenen met geschatte prijzen en draaien misschien op minder gunstige tijden. Koppel het tarief opnieuw.",
    "push.expired.again":
      "Je tarief is nog niet opnieuw gekoppeld. Je apparaten blijven werken, maar rekenen met geschatte prijzen.",
    "push.fetch_failed.first":
      "Je leverancier geeft ons je prijzen niet meer door. Je apparaten blijven werken met geschatte prijzen. Koppel je leverancier opnieuw.",
    "push.fetch_failed.again":
      "We kunnen je tarief nog steeds niet ophalen. Je apparaten blijven werken met geschatte prijzen. Koppel je leverancier opnieuw.",
    "push.upgrade.first":
      "Je leverancier is nu direct te koppelen, zodat nieuwe prijzen vanzelf binnenkomen. Ook zonder die koppeling blijft alles werken.",
    "push.upgrade.again":
      "Je leverancier is nog steeds direct te koppelen. Ook zonder die koppeling blijft alles werken.",
    "push.several.first":
      "{what} vragen je aandacht. Je apparaten blijven werken, deels met geschatte prijzen. Bekijk welke je opnieuw moet koppelen.",
    "push.several.again":
      "{what} vragen nog je aandacht. Je apparaten blijven werken, deels met geschatte prijzen. Bekijk welke je opnieuw moet koppelen.",
    "push.several_expiring.first":
      "{what} lopen binnenkort af. Vul de gegevens van de nieuwe contracten in, of kom terug zodra je ze hebt.",
    "push.several_expiring.again":
      "{what} lopen binnenkort af en er ontbreken nog nieuwe contracten. Vul de gegevens in zodra je ze hebt.",
    "push.several_upgrade.first":
      "{what} zijn nu direct te koppelen, zodat nieuwe prijzen vanzelf binnenkomen. Ook zonder die koppeling blijft alles werken.",
    "push.several_upgrade.again":
      "{what} zijn nog steeds direct te koppelen. Ook zonder die koppeling blijft alles werken.",

    "email.expiring.what": "Je energiecontract eindigt {when}. Daarna kent {brand} je prijzen niet meer.",
    "email.expiring.meanwhile":
      "Tot die tijd verandert er niets. Daarna blijven je apparaten werken, maar ze rekenen met geschatte prijzen en draaien misschien op minder gunstige tijden.",
    "email.expiring.ask":
      "Vul de gegevens van je nieuwe contract in, niet die van het contract dat afloopt. Is er nog geen nieuw contract, kom dan terug zodra je het hebt; de link blijft hetzelfde.",
    "email.expiring.button": "Nieuw contract invullen",
    "email.trap.what":
      "Bedankt voor je gegevens. De einddatum die erbij staat, is die van je oude contract. Dat contract eindigt {when}. Wat daarna komt, weten we dus nog niet.",
    "email.trap.meanwhile":
      "Tot die tijd verandert er niets. Daarna blijven je apparaten werken, maar ze rekenen met geschatte prijzen en draaien misschien op minder gunstige tijden.",
    "email.trap.ask":
      "Vul de gegevens van je nieuwe contract in, met de datum waarop het nieuwe contract eindigt. Is er nog geen nieuw contract, kom dan terug zodra je het hebt; de link blijft hetzelfde.",
    "email.trap.button": "Nieuw contract invullen",
    "email.expired.what": "Je energietarief is afgelopen. {brand} kent je prijzen daardoor niet meer.",
    "email.expired.meanwhile":
      "Je apparaten blijven werken. Tot het tarief weer is gekoppeld, rekenen ze met geschatte prijzen en draaien ze misschien op minder gunstige tijden.",
    "email.expired.ask": "Koppel het tarief dat je nu hebt. Dat kost een paar minuten.",
    "email.expired.button": "Tarief opnieuw koppelen",
    "email.fetch_failed.what":
      "{brand} kan je energietarief niet meer ophalen bij je leverancier. Dat gebeurt bijvoorbeeld nadat een wachtwoord is veranderd.",
    "email.fetch_failed.meanwhile":
      "Je apparaten blijven werken. Tot de leverancier weer is gekoppeld, rekenen ze met geschatte prijzen en draaien ze misschien op minder gunstige tijden.",
    "email.fetch_failed.ask": "Koppel je leverancier opnieuw. Dat kost een paar minuten.",
    "email.fetch_failed.button": "Leverancier opnieuw koppelen",
    "email.upgrade.what":
      "Je leverancier is nu direct te koppelen. Nieuwe prijzen komen dan vanzelf binnen, ook als je contract verandert.",
    "email.upgrade.meanwhile": "Je hoeft niets te doen: ook zonder die koppeling blijft alles werken.",
    "email.upgrade.ask": "Koppel je leverancier direct als je dat wilt. Dat kost een paar minuten.",
    "email.upgrade.button": "Direct koppelen",
    "email.several.what":
      "{what} vragen je aandacht: ze zijn afgelopen, lopen binnenkort af of zijn niet meer op te halen.",
    "email.several.meanwhile":
      "Je apparaten blijven werken. Waar een tarief ontbreekt, rekenen ze met geschatte prijzen en draaien ze misschien op minder gunstige tijden.",
    "email.several.ask":
      "Bekijk welke tarieven het zijn en koppel ze opnieuw. Waar een contract afloopt, hebben we de gegevens van het nieuwe contract nodig, niet die van het oude.",
    "email.several.button": "Tarieven bekijken",
    "email.several_expiring.what": "{what} lopen binnenkort af. Daarna kent {brand} je prijzen daar niet meer.",
    "email.several_expiring.meanwhile":
      "Tot die tijd verandert er niets. Daarna blijven je apparaten werken, maar ze rekenen met geschatte prijzen en draaien misschien op minder gunstige tijden.",
    "email.several_expiring.ask":
      "Vul de gegevens van de nieuwe contracten in, met hun eigen einddatum, niet die van de contracten die aflopen. Is er nog geen nieuw contract, kom dan terug zodra je het hebt; de link blijft hetzelfde.",
    "email.several_expiring.button": "Nieuwe contracten invullen",
    "email.several_upgrade.what":
      "{what} zijn nu direct te koppelen. Nieuwe prijzen komen dan vanzelf binnen, ook als een contract verandert.",
    "email.several_upgrade.meanwhile": "Je hoeft niets te doen: ook zonder die koppeling blijft alles werken.",
    "email.several_upgrade.ask": "Bekijk welke tarieven het zijn en koppel ze direct als je dat wilt.",
    "email.several_upgrade.button": "Tarieven bekijken",

    "email.hello": "Hallo,",
    "email.again": "Dit is een herinnering; we schreven je hier al eerder over.",
    "email.link": "Werkt de knop niet? Open dan dit adres:",
    "email.safety": "Antwoord nooit met een wachtwoord: {brand} vraagt daar niet om via e-mail.",
    "email.why":
      "{brand} schrijft je omdat je energietarief met {brand} is gekoppeld. Je krijgt hooguit een paar herinneringen, en geen meer zodra dit is geregeld.",
    "email.stop": "Deze berichten stoppen",

    "what.tariffs.long": "{count} van je energietarieven",
    "what.tariffs.short": "{count} tarieven",
    "what.homes.long": "{count} energietarieven in {homes} van je woningen",
    "what.homes.short": "{count} tarieven in {homes} woningen",
    "stop.reply.long": "Geen sms meer? Antwoord STOP.",
    "stop.reply.short": "Sms stoppen: STOP.",
    "stop.link.long": "Geen sms meer? Zet /stop achter de link.",
    "stop.link.short": "Sms uit: link/stop.",
    "when.soon": "binnenkort",
  },
};
