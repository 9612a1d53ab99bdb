// What became of an event that a person posted or triggered, in sentences: who is told of it and when, or why nobody is.
// It asks the product as an operator would, and changes nothing.
import type { Courier } from "./delivery.ts";
import { parseSpan } from "./clock.ts";
import type { Wait } from "./faults.ts";
import { quarantineReasonOf, type StoryFacts, storyOf } from "./story.ts";
import { asRecord, asText, eventFacts } from "./tariffs.ts";
import type { WorldEvent, WorldState } from "./world.ts";
import { dayFrom, findTariff } from "./world.ts";

export interface Asking {
  courier: Courier;
  settings: { operatorToken: string; caps: string; ownLookup: string | null; contactSecret: string };
  wait: Wait;
  signal: AbortSignal;
  /** How long an event may take to its customer, in milliseconds: one that names none is acknowledged before it is there. */
  patienceMs: number;
}

const lookMs = 50;
/** A message this near needs no explanation: it is there before it is looked for. */
const soonMs = 60_000;
const hourMs = 3_600_000;

const problems: Readonly<Record<string, string>> = {
  "tariff.expiring": "LADDER_EXPIRING",
  "tariff.expired": "LADDER_EXPIRED",
  "tariff.fetch.failed": "LADDER_FETCH_FAILED",
  "tariff.connection.upgrade": "LADDER_UPGRADE",
};

/**
 * Why nobody is told of an event within the next minute; null where somebody is. `answer` is the product's answer to its
 * delivery.
 */
export async function fateOf(
  world: WorldState,
  asking: Asking,
  event: WorldEvent,
  answer: { status: number; body: string },
): Promise<string | null> {
  if (answer.status !== 200) return "The product did not take it. It is delivered again in 30 seconds, as by FlatPeak.";
  switch (asText(asRecord(readJson(answer.body))["status"]) ?? "") {
    case "duplicate":
      return "The product has had this very event before. Another id makes it another event.";
    case "quarantined":
      return quarantined(asking, event.raw);
    case "ignored":
      return `Nobody is told of ${event.type}: it is about no tariff that needs somebody, or of a customer who was erased.`;
    default:
      return storedFate(world, asking, event);
  }
}

/** What became of bytes that are no event: why the product could not read them. Null where its own answer says so. */
export async function fateOfBytes(asking: Asking, text: string, answer: { body: string }): Promise<string | null> {
  if (asText(asRecord(readJson(answer.body))["status"]) !== "quarantined") return null;
  return `${await quarantined(asking, text)}${faultIn(text)}`;
}

async function quarantined(asking: Asking, text: string): Promise<string> {
  const reason = await quarantineReasonOf(asking.courier, asking.settings.operatorToken, text);
  return `The product keeps it in quarantine${reason === null ? "" : `: ${reason}`}. GET /v1/quarantine shows it.`;
}

/** Where a text stops being JSON, as a sentence of its own. */
function faultIn(text: string): string {
  try {
    JSON.parse(text);
    return "";
  } catch (error) {
    return error instanceof Error ? ` ${error.message}.` : "";
  }
}

async function storedFate(world: WorldState, asking: Asking, event: WorldEvent): Promise<string | null> {
  const ladder = problems[event.type];
  if (ladder === undefined) {
    return `Nobody is told of ${event.type} itself: it makes the product look again at a home with an open case.`;
  }
  const found = await heardOf(world, asking, event);
  if (found === null) return "The product keeps it, and has not found out yet whose it is.";
  const { story, detail, what } = found;
  if (what === "silent") return silence(detail, ladder);
  const it = story.cases.find((candidate) => candidate["case"] === detail["case"]);
  const now = story.now ?? 0;
  const state = asText(it?.["state"]);
  if (it === undefined || state !== "open") return `Its case is ${state ?? "gone"} already: FlatPeak was asked.`;
  if (story.contact["opted_out"] === true) return "The customer wants no messages, so nobody is told.";
  const planned = Date.parse(asText(it["next_reminder_at"]) ?? "");
  const capped = underCaps(story, asking.settings.caps, now);
  const due = Math.max(planned, capped);
  const end = asText(it["contract_end_date"]) ?? endOf(world, event);
  if (event.type === "tariff.expiring" && end !== null && end < dayFrom(now, 0))
    return `The contract ended on ${end}: in some seconds the customer is told that it has ended, not that it will.`;
  const failing = Object.keys(world.faults).map((it) => (it === "own" ? "a channel of your own" : it));
  if (!(due - now > soonMs))
    return failing.length === 0
      ? null
      : `The message waits while ${failing.join(", ")} fails, as /_dev/faults was told.`;
  // The story counts from when a message was handed out, and that may be some seconds from here.
  const why = capped > planned - soonMs ? `CAPS=${asking.settings.caps}` : ladder;
  return `The next message is due at ${new Date(due).toISOString()} (${why}). ${skipping(asking, due - now)}`;
}

