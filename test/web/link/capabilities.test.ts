// What each link opens: purpose x page x age x what became of the customer. A link is a key, so each opens its own doors only,
// and none for ever; stopping alone has no end.

import { beforeEach, describe, expect, it, vi } from "vitest";
import { DAY, MINUTE } from "../../../src/core/time.ts";
import { testSettings } from "../../settings.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import {
  ORIGIN,
  TARIFF,
  codeFor,
  codeOf,
  customer,
  firstLink,
  happen,
  mints,
  setContact,
  tariffIn,
  visit,
} from "../../support/links.ts";
import { LINK_PURPOSES } from "../../../src/core/link/links.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";
import type { LinkPurpose } from "../../../src/core/link/links.ts";

let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
});

type Page = "link" | "tariffs" | "tariff" | "done" | "snooze" | "stop" | "s";

const PAGES: Readonly<Record<Page, (code: string) => string>> = {
  link: (code) => `${ORIGIN}/c/${code}`,
  tariffs: (code) => `${ORIGIN}/c/${code}/tariffs`,
  tariff: (code) => `${ORIGIN}/c/${code}/tariffs/${TARIFF}`,
  done: (code) => `${ORIGIN}/c/${code}/done`,
  snooze: (code) => `${ORIGIN}/c/${code}/snooze`,
  stop: (code) => `${ORIGIN}/c/${code}/stop`,
  s: (code) => `${ORIGIN}/s/${code}`,
};

/** The pages that a living link of each purpose opens; every other says 404. */
const OPENS: Readonly<Record<LinkPurpose, readonly Page[]>> = {
  open: ["link", "tariffs", "tariff", "done", "snooze", "stop", "s"],
  overview: ["link", "tariffs", "tariff", "done", "snooze", "stop", "s"],
  done: ["done", "stop", "s"],
  stop: ["stop", "s"],
  unsubscribe: ["stop", "s"],
};
/** What is left of it when the link has ended. */
const LEFT: readonly Page[] = ["stop", "s"];

const pages = Object.keys(PAGES) as readonly Page[];

/** The pages that a link opens today, found out by asking for each. */
async function opened(no: number, purpose: LinkPurpose, epoch = 0): Promise<readonly Page[]> {
  const code = await codeFor(no, purpose, epoch);
  const found: Page[] = [];
  for (const name of pages) {
    const { status } = await visit(PAGES[name](code));
    expect([200, 302, 404]).toContain(status);
    if (status !== 404) found.push(name);
  }
  return found;
}

/** Ways a customer's life goes on after the message, and whether the first link works then. */
const lives: readonly (readonly [
  string,
  () => Promise<unknown>,
  { readonly alive: boolean; readonly epoch?: number },
])[] = [
  ["on the day of the message", async () => {}, { alive: true }],
  ["sixty days later, the case being open or handed over", () => customer().advanceClock(50 * DAY), { alive: true }],
  ["when the case was handed over long ago", () => customer().advanceClock(90 * DAY), { alive: false }],
  ["right after the repair", repair, { alive: true }],
  [
    "three hundred days after the repair",
    () => repair().then(() => customer().advanceClock(300 * DAY)),
    { alive: false },
  ],
  ["when the customer stopped the messages", () => stop("open"), { alive: true }],
  ["when the number changed", changeNumber, { alive: false }],
  ["when the number changed, by a link made since", changeNumber, { alive: true, epoch: 1 }],
  ["when the operator ended the links", endLinks, { alive: false }],
];

async function repair(): Promise<void> {
  const it = tariffIn(flatpeak, TARIFF);
  it.status = "CONNECTED";
  it.contractEndDate = null;
  await happen(flatpeak, "location.update", TARIFF);
  await customer().advanceClock(MINUTE);
}

const stop = async (purpose: LinkPurpose, form: Record<string, string> = {}): Promise<Response> =>
  visit(PAGES.s(await codeFor(1, purpose)), { form });

async function changeNumber(): Promise<void> {
  await setContact({ phone: "+447700900124" });
}

async function endLinks(): Promise<void> {
  const url = `${ORIGIN}/v1/customers/${customerId()}/links`;
  const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
  expect((await visit(url, { method: "DELETE", headers })).status).toBe(200);
}

