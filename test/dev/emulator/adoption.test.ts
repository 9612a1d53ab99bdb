// What the dev front does with a documented body: it becomes an event of this world, and its answer says what that took
// and who is told.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { adoptEvent, forwardUnsigned } from "../../../src/dev/emulator/adoption.ts";
import { applyEvent, repairTariff } from "../../../src/dev/emulator/tariffs.ts";
import {
  documentedAccount,
  documentedCustomer,
  documentedHome,
  documentedTariff,
  findTariff,
} from "../../../src/dev/emulator/world.ts";
import { bodies } from "../../support/documented.ts";
import { dayMs, noon, TestWorld } from "./support.ts";

const posted = (body: string) => new Request("http://go.example.test/webhooks/flatpeak", { method: "POST", body });

const foreignHome = "loc_69661c764a5497be3666d0f6";
const foreignTariff = "trf_69665bd289b104fb993db999";

describe("a documented body becomes an event of this world (row 83)", () => {
  test("another account and live mode become ours, and what it names exists and is broken as it says", () => {
    const t = new TestWorld();
    const adopted = adoptEvent(t.world, bodies.anodeExpired, noon);
    expect(JSON.parse(adopted?.event.raw ?? "")).toEqual({
      ...(JSON.parse(bodies.anodeExpired) as object),
      data: {
        live_mode: false,
        location_id: foreignHome,
        tariff_id: foreignTariff,
        account_id: documentedAccount,
      },
    });
    expect(adopted?.changed).toEqual([
      "The account acc_67ff7e8e2e5c80a54972fc75 became acc_661677911f2197045e6cf1b1, the one of this server.",
      "live_mode became false: this server has a test key.",
      `${foreignHome} is new in the emulated world, as a home of cus_69661c764a5497be3666d0f6.`,
      `${foreignTariff} is new there, a tariff of Harbour Power.`,
    ]);
    expect(findTariff(t.world, foreignTariff)?.tariff).toMatchObject({
      status: "CONNECTED",
      contractEndDate: "2026-11-21",
    });
  });

  test("FlatPeak's API then knows the home, its customer and its status", async () => {
    const t = new TestWorld();
    adoptEvent(t.world, bodies.anodeExpired, noon);
    const home = await t.asProduct(`/locations/${foreignHome}`);
    expect(home.json).toMatchObject({ customer_id: "cus_69661c764a5497be3666d0f6", tariff_elements: [foreignTariff] });
    const status = await t.asProduct(`/locations/${foreignHome}/status`);
    expect(status.json).toMatchObject({ tariff_status: { commodity_import: { tariff: { id: foreignTariff } } } });
    const customer = await t.asProduct("/customers/cus_69661c764a5497be3666d0f6");
    expect(customer.json).toMatchObject({ locations: [foreignHome] });
  });

  test("a home named with another customer is that customer's from then on", () => {
    const t = new TestWorld();
    const adopted = adoptEvent(t.world, bodies.later2, noon);
    expect(adopted?.event.raw).toBe(bodies.later2);
    expect(adopted?.changed).toEqual([
      `${documentedHome} was a home of ${documentedCustomer} and is one of cus_65e421d1daa4a24082b4f590 from now on.`,
    ]);
    expect(t.world.knownCustomerIds).toContain("cus_65e421d1daa4a24082b4f590");
  });

  test("an undated problem happened when its event says: a contract that ran out in 2024 is over", () => {
    const t = new TestWorld();
    adoptEvent(t.world, bodies.later1, noon);
    expect(findTariff(t.world, documentedTariff)?.tariff.contractEndDate).toBe("2024-02-08");
  });

  test("an event from before the repair breaks nothing", () => {
    const t = new TestWorld();
    const tariff = findTariff(t.world, documentedTariff)?.tariff;
    if (tariff === undefined) throw new Error("the documented tariff is gone");
    repairTariff(tariff, noon);
    adoptEvent(t.world, bodies.seedExpired, noon);
    expect(tariff.contractEndDate).toBe("2027-11-22");
    applyEvent(t.world, { type: "tariff.expired", data: { tariff_id: documentedTariff } }, noon + 1);
    expect(tariff.contractEndDate).toBe("2026-11-21");
  });

  test("an id is given once, also when the world is reset in between", async () => {
    const t = new TestWorld();
    const first = adoptEvent(t.world, bodies.seedExpired, noon)?.event;
    await t.request("/_dev/reset", {});
    const second = adoptEvent(t.world, bodies.seedExpired, noon)?.event;
    expect([first?.id, second?.id === first?.id]).toEqual(["evt_66167787c1652b3fbeba5f01", false]);
  });

  test.each([...Array(3).keys()])("a home takes as many tariffs as it has slots for (%i)", (more) => {
    const t = new TestWorld();
    const body = (n: number) =>
      JSON.stringify({
        id: `evt_${n}`,
        type: "tariff.expired",
        data: { location_id: "loc_new", tariff_id: `trf_${n}` },
      });
    const changed = Array.from({ length: more + 2 }, (_, n) => adoptEvent(t.world, body(n), noon)?.changed).at(-1);
    const isFull = more === 2;
    expect(changed?.[0]).toMatch(isFull ? /no slot left for trf_3/ : /is new there/);
    expect(findTariff(t.world, `trf_${more + 1}`) === null).toBe(isFull);
  });
});

