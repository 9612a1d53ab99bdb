// The words in English.

import { monthIn } from "./copy.ts";
import type { Copy } from "./copy.ts";

const SHORT = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];
const LONG = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

export const en: Copy = {
  onDay: (on, length) =>
    length === "short" ? `on ${on.day} ${monthIn(SHORT, on)}` : `on ${on.day} ${monthIn(LONG, on)} ${on.year}`,

  texts: {
    subject: "{brand}: {title}",
    "title.expiring": "Your energy contract ends soon",
    "title.trap": "Your new contract is needed",
    "title.expired": "Your energy tariff has ended",
    "title.fetch_failed": "Your tariff cannot be read",
    "title.upgrade": "A direct connection is possible",
    "title.several": "{count} energy tariffs need attention",
    "title.several_expiring": "{count} energy contracts end soon",
    "title.several_upgrade": "Direct connections are possible",

    "sms.expiring.first": "{brand}: your energy contract ends {when}. {stop} Please add your new contract: {link}",
    "sms.expiring.again": "{brand}: your contract ends {when}, the new one is still missing. {stop} Add it: {link}",
    "sms.expiring.short": "{brand}: contract ends {when}. {stop} New contract: {link}",
    "sms.trap.first": "{brand}: the end date we have is the old contract's. {stop} Add the NEW contract: {link}",
    "sms.trap.again": "{brand}: we still have the old contract's end date. {stop} Add the NEW contract: {link}",
    "sms.trap.short": "{brand}: we have the old end date. {stop} NEW contract: {link}",
    "sms.expired.first": "{brand}: your energy tariff has ended. Prices are now estimated. {stop} Reconnect: {link}",
    "sms.expired.again": "{brand}: your energy tariff ended and is not reconnected yet. {stop} Reconnect: {link}",
    "sms.expired.short": "{brand}: tariff has ended. {stop} Reconnect: {link}",
    "sms.fetch_failed.first":
      "{brand}: we can no longer read your energy tariff. {stop} Reconnect your supplier: {link}",
    "sms.fetch_failed.again":
      "{brand}: we still cannot read your energy tariff. {stop} Reconnect your supplier: {link}",
    "sms.fetch_failed.short": "{brand}: tariff cannot be read. {stop} Reconnect: {link}",
    "sms.upgrade.first": "{brand}: your supplier can now be connected directly. {stop} If you wish: {link}",
    "sms.upgrade.again": "{brand}: your supplier can still be connected directly. {stop} If you wish: {link}",
    "sms.upgrade.short": "{brand}: direct connection possible. {stop} See: {link}",
    "sms.several.first": "{brand}: {what} need attention. {stop} See which: {link}",
    "sms.several.again": "{brand}: {what} still need attention. {stop} See which: {link}",
    "sms.several.short": "{brand}: {what}: please check. {stop} See: {link}",
    "sms.several_expiring.first": "{brand}: {what} end soon. {stop} Please add the new contracts: {link}",
    "sms.several_expiring.again": "{brand}: {what} end soon. {stop} New contracts are still missing: {link}",
    "sms.several_expiring.short": "{brand}: {count} energy contracts end soon. {stop} New ones: {link}",
    "sms.several_upgrade.first": "{brand}: {what} can be connected directly. {stop} If you wish: {link}",
    "sms.several_upgrade.again": "{brand}: {what} can still be connected directly. {stop} If you wish: {link}",
    "sms.several_upgrade.short": "{brand}: {count} direct connections possible. {stop} See: {link}",

    "push.expiring.first":
      "Your energy contract ends {when}. Please add your new contract, or come back once you have one.",
    "push.expiring.again":
      "Your energy contract ends {when} and the new one is still missing. Please add its details once you have it.",
    "push.trap.first":
      "The end date we have is the old contract's. Please add the new contract, or come back once you have one.",
    "push.trap.again":
      "We still have the old contract's end date. Please add the new contract once you have it, with its own end date.",
    "push.expired.first":
      "Your devices keep working, but plan with estimated prices and may run at less suitable hours. Please reconnect the tariff.",
    "push.expired.again":
      "Your tariff is not reconnected yet. Your devices keep working, but plan with estimated prices.",
    "push.fetch_failed.first":
      "Your supplier no longer gives us your prices. Your devices keep working with estimates. Please reconnect your supplier.",
    "push.fetch_failed.again":
      "We still cannot read your tariff. Your devices keep working with estimates. Please reconnect your supplier.",
    "push.upgrade.first":
      "Your supplier can now be connected directly, so that new prices arrive by themselves. Everything works as it is, too.",
    "push.upgrade.again": "Your supplier can still be connected directly. Everything works as it is, too.",
    "push.several.first":
      "{what} need attention. Your devices keep working, partly with estimated prices. Please see which to reconnect.",
    "push.several.again":
      "{what} still need attention. Your devices keep working, partly with estimated prices. Please see which to reconnect.",
    "push.several_expiring.first":
      "{what} end soon. Please add the details of the new contracts, or come back once you have them.",
    "push.several_expiring.again":
      "{what} end soon and new contracts are still missing. Please add their details once you have them.",
    "push.several_upgrade.first":
      "{what} can now be connected directly, so that new prices arrive by themselves. Everything works as it is, too.",
    "push.several_upgrade.again": "{what} can still be connected directly. Everything works as it is, too.",

    "email.expiring.what": "Your energy contract ends {when}. After that, {brand} no longer knows your prices.",
    "email.expiring.meanwhile":
      "Until then everything works as usual. Afterwards your devices keep working, but they plan with estimated prices and may run at less suitable hours.",
    "email.expiring.ask":
      "Please add the details of your new contract, not of the one that is ending. If there is no new contract yet, come back once yours is renewed: the same link will do.",
    "email.expiring.button": "Add the new contract",
    "email.trap.what":
      "Thank you for your details. The end date among them is the one of your old contract, which ends {when}, so we still do not know what follows it.",
    "email.trap.meanwhile":
      "Until then everything works as usual. Afterwards your devices keep working, but they plan with estimated prices and may run at less suitable hours.",
    "email.trap.ask":
      "Please add the details of your new contract, with the date on which the new contract ends. If there is no new contract yet, come back once yours is renewed: the same link will do.",
    "email.trap.button": "Add the new contract",
    "email.expired.what": "Your energy tariff has ended, so {brand} no longer knows your prices.",
    "email.expired.meanwhile":
      "Your devices keep working. Until the tariff is connected again, they plan with estimated prices and may run at less suitable hours.",
    "email.expired.ask": "Please connect the tariff you have now. It takes a few minutes.",
    "email.expired.button": "Reconnect the tariff",
    "email.fetch_failed.what":
      "{brand} can no longer read your energy tariff from your supplier. This happens after a change of password, for example.",
    "email.fetch_failed.meanwhile":
      "Your devices keep working. Until the supplier is connected again, they plan with estimated prices and may run at less suitable hours.",
    "email.fetch_failed.ask": "Please connect your supplier again. It takes a few minutes.",
    "email.fetch_failed.button": "Reconnect the supplier",
    "email.upgrade.what":
      "Your supplier can now be connected directly. New prices then arrive by themselves, also when your contract changes.",
    "email.upgrade.meanwhile": "You need not do anything: everything works as it is, too.",
    "email.upgrade.ask": "If you wish, connect your supplier directly. It takes a few minutes.",
    "email.upgrade.button": "Connect directly",
    "email.several.what": "{what} need attention: they have ended, end soon or can no longer be read.",
    "email.several.meanwhile":
      "Your devices keep working. Where a tariff is missing, they plan with estimated prices and may run at less suitable hours.",
    "email.several.ask":
      "Please see which tariffs these are and connect them again. Where a contract ends, the details of the new contract are needed, not of the one that is ending.",
    "email.several.button": "See the tariffs",
    "email.several_expiring.what": "{what} end soon. After that, {brand} no longer knows your prices there.",
    "email.several_expiring.meanwhile":
      "Until then everything works as usual. Afterwards your devices keep working, but they plan with estimated prices and may run at less suitable hours.",
    "email.several_expiring.ask":
      "Please add the details of the new contracts, with their own end dates, not of those that are ending. Where there is no new contract yet, come back once you have one: the same link will do.",
    "email.several_expiring.button": "Add the new contracts",
    "email.several_upgrade.what":
      "{what} can now be connected directly. New prices then arrive by themselves, also when a contract changes.",
    "email.several_upgrade.meanwhile": "You need not do anything: everything works as it is, too.",
    "email.several_upgrade.ask": "If you wish, see which tariffs these are and connect them directly.",
    "email.several_upgrade.button": "See the tariffs",

    "email.hello": "Hello,",
    "email.again": "This is a reminder; we wrote to you about it before.",
    "email.link": "If the button does not work, open this address:",
    "email.safety": "Please never reply with a password: {brand} does not ask for one by email.",
    "email.why":
      "{brand} writes to you because your energy tariff is connected with {brand}. There are a few reminders at most, and none once this is done.",
    "email.stop": "Stop these messages",

    "what.tariffs.long": "{count} of your energy tariffs",
    "what.tariffs.short": "{count} energy tariffs",
    "what.homes.long": "{count} energy tariffs in {homes} of your homes",
    "what.homes.short": "{count} tariffs in {homes} homes",
    "stop.reply.long": "For no more texts, reply STOP.",
    "stop.reply.short": "Stop texts: STOP.",
    "stop.link.long": "For no more texts, add /stop to the link.",
    "stop.link.short": "Stop: link + /stop.",
    "when.soon": "soon",
  },
};