function endOf(world: WorldState, event: WorldEvent): string | null {
  const { tariffId } = eventFacts(asRecord(readJson(event.raw)));
  return tariffId === null ? null : (findTariff(world, tariffId)?.tariff.contractEndDate ?? null);
}

interface StoryLine {
  story: StoryFacts;
  what: string;
  detail: Record<string, unknown>;
}

/** The line of a customer's journal that speaks of an event, once the product has brought it to its customer. */
async function heardOf(world: WorldState, asking: Asking, event: WorldEvent): Promise<StoryLine | null> {
  const { customerId, locationId } = eventFacts(asRecord(readJson(event.raw)));
  const owner = world.homes.find(({ id }) => id === locationId)?.customerId ?? null;
  const asked = [customerId, owner, locationId, ...world.knownCustomerIds.toReversed()].filter((id) => id !== null);
  for (let waited = 0; ; waited += lookMs) {
    for (const id of new Set(asked.slice(0, 8))) {
      const story = await storyOf(asking.courier, asking.settings.operatorToken, id);
      const line = story?.journal.findLast((it) => asRecord(it["detail"])["event"] === event.id);
      if (story !== null && line !== undefined)
        return { story, what: asText(line["what"]) ?? "", detail: asRecord(line["detail"]) };
    }
    if (waited >= asking.patienceMs) return null;
    await asking.wait(lookMs, asking.signal);
  }
}

function silence(detail: Record<string, unknown>, ladder: string): string {
  const why = asText(detail["why"]) ?? "";
  const its = `case ${Number(detail["case"])} of this tariff`;
  switch (why) {
    case "reason_switched_off":
      return `Nobody is told: ${ladder} is off. ${ladder}=0 npm run dev switches it on.`;
    case "older_than_the_repair":
      return "Nobody is told: the tariff was repaired after this event's date. POST /_dev/trigger makes one of today.";
    case "older_than_the_closing":
      return "Nobody is told: an operator closed the case after this event's date. POST /_dev/trigger makes one of today.";
    case "case_already_open":
      return `Nothing new: ${its} is open already, and goes on as planned.`;
    case "inhibited_by_a_stronger_reason":
      return `Nothing more is said: ${its} is open, and ${(asText(detail["held"]) ?? "its reason").replaceAll("_", " ")} weighs more.`;
    default:
      return `Nobody is told: ${why.replaceAll("_", " ")}.`;
  }
}

/** When the caps let the next message go, by those that went out before; 0 where they do not matter. */
function underCaps(story: StoryFacts, caps: string, now: number): number {
  const sent = story.notifications
    .filter((it) => it["kind"] === "notify")
    .map((it) => Date.parse(asText(it["sent_at"]) ?? ""))
    .filter((at) => at <= now)
    .sort((a, b) => a - b);
  const ends = caps.split(",").map((cap) => {
    const [count, span] = cap.trim().split("/");
    const oldest = sent.at(-Number(count));
    return sent.length < Number(count) || oldest === undefined ? 0 : oldest + (parseSpan(span) ?? 0);
  });
  return Math.max(0, ...ends);
}

function skipping({ courier }: Asking, wait: number): string {
  const hours = Math.ceil(wait / hourMs);
  return `To be there now: curl -X POST ${courier.publicUrl}/_dev/clock -d '{"advance":"${hours}h"}'`;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // An answer that is not JSON says nothing.
    return null;
  }
}
