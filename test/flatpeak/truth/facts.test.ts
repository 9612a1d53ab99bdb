// Proves the readers of FlatPeak's facts: every way it may write a tariff or an end date, and that what cannot be read takes
// nothing away from what can.

import { describe, expect, it } from "vitest";
import { endDateIn } from "../../../src/flatpeak/truth/end-date.ts";
import { createFlatPeak } from "../../../src/flatpeak/flatpeak.ts";
import { readElements, readSlots } from "../../../src/flatpeak/truth/facts.ts";
import type { ProbeAnswer } from "../../../src/core/case/truth.ts";

const LONDON = "Europe/London";
const BERLIN = "Europe/Berlin";
const NEW_YORK = "America/New_York";

describe("an end date", () => {
  it.each<[unknown, string, string | null, boolean]>([
    ["2026-01-31", NEW_YORK, "2026-01-31", false],
    [" 2026-01-31 ", NEW_YORK, "2026-01-31", false],
    // Midnight of UTC names a day; so does the last minute of one.
    ["2026-01-31T00:00:00Z", NEW_YORK, "2026-01-31", false],
    ["2026-01-31T00:00:00.000+00:00", "Pacific/Auckland", "2026-01-31", false],
    ["2026-01-31T23:59:59Z", BERLIN, "2026-01-31", false],
    ["2026-01-31T00:00:00+02:00", LONDON, "2026-01-31", false],
    ["2026-01-31T00:00:00", NEW_YORK, "2026-01-31", false],
    ["2026-01-31 18:30:00", NEW_YORK, "2026-01-31", false],
    // An instant has the date of the wall at the home.
    ["2026-02-01T04:59:59Z", NEW_YORK, "2026-01-31", false],
    ["2027-06-29T22:00:00.000Z", BERLIN, "2027-06-30", false],
    ["2026-12-01T23:00:00Z", BERLIN, "2026-12-02", false],
    ["2026-12-01T23:00:00Z", LONDON, "2026-12-01", false],
    ["2026-01-31T20:00:00-05:00", LONDON, "2026-02-01", false],
    [1_769_921_999, NEW_YORK, "2026-01-31", false],
    [1_769_921_999_000, NEW_YORK, "2026-01-31", false],
    ["1769921999", NEW_YORK, "2026-01-31", false],
    ["9999-12-31", LONDON, "9999-12-31", false],
    [null, LONDON, null, false],
    [undefined, LONDON, null, false],
    ["", LONDON, null, false],
    // What is no date is not "no end".
    ["31/01/2026", LONDON, null, true],
    ["2026-02-31", LONDON, null, true],
    ["soon", LONDON, null, true],
    ["0001-01-01T00:00:00Z", LONDON, null, true],
    [0, LONDON, null, true],
    [Number.NaN, LONDON, null, true],
    [{}, LONDON, null, true],
    [true, LONDON, null, true],
  ])("%j in %s is %s (rows 15 and 75)", (value, zone, date, unread) => {
    expect(endDateIn(value, zone)).toEqual({ date, unread });
  });
});

