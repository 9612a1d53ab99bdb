// Later and stop for one tariff of several: reached in two taps, named on the page, and heeded for that one alone.

import { beforeEach, describe, expect, it } from "vitest";
import { installFlatPeak } from "../../support/flatpeak.ts";
import {
  ORIGIN,
  TARIFF,
  codeFor,
  customer,
  firstLink,
  happen,
  linkTo,
  setContact,
  story,
  tariffIn,
  visit,
} from "../../support/links.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

/** Of the same home. */
const OTHER = "trf_6597ef46529ab4467502af3e";
const ONLY = "Only about one tariff";
const OTHERS = "You still get messages about your other tariffs.";
const DAY_MS = 86_400_000;
let flatpeak: FakeFlatPeak;
let link: string;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
  link = await firstLink(flatpeak);
});

const breakOther = async (): Promise<void> => {
  tariffIn(flatpeak, OTHER).status = "ERROR";
  await happen(flatpeak, "tariff.expired", OTHER);
  await customer().advanceClock(6 * 60_000);
};

const read = async (url: string, form?: Record<string, string>): Promise<string> => {
  const answer = await visit(url, form === undefined ? {} : { form });
  expect([url, answer.status]).toEqual([url, 200]);
  return answer.text();
};
const told = (): readonly string[] =>
  flatpeak.handoffs.flatMap(({ body }) => (body.type === "notification.requested" ? [body.data.link] : []));

describe("one tariff of several", () => {
  it("is stopped behind its link in two taps, and back by the button that says so", async () => {
    await breakOther();
    expect(await read(`${link}/stop`)).toContain(ONLY);
    const page = await read(`${link}/stop?tariff=${TARIFF}`);
    for (const text of ["Stop our messages?", "Electricity you use", OTHERS]) expect(page).toContain(text);
    expect((await story()).journal.map(({ what }) => what)).not.toContain("tariff_quieted");

    const before = told().length;
    expect(await read(`${link}/stop`, { tariff: TARIFF })).toContain("Messages are stopped");
    await customer().advanceClock(40 * DAY_MS);
    expect((await story()).contact.opted_out).toBe(false);
    const own = await linkTo(1);
    expect(told().slice(before)).not.toContain(own);
    expect(told().length).toBeGreaterThan(before);

    expect(await read(`${link}/stop?tariff=${TARIFF}`)).toContain("Receive messages again");
    expect(await read(`${link}/stop`, { tariff: TARIFF, undo: "1" })).toContain("Messages are on again");
    expect((await story()).journal.at(-1)?.what).toBe("tariff_heard_again");
  });

  it("waits until a day, and the overview says so beside it and leads back", async () => {
    await breakOther();
    const form = await read(`${link}/snooze?tariff=${TARIFF}`);
    expect(form).toContain(`name="tariff" value="${TARIFF}"`);
    const [, until = ""] = /min="([^"]+)"/.exec(form) ?? [];
    expect(await read(`${link}/snooze`, { tariff: TARIFF, until })).toContain(OTHERS);
    const { snoozed_until, cases } = await story();
    expect([snoozed_until, cases.map((it) => it.snoozed_until !== null)]).toEqual([null, [true, false]]);

    const all = `${ORIGIN}/c/${await codeFor(0)}`;
    const overview = await read(`${all}/tariffs`);
    expect(overview).toContain(`href="snooze?tariff=${TARIFF}">Turn reminders back on`);
    expect(overview).toContain(`href="stop?tariff=${OTHER}">Stop messages`);
    expect(await read(`${all}/snooze`, { tariff: TARIFF, undo: "1" })).toContain("Reminders are back on");
    expect((await visit(`${all}/snooze`, { form: { tariff: TARIFF, until: "2020-01-01" } })).status).toBe(400);
  });

  it("is stopped by no link that leads to another tariff or is shown to others, and never widened to all", async () => {
    await breakOther();
    await setContact({ locale: "en" });
    const codes = [codeFor(1), codeFor(1, "stop"), codeFor(1, "unsubscribe"), codeFor(1, "done")];
    for (const code of await Promise.all(codes)) {
      const answer = await visit(`${ORIGIN}/c/${code}/stop`, { form: { tariff: OTHER } });
      expect(answer.status).toBe(404);
    }
    expect((await story()).journal.map(({ what }) => what)).not.toContain("opted_out");
  });
});