describe("a home that an event makes is in its customer's country", () => {
  const homeOf = async (contact: object) => {
    const t = new TestWorld();
    t.story = { contact };
    await forwardUnsigned(t.world, posted(bodies.anodeExpired), t.asking(), noon);
    return (await t.asProduct(`/locations/${foreignHome}`)).json;
  };

  test.each([
    ["a time zone", { locale: "en", timezone: "Europe/Berlin" }, "DE", "Europe/Berlin", "EUR"],
    ["a language with a country", { locale: "de-AT" }, "AT", "Europe/Vienna", "EUR"],
    ["a language alone", { locale: "sv" }, "SE", "Europe/Stockholm", "SEK"],
    ["a time zone before a language", { locale: "de", timezone: "Europe/London" }, "GB", "Europe/London", "GBP"],
    ["a time zone of no country here", { locale: "pl", timezone: "Asia/Tokyo" }, "PL", "Europe/Warsaw", "PLN"],
    ["nothing", {}, "GB", "Europe/London", "GBP"],
  ])("by %s", async (_, contact, country_code, timezone, currency_code) => {
    expect(await homeOf(contact)).toMatchObject({ timezone, currency_code, postal_address: { country_code } });
  });

  test("as the company's own lookup answers, where the product was told nothing", async () => {
    const asked: string[] = [];
    const lookup = createServer((request, response) => {
      asked.push(String(request.headers["webhook-signature"]));
      response.end(JSON.stringify({ locale: "de-DE", timezone: "Europe/Berlin" }));
    });
    await new Promise<void>((done) => lookup.listen(0, "127.0.0.1", done));
    const { port } = lookup.address() as AddressInfo;
    const t = new TestWorld();
    const asking = t.asking();
    asking.settings = { ...asking.settings, ownLookup: `http://127.0.0.1:${port}/contacts` };
    await forwardUnsigned(t.world, posted(bodies.anodeExpired), asking, noon);
    // The next event is about a home that is there.
    await forwardUnsigned(t.world, posted(bodies.anodeExpired), asking, noon);
    await new Promise((done) => lookup.close(done));
    expect([asked.length, asked[0]?.startsWith("v1,")]).toEqual([1, true]);
    expect((await t.asProduct(`/locations/${foreignHome}`)).json).toMatchObject({ currency_code: "EUR" });
  });
});

/** The product's story of a customer with one open case of the documented tariff. */
function story(more: { why?: string; what?: string; due?: number; state?: string; sent?: number; contact?: object }) {
  const { why, what = why === undefined ? "case_opened" : "silent", due = noon, state = "open", sent } = more;
  const detail = {
    event: "evt_66167787c1652b3fbeba5f01",
    case: 7,
    held: "expired",
    ...(why === undefined ? {} : { why }),
  };
  return {
    now: new Date(noon).toISOString(),
    contact: more.contact ?? {},
    cases: [{ case: 7, tariff_id: documentedTariff, state, next_reminder_at: new Date(due).toISOString() }],
    notifications: sent === undefined ? [] : [{ kind: "notify", sent_at: new Date(sent).toISOString() }],
    journal: [{ what, detail }],
  };
}

async function answerTo(body: string, told: object | null, answer: object = { status: "stored" }) {
  const t = new TestWorld();
  t.story = told;
  t.answer = () => Response.json(answer);
  const response = await forwardUnsigned(t.world, posted(body), t.asking(), noon);
  return (await response.json()) as { status: string; emulator?: { outcome: string | null } };
}

