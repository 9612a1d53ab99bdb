// The words of the dashboard: every reason for silence and every entry of the journal has a sentence, and what comes next is said as
// it is.

import { describe, expect, it } from "vitest";
import { REASONS } from "../../../src/core/case/reason.ts";
import { INSTANTS, SILENCE_REASONS } from "../../../src/core/journal.ts";
import { CHANNELS } from "../../../src/core/policy.ts";
import { ENTRIES, entryWords } from "../../../src/web/dashboard/words/journal.ts";
import { nextOf, quietOf } from "../../../src/web/dashboard/words/next.ts";
import { SILENCES } from "../../../src/web/dashboard/words/silence.ts";
import { clockIn, toldOf } from "../../../src/web/dashboard/words/told.ts";
import { LATER, NOW, entryOf as entry, messageWith, storyWith as story } from "../../support/story.ts";
import journalDocs from "../../../docs/JOURNAL.md?raw";

const clock = clockIn("Europe/London");
/** Plain words: sentences that begin large and end with a full stop, and nothing of a program in them. */
const isPlain = (words: string): boolean =>
  /^[A-Z]/.test(words) && words.endsWith(".") && !/undefined|null|NaN|_[a-z]+_|\{|\}/.test(words);

describe("a reason for silence", () => {
  it.each(SILENCE_REASONS)("%s is answered in plain words", (why) => {
    const detail = { why, case: 1, until: LATER, reason: "expiring", held: "expired", supplier: "Octopus" };
    const [quiet] = quietOf(story({ journal: [entry("silent", detail)] }), clock);
    expect(quiet?.reason).toBe(why);
    expect(quiet?.words).toSatisfy(isPlain);
  });

  it.each(SILENCE_REASONS)("%s is answered where nothing more is known of it", (why) => {
    expect(SILENCES[why].words(toldOf({}, clock))).toSatisfy(isPlain);
  });

  it("each has words of its own", () => {
    const words = SILENCE_REASONS.map((why) =>
      SILENCES[why].words(toldOf({ reason: "expired", held: "expired" }, clock)),
    );
    expect(new Set(words).size).toBe(SILENCE_REASONS.length);
  });

  it("is told of a message that failed, though the company heard of the case since", () => {
    const journal = [
      entry("message_sent", { notification: "ntf_cus_1_1" }),
      entry("message_failed", { notification: "ntf_cus_1_2", why: "sms_limit" }),
      entry("publication_sent", { notification: "ntf_cus_1_3" }),
    ];
    expect(quietOf(story({ journal }), clock)).toHaveLength(1);
  });

  it("is told of a reminder that an earlier message told of along, though that has gone out since", () => {
    const journal = [
      entry("silent", { why: "cap", case: 1, until: LATER }),
      entry("message_sent", { notification: "ntf_cus_1_1" }),
      entry("silent", { why: "send_window", case: 1, until: LATER }),
      entry("silent", { why: "told_by_a_late_message", case: 1 }),
      entry("message_sent", { notification: "ntf_cus_1_2" }),
    ];
    expect(quietOf(story({ journal }), clock).map(({ reason }) => reason)).toEqual(["told_by_a_late_message"]);
  });

  it("names the time until which it holds, where the customer lives", () => {
    const [quiet] = quietOf(
      story({ journal: [entry("silent", { why: "cap", until: "2027-07-16T09:00:00.000Z" })] }),
      clock,
    );
    expect(quiet?.words).toContain("16 Jul 2027, 10:00 BST");
  });

  it("of an earlier message says nothing of today", () => {
    const journal = [entry("silent", { why: "cap" }), entry("message_sent", { channel: "sms" })];
    expect(quietOf(story({ journal }), clock)).toEqual([]);
  });

  it("outlasts a provider's word that the message before it arrived", () => {
    const journal = [entry("message_sent"), entry("silent", { why: "cap" }), entry("message_delivered")];
    expect(quietOf(story({ journal }), clock).map(({ reason }) => reason)).toEqual(["cap"]);
  });

  it("is no doubt about a message that is over", () => {
    const doubt = entry("message_uncertain", { notification: "ntf_cus_1_1", channel: "sms", why: "timeout" });
    expect(quietOf(story({ journal: [doubt] }), clock)).toHaveLength(1);
    const journal = [doubt, entry("message_delivered", { notification: "ntf_cus_1_1", channel: "sms" })];
    expect(quietOf(story({ journal }), clock)).toEqual([]);
  });

  it("is what the customer wants now, before anything falls due, and said once after it did", () => {
    const { contact } = story();
    const stops = [{ by: "page", at: NOW, taken_back_by: "page", only: null }];
    const stopped = { ...contact, opted_out: true, stops };
    for (const journal of [[], [entry("silent", { why: "opted_out" })]])
      expect(quietOf(story({ contact: stopped, journal }), clock)).toEqual([
        { at: NOW, reason: "opted_out", words: "The customer wants no messages." },
      ]);
    const [quiet] = quietOf(story({ snoozed_until: LATER }), clock);
    expect(quiet).toMatchObject({ reason: "snoozed", words: expect.stringContaining("16 Jan 2027") as string });
  });

  it("is said once however often it came, the newest first", () => {
    const journal = [
      entry("silent", { why: "send_window" }),
      entry("silent", { why: "cap" }),
      entry("silent", { why: "send_window" }),
    ];
    expect(quietOf(story({ journal }), clock).map(({ reason }) => reason)).toEqual(["send_window", "cap"]);
  });

  it("beside the journal's own word for it is a provider, a FlatPeak or an operator in the way", () => {
    const journal = [
      entry("messages_held", { notifications: "n" }),
      entry("message_delayed", { channel: "sms", why: "twilio 20429" }),
      entry("flatpeak_unavailable", { location: "loc_1", why: "FlatPeak answered 500", until: LATER }),
    ];
    expect(quietOf(story({ journal, held_since: NOW }), clock).map(({ words }) => words)).toEqual([
      "An operator keeps the messages back.",
      expect.stringContaining("FlatPeak did not answer"),
      expect.stringContaining("twilio 20429"),
    ]);
    // Let go since then, they are kept back no more.
    expect(quietOf(story({ journal }), clock)).toHaveLength(2);
  });
});