const customerId = (): string => "cus_661677a19018beef00a29fae";

const isStopped = async (): Promise<boolean> => (await customer().story())?.contact["opted_out"] === true;

describe("what a link opens (rows 93, 94)", () => {
  describe.each(lives)("%s", (_, live, { alive, epoch = 0 }) => {
    it.each(LINK_PURPOSES)("by the purpose '%s'", async (purpose) => {
      await setContact({ phone: "+447700900123" });
      await firstLink(flatpeak);
      await live();
      expect(await opened(1, purpose, epoch)).toEqual(alive ? OPENS[purpose] : LEFT);
    });
  });

  it("is nothing of a later case by an ended one's link, also where another home broke meanwhile", async () => {
    await firstLink(flatpeak);
    await repair();
    await customer().advanceClock(300 * DAY);
    tariffIn(flatpeak, TARIFF).status = "ERROR";
    await happen(flatpeak, "tariff.expired", TARIFF, { time_created: new Date(Date.now()).toISOString() });
    await customer().advanceClock(6 * MINUTE);
    const before = mints(flatpeak);
    for (const purpose of LINK_PURPOSES) expect(await opened(1, purpose)).toEqual(LEFT);
    expect(mints(flatpeak)).toBe(before);
  });

  it("is not given back by ending links often: the first of them stays ended (row 93)", async () => {
    await firstLink(flatpeak);
    for (let times = 0; times < 16; times++) await endLinks();
    expect(await opened(1, "open")).toEqual(LEFT);
    expect(await opened(1, "open", 16)).toEqual(OPENS.open);
    expect(await opened(1, "open", 300)).toEqual(LEFT);
  });

  it("is 30 characters long for FlatPeak's usual ids, whatever it is for", async () => {
    for (const purpose of LINK_PURPOSES) {
      for (const epoch of [0, 7, 15]) expect(await codeFor(1, purpose, epoch)).toHaveLength(30);
    }
  });
});

describe("stopping", () => {
  it.each(LINK_PURPOSES)(
    "works by '%s' for ever: after the end, after the number changed, after the operator's word",
    async (purpose) => {
      await setContact({ phone: "+447700900123" });
      await firstLink(flatpeak);
      await changeNumber();
      await endLinks();
      await customer().advanceClock(380 * DAY);
      expect((await stop(purpose)).status).toBe(200);
      expect(await isStopped()).toBe(true);
    },
  );

  it("is taken back by a link that works, soon after", async () => {
    await firstLink(flatpeak);
    await stop("stop");
    await stop("stop", { undo: "1" });
    expect(await isStopped()).toBe(false);
  });

  it.each(["done", "stop", "unsubscribe"] as const)(
    "shows no way in to who has the code '%s' alone, whatever is posted (row 94)",
    async (purpose) => {
      await firstLink(flatpeak);
      const html = await (await stop(purpose, { undo: "1" })).text();
      expect(html).not.toContain("/c/");
    },
  );

  it.each<[string, () => Promise<unknown>]>([
    ["two hundred days later", () => customer().advanceClock(200 * DAY)],
    ["by a link that ended with the number", changeNumber],
    ["by a link that the operator ended", endLinks],
  ])("is not taken back %s (row 94)", async (_, live) => {
    await setContact({ phone: "+447700900123" });
    await firstLink(flatpeak);
    await stop("unsubscribe");
    await live();
    for (const purpose of LINK_PURPOSES) await stop(purpose, { undo: "1" });
    expect(await isStopped()).toBe(true);
  });
});

describe("going back and forth (row 99)", () => {
  it("mints no token for each round", async () => {
    const link = await firstLink(flatpeak);
    const code = codeOf(link);
    for (let round = 0; round < 30; round++) {
      await visit(PAGES.done(code));
      expect((await visit(link)).status).toBe(302);
    }
    expect(mints(flatpeak)).toBeLessThanOrEqual(3);
  });

  it("asks FlatPeak about the homes no more often than one looks", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const code = codeOf(await firstLink(flatpeak));
    const before = flatpeak.calls.length;
    for (let round = 0; round < 20; round++) {
      await visit(PAGES.done(code));
      await visit(PAGES.tariffs(code));
    }
    expect(flatpeak.calls.length - before).toBeLessThanOrEqual(12);
  });
});
