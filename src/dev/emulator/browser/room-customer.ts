// Below the phone: the customer's language, and what they answer by SMS.
import { button, type Child, h } from "./dom.js";
import type { Command } from "./room-command.js";
import type { Story } from "../../../objects/customer/contract.ts";

/** The languages there are, each with the name it has for itself: the page brings them along. */
function languages(): [code: string, name: string][] {
  const { languages: given = "[]" } = document.querySelector<HTMLElement>("#room")?.dataset ?? {};
  return JSON.parse(given) as [string, string][];
}

/** The customer's side of the conversation; `customer_id` is who it is about. */
export function customerPanel(story: Story | null, customer_id: string, command: Command): Child[] {
  const spoken = (story?.contact.locale ?? "en").slice(0, 2);
  const select: HTMLSelectElement = h(
    "select",
    {
      "aria-label": "The customer’s language",
      onchange: () => void command("contact", { customer_id, locale: select.value }),
    },
    ...languages().map(([code, name]) => h("option", { value: code, selected: code === spoken, lang: code }, name)),
  );
  const reply = (body: string) => button(`Reply ${body}`, () => void command("reply", { customer_id, body }));
  return [
    h("div", { class: "row" }, select, reply("STOP"), reply("START")),
    story?.contact.opted_out === true && h("p", { class: "soft small" }, "Wants no messages: there will be none."),
  ];
}
