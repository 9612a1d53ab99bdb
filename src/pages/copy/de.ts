// The pages in German.

import type { PageCopy } from "./page-copy.ts";

export const de: PageCopy = {
  openApp: "App öffnen",
  backToApp: "Zurück zur App",
  tryAgain: "Erneut versuchen",
  home: (number) => `Zuhause ${number}`,

  confirm: {
    title: "Ihr Energietarif",
    heading: "Energietarif neu verbinden",
    text: "Auf der nächsten Seite wählen Sie Ihren Anbieter und prüfen Ihren Vertrag.",
    button: "Weiter zum Verbinden",
    description: "Sehen Sie, ob Ihr Energietarif noch verbunden ist, und verbinden Sie ihn bei Bedarf neu.",
  },
  allGood: {
    title: "Alles in Ordnung",
    heading: "Alles in Ordnung, nichts zu tun",
    text: "Das Anliegen dieses Links ist erledigt. Sie brauchen ihn nicht mehr.",
  },
  expired: {
    title: "Link abgelaufen",
    heading: "Dieser Link ist abgelaufen",
    text: "In der App sehen Sie, wie es um Ihren Energietarif steht. Wenn etwas zu tun ist, senden wir Ihnen einen neuen Link.",
  },
  nowhere: {
    title: "Seite nicht gefunden",
    heading: "Hier ist nichts",
    text: "Bitte öffnen Sie den Link aus unserer Nachricht noch einmal. Ihren Energietarif sehen Sie auch in der App.",
  },
  unavailable: {
    title: "Bitte erneut versuchen",
    heading: "Bitte versuchen Sie es gleich noch einmal",
    text: "Wir erreichen den Tarifdienst gerade nicht. Ihr Link bleibt gültig, und nichts geht verloren.",
  },
  tooMany: {
    title: "Bitte kurz warten",
    heading: "Bitte warten Sie einen Moment",
    text: "Dieser Link wurde in kurzer Zeit sehr oft geöffnet. Warten Sie eine Minute und versuchen Sie es dann erneut. Ihr Link bleibt gültig.",
  },
  phone: {
    title: "Weiter auf dem Handy",
    heading: "Weiter auf dem Handy",
    text: "Der nächste Schritt findet in der App statt. Scannen Sie diesen Code mit der Kamera Ihres Handys.",
    picture: "QR-Code dieses Links",
    address: "Oder öffnen Sie diese Adresse auf dem Handy:",
    here: "Auf diesem Gerät fortfahren",
  },

  done: {
    checking: {
      title: "Wird geprüft",
      heading: "Ihr Tarif wird geprüft …",
      text: "Diese Seite sieht von selbst wieder nach. Sie können sie auch schließen: Wir prüfen weiter.",
      button: "Jetzt nachsehen",
    },
    repaired: {
      title: "Verbunden",
      heading: "Verbunden. Vielen Dank!",
      text: "Ihr Energietarif ist wieder aktuell. Dazu schreiben wir Ihnen nicht mehr.",
    },
    next: {
      title: "Verbunden",
      heading: "Verbunden. Es bleibt noch etwas zu tun.",
      text: "Dieser Tarif ist wieder aktuell. Bei einem weiteren Ihrer Tarife ist noch etwas zu tun.",
      button: "Nächster Tarif",
    },
    more: {
      title: "Noch ein Schritt",
      heading: "Erledigt. Es fehlt noch ein Schritt",
      text: "Ihr Anliegen ist geklärt. Beim selben Tarif ist noch etwas zu tun.",
      button: "Weiter",
    },
    notYet: {
      title: "Noch nicht verbunden",
      heading: "Noch nicht verbunden",
      text: "Es fehlt noch ein Schritt. Manche Anbieter brauchen etwas Zeit; Sie können es auch jetzt noch einmal versuchen.",
      button: "Verbindung fortsetzen",
    },
    disconnected: {
      title: "Nicht verbunden",
      heading: "Ihr Tarif ist nicht verbunden",
      text: "Er wurde getrennt, oder die Verbindung wird noch hergestellt; das kann bei einem Anbieter bis zu zwei Tage dauern. Sie können ihn jetzt neu verbinden.",
      button: "Neu verbinden",
    },
    endDate: {
      title: "Noch eine Angabe",
      heading: "Noch eine Angabe: das Vertragsende",
      text: (date) =>
        `${date === null ? "An dem Datum, das uns vorliegt," : `Am ${date}`} endet Ihr alter Vertrag. Bitte tragen Sie ein, wann Ihr neuer Vertrag endet, oder kommen Sie wieder, sobald Sie ihn haben.`,
      button: "Neuen Vertrag eintragen",
    },
  },

  overview: {
    title: "Ihre Energietarife",
    attention: (count) =>
      count === 1 ? "Bei einem Tarif ist etwas zu tun." : `Bei ${count} Tarifen ist etwas zu tun.`,
    settled: "Es ist nichts zu tun.",
    none: "Hier ist uns kein Tarif bekannt. In der App können Sie einen verbinden.",
    stale: (when) => `Wir erreichen den Tarifdienst gerade nicht. Das ist unser letzter Stand vom ${when}.`,
    slots: {
      commodity_import: "Strombezug",
      commodity_export: "Stromeinspeisung",
      non_commodity_import: "Netzentgelt",
      non_commodity_export: "Netzentgelt für die Einspeisung",
      local: "Eigene Erzeugung",
      unknown: "Energietarif",
    },
    states: {
      connected: "Verbunden",
      expiring: "Vertrag endet bald",
      expired: "Vertrag ist beendet",
      failed: "Nicht abrufbar",
      disconnected: "Nicht verbunden",
      upgrade: "Direkte Verbindung möglich",
      unknown: "Derzeit nicht bekannt",
    },
    actions: { reconnect: "Neu verbinden", update: "Neuen Vertrag eintragen", upgrade: "Direkt verbinden" },
    connection: "Die Preise kommen",
    connections: {
      DIRECT: "direkt von Ihrem Anbieter",
      LIBRARY: "aus dem Tarifblatt Ihres Anbieters",
      MARKET: "vom Strommarkt",
      MANUAL: "aus Ihren Angaben",
    },
    ends: "Vertrag endet am",
    ended: "Vertrag endete am",
    lastRead: "Zuletzt abgerufen",
    messages: "Unsere Nachrichten",
    pages: {
      current: (page, pages) => `Seite ${page} von ${pages}`,
      next: "Weitere Wohnungen",
      previous: "Zu den vorigen Wohnungen",
    },
  },

  snooze: {
    title: "Später fragen",
    heading: "Wechseln Sie den Anbieter?",
    text: "Sagen Sie uns, wann der neue Vertrag beginnt. Bis dahin schreiben wir Ihnen nicht.",
    label: "Wieder fragen am",
    range: (from, to) => `Vom ${from} bis zum ${to}`,
    wrong: (from, to) => `Bitte wählen Sie ein Datum vom ${from} bis zum ${to}.`,
    button: "Erst dann fragen",
    until: (date) => `Wir fragen am ${date} wieder nach`,
    done: { title: "Wir fragen später", text: "Bis dahin erhalten Sie keine Nachrichten zu Ihren Energietarifen." },
    undo: "Nicht warten",
    undone: {
      title: "Wir warten nicht",
      heading: "Wir warten nicht",
      text: "Sie erhalten unsere Nachrichten wieder wie gewohnt.",
    },
  },

  stop: {
    title: "Nachrichten beenden",
    heading: "Keine Nachrichten mehr?",
    text: "Sobald Sie auf die Schaltfläche tippen, erhalten Sie keine Nachrichten zu Ihren Energietarifen mehr. Ihre Tarife bleiben, wie sie sind.",
    button: "Nachrichten beenden",
    done: {
      title: "Nachrichten beendet",
      heading: "Sie erhalten keine Nachrichten mehr",
      text: "Ab sofort schreiben wir Ihnen nicht mehr zu Ihren Energietarifen. Ihre Tarife bleiben, wie sie sind.",
    },
    undo: "Wieder Nachrichten erhalten",
    undone: {
      title: "Nachrichten sind wieder eingeschaltet",
      heading: "Sie erhalten wieder Nachrichten",
      text: "Wir schreiben Ihnen, wenn bei einem Ihrer Energietarife etwas zu tun ist.",
    },
    back: {
      reply: () =>
        "Wir haben nach Ihrer SMS aufgehört. Wenn Sie wieder Nachrichten erhalten möchten, senden Sie START an die Nummer, von der sie kamen.",
      company: (brand) =>
        `${brand} hat die Nachrichten für Sie beendet. Wenn Sie wieder welche erhalten möchten, wenden Sie sich bitte an ${brand}.`,
      none: () =>
        "Eine unserer E-Mails wurde als unerwünscht gemeldet. Das lässt sich auf dieser Seite nicht zurücknehmen.",
    },
  },
};
