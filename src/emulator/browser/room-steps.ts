// The five steps along the top of the control room, and which of them is next.
import type { Story } from "../../customer/story.ts";
import type { InboxView, StateView } from "../views.ts";
import { type Child, h } from "./dom.js";
import { casesOf } from "./room-cases.js";

const steps = [
  ["Break a tariff", "Press “expired”: FlatPeak sends a webhook."],
  ["Read the message", "One message reaches the phone a few seconds later."],
  ["Tap the link", "It leads into a fresh Connect session for that tariff."],
  ["Repair it", "Choose a supplier and the new contract’s end date."],
  ["Skip 30 days", "Silence. A repaired tariff is never mentioned again."],
] as const;

/** The index of the step to take next, told from what has happened so far. */
export function currentStep(state: StateView, inbox: InboxView, story: Story | null): number {
  const cases = story === null ? [] : casesOf(story);
  if (cases.length === 0) return 0;
  const open = cases.filter((entry) => entry.endedAt === null);
  if (open.length === 0) return 4;
  const openedAt = Math.min(...open.map((entry) => Date.parse(entry.openedAt)));
  const isSince = (iso: string) => Date.parse(iso) >= openedAt;
  if (!inbox.messages.some((message) => isSince(message.received_at))) return 1;
  return state.tokens.some((token) => isSince(token.created_at)) ? 3 : 2;
}

/** All steps, those before `current` as done. */
export function stepsPanel(current: number): Child[] {
  return [
    h("h2", { class: "hidden" }, "What to do"),
    h(
      "ol",
      {},
      ...steps.map(([title, text], index) =>
        h(
          "li",
          { "aria-current": index === current && "step", class: index < current && "done" },
          h("span", { class: "number" }, String(index + 1)),
          h("div", {}, h("strong", {}, title), h("p", { class: "soft small" }, text)),
        ),
      ),
    ),
  ];
}
