// What the customer hears next, and when: read from the product's story, as a developer would.
import { casesOf } from "./room-cases.js";
import { textOf } from "./read.js";
import { stamp } from "./words.js";
import type { Story } from "../../../objects/customer/contract.ts";

const minuteMs = 60_000;
/** Longer than cases wait for each other here. */
const overdueMs = 20_000;

/** The next message, and what it waits for where that is not its ladder. */
export interface Next {
  /** When it is due, in ISO 8601 of the customer's clock; null for one that was tried and waits to be tried again. */
  at: string | null;
  why: string | null;
}

const waits: Readonly<Record<string, string>> = {
  cap: "the caps on messages",
  send_window: "quiet hours",
  usual_hour: "the hour at which they tapped before",
  tap_hold: "the session the customer has opened",
};

/** The next message of a customer; null where none is planned. */
export function nextMessage(story: Story | null): Next | null {
  if (story === null || story.contact.opted_out) return null;
  const isStuck = story.notifications.some((it) => it.kind === "notify" && it.status === "due" && it.attempts > 0);
  const delay = story.journal.findLast(({ what }) => what === "message_delayed");
  if (isStuck && delay !== undefined) return { at: null, why: textOf(delay.detail["why"]) };
  const open = casesOf(story).filter((it) => it.endedAt === null);
  const planned = open.flatMap((it) => it.nextReminderAt ?? []).sort();
  const [first] = planned;
  if (first === undefined) return null;
  const held = waitOf(story);
  return held !== null && (held.at ?? "") >= first ? held : { at: first, why: null };
}

/** How long from `now` (ISO 8601) until the message, in milliseconds; 0 for one whose hour is not known. */
export function waitFor({ at }: Next, now: string): number {
  return at === null ? 0 : Math.max(0, Date.parse(at) - Date.parse(now));
}

/** Why nothing is on the phone yet, or null where the message is about to come. */
export function delayOf(next: Next | null, now: string): string | null {
  if (next === null) return null;
  if (next.at === null) return `It could not leave yet (${next.why ?? "no answer"}) and is tried again.`;
  if (Date.parse(now) - Date.parse(next.at) > overdueMs)
    return `It was due ${stamp(next.at)} and waits: the journal says for what.`;
  return waitFor(next, now) < minuteMs ? null : `It is due ${stamp(next.at)}: skip to it on the world clock.`;
}

/** The last wait that the journal tells of, where no message went out after it. */
function waitOf(story: Story): Next | null {
  const line = story.journal.findLast(({ what }) => what === "message_prepared" || what === "silent");
  if (line === undefined || line.what !== "silent") return null;
  const until = textOf(line.detail["until"]);
  const why = waits[textOf(line.detail["why"]) ?? ""];
  return until === null || why === undefined || until <= story.now ? null : { at: until, why };
}
