// The phone in the middle of the control room, and the customer's messages on it.
import type { InboxView, MessageView } from "../views.ts";
import { type Child, h } from "./dom.js";
import { textOf } from "./read.js";
import { timeOfDay, weekdayStamp } from "./words.js";

/** The phone with every message of the inbox, the newest at the bottom; `now` is world time in ISO 8601. */
export function phonePanel(brand: string, inbox: InboxView, now: string): Child[] {
  const screen = h(
    "div",
    { class: "screen", role: "log", "aria-label": "Messages on the customer's phone", tabindex: "0" },
    ...(inbox.messages.length === 0 ? [empty()] : inbox.messages.flatMap(bubble)),
  );
  // It has a height only once it stands on the page.
  requestAnimationFrame(() => {
    screen.scrollTop = screen.scrollHeight;
  });
  return [
    h("h2", { class: "hidden" }, "The customer’s phone"),
    h(
      "div",
      { class: "phone" },
      h(
        "div",
        { class: "status", "aria-hidden": "true" },
        h("span", {}, timeOfDay(now)),
        h("span", { class: "lens" }),
        h("span", { class: "battery" }),
      ),
      h(
        "div",
        { class: "sender" },
        h("span", { class: "avatar", "aria-hidden": "true" }, brand.slice(0, 1)),
        h("strong", {}, brand),
      ),
      screen,
      h("div", { class: "bar", "aria-hidden": "true" }),
    ),
  ];
}

function empty(): HTMLElement {
  return h(
    "p",
    { class: "quiet-phone" },
    "No messages.",
    h("br", {}),
    "A customer with healthy tariffs hears nothing.",
  );
}

function bubble(message: MessageView): HTMLElement[] {
  const reason = textOf(message.reason);
  return [
    h("p", { class: "when" }, weekdayStamp(message.received_at)),
    h("article", { class: "bubble", "data-testid": "message", "data-reason": reason }, ...linked(message)),
  ];
}

/** The text with its link made tappable; a link the text does not mention follows on a line of its own. */
function linked(message: MessageView): Child[] {
  const text = textOf(message.text) ?? "";
  const link = textOf(message.link) ?? "";
  if (link === "") return [text];
  const anchor = h("a", { href: link, rel: "noreferrer" }, link.replace(/^https?:\/\//, ""));
  const at = text.indexOf(link);
  if (at === -1) return [text, h("br", {}), anchor];
  return [text.slice(0, at), anchor, text.slice(at + link.length)];
}
