// The pages in French.

import type { PageCopy } from "./page-copy.ts";

export const fr: PageCopy = {
  openApp: "Ouvrir l’application",
  backToApp: "Retour à l’application",
  tryAgain: "Réessayer",
  home: (number) => `Logement ${number}`,

  confirm: {
    title: "Votre tarif d’énergie",
    heading: "Reconnecter votre tarif d’énergie",
    text: "Sur la page suivante, vous choisissez votre fournisseur et vérifiez votre contrat.",
    button: "Continuer la reconnexion",
    description: "Vérifiez si votre tarif d’énergie est toujours connecté et reconnectez-le si besoin.",
  },
  allGood: {
    title: "Tout est en ordre",
    heading: "Tout est en ordre, rien à faire",
    text: "Ce lien n’a plus d’utilité : le nécessaire a été fait.",
  },
  expired: {
    title: "Lien expiré",
    heading: "Ce lien a expiré",
    text: "Consultez votre tarif d’énergie dans l’application. Si quelque chose reste à faire, nous vous enverrons un nouveau lien.",
  },
  nowhere: {
    title: "Page introuvable",
    heading: "Il n’y a rien ici",
    text: "Ouvrez de nouveau le lien de notre message. Vous pouvez aussi consulter votre tarif d’énergie dans l’application.",
  },
  unavailable: {
    title: "Veuillez réessayer",
    heading: "Veuillez réessayer dans une minute",
    text: "Le service des tarifs est injoignable pour le moment. Votre lien reste valable et rien n’est perdu.",
  },
  tooMany: {
    title: "Veuillez patienter",
    heading: "Veuillez patienter un instant",
    text: "Ce lien a été ouvert de nombreuses fois en peu de temps. Attendez une minute, puis réessayez. Votre lien reste valable.",
  },
  phone: {
    title: "Continuer sur votre téléphone",
    heading: "Continuez sur votre téléphone",
    text: "La suite se passe dans l’application. Scannez ce code avec l’appareil photo de votre téléphone.",
    picture: "Code QR de ce lien",
    address: "Ou ouvrez cette adresse sur votre téléphone :",
    here: "Continuer sur cet appareil",
  },

  done: {
    checking: {
      title: "Vérification",
      heading: "Vérification de votre tarif…",
      text: "Cette page se met à jour toute seule. Vous pouvez aussi la fermer : nous continuons à vérifier.",
      button: "Vérifier maintenant",
    },
    repaired: {
      title: "Connecté",
      heading: "C’est connecté. Merci !",
      text: "Votre tarif d’énergie est de nouveau à jour. Nous ne vous écrirons plus à ce sujet.",
    },
    next: {
      title: "Connecté",
      heading: "C’est connecté. Il reste une étape.",
      text: "Ce tarif est de nouveau à jour. Un autre de vos tarifs demande encore votre attention.",
      button: "Tarif suivant",
    },
    more: {
      title: "Encore une étape",
      heading: "C’est fait. Il reste une étape",
      text: "Ce point est réglé. Le même tarif demande encore une action de votre part.",
      button: "Continuer",
    },
    notYet: {
      title: "Pas encore connecté",
      heading: "Pas encore connecté",
      text: "Il manque encore une étape. Un fournisseur peut tarder à répondre ; vous pouvez aussi réessayer maintenant.",
      button: "Poursuivre la connexion",
    },
    disconnected: {
      title: "Non connecté",
      heading: "Votre tarif n’est pas connecté",
      text: "Il a été déconnecté, ou la connexion est encore en cours, ce qui peut prendre jusqu’à deux jours chez un fournisseur. Vous pouvez le reconnecter maintenant.",
      button: "Reconnecter",
    },
    endDate: {
      title: "Une dernière précision",
      heading: "Une dernière précision : la date de fin",
      text: (date) =>
        `La date dont nous disposons${date === null ? "" : `, le ${date},`} est celle de la fin de votre ancien contrat. Indiquez la date de fin de votre nouveau contrat, ou revenez quand vous l’aurez.`,
      button: "Indiquer le nouveau contrat",
    },
  },

  overview: {
    title: "Vos tarifs d’énergie",
    attention: (count) =>
      count === 1 ? "Un tarif demande votre attention." : `${count} tarifs demandent votre attention.`,
    settled: "Il n’y a rien à faire.",
    none: "Nous ne connaissons aucun tarif ici. Vous pouvez en connecter un dans l’application.",
    stale: (when) =>
      `Le service des tarifs est injoignable pour le moment. Voici ce que nous savions en dernier, le ${when}.`,
    slots: {
      commodity_import: "Électricité consommée",
      commodity_export: "Électricité vendue",
      non_commodity_import: "Frais de réseau",
      non_commodity_export: "Frais de réseau pour la vente",
      local: "Votre propre production",
      unknown: "Tarif d’énergie",
    },
    states: {
      connected: "Connecté",
      expiring: "Contrat bientôt terminé",
      expired: "Contrat terminé",
      failed: "Lecture impossible",
      disconnected: "Non connecté",
      upgrade: "Connexion directe possible",
      unknown: "Inconnu pour le moment",
    },
    actions: { reconnect: "Reconnecter", update: "Indiquer le nouveau contrat", upgrade: "Connecter directement" },
    connection: "Source des prix",
    connections: {
      DIRECT: "votre fournisseur, directement",
      LIBRARY: "la grille publiée par votre fournisseur",
      MARKET: "le prix du marché",
      MANUAL: "vos indications",
    },
    ends: "Fin du contrat",
    ended: "Contrat terminé le",
    lastRead: "Dernière lecture",
    messages: "Nos messages",
    pages: {
      current: (page, pages) => `Page ${page} sur ${pages}`,
      next: "Autres logements",
      previous: "Logements précédents",
    },
  },

  snooze: {
    title: "Me recontacter plus tard",
    heading: "Vous changez de fournisseur ?",
    text: "Dites-nous quand commence le nouveau contrat. D’ici là, nous ne vous écrirons pas.",
    label: "Me recontacter le",
    range: (from, to) => `Du ${from} au ${to}`,
    wrong: (from, to) => `Choisissez une date du ${from} au ${to}.`,
    button: "Attendre cette date",
    until: (date) => `Nous vous recontacterons le ${date}`,
    done: {
      title: "Nous attendrons",
      text: "D’ici là, vous ne recevrez pas de message au sujet de vos tarifs d’énergie.",
    },
    undo: "Ne pas attendre",
    undone: {
      title: "Nous n’attendrons pas",
      heading: "Nous n’attendrons pas",
      text: "Vous recevez de nouveau nos messages comme d’habitude.",
    },
  },

  stop: {
    title: "Arrêter les messages",
    heading: "Arrêter nos messages ?",
    text: "Dès que vous appuyez sur le bouton, vous ne recevez plus de message au sujet de vos tarifs d’énergie. Vos tarifs restent tels quels.",
    button: "Arrêter les messages",
    done: {
      title: "Messages arrêtés",
      heading: "Les messages sont arrêtés",
      text: "Vous ne recevez désormais plus de message au sujet de vos tarifs d’énergie. Vos tarifs restent tels quels.",
    },
    undo: "Recevoir à nouveau les messages",
    undone: {
      title: "Messages rétablis",
      heading: "Vous recevez de nouveau nos messages",
      text: "Nous vous écrivons quand l’un de vos tarifs d’énergie demande votre attention.",
    },
    back: {
      reply: () =>
        "Nous avons arrêté après votre SMS. Pour recevoir à nouveau les messages, envoyez START au numéro dont ils venaient.",
      company: (brand) => `${brand} a arrêté les messages pour vous. Pour les recevoir à nouveau, contactez ${brand}.`,
      none: () => "L’un de nos e-mails a été signalé comme indésirable. Cela ne peut pas être annulé sur cette page.",
    },
  },
};
