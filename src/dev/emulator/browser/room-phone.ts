// The phone in the middle of the control room: what reached the customer, drawn as each channel looks on a phone.
import type { Button } from "../messages.ts";
import type { MessageView } from "../views.ts";
import { button, type Child, h, withCommands } from "./dom.js";
import { textOf } from "./read.js";
import { timeOfDay, weekdayStamp } from "./words.js";

/** What stands on the phone, and what its buttons do. */
export interface Phone {
  brand: string;
  messages: readonly MessageView[];
  /** The mail that is open: its id, or null for none. */
  mail: string | null;
  openMail: (id: string | null) => void;
  /** Taps a button below a message by WhatsApp. */
  reply: (message: MessageView, tapped: Button) => void;
  /** When messages leave by default, like `09:00-20:00`, where here they leave at any time; null where they do not. */
  quietHours: string | null;
  /** Why a message has not come yet; null where none is planned, or it is about to come. */
  delay: string | null;
}

/** The phone with every message of the inbox, the newest at the bottom; or with one mail opened. */
export function phonePanel(phone: Phone): Child[] {
  const mail = phone.messages.find(({ id, html }) => id === phone.mail && html !== null);
  return [
    h("h2", { class: "hidden" }, "The customer’s phone"),
    h(
      "div",
      { class: "phone" },
      h(
        "div",
        { class: "status", "aria-hidden": "true" },
        h("span", { "data-clock": true }),
        h("span", { class: "lens" }),
        h("span", { class: "battery" }),
      ),
      ...(mail === undefined ? messages(phone) : mailPages(mail, () => phone.openMail(null))),
      h("div", { class: "bar", "aria-hidden": "true" }),
    ),
  ];
}

/** Sets the clock of the phone that stands in `panel`; `now` is world time in ISO 8601. */
export function setPhoneClock(panel: Element, now: string): void {
  const clock = panel.querySelector("[data-clock]");
  if (clock !== null) clock.textContent = timeOfDay(now);
}

function messages(phone: Phone): HTMLElement[] {
  const screen = h(
    "div",
    { class: "screen", role: "log", "aria-label": "Messages on the customer's phone", tabindex: "0" },
    ...(phone.messages.length === 0
      ? [empty(phone.delay)]
      : phone.messages.flatMap((message) => shown(message, phone))),
  );
  // It has a height only once it stands on the page.
  requestAnimationFrame(() => {
    screen.scrollTop = screen.scrollHeight;
  });
  return [
    h(
      "div",
      { class: "sender" },
      h("span", { class: "avatar", "aria-hidden": "true" }, phone.brand.slice(0, 1)),
      h("strong", {}, phone.brand),
    ),
    screen,
  ];
}

function empty(delay: string | null): HTMLElement {
  const title = delay === null ? "No messages." : "No message yet.";
  const words = delay ?? "A customer with healthy tariffs hears nothing.";
  return h("p", { class: "quiet-phone" }, title, h("br", {}), words);
}

const names: Readonly<Record<MessageView["channel"], string>> = {
  sms: "SMS",
  whatsapp: "WhatsApp",
  email: "Email",
  push: "Push",
  handoff: "Handoff",
};

function shown(message: MessageView, phone: Phone): HTMLElement[] {
  const badge = h("span", { class: "badge" }, names[message.channel]);
  const time = timeOfDay(message.received_at);
  const [from = "", to = ""] = phone.quietHours?.split("-") ?? [];
  const isQuiet = phone.quietHours !== null && (time < from || time >= to);
  const note =
    isQuiet &&
    h(
      "span",
      { class: "off-hours" },
      ...withCommands("quiet hours are off in development; npm run dev -- --quiet-hours turns them on"),
    );
  return [h("p", { class: "when" }, badge, weekdayStamp(message.received_at), note), drawn(message, phone)];
}

function drawn(message: MessageView, phone: Phone): HTMLElement {
  const about = { "data-testid": "message", "data-reason": textOf(message.reason), "data-channel": message.channel };
  switch (message.channel) {
    case "sms":
    case "handoff":
      return h("article", { class: "bubble", ...about, lang: textOf(message.locale) }, ...linked(message));
    case "whatsapp":
      return h(
        "article",
        { class: "bubble", ...about, lang: textOf(message.locale) },
        ...linked(message),
        ...quickReplies(message, phone),
      );
    case "push":
      return h("article", { class: "notice", ...about, lang: textOf(message.locale) }, pushCard(message, phone.brand));
    case "email":
      return h("article", { class: "mail", ...about, lang: textOf(message.locale) }, ...mailCard(message, phone));
  }
}

/** The text with its link made tappable; a link the text does not mention follows on a line of its own. */
function linked(message: MessageView): Child[] {
  const text = textOf(message.text) ?? "";
  const link = textOf(message.link) ?? "";
  if (link === "") return [text];
  const anchor = h("a", { href: link, rel: "noreferrer" }, link);
  const at = text.indexOf(link);
  if (at === -1) return [text, h("br", {}), anchor];
  return [text.slice(0, at), anchor, text.slice(at + link.length)];
}

/** What can be tapped below a message by WhatsApp. */
function quickReplies(message: MessageView, phone: Phone): Child[] {
  if (message.buttons === undefined) return [];
  const made = message.buttons.map((it) => button(it.title, () => phone.reply(message, it)));
  return [h("p", { class: "row" }, ...made)];
}

/** As on a lock screen: the whole card is what is tapped. */
function pushCard(message: MessageView, brand: string): HTMLElement {
  return h(
    "a",
    { href: textOf(message.link), rel: "noreferrer" },
    h("span", { class: "app", "aria-hidden": "true" }, brand.slice(0, 1)),
    h("span", {}, h("strong", {}, textOf(message.subject)), textOf(message.text)),
  );
}

/** As in a list of mails: the subject and how the text goes on after the greeting. */
function mailCard(message: MessageView, phone: Phone): Child[] {
  const [, , first = "", ...rest] = (textOf(message.text) ?? "").split(/\n\n+/);
  return [
    h("strong", {}, textOf(message.subject)),
    h("p", { class: "soft small" }, [first, ...rest].join(" ").slice(0, 110), "…"),
    h(
      "p",
      { class: "row" },
      button("Open mail", () => phone.openMail(message.id)),
      h("a", { class: "act", href: textOf(message.link), rel: "noreferrer" }, "Tap its button"),
    ),
  ];
}

function mailPages(message: MessageView, close: () => void): HTMLElement[] {
  // What is tapped in the mail opens where the mail is read, in the page.
  const page = (message.html ?? "").replace("<head>", '<head><base target="_top">');
  const frame = h("iframe", {
    class: "mail-page",
    title: textOf(message.subject),
    sandbox: "allow-top-navigation-by-user-activation",
    srcdoc: page,
  });
  return [
    h(
      "div",
      { class: "sender mail-head" },
      button("‹ Messages", close, "quiet"),
      h("span", { class: "soft small" }, message.to),
    ),
    frame,
  ];
}
