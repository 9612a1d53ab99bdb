// A thousand customers in all states, as a released version left them on disk, opened by this code: nothing is lost, nobody is told
// twice, and nobody after the repair.

import { describe, expect, it } from "vitest";
import { nextAlarm } from "../../../../src/core/duties.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../../src/core/time.ts";
import { DOCUMENT, EVENTS } from "../../../../src/objects/customer/rows/keys.ts";
import { eventOf, KeptCustomer } from "../../../support/kept.ts";
import { Disk } from "../../../support/memory-disk.ts";
import { VERSIONS, livesOf } from "./fixture.ts";
import { LIVES, POLICY, SOMEBODY, live } from "./lives.ts";
import type { KeptLife } from "./lives.ts";

const CUSTOMERS = 1_000;
/** How long after the old version was left the new one comes. */
const GAPS = [0, SECOND, 10 * MINUTE, 5 * HOUR, 2 * DAY, 20 * DAY];

/** One of the thousand: a life of the fixture under an id of its own. */
function customerNo(no: number, lives: readonly KeptLife[]): { readonly life: KeptLife; readonly it: KeptCustomer } {
  const known = lives[no % lives.length];
  if (known === undefined) throw new Error("the fixture is empty");
  const id = `cus_${String(no).padStart(24, "0")}`;
  const life = JSON.parse(JSON.stringify(known).replaceAll(SOMEBODY, id)) as KeptLife;
  const gap = GAPS[Math.floor(no / lives.length) % GAPS.length] ?? 0;
  const it = new KeptCustomer(id, new Disk(life.disk), POLICY, life.leftAt + gap);
  for (const [home, slots] of life.truth) it.truth.set(home, slots);
  return { life, it };
}

/** What is wrong with how a customer fares from here on, in words; empty where nothing is. */
function troubleOf({ life, it }: ReturnType<typeof customerNo>): readonly string[] {
  const before = it.state;
  const wrong: string[] = [];
  const must = (holds: boolean, what: string): unknown => holds || wrong.push(`${life.name}: ${what}`);

  must(it.store.document !== null, "is not known any more");
  for (const { id } of it.store.keys.values(EVENTS)) {
    const again = eventOf({ kind: "ignored", id, type: "", occurredAt: 0, late: false }, it.now);
    must(it.store.known({ ...again, source: "copy" }) === "duplicate", `event ${id} would be taken again`);
  }
  must(
    life.open.every((no) => before.cases.some((open) => open.no === no)),
    "a case is not open any more",
  );
  it.work();
  it.advance(90 * DAY);

  const earlier = new Set(life.told.map(({ id }) => id));
  const said = new Set(life.told.flatMap(({ cases, reason, rung }) => cases.map((no) => `${no} ${reason} ${rung}`)));
  for (const { id, channel, cases, reason, rung } of it.told) {
    must(!life.isDone, `is told ${id}`);
    must(!earlier.has(id), `is told ${id} again`);
    earlier.add(id);
    // Only a provider that knows a repeat by its key may be handed the same message again.
    must(!life.inTheAir.includes(id) || channel !== "sms", `is told ${id}, which may have arrived`);
    for (const no of cases) {
      const about = `${no} ${reason} ${rung}`;
      must(!said.has(about), `is told of case ${about} again`);
      said.add(about);
    }
  }
  const after = it.state;
  for (const no of life.owed) {
    const became = it.store.past.notificationOf(no)?.status;
    must(became !== undefined && !["due", "leased"].includes(became), `message ${no} is ${became ?? "lost"}`);
  }
  for (const no of life.open) {
    const isOpen = after.cases.some((other) => other.no === no);
    must(it.store.past.caseOf(no) !== null, `case ${no} is lost`);
    const isAwaited = after.keptBackSince !== null || nextAlarm(after, it.now, it.settings) !== null;
    must(!isOpen || isAwaited, `case ${no} is open, and nothing will come of it`);
  }
  must(after.lastCaseNo >= before.lastCaseNo, "a number of a case is given out again");
  return wrong;
}

/** A document with fields that this code does not know. */
function withNews(text: string): string {
  const document = JSON.parse(text) as {
    readonly state: { readonly contact: object; readonly cases?: readonly object[] };
  };
  const { state } = document;
  return JSON.stringify({
    ...document,
    newsOfAll: 1,
    state: {
      ...state,
      contact: { ...state.contact, newsOfPerson: 1 },
      ...(state.cases === undefined ? {} : { cases: state.cases.map((it) => ({ ...it, newsOfCase: { deep: [1] } })) }),
    },
  });
}

const fares = (lives: readonly KeptLife[], customers: number): readonly string[] => [
  ...new Set(Array.from({ length: customers }, (_, no) => troubleOf(customerNo(no, lives))).flat()),
];

describe("what a released version left on disk", () => {
  it.each(VERSIONS)(
    "of %s is taken on by this code for a thousand customers: nothing lost, nobody told twice",
    (version) => {
      expect(fares(livesOf(version), CUSTOMERS)).toEqual([]);
    },
  );

  it("is left alone by this code where newer code of the same form wrote it: going back loses nothing", () => {
    const lives = Object.entries(LIVES).map(([name, happens]) => live(name, happens));
    const newer = lives.map((it) => ({
      ...it,
      disk: it.disk.map(([key, text]) => [key, key === DOCUMENT ? withNews(text) : text] as const),
    }));
    expect(fares(newer, newer.length)).toEqual([]);
    for (const [no] of newer.entries()) {
      const { life, it } = customerNo(no, newer);
      it.input({ type: "links_ended" });
      it.advance(90 * DAY);
      const text = it.store.keys.text(DOCUMENT) ?? "";
      expect(`${life.name} ${text}`).toMatch(/"newsOfPerson":1.*"newsOfAll":1|"newsOfAll":1.*"newsOfPerson":1/);
    }
  });

  it("will be the same of this code, for the version after it", () => {
    const lives = Object.entries(LIVES).map(([name, happens]) => live(name, happens));
    expect(fares(lives, lives.length)).toEqual([]);
  });
});
