import { describe, expect, it } from "vitest";
import { parseEvent, toCoreEvent } from "../../src/flatpeak/event/read.ts";
import { idOrNull, readId } from "../../src/flatpeak/ids.ts";
import { civilDate, instant } from "../../src/flatpeak/time.ts";
import { growthOf } from "../support/growth.ts";

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const event = (data: object, more: object = {}): Uint8Array =>
  bytes({ id: "evt_1", type: "tariff.expired", ...more, data });

function read(body: Uint8Array) {
  const parsed = parseEvent(body);
  return parsed.kind === "event" ? parsed.event : parsed;
}

const ids = { tariff_id: "trf_1", location_id: "loc_1" };

describe("ids", () => {
  it.each([undefined, null, "", " ", "\t\n", "\u00A0"])("are absent where %j stands (row 11)", (value) => {
    expect(readId(value, "cus")).toEqual({ kind: "absent" });
  });

  it.each([42, {}, [], true, "cus", "cus_", "CUS_1", "loc_1", "cus_a b", "cus_../x", `cus_${"a".repeat(121)}`])(
    "are not to be read from %j",
    (value) => {
      expect(readId(value, "cus")).toEqual({ kind: "unreadable" });
      expect(idOrNull(value, "cus")).toBeNull();
    },
  );

  it("are what stands between blanks, of any length", () => {
    expect(idOrNull(" cus_3e82b87128ad42c0a352a7305219bfa2 ", "cus")).toBe("cus_3e82b87128ad42c0a352a7305219bfa2");
  });
});

describe("an event whose fields are odd", () => {
  it.each(["", " ", null])("is read by its own id where tariff_id is %j (row 77)", (nothing) => {
    expect(read(event({ ...ids, tariff_id: nothing, id: "trf_2", object: "tariff" }))).toMatchObject({
      tariffId: "trf_2",
      locationId: "loc_1",
    });
    expect(read(event({ id: "trf_2", location_id: "loc_1", customer_id: nothing, account_id: nothing }))).toMatchObject(
      {
        tariffId: "trf_2",
        customerId: null,
        accountIds: [],
      },
    );
  });

  it.each([
    ["an object of its own", { tariff: { id: "trf_3" }, location: { id: "loc_3" } }],
    ["the object itself", { object: { id: "trf_3", location_id: "loc_3" } }],
    ["a list", { tariffs: ["trf_3"], session: [{ location_id: "loc_3" }] }],
  ])("is read where its ids stand in %s", (_, data) => {
    expect(read(event(data))).toMatchObject({ tariffId: "trf_3", locationId: "loc_3" });
  });

  it("is not guessed at where two ids of a kind stand to choose from", () => {
    expect(read(event({ tariffs: ["trf_1", "trf_2"], location_id: "loc_1" }))).toMatchObject({ tariffId: null });
  });

  it.each([
    ["false", false],
    [" TRUE ", true],
    ["test", null],
    [1, null],
    [null, null],
  ])("has the mode %j", (mode, liveMode) => {
    expect(read(event({ ...ids, live_mode: mode }))).toMatchObject({ liveMode });
  });

  it("names every account it speaks of", () => {
    expect(read(event({ ...ids, account_id: "acc_1" }, { account_id: " acc_2 " }))).toMatchObject({
      accountIds: ["acc_1", "acc_2"],
    });
  });

  it("tells its id even where the rest cannot be read", () => {
    expect(parseEvent(event({ customer_id: 42 }))).toEqual({
      kind: "not_understood",
      why: "not an event: data.customer_id",
      id: "evt_1",
    });
  });

  it("is searched within bounds, however it is nested", () => {
    const wide = Array.from({ length: 5_000 }, (_, no) => ({ no }));
    expect(read(event({ tariff_id: "trf_1", wide, session: { location_id: "loc_1" } }))).toMatchObject({
      tariffId: "trf_1",
    });
    const deep = `{"id":"evt_1","type":"tariff.expired","data":${'{"a":'.repeat(2_000)}"trf_1"${"}".repeat(2_000)}}`;
    expect(read(new TextEncoder().encode(deep))).toMatchObject({ tariffId: null });
  });

  it("of a session that names its location elsewhere is that location's (row 17)", () => {
    const session = { id: "cot_1", object: "connect_session", session: { location: { id: "loc_7" } } };
    const parsed = parseEvent(event(session, { type: "connect_session.complete" }));
    if (parsed.kind !== "event") throw new Error("not read");
    expect(toCoreEvent(parsed.event, { signedAt: 0, late: false })).toMatchObject({
      kind: "session_complete",
      locationId: "loc_7",
    });
  });

  it.each(["connect_session.complete", "location.update"])(
    "of type %s that names nothing is not understood",
    (type) => {
      const parsed = parseEvent(event({}, { type }));
      if (parsed.kind !== "event") throw new Error("not read");
      expect(toCoreEvent(parsed.event, { signedAt: 0, late: false })).toBeNull();
    },
  );
});