describe("a slot of the status", () => {
  const slots = (tariff_status: unknown) => readSlots({ tariff_status }, LONDON);

  it("is read field by field: an odd one takes nothing from the others (row 13)", () => {
    const tariff = { id: "trf_1", contract_end_date: "2026-05-01T00:00:00Z", structure_type: 7 };
    expect(
      slots({ commodity_import: { status: " connected", connection_type: 5, provider: "x", tariff } }),
    ).toMatchObject([
      { status: "CONNECTED", connectionType: null, supplier: null, tariffId: "trf_1", contractEndDate: "2026-05-01" },
    ]);
  });

  it.each<[string, unknown, object]>([
    [
      "a sixth name",
      { heat_pump_import: { status: "ERROR", tariff: { id: "trf_1" } } },
      { slot: "unknown", status: "ERROR" },
    ],
    ["`tariff_id` for `id`", { local: { status: "ERROR", tariff: { tariff_id: "trf_1" } } }, { tariffId: "trf_1" }],
    ["a bare word", { commodity_import: "ERROR" }, { slot: "commodity_import", status: "ERROR", tariffId: null }],
    ["a number", { commodity_import: 5 }, { slot: "commodity_import", status: "UNKNOWN", tariffId: null }],
    ["no status", { commodity_import: { tariff: { id: "trf_1" } } }, { status: "UNKNOWN", tariffId: "trf_1" }],
    ["a status nobody knows", { local: { status: "ERROR_REPORTED" } }, { status: "UNKNOWN" }],
    ["a pending one", { local: { status: "connection pending" } }, { status: "PENDING" }],
    ["no tariff", { local: { status: "CONNECTED" } }, { tariffId: null, endDateUnread: true }],
    [
      "an end that is no date",
      { local: { status: "CONNECTED", tariff: { contract_end_date: 1 } } },
      { endDateUnread: true },
    ],
  ])("is unknown where it cannot be read, and never left out: %s (row 13)", (_, given, facts) => {
    expect(slots(given)).toMatchObject([facts]);
  });
});

describe("an element of the location", () => {
  const element = (given: unknown) => readElements({ tariff_elements: [given] }, LONDON)[0];

  it.each<[string, unknown, object]>([
    ["fetch_failed null", { tariff_id: "trf_a", fetch_failed: null }, { tariffId: "trf_a", status: "UNKNOWN" }],
    ["fetch_failed absent", { tariff_id: "trf_a" }, { tariffId: "trf_a", status: "UNKNOWN" }],
    ["fetch_failed a text", { tariff_id: "trf_a", fetch_failed: "true" }, { status: "ERROR" }],
    ["fetch_failed false", { tariff_id: "trf_a", fetch_failed: false }, { status: "CONNECTED" }],
    ["a status", { id: "trf_a", status: "CONNECTED " }, { tariffId: "trf_a", status: "CONNECTED" }],
    [
      "a text for a number",
      { tariff_id: "trf_a", fetch_failed: true, last_update_time: "1769904000" },
      { status: "ERROR", readAt: 1_769_904_000_000 },
    ],
    ["a bare id", "trf_a", { tariffId: "trf_a", status: "UNKNOWN" }],
    ["nothing", null, { tariffId: null, status: "UNKNOWN" }],
    ["a number", 7, { tariffId: null, status: "UNKNOWN" }],
  ])("is never left out: %s (row 13)", (_, given, facts) => {
    expect(element(given)).toMatchObject(facts);
  });

  it("has the slot of its direction and type (row 13)", () => {
    expect(element({ tariff_id: "t", direction: "IMPORT", type: "COMMODITY" })).toMatchObject({
      slot: "commodity_import",
    });
    expect(element({ tariff_id: "t", direction: "export", type: "NON_COMMODITY" })).toMatchObject({
      slot: "non_commodity_export",
    });
    expect(element({ tariff_id: "t", direction: "LOCAL" })).toMatchObject({ slot: "local" });
    expect(element({ tariff_id: "t", direction: "EXPORT" })).toMatchObject({ slot: "commodity_export" });
    expect(element({ tariff_id: "t" })).toMatchObject({ slot: "unknown" });
  });

  it("stands for anything where the list is no list (row 13)", () => {
    expect(readElements({ tariff_elements: { a: 1 } }, LONDON)).toMatchObject([{ status: "UNKNOWN", tariffId: null }]);
    expect(readElements({}, LONDON)).toEqual([]);
  });
});