describe("the answer says why nobody is told (row 83)", () => {
  const expired = bodies.seedExpired;

  test("nothing, where somebody is told within a minute and nothing had to change", async () => {
    expect(await answerTo(expired, story({ due: noon + 10_000 }))).toEqual({ status: "stored" });
  });

  test.each([
    [
      "a ladder that begins later",
      story({ due: noon + 7_200_000 }),
      /due at 2026-11-22T14:00:00.000Z \(LADDER_EXPIRED\).*"advance":"2h"/,
    ],
    [
      "a customer who was told yesterday",
      story({ sent: noon - dayMs }),
      /due at 2026-11-23T12:00:00.000Z \(CAPS=1\/48h,4\/28d\)/,
    ],
    [
      "a customer whose message the product knows to be held by then",
      story({ sent: noon - dayMs, due: noon + dayMs + 200 }),
      /due at 2026-11-23T12:00:00.200Z \(CAPS=1\/48h,4\/28d\)/,
    ],
    ["an open case", story({ why: "case_already_open" }), /case 7 of this tariff is open already/],
    ["a stronger reason", story({ why: "inhibited_by_a_stronger_reason" }), /case 7 .* expired weighs more/],
    ["an old event", story({ why: "older_than_the_repair" }), /repaired after this event's date/],
    ["a ladder that is off", story({ why: "reason_switched_off" }), /LADDER_EXPIRED is off/],
    ["another reason of the product's", story({ why: "supplier_outage" }), /supplier outage/],
    ["a case that is over", story({ state: "repaired" }), /Its case is repaired already/],
    ["a customer who wants none", story({ contact: { opted_out: true } }), /wants no messages/],
    ["a product that cannot say", null, /has not found out yet/],
  ])("%s", async (_, told, expected) => {
    expect((await answerTo(expired, told)).emulator?.outcome).toMatch(expected);
  });

  test.each([
    ["customerCreate", "ignored", /Nobody is told of customer.create/],
    ["anodeUpdate", "stored", /Nobody is told of location.update itself/],
    ["seedExpired", "duplicate", /had this very event before/],
    ["seedExpired", "quarantined", /in quarantine/],
    ["broken", "quarantined", /in quarantine.*JSON at position/],
  ] as const)("%s, %s", async (name, status, expected) => {
    const answer = await answerTo(bodies[name], {}, { status });
    expect([answer.status, answer.emulator?.outcome]).toEqual([status, expect.stringMatching(expected) as unknown]);
  });

  test("a contract that is over already is spoken of as over", async () => {
    const answer = await answerTo(bodies.later1, story({}));
    expect(answer.emulator?.outcome).toMatch(/^The contract ended on 2024-02-08/);
  });

  test("a message may wait for what was made to fail", async () => {
    const t = new TestWorld();
    t.story = story({});
    await t.request("/_dev/faults", { target: "api", mode: "code", code: "account_disabled" });
    const response = await forwardUnsigned(t.world, posted(expired), t.asking(), noon);
    expect(await response.json()).toMatchObject({
      emulator: { outcome: "The message waits while api fails, as /_dev/faults was told." },
    });
  });

  test("a product that fails: FlatPeak delivers again", async () => {
    const t = new TestWorld();
    t.answer = () => Response.json({ error: { code: "unavailable" } }, { status: 503 });
    const response = await forwardUnsigned(t.world, posted(expired), t.asking(), noon);
    expect([response.status, await response.json()]).toMatchObject([
      503,
      { error: { code: "unavailable" }, emulator: { outcome: expect.stringContaining("delivered again") as unknown } },
    ]);
  });
});

describe("what is posted by hand is seen in the control room", () => {
  const deliveries = async (t: TestWorld) =>
    ((await t.request("/_dev/state")).json as { deliveries: { type: string; outcome: string | null }[] }).deliveries;

  test.each(Object.entries(bodies))("%s stands among the webhooks, with why nobody is told", async (name, body) => {
    const t = new TestWorld();
    t.story = null;
    const status = name === "broken" ? "quarantined" : name === "customerCreate" ? "ignored" : "stored";
    t.answer = () => Response.json({ status });
    await forwardUnsigned(t.world, posted(body), t.asking(), noon);
    const [line] = await deliveries(t);
    expect(line).toMatchObject({ attempts: [{ status: 200 }] });
    expect(line?.type).toBe(name === "broken" ? "no event" : (JSON.parse(body) as { type: string }).type);
    expect(status === "stored" || (line?.outcome ?? "") !== "").toBe(true);
  });
});
