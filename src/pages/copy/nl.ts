// The pages in Dutch.

import type { PageCopy } from "./page-copy.ts";

export const nl: PageCopy = {
  openApp: "Open de app",
  backToApp: "Terug naar de app",
  tryAgain: "Opnieuw proberen",
  home: (number) => `Woning ${number}`,

  confirm: {
    title: "Je energietarief",
    heading: "Koppel je energietarief opnieuw",
    text: "Op de volgende pagina kies je je leverancier en controleer je je contract.",
    button: "Verder met koppelen",
    description: "Bekijk of je energietarief nog gekoppeld is en koppel het opnieuw als dat nodig is.",
  },
  allGood: {
    title: "Alles in orde",
    heading: "Alles in orde, niets te doen",
    text: "Waar deze link voor was, is geregeld. Je hebt hem niet meer nodig.",
  },
  expired: {
    title: "Link verlopen",
    heading: "Deze link is verlopen",
    text: "Bekijk je energietarief in de app. Als er iets te doen is, sturen we je een nieuwe link.",
  },
  nowhere: {
    title: "Pagina niet gevonden",
    heading: "Hier is niets te vinden",
    text: "Open de link in ons bericht opnieuw. Je kunt je energietarief ook in de app bekijken.",
  },
  unavailable: {
    title: "Probeer het opnieuw",
    heading: "Probeer het over een minuut opnieuw",
    text: "We kunnen de tariefdienst nu niet bereiken. Je link blijft geldig en er gaat niets verloren.",
  },
  tooMany: {
    title: "Wacht even",
    heading: "Wacht even",
    text: "Deze link is in korte tijd heel vaak geopend. Wacht een minuut en probeer het dan opnieuw. Je link blijft geldig.",
  },
  phone: {
    title: "Ga verder op je telefoon",
    heading: "Ga verder op je telefoon",
    text: "De volgende stap is in de app. Scan deze code met de camera van je telefoon.",
    picture: "QR-code van deze link",
    address: "Of open dit adres op je telefoon:",
    here: "Ga verder op dit apparaat",
  },

  done: {
    checking: {
      title: "Controleren",
      heading: "We controleren je tarief…",
      text: "Deze pagina kijkt vanzelf opnieuw. Je kunt de pagina ook sluiten: we blijven controleren.",
      button: "Nu opnieuw kijken",
    },
    repaired: {
      title: "Gekoppeld",
      heading: "Gekoppeld. Bedankt!",
      text: "Je energietarief is weer actueel. Je hoort hierover niets meer van ons.",
    },
    next: {
      title: "Gekoppeld",
      heading: "Gekoppeld. Er is nog iets te doen.",
      text: "Dit tarief is weer actueel. Een ander tarief van je heeft nog aandacht nodig.",
      button: "Volgende tarief",
    },
    more: {
      title: "Nog één stap",
      heading: "Dat is geregeld. Nog één stap",
      text: "Waar je voor kwam, is klaar. Bij hetzelfde tarief is nog iets te doen.",
      button: "Verder",
    },
    notYet: {
      title: "Nog niet gekoppeld",
      heading: "Nog niet gekoppeld",
      text: "Er is nog een stap nodig. Een leverancier kan er even over doen; je kunt het ook nu opnieuw proberen.",
      button: "Verder koppelen",
    },
    disconnected: {
      title: "Niet gekoppeld",
      heading: "Je tarief is niet gekoppeld",
      text: "Het is losgekoppeld, of de koppeling wordt nog gemaakt; dat kan bij een leverancier tot twee dagen duren. Je kunt het nu opnieuw koppelen.",
      button: "Opnieuw koppelen",
    },
    endDate: {
      title: "Nog één gegeven",
      heading: "Nog één gegeven: de einddatum",
      text: (date) =>
        `De datum die we hebben${date === null ? "" : `, ${date},`} is de dag waarop je oude contract eindigt. Vul de einddatum van je nieuwe contract in, of kom terug zodra je die hebt.`,
      button: "Nieuw contract invullen",
    },
  },

  overview: {
    title: "Je energietarieven",
    attention: (count) =>
      count === 1 ? "Eén tarief heeft je aandacht nodig." : `${count} tarieven hebben je aandacht nodig.`,
    settled: "Er is niets te doen.",
    none: "We kennen hier geen tarief. Je kunt er in de app een koppelen.",
    stale: (when) => `We kunnen de tariefdienst nu niet bereiken. Dit is wat we het laatst wisten, op ${when}.`,
    slots: {
      commodity_import: "Stroom die je gebruikt",
      commodity_export: "Stroom die je verkoopt",
      non_commodity_import: "Netkosten",
      non_commodity_export: "Netkosten voor wat je verkoopt",
      local: "Je eigen opwek",
      unknown: "Energietarief",
    },
    states: {
      connected: "Gekoppeld",
      expiring: "Contract eindigt binnenkort",
      expired: "Contract is afgelopen",
      failed: "Niet op te halen",
      disconnected: "Niet gekoppeld",
      upgrade: "Direct koppelen mogelijk",
      unknown: "Nu niet bekend",
    },
    actions: { reconnect: "Opnieuw koppelen", update: "Nieuw contract invullen", upgrade: "Direct koppelen" },
    connection: "De prijzen komen",
    connections: {
      DIRECT: "rechtstreeks van je leverancier",
      LIBRARY: "uit het gepubliceerde tarief van je leverancier",
      MARKET: "van de energiemarkt",
      MANUAL: "uit wat je hebt ingevuld",
    },
    ends: "Contract eindigt op",
    ended: "Contract eindigde op",
    lastRead: "Laatst opgehaald",
    messages: "Onze berichten",
    pages: {
      current: (page, pages) => `Pagina ${page} van ${pages}`,
      next: "Meer woningen",
      previous: "Vorige woningen",
    },
  },

  snooze: {
    title: "Vraag het me later",
    heading: "Stap je over?",
    text: "Laat ons weten wanneer het nieuwe contract begint. Tot die dag sturen we je geen berichten.",
    label: "Vraag het me weer op",
    range: (from, to) => `Van ${from} tot en met ${to}`,
    wrong: (from, to) => `Kies een datum van ${from} tot en met ${to}.`,
    button: "Vraag het me dan",
    until: (date) => `We vragen het je weer op ${date}`,
    done: { title: "We vragen het later", text: "Tot die dag krijg je geen berichten over je energietarieven." },
    undo: "Niet wachten",
    undone: {
      title: "We wachten niet",
      heading: "We wachten niet",
      text: "Je krijgt onze berichten weer zoals altijd.",
    },
  },

  stop: {
    title: "Berichten stoppen",
    heading: "Onze berichten stoppen?",
    text: "Zodra je op de knop drukt, krijg je geen berichten meer over je energietarieven. Je tarieven blijven zoals ze zijn.",
    button: "Berichten stoppen",
    done: {
      title: "Berichten gestopt",
      heading: "De berichten zijn gestopt",
      text: "Vanaf nu krijg je geen berichten meer over je energietarieven. Je tarieven blijven zoals ze zijn.",
    },
    undo: "Weer berichten ontvangen",
    undone: {
      title: "Berichten staan aan",
      heading: "Je krijgt weer berichten",
      text: "We schrijven je wanneer een van je energietarieven je aandacht nodig heeft.",
    },
    back: {
      reply: () =>
        "We zijn gestopt na je sms. Wil je weer berichten krijgen, sms dan START naar het nummer waar ze vandaan kwamen.",
      company: (brand) =>
        `${brand} heeft de berichten voor je gestopt. Neem contact op met ${brand} om ze weer te krijgen.`,
      none: () => "Een van onze e-mails is als ongewenst gemeld. Dat kan op deze pagina niet worden teruggedraaid.",
    },
  },
};
