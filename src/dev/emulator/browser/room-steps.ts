// The five steps along the top of the control room, and which of them is next.
import type { InboxView, StateView } from "../views.ts";
import { type Child, h } from "./dom.js";
import { casesOf } from "./room-cases.js";
import type { Story } from "../../../objects/customer/contract.ts";

const steps = [
  ["Break a tariff", "Press “expired”: FlatPeak sends a webhook."],
  ["Read the message", "One message reaches the phone a few seconds later."],
  ["Tap the link", "It leads into a fresh Connect session for that tariff."],
  ["Repair it", "Choose a supplier and the new end date. “Close” leads back."],
  ["Skip 30 days", "Silence. A repaired tariff is never mentioned again."],
] as const;

/** As long as the last step skips. */
const silenceMs = 30 * 86_400_000;

/** The index of the step to take next, told from what has happened so far; past the last one when all is done. */
export function currentStep(state: StateView, inbox: InboxView, story: Story | null): number {
  const cases = story === null ? [] : casesOf(story);
  if (cases.length === 0) return 0;
  const open = cases.filter((entry) => entry.endedAt === null);
  if (open.length === 0) {
    const endedAt = Math.max(...cases.map((entry) => Date.parse(entry.endedAt ?? "")));
    return Date.parse(state.now) - endedAt < silenceMs ? 4 : steps.length;
  }
  const openedAt = Math.min(...open.map((entry) => Date.parse(entry.openedAt)));
  const isSince = (iso: string) => Date.parse(iso) >= openedAt;
  if (!inbox.messages.some((message) => isSince(message.received_at))) return 1;
  return state.tokens.some((token) => isSince(token.created_at)) ? 3 : 2;
}

/** What holds the current step up; null where nothing does. `delay` is why the message has not come yet. */
export function hintOf(current: number, state: StateView, delay: string | null): string | null {
  const isPending = state.locations.some(({ tariffs }) => tariffs.some(({ pending }) => pending));
  if (current === 3 && isPending) return "FlatPeak is connecting the supplier, which takes hours: skip a day.";
  return current === 1 ? delay : null;
}

/** All steps, those before `current` as done; `hint` replaces the words of the current one where they would mislead. */
export function stepsPanel(current: number, hint: string | null): Child[] {
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
          h(
            "div",
            {},
            h("strong", {}, title),
            h("p", { class: "soft small" }, (index === current ? hint : null) ?? text),
          ),
        ),
      ),
    ),
    current === steps.length &&
      h(
        "p",
        { class: "finished", role: "status" },
        "That is the whole journey. Break another tariff, or make something fail.",
      ),
  ];
}
