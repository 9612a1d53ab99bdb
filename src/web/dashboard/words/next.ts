// What comes next for a customer, and why it is quiet: what somebody is asked on the telephone.

import { SILENCES } from "./silence.ts";
import { SILENCE_REASONS } from "../../../core/journal.ts";
import { entryWords } from "./journal.ts";
import { channelWords, reasonWords } from "./names.ts";
import { toldOf } from "./told.ts";
import type { SilenceReason } from "../../../core/journal.ts";
import type { Story } from "../../../objects/customer/contract.ts";
import type { Clock } from "./told.ts";

type CaseStory = Story["cases"][number];
type Entry = Story["journal"][number];

export interface Quiet {
  readonly at: string;
  readonly reason: SilenceReason | null;
  readonly words: string;
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

const isOpen = (it: CaseStory): boolean => it.state === "open";

/** Whether an entry of silence is about this case, or about no case in particular. */
function isAbout(it: CaseStory, { detail }: Entry): boolean {
  const no = String(it.case);
  if (detail["case"] !== undefined) return String(detail["case"]) === no;
  if (detail["cases"] !== undefined) return String(detail["cases"]).split(",").includes(no);
  return detail["tariff"] === undefined || detail["tariff"] === it.tariff_id;
}

/** Entries after which an earlier silence says nothing any more: something was sent to the customer. A word to the company is none of it. */
const isSpoken = ({ what }: Entry): boolean => what === "message_sent";
/** What keeps silent beside `silent` itself. */
const QUIET = new Set<string>([
  "silent",
  "message_cancelled",
  "message_delayed",
  "flatpeak_unavailable",
  "flatpeak_busy",
  "flatpeak_cannot_tell",
  "message_failed",
  "message_uncertain",
]);

const keyOf = ({ what, detail }: Entry): string => `${what} ${String(detail["why"] ?? "")}`;

/** Until when the customer wants no message; null where nothing is waited for. */
const snoozedUntil = ({ snoozed_until: until, now }: Story): string | null =>
  until !== null && Date.parse(until) > Date.parse(now) ? until : null;

/** What the customer, the company or an operator wants as it stands now, whatever was due since then. */
function wantedOf(story: Story, clock: Clock): readonly Quiet[] {
  const { contact, held_since, journal, now } = story;
  const until = snoozedUntil(story);
  const told = toldOf({ until }, clock);
  const askedAt = journal.findLast(({ what }) => what === "snoozed")?.at ?? now;
  return [
    ...(held_since === null ? [] : [{ at: held_since, reason: null, words: entryWords("messages_held", told).words }]),
    ...(contact.opted_out
      ? [{ at: contact.stops[0]?.at ?? now, reason: "opted_out" as const, words: SILENCES.opted_out.words(told) }]
      : []),
    ...(until === null ? [] : [{ at: askedAt, reason: "snoozed" as const, words: SILENCES.snoozed.words(told) }]),
  ];
}

/** Messages that were in doubt, and are known by now to have arrived. */
const arrivedOf = ({ journal }: Story): ReadonlySet<unknown> =>
  new Set(journal.filter(({ what }) => what === "message_delivered").map(({ detail }) => detail["notification"]));

/** Reminders that the message at `spokenAt` told of along with another one: noted as it goes out, and so before it. */
function toldAlong(journal: readonly Entry[], spokenAt: number): readonly Entry[] {
  const before = journal.slice(0, Math.max(spokenAt, 0));
  return before
    .slice(before.findLastIndex(isSpoken) + 1)
    .filter(({ detail }) => detail["why"] === ("told_by_a_late_message" satisfies SilenceReason));
}

/**
 * Why nothing was sent since something last was: each reason once, first what is wanted so now, then the newest of what happened.
 * That a message arrived, which its provider may say days after, is no message.
 */
export function quietOf(story: Story, clock: Clock): readonly Quiet[] {
  const wanted = wantedOf(story, clock);
  const arrived = arrivedOf(story);
  const spokenAt = story.journal.findLastIndex(isSpoken);
  const since = [...toldAlong(story.journal, spokenAt), ...story.journal.slice(spokenAt + 1)];
  const quiet = since
    .filter(({ what }) => QUIET.has(what))
    .filter(({ what, detail }) => what !== "message_uncertain" || !arrived.has(detail["notification"]));
  const seen = new Set<string>(wanted.map(({ reason }) => `silent ${String(reason)}`));
  const happened = quiet.toReversed().flatMap((entry) => {
    const key = keyOf(entry);
    if (seen.has(key)) return [];
    seen.add(key);
    const { words } = entryWords(entry.what, toldOf(entry.detail, clock));
    const reason = entry.what === "silent" ? (SILENCE_REASONS.find((it) => it === entry.detail["why"]) ?? null) : null;
    return [{ at: entry.at, reason, words }];
  });
  return [...wanted, ...happened];
}

/** The newest silence of a message of this case that still waits, if any. */
function waitOf(it: CaseStory, story: Story, clock: Clock): string | null {
  const entry = story.journal.findLast((line) => line.what === "silent" && isAbout(it, line));
  const reason = entry === undefined ? undefined : SILENCE_REASONS.find((one) => one === entry.detail["why"]);
  const until = entry === undefined ? null : textOf(entry.detail["until"]);
  if (entry === undefined || reason === undefined || SILENCES[reason].of !== "waits") return null;
  const isOver = until !== null && Date.parse(until) <= Date.parse(story.now);
  return isOver ? null : SILENCES[reason].words(toldOf(entry.detail, clock));
}

function nextOfCase(it: CaseStory, story: Story, clock: Clock): string {
  const name = `Case ${String(it.case)} (${reasonWords(it.reason)})`;
  const reminder = textOf(it.next_reminder_at);
  const handOver = textOf(it.hand_over_at);
  if (story.contact.opted_out) return `${name}: no message, since the customer wants none.`;
  if (story.held_since !== null) return `${name}: no message, since an operator keeps them back.`;
  const wait = waitOf(it, story, clock);
  const waits = wait === null ? "" : ` ${wait}`;
  if (reminder !== null) {
    const due = Date.parse(reminder) < Date.parse(story.now) ? "has been due since" : "is due at";
    return `${name}: reminder ${String(it.next_rung)} ${due} ${clock(reminder)}.${waits}`;
  }
  if (handOver !== null)
    return `${name}: its reminders are used up, and it is handed over to the company at ${clock(handOver)}.`;
  return `${name}: nothing is planned.${waits}`;
}

const WHAT_IS_OWED = {
  notify: "A message",
  confirm: "Word that a repair was seen",
  publish: "Word of a hand-over",
} as const;

const UNSENT = new Set<string>(["due", "leased"]);

/** What will be sent next and when, a sentence each; what is owed already comes first. */
export function nextOf(story: Story, clock: Clock): readonly string[] {
  const owed = story.notifications
    .filter(({ status }) => UNSENT.has(status))
    .map((it) => {
      const what = WHAT_IS_OWED[it.kind];
      const held = story.held_since === null ? "" : "; an operator keeps it back";
      return `${what} by ${channelWords(it.channel)} is owed since ${clock(it.created_at)}${held}.`;
    });
  const cases = story.cases.filter(isOpen).map((it) => nextOfCase(it, story, clock));
  const all = [...owed, ...cases];
  return all.length > 0 ? all : ["Nothing: no case is open."];
}