describe("a location whose status cannot be had", () => {
  /** FlatPeak as a table of paths; what is not in it does not exist. */
  async function probed(paths: Readonly<Record<string, object>>): Promise<ProbeAnswer> {
    const outward: typeof fetch = async (input, init) => {
      const { pathname } = new URL(new Request(input, init).url);
      if (pathname === "/login") return Promise.resolve(Response.json({ bearer_token: "bearer", expires_in: 3_600 }));
      if (pathname.endsWith("/status")) {
        return Promise.resolve(
          Response.json({ message: "Unsupported combination of tariff elements" }, { status: 422 }),
        );
      }
      const found = paths[pathname];
      return Promise.resolve(Response.json(found ?? { message: "no" }, { status: found === undefined ? 404 : 200 }));
    };
    const account = { apiUrl: "https://api.flatpeak.test", accountId: "acc_1", apiKey: "sk_test_1" };
    const deps = { ...account, apiVersion: "2025-09-14.anode", fetch: outward, now: () => Date.UTC(2026, 1, 2) };
    return createFlatPeak(deps).probe("loc_1", false, LONDON);
  }

  const words = (commodity_import: string) => ({
    commodity_import,
    commodity_export: "NOT_CONNECTED",
    non_commodity_import: "NOT_CONNECTED",
    non_commodity_export: "NOT_SUPPORTED",
    local: "NOT_SUPPORTED",
  });
  const location = (commodity_import: string, ...tariff_elements: readonly unknown[]) => ({
    "/locations/loc_1": { id: "loc_1", timezone: LONDON, tariff_status: words(commodity_import), tariff_elements },
  });

  it.each(["/tariffs", "/tariffs/elements"])("is told of by its tariffs themselves, at %s (row 10)", async (path) => {
    const answer = await probed({
      ...location("ERROR", "trf_1", "trf_2"),
      [`${path}/trf_1`]: {
        id: "trf_1",
        status: "CONNECTED",
        direction: "IMPORT",
        type: "COMMODITY",
        connection_type: "DIRECT",
        provider_id: "prv_1",
        contract_end_date: "2027-02-01T00:00:00Z",
      },
      [`${path}/trf_2`]: { id: "trf_2", status: "ERROR", direction: "IMPORT", type: "COMMODITY" },
    });
    expect(answer).toMatchObject({
      kind: "status",
      timezone: LONDON,
      slots: expect.arrayContaining([
        expect.objectContaining({
          tariffId: "trf_1",
          status: "CONNECTED",
          contractEndDate: "2027-02-01",
          supplier: "prv_1",
        }),
        expect.objectContaining({ tariffId: "trf_2", status: "ERROR", slot: "commodity_import" }),
      ]) as unknown,
    });
  });

  it.each([
    ["CONNECTED", "CONNECTED"],
    ["ERROR", "ERROR"],
    ["SOMETHING", "UNKNOWN"],
  ])("is told of by its own words where its tariffs tell nothing: %s (row 10)", async (word, status) => {
    expect(await probed(location(word, "trf_1", "trf_2"))).toMatchObject({
      kind: "status",
      slots: expect.arrayContaining([
        expect.objectContaining({ tariffId: "trf_1", status, endDateUnread: true }),
        expect.objectContaining({ tariffId: "trf_2", status }),
      ]) as unknown,
    });
  });

  it("is not told of by words that differ (row 10)", async () => {
    const [path, home] = Object.entries(location("ERROR", "trf_1"))[0] ?? ["", null];
    const mixed = { ...home, tariff_status: { ...words("ERROR"), commodity_export: "CONNECTED" } };
    expect(await probed({ [path]: mixed })).toMatchObject({
      slots: expect.arrayContaining([expect.objectContaining({ tariffId: "trf_1", status: "UNKNOWN" })]) as unknown,
    });
  });

  it("shows nothing where its words say that nothing is connected, and is untold where it has none (row 13)", async () => {
    const answer = await probed(location("NOT_CONNECTED"));
    expect(answer.kind === "status" && answer.slots.every(({ status }) => status.startsWith("NOT_"))).toBe(true);
    expect(await probed({ "/locations/loc_1": { id: "loc_1" } })).toMatchObject({ kind: "untold" });
  });
});
