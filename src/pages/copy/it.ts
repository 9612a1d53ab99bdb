// The pages in Italian.

import type { PageCopy } from "./page-copy.ts";

export const it: PageCopy = {
  openApp: "Aprire l’app",
  backToApp: "Tornare all’app",
  tryAgain: "Riprovare",
  home: (number) => `Casa ${number}`,

  confirm: {
    title: "La tariffa di energia",
    heading: "Ricollegare la tariffa di energia",
    text: "Nella pagina successiva si sceglie il fornitore e si controlla il contratto.",
    button: "Continuare e ricollegare",
    description: "Per vedere se la tariffa di energia è ancora collegata e, se serve, ricollegarla.",
  },
  allGood: {
    title: "Tutto a posto",
    heading: "Tutto a posto, niente da fare",
    text: "La questione di questo link è risolta. Il link non serve più.",
  },
  expired: {
    title: "Link scaduto",
    heading: "Questo link è scaduto",
    text: "Nell’app è possibile controllare la tariffa di energia. Se c’è qualcosa da fare, invieremo un nuovo link.",
  },
  nowhere: {
    title: "Pagina non trovata",
    heading: "Qui non c’è nulla",
    text: "Si può riaprire il link del nostro messaggio, oppure controllare la tariffa di energia nell’app.",
  },
  unavailable: {
    title: "Da riprovare",
    heading: "Da riprovare tra un minuto",
    text: "Al momento il servizio tariffe non è raggiungibile. Il link resta valido e nulla va perso.",
  },
  tooMany: {
    title: "Un momento di attesa",
    heading: "Un momento di attesa",
    text: "Questo link è stato aperto molte volte in poco tempo. Tra un minuto sarà possibile riprovare. Il link resta valido.",
  },
  phone: {
    title: "Si continua sul telefono",
    heading: "Si continua sul telefono",
    text: "Il passo successivo è nell’app. Basta inquadrare questo codice con la fotocamera del telefono.",
    picture: "Codice QR di questo link",
    address: "Oppure aprire questo indirizzo sul telefono:",
    here: "Continuare su questo dispositivo",
  },

  done: {
    checking: {
      title: "Verifica in corso",
      heading: "Verifica della tariffa in corso…",
      text: "Questa pagina si aggiorna da sola. È possibile chiuderla: la verifica continua.",
      button: "Controllare ora",
    },
    repaired: {
      title: "Collegata",
      heading: "Collegata. Grazie!",
      text: "La tariffa di energia è di nuovo aggiornata. Non invieremo altri messaggi al riguardo.",
    },
    next: {
      title: "Collegata",
      heading: "Collegata. Resta altro da fare.",
      text: "Questa tariffa è di nuovo aggiornata. Un’altra tariffa richiede ancora attenzione.",
      button: "Prossima tariffa",
    },
    more: {
      title: "Ancora un passaggio",
      heading: "Fatto. Manca ancora un passaggio",
      text: "Questo punto è risolto. Per la stessa tariffa resta un’altra cosa da fare.",
      button: "Continuare",
    },
    notYet: {
      title: "Non ancora collegata",
      heading: "Non ancora collegata",
      text: "Manca ancora un passaggio. Il fornitore può impiegare un po’ di tempo a rispondere; è anche possibile riprovare ora.",
      button: "Continuare il collegamento",
    },
    disconnected: {
      title: "Non collegata",
      heading: "La tariffa non è collegata",
      text: "È stata scollegata, oppure il collegamento è ancora in corso: un fornitore può impiegare fino a due giorni. È possibile ricollegarla ora.",
      button: "Ricollegare",
    },
    endDate: {
      title: "Ancora un dato",
      heading: "Ancora un dato: la data di fine",
      text: (date) =>
        `La data in nostro possesso${date === null ? "" : ` (${date})`} è quella in cui termina il vecchio contratto. Serve la data di fine del nuovo contratto; è possibile tornare qui quando sarà nota.`,
      button: "Inserire il nuovo contratto",
    },
  },

  overview: {
    title: "Le tariffe di energia",
    attention: (count) =>
      count === 1 ? "Una tariffa richiede attenzione." : `${count} tariffe richiedono attenzione.`,
    settled: "Non c’è niente da fare.",
    none: "Qui non risulta alcuna tariffa. È possibile collegarne una nell’app.",
    stale: (when) => `Al momento il servizio tariffe non è raggiungibile. Ultimi dati noti: ${when}.`,
    slots: {
      commodity_import: "Elettricità consumata",
      commodity_export: "Elettricità venduta",
      non_commodity_import: "Oneri di rete",
      non_commodity_export: "Oneri di rete per la vendita",
      local: "Produzione propria",
      unknown: "Tariffa di energia",
    },
    states: {
      connected: "Collegata",
      expiring: "Contratto in scadenza",
      expired: "Contratto terminato",
      failed: "Non consultabile",
      disconnected: "Non collegata",
      upgrade: "Collegamento diretto possibile",
      unknown: "Al momento non nota",
    },
    actions: { reconnect: "Ricollegare", update: "Inserire il nuovo contratto", upgrade: "Collegare direttamente" },
    connection: "Origine dei prezzi",
    connections: {
      DIRECT: "direttamente dal fornitore",
      LIBRARY: "la tariffa pubblicata dal fornitore",
      MARKET: "il prezzo di mercato",
      MANUAL: "i dati inseriti a mano",
    },
    ends: "Fine del contratto",
    ended: "Contratto terminato",
    lastRead: "Ultima consultazione",
    messages: "I nostri messaggi",
    pages: {
      current: (page, pages) => `Pagina ${page} di ${pages}`,
      next: "Altre case",
      previous: "Case precedenti",
    },
  },

  snooze: {
    title: "Più avanti",
    heading: "Cambio di fornitore in corso?",
    text: "Basta indicare quando inizia il nuovo contratto. Fino ad allora non invieremo messaggi.",
    label: "Nuova richiesta in data",
    range: (from, to) => `Dal giorno ${from} al giorno ${to}`,
    wrong: (from, to) => `Scegliere una data compresa tra ${from} e ${to}.`,
    button: "Attendere questa data",
    until: (date) => `Prossimo messaggio: ${date}`,
    done: { title: "Più avanti", text: "Fino ad allora non arriveranno messaggi sulle tariffe di energia." },
    undo: "Non attendere",
    undone: {
      title: "Nessuna attesa",
      heading: "Nessuna attesa",
      text: "I nostri messaggi arrivano di nuovo come sempre.",
    },
  },

  stop: {
    title: "Interrompere i messaggi",
    heading: "Interrompere i nostri messaggi?",
    text: "Dal momento in cui si preme il pulsante non arrivano più messaggi sulle tariffe di energia. Le tariffe restano come sono.",
    button: "Interrompere i messaggi",
    done: {
      title: "Messaggi interrotti",
      heading: "I messaggi sono interrotti",
      text: "Da ora non arrivano più messaggi sulle tariffe di energia. Le tariffe restano come sono.",
    },
    undo: "Ricevere di nuovo i messaggi",
    undone: {
      title: "Messaggi attivi",
      heading: "I messaggi sono di nuovo attivi",
      text: "Invieremo un messaggio quando una tariffa di energia richiede attenzione.",
    },
    back: {
      reply: () =>
        "I messaggi si sono fermati dopo l’SMS ricevuto. Per riceverli di nuovo basta inviare START al numero da cui arrivavano.",
      company: (brand) =>
        `I messaggi sono stati interrotti da ${brand}. Per riceverli di nuovo occorre rivolgersi a ${brand}.`,
      none: () =>
        "Una delle nostre e-mail è stata segnalata come indesiderata. Da questa pagina non è possibile annullarlo.",
    },
  },
};