const AT = Date.UTC(2026, 1, 1, 11, 25, 39);

describe("the time of an event (row 19)", () => {
  it.each([
    ["seconds", AT / 1_000],
    ["milliseconds", AT],
    ["microseconds", AT * 1_000],
    ["nanoseconds", AT * 1_000_000],
    ["seconds as text", String(AT / 1_000)],
    ["milliseconds as text", String(AT)],
    ["microseconds as text", String(AT * 1_000)],
    ["ISO 8601", "2026-02-01T11:25:39Z"],
    ["ISO 8601 with an offset", "2026-02-01T12:25:39+01:00"],
    ["ISO 8601 with a short offset", "2026-02-01T12:25:39+0100"],
    ["ISO 8601 without a zone", "2026-02-01T11:25:39"],
    ["ISO 8601 with a blank", "2026-02-01 11:25:39"],
  ])("is read from %s", (_, value) => {
    expect(instant(value)).toBe(AT);
  });

  it("keeps parts of a second", () => {
    expect(instant(AT / 1_000 + 0.25)).toBe(AT + 250);
    expect(instant("2026-02-01T11:25:39.250712Z")).toBe(AT + 250);
  });

  it.each([
    0,
    -1,
    -AT,
    1,
    AT * 1e9,
    Number.MAX_SAFE_INTEGER,
    Number.POSITIVE_INFINITY,
    "0",
    "-1776847880",
    "0001-01-01T00:00:00Z",
    "1970-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "+058693-01-01T00:00:00Z",
    "2026-02-31T00:00:00Z",
    "2026-02-01T25:61:61Z",
    "",
    " ",
    {},
    [AT],
  ])("is unknown where %j stands", (value) => {
    expect(instant(value)).toBeNull();
  });

  it("costs no more than it is long (row 95)", () => {
    const reader = (size: number) => {
      const long = `2026-02-01${"T".repeat(size)}`;
      return () => void [instant(long), civilDate(long)];
    };
    expect(instant(`2026-02-01${"T".repeat(65_000)}`)).toBeNull();
    expect(civilDate(`2026-02-01${"T".repeat(65_000)}`)).toBeNull();
    expect(growthOf(reader, 16_000)).toBeLessThan(8);
  });
});

describe("a date at a home (rows 15, 75)", () => {
  it.each([
    ["2026-02-01T04:59:59Z", "America/New_York", "2026-01-31"],
    ["2027-06-29T22:00:00.000Z", "Europe/Berlin", "2027-06-30"],
    ["2027-06-29T22:00:00.000Z", null, "2027-06-29"],
    ["2027-06-29T22:00:00.000Z", "Nowhere/None", "2027-06-29"],
    ["2026-02-01T00:00:00Z", "America/New_York", "2026-02-01"],
    ["2026-01-31T23:59:59Z", "Europe/Berlin", "2026-01-31"],
    ["2026-02-01T00:00:00+01:00", "Europe/London", "2026-02-01"],
    ["2026-02-01T04:59:59", "America/New_York", "2026-02-01"],
    ["2026-02-01", "America/New_York", "2026-02-01"],
    ["9999-12-31", "Europe/London", "9999-12-31"],
    ["0001-01-01T00:00:00Z", "Europe/London", null],
    ["", "Europe/London", null],
    [" ", null, null],
  ])("reads %j in %s as %s", (value, zone, date) => {
    expect(civilDate(value, zone)).toBe(date);
  });
});
