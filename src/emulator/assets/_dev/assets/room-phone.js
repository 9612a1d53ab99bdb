// The phone in the middle of the control room, and the customer's messages on it.
import { h } from "./dom.js";

/** The phone with every message of the inbox, the newest at the bottom. */
export function phonePanel(brand, inbox, state) {
  const clock = new Date(state.now).toLocaleTimeString("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "Europe/London",
  });
  const screen = h(
    "div",
    { class: "screen", role: "log", "aria-label": "Messages on the customer's phone", tabindex: "0" },
    ...(inbox.messages.length === 0 ? [empty()] : inbox.messages.flatMap(bubble)),
  );
  requestAnimationFrame(() => (screen.scrollTop = screen.scrollHeight));
  return [
    h("h2", { class: "hidden" }, "The customer’s phone"),
    h(
      "div",
      { class: "phone" },
      h(
        "div",
        { class: "status", "aria-hidden": "true" },
        h("span", {}, clock),
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

function empty() {
  return h("p", { class: "quiet-phone" }, "No messages.", h("br"), "A customer with healthy tariffs hears nothing.");
}

function bubble(message) {
  const when = new Date(message.received_at).toLocaleString("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "Europe/London",
  });
  return [
    h("p", { class: "when" }, when),
    h("article", { class: "bubble", "data-testid": "message", "data-reason": message.reason }, ...linked(message)),
  ];
}

/** The text with its link made tappable; a link the text does not mention follows on a line of its own. */
function linked({ text, link }) {
  if (!link) return [text];
  const anchor = h("a", { href: link, rel: "noreferrer" }, link.replace(/^https?:\/\//, ""));
  const at = (text ?? "").indexOf(link);
  if (at === -1) return [text ?? "", h("br"), anchor];
  return [text.slice(0, at), anchor, text.slice(at + link.length)];
}
