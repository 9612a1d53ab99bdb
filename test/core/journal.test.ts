// The journal is read by operators and by programs: every name and every reason there can be is documented, and nothing is documented
// that there cannot be.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { INSTANTS, SILENCE_REASONS, factsOf, forJournal, isInstant, line } from "../../src/core/journal.ts";
import type { What } from "../../src/core/journal.ts";

/** All of them: one that is new must be given here, or this does not compile. */
const ALL: Readonly<Record<What, true>> = {
  case_opened: true,
  case_taken_over: true,
  case_goes_on: true,
  tariff_replaced: true,
  case_repaired: true,
  case_disconnected: true,
  case_handed_over: true,
  case_moved: true,
  case_withdrawn: true,
  case_closed: true,
  case_advanced: true,
  message_repeated: true,
  end_date_trap: true,
  session_complete: true,
  session_believed: true,
  silent: true,
  released: true,
  message_prepared: true,
  message_sent: true,
  message_delivered: true,
  message_delayed: true,
  message_undelivered: true,
  message_readdressed: true,
  message_unconfirmed: true,
  message_uncertain: true,
  message_failed: true,
  message_cancelled: true,
  channel_changed: true,
  delivery_lease_lost: true,
  publication_sent: true,
  publication_delayed: true,
  publication_uncertain: true,
  publication_failed: true,
  messages_held: true,
  restored: true,
  messages_released: true,
  flatpeak_unavailable: true,
  flatpeak_busy: true,
  flatpeak_cannot_tell: true,
  home_unanswered: true,
  location_left: true,
  link_opened: true,
  page_seen: true,
  went_on: true,
  contract_continues: true,
  tap_failed: true,
  disconnect_wanted: true,
  links_ended: true,
  case_links_ended: true,
  snoozed: true,
  tariff_quieted: true,
  tariff_heard_again: true,
  opted_out: true,
  opted_in: true,
  contact_changed: true,
  contact_fields_unusable: true,
  contact_forgotten: true,
};

const docs = readFileSync("docs/JOURNAL.md", "utf8");
/** The names that begin the rows of a table below a heading. */
function rowsBelow(heading: string): readonly string[] {
  const section = docs.split(/^## /m).find((it) => it.startsWith(heading)) ?? "";
  return [...section.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, name]) => name ?? "");
}

describe("the journal", () => {
  it("is documented, entry by entry", () => {
    expect(rowsBelow("Entries").toSorted()).toEqual(Object.keys(ALL).toSorted());
  });

  it("is documented, silence by silence", () => {
    expect(rowsBelow("Why nothing was sent").toSorted()).toEqual([...SILENCE_REASONS].toSorted());
  });

  it("says of every instant that it is one", () => {
    expect(isInstant("silent", "until")).toBe(true);
    expect(isInstant("silent", "case")).toBe(false);
    expect(isInstant("links_ended", "epoch")).toBe(false);
    expect(Object.keys(INSTANTS).every((what) => what in ALL)).toBe(true);
  });

  it("keeps nothing of the record of consent", () => {
    const entry = line(1, "opted_out", { by: "page" });
    const consent = {
      at: 1,
      to: "stopped",
      by: "page",
      door: "link",
      only: null,
      address: "digest",
      link: null,
    } as const;
    expect(forJournal({ ...entry, consent: { ...consent, standing: ["page"] } })).toEqual(entry);
    expect(factsOf(entry)).toEqual({ by: "page" });
  });
});