describe("an entry of the journal", () => {
  const names = [...journalDocs.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, name]) => name ?? "");

  it("has a sentence for each that is documented", () => {
    const reasons: readonly string[] = SILENCE_REASONS;
    const missing = names.filter((it) => !reasons.includes(it) && !(it in ENTRIES));
    expect(missing).toEqual([]);
  });

  it.each(Object.keys(ENTRIES))("%s is told in plain words, whatever is known of it", (what) => {
    const until = what in INSTANTS ? { until: LATER } : {};
    const detail = {
      case: 1,
      cases: "1,2",
      tariff: "trf-1",
      reason: "expired",
      channel: "sms",
      from: "sms",
      to: "email",
      why: "cap",
      by: "page",
      fields: "phone",
      ...until,
    };
    expect(entryWords(what, toldOf(detail, clock)).words).toSatisfy(isPlain);
    expect(entryWords(what, toldOf({}, clock)).words).toMatch(/^[A-Z].*\.$/);
  });

  it.each(CHANNELS)("of %s says the channel as people do", (channel) => {
    const { words } = entryWords("message_delivered", toldOf({ channel }, clock));
    expect(words).not.toMatch(/whatsapp|sms|handoff|The company|The log/);
  });

  it.each(REASONS)("of a case says why it began, where that is %s", (reason) => {
    const { words } = entryWords("case_opened", toldOf({ case: 1, tariff: "trf-1", reason }, clock));
    expect(words).not.toContain(`since ${reason}`);
  });

  it("of a message says which, so that two of them are told apart", () => {
    const wordsOf = (facts: Parameters<typeof toldOf>[0]): string =>
      entryWords("message_sent", toldOf(facts, clock)).words;
    expect(wordsOf({ channel: "whatsapp", rung: 2, cases: [1, 3] })).toBe(
      "A message went out by WhatsApp (reminder 2, for cases 1, 3).",
    );
    expect(wordsOf({ channel: "email" })).toBe("A message went out by email.");
  });

  it("of a stop says by which door, and what still stands of others", () => {
    const { words } = entryWords("opted_in", toldOf({ by: "page", standing: ["company", "reply (sms)"] }, clock));
    expect(words).toBe(
      "Messages again, on our page; what was asked for by the company's word and by answering a message, for text message alone, still stands.",
    );
  });

  it("of a question that the contact lookup refused blames no provider", () => {
    const told = toldOf({ channel: "sms", why: "contact lookup 401" }, clock);
    expect(entryWords("message_delayed", told).words).toBe(
      "The contact lookup did not say how the customer is reached: contact lookup 401. It is asked again.",
    );
  });

  it.each(["no_address", "cannot_be_reached", "contract_continues"])("has no name of a program for %s", (why) => {
    for (const what of ["channel_changed", "message_failed", "message_cancelled"] as const)
      expect(entryWords(what, toldOf({ why, from: "sms", to: "email", channel: "sms" }, clock)).words).toSatisfy(
        isPlain,
      );
  });

  it("that this version does not know is named as it stands", () => {
    expect(entryWords("something_new", toldOf({}, clock))).toEqual({ tone: "calm", words: "something_new" });
  });
});

describe("what comes next", () => {
  it("is a reminder and when", () => {
    expect(nextOf(story(), clock)).toEqual([
      "Case 1 (the contract has ended): reminder 2 is due at 16 Jan 2027, 09:00 GMT.",
    ]);
  });

  it("is a reminder that waits, and why", () => {
    const journal = [entry("silent", { why: "tap_hold", case: 1, until: LATER })];
    expect(nextOf(story({ journal }), clock)[0]).toContain("opened the link");
  });

  it("is no wait that is over", () => {
    const journal = [entry("silent", { why: "tap_hold", case: 1, until: NOW })];
    expect(nextOf(story({ journal }), clock)[0]).not.toContain("opened the link");
  });

  it("is nothing for who wants no messages, or whose messages are kept back", () => {
    const { contact } = story();
    expect(nextOf(story({ contact: { ...contact, opted_out: true } }), clock)[0]).toContain("wants none");
    expect(nextOf(story({ held_since: NOW }), clock)[0]).toContain("an operator keeps them back");
  });

  it("is the hand-over when the reminders are used up", () => {
    const cases = story().cases.map((it) => ({ ...it, next_reminder_at: null, hand_over_at: LATER }));
    expect(nextOf(story({ cases }), clock)[0]).toContain("handed over to the company");
  });

  it("is a message that is owed already, before all else", () => {
    const notifications = [messageWith({ status: "due" })];
    expect(nextOf(story({ notifications }), clock)[0]).toContain("A message by text message is owed");
  });

  it("is nothing where no case is open", () => {
    expect(nextOf(story({ cases: [] }), clock)).toEqual(["Nothing: no case is open."]);
  });
});
