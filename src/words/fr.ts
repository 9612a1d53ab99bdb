// The words in French, with "vous".

import { monthIn } from "./copy.ts";
import type { Copy } from "./copy.ts";

const SHORT = ["janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
const LONG = [
  "janvier",
  "février",
  "mars",
  "avril",
  "mai",
  "juin",
  "juillet",
  "août",
  "septembre",
  "octobre",
  "novembre",
  "décembre",
];

export const fr: Copy = {
  onDay: (on, length) => {
    const day = on.day === 1 ? "1er" : String(on.day);
    return length === "short" ? `le ${day} ${monthIn(SHORT, on)}` : `le ${day} ${monthIn(LONG, on)} ${on.year}`;
  },

  texts: {
    subject: "{brand} : {title}",
    "title.expiring": "Votre contrat se termine bientôt",
    "title.trap": "Nouveau contrat attendu",
    "title.expired": "Votre tarif d'énergie a pris fin",
    "title.fetch_failed": "Votre tarif n'est plus lisible",
    "title.upgrade": "Connexion directe possible",
    "title.several": "{count} tarifs d'énergie à vérifier",
    "title.several_expiring": "{count} contrats se terminent bientôt",
    "title.several_upgrade": "Connexions directes possibles",

    "sms.expiring.first": "{brand} : votre contrat d'énergie prend fin {when}. {stop} Ajoutez le nouveau : {link}",
    "sms.expiring.again": "{brand} : votre contrat prend fin {when}, le nouveau manque. {stop} L'ajouter : {link}",
    "sms.expiring.short": "{brand} : fin de contrat {when}. {stop} Le nouveau : {link}",
    "sms.trap.first": "{brand} : la date donnée est celle de l'ancien contrat. {stop} NOUVEAU contrat : {link}",
    "sms.trap.again": "{brand} : nous n'avons que l'ancienne date de fin. {stop} NOUVEAU contrat : {link}",
    "sms.trap.short": "{brand} : date de l'ancien contrat. {stop} Le NOUVEAU : {link}",
    "sms.expired.first": "{brand} : votre tarif a pris fin, les prix sont estimés. {stop} Reconnecter : {link}",
    "sms.expired.again": "{brand} : votre tarif d'énergie n'est pas encore reconnecté. {stop} Reconnecter : {link}",
    "sms.expired.short": "{brand} : votre tarif a pris fin. {stop} Reconnecter : {link}",
    "sms.fetch_failed.first": "{brand} : nous ne pouvons plus lire votre tarif. {stop} Reconnecter : {link}",
    "sms.fetch_failed.again": "{brand} : votre tarif reste impossible à lire. {stop} Reconnecter : {link}",
    "sms.fetch_failed.short": "{brand} : tarif inaccessible. {stop} Reconnecter : {link}",
    "sms.upgrade.first": "{brand} : connexion directe à votre fournisseur possible. {stop} Si vous voulez : {link}",
    "sms.upgrade.again": "{brand} : connexion directe à votre fournisseur toujours possible. {stop} Au choix : {link}",
    "sms.upgrade.short": "{brand} : connexion directe possible. {stop} Voir : {link}",
    "sms.several.first": "{brand} : {what} sont à vérifier. {stop} Voir lesquels : {link}",
    "sms.several.again": "{brand} : {what} restent à vérifier. {stop} Voir lesquels : {link}",
    "sms.several.short": "{brand} : {what} à vérifier. {stop} Voir : {link}",
    "sms.several_expiring.first": "{brand} : {what} prennent fin sous peu. {stop} Ajoutez les nouveaux : {link}",
    "sms.several_expiring.again": "{brand} : {what} prennent fin sous peu. {stop} Nouveaux contrats attendus : {link}",
    "sms.several_expiring.short": "{brand} : {count} contrats prennent fin. {stop} Les nouveaux : {link}",
    "sms.several_upgrade.first": "{brand} : connexion directe possible pour {what}. {stop} Si vous voulez : {link}",
    "sms.several_upgrade.again": "{brand} : connexion directe encore possible pour {what}. {stop} Au choix : {link}",
    "sms.several_upgrade.short": "{brand} : {count} connexions directes possibles. {stop} Voir : {link}",

    "push.expiring.first":
      "Votre contrat d'énergie se termine {when}. Ajoutez votre nouveau contrat, ou revenez une fois le contrat renouvelé.",
    "push.expiring.again":
      "Votre contrat d'énergie se termine {when} et le nouveau nous manque encore. Ajoutez-le dès que vous l'avez.",
    "push.trap.first":
      "Nous avons la date de fin de l'ancien contrat. Ajoutez le nouveau contrat, ou revenez une fois le contrat renouvelé.",
    "push.trap.again":
      "Nous avons toujours l'ancienne date de fin. Une fois le contrat renouvelé, ajoutez le nouveau avec sa propre date de fin.",
    "push.expired.first":
      "Vos appareils fonctionnent toujours, mais avec des prix estimés et peut-être à des heures moins adaptées. Reconnectez votre tarif.",
    "push.expired.again":
      "Votre tarif n'est pas encore reconnecté. Vos appareils fonctionnent toujours, mais avec des prix estimés.",
    "push.fetch_failed.first":
      "Votre fournisseur ne nous transmet plus vos prix. Vos appareils fonctionnent avec des prix estimés. Reconnectez votre fournisseur.",
    "push.fetch_failed.again":
      "Votre tarif reste impossible à lire. Vos appareils fonctionnent avec des prix estimés. Reconnectez votre fournisseur.",
    "push.upgrade.first":
      "Votre fournisseur peut être connecté directement ; les nouveaux prix arrivent alors d'eux-mêmes. Tout fonctionne aussi sans cela.",
    "push.upgrade.again":
      "La connexion directe à votre fournisseur est toujours possible. Tout fonctionne aussi sans cela.",
    "push.several.first":
      "{what} sont à vérifier. Vos appareils fonctionnent toujours, en partie avec des prix estimés.",
    "push.several.again":
      "{what} restent à vérifier. Vos appareils fonctionnent toujours, en partie avec des prix estimés.",
    "push.several_expiring.first":
      "{what} prennent bientôt fin. Ajoutez les nouveaux contrats, ou revenez une fois les contrats renouvelés.",
    "push.several_expiring.again":
      "{what} prennent bientôt fin et de nouveaux contrats nous manquent encore. Ajoutez-les dès que vous les avez.",
    "push.several_upgrade.first":
      "{what} peuvent être connectés directement ; les nouveaux prix arrivent alors d'eux-mêmes. Tout fonctionne aussi sans cela.",
    "push.several_upgrade.again":
      "{what} peuvent toujours être connectés directement. Tout fonctionne aussi sans cela.",

    "email.expiring.what": "Votre contrat d'énergie se termine {when}. Après cela, {brand} ne connaîtra plus vos prix.",
    "email.expiring.meanwhile":
      "D'ici là, rien ne change. Ensuite, vos appareils continueront de fonctionner, mais avec des prix estimés et peut-être à des heures moins adaptées.",
    "email.expiring.ask":
      "Ajoutez les données de votre nouveau contrat, et non celles du contrat qui se termine. S'il n'y a pas encore de nouveau contrat, revenez une fois le vôtre renouvelé : le lien restera le même.",
    "email.expiring.button": "Ajouter le nouveau contrat",
    "email.trap.what":
      "Merci pour les données transmises. La date de fin indiquée est celle de votre ancien contrat, qui se termine {when} : nous ne connaissons donc pas encore la suite.",
    "email.trap.meanwhile":
      "D'ici là, rien ne change. Ensuite, vos appareils continueront de fonctionner, mais avec des prix estimés et peut-être à des heures moins adaptées.",
    "email.trap.ask":
      "Ajoutez les données de votre nouveau contrat, avec la date à laquelle ce nouveau contrat se terminera. S'il n'y a pas encore de nouveau contrat, revenez une fois le vôtre renouvelé : le lien restera le même.",
    "email.trap.button": "Ajouter le nouveau contrat",
    "email.expired.what": "Votre tarif d'énergie a pris fin : {brand} ne connaît donc plus vos prix.",
    "email.expired.meanwhile":
      "Vos appareils continuent de fonctionner. Tant que le tarif n'est pas reconnecté, ils s'appuient sur des prix estimés et peuvent choisir des heures moins adaptées.",
    "email.expired.ask": "Connectez le tarif que vous avez maintenant. Cela prend quelques minutes.",
    "email.expired.button": "Reconnecter le tarif",
    "email.fetch_failed.what":
      "{brand} ne peut plus lire votre tarif d'énergie chez votre fournisseur. Cela arrive par exemple après un changement de mot de passe.",
    "email.fetch_failed.meanwhile":
      "Vos appareils continuent de fonctionner. Tant que le fournisseur n'est pas reconnecté, ils s'appuient sur des prix estimés et peuvent choisir des heures moins adaptées.",
    "email.fetch_failed.ask": "Reconnectez votre fournisseur. Cela prend quelques minutes.",
    "email.fetch_failed.button": "Reconnecter le fournisseur",
    "email.upgrade.what":
      "Votre fournisseur peut désormais être connecté directement. Les nouveaux prix arrivent alors d'eux-mêmes, même quand le contrat change.",
    "email.upgrade.meanwhile": "Vous n'avez rien à faire : tout fonctionne aussi sans cela.",
    "email.upgrade.ask": "Si vous le souhaitez, connectez votre fournisseur directement. Cela prend quelques minutes.",
    "email.upgrade.button": "Connecter directement",
    "email.several.what": "{what} sont à vérifier : ils ont pris fin, se terminent bientôt ou ne sont plus lisibles.",
    "email.several.meanwhile":
      "Vos appareils continuent de fonctionner. Là où un tarif manque, ils s'appuient sur des prix estimés et peuvent choisir des heures moins adaptées.",
    "email.several.ask":
      "Voyez de quels tarifs il s'agit et reconnectez-les. Là où un contrat se termine, il nous faut les données du nouveau contrat, et non celles de l'ancien.",
    "email.several.button": "Voir les tarifs",
    "email.several_expiring.what": "{what} prennent bientôt fin. Après cela, {brand} n'en connaîtra plus les prix.",
    "email.several_expiring.meanwhile":
      "D'ici là, rien ne change. Ensuite, vos appareils continueront de fonctionner, mais avec des prix estimés et peut-être à des heures moins adaptées.",
    "email.several_expiring.ask":
      "Ajoutez les données des nouveaux contrats, avec leur propre date de fin, et non celles des contrats qui se terminent. S'il n'y a pas encore de nouveau contrat, revenez après le renouvellement : le lien restera le même.",
    "email.several_expiring.button": "Ajouter les nouveaux contrats",
    "email.several_upgrade.what":
      "{what} peuvent désormais être connectés directement. Les nouveaux prix arrivent alors d'eux-mêmes, même quand un contrat change.",
    "email.several_upgrade.meanwhile": "Vous n'avez rien à faire : tout fonctionne aussi sans cela.",
    "email.several_upgrade.ask": "Si vous le souhaitez, voyez de quels tarifs il s'agit et connectez-les directement.",
    "email.several_upgrade.button": "Voir les tarifs",

    "email.hello": "Bonjour,",
    "email.again": "Ceci est un rappel : nous vous avons déjà écrit à ce sujet.",
    "email.link": "Si le bouton ne fonctionne pas, ouvrez cette adresse :",
    "email.safety": "Ne répondez jamais avec un mot de passe : {brand} n'en demande pas par e-mail.",
    "email.why":
      "{brand} vous écrit parce que votre tarif d'énergie est connecté à {brand}. Il y a tout au plus quelques rappels, et plus aucun une fois la chose réglée.",
    "email.stop": "Ne plus recevoir ces messages",

    "what.tariffs.long": "{count} de vos tarifs d'énergie",
    "what.tariffs.short": "{count} tarifs",
    "what.homes.long": "{count} tarifs d'énergie dans {homes} de vos logements",
    "what.homes.short": "{count} tarifs, {homes} foyers",
    "stop.reply.long": "Pour ne plus recevoir de SMS, répondez STOP.",
    "stop.reply.short": "Fin des SMS : STOP.",
    "stop.link.long": "Pour ne plus recevoir de SMS, ajoutez /stop au lien.",
    "stop.link.short": "Fin SMS : lien/stop.",
    "when.soon": "sous peu",
  },
};
