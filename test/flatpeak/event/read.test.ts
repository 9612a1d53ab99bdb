import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseEvent, toCoreEvent } from "../../../src/flatpeak/event/read.ts";
import { civilDate, instant } from "../../../src/flatpeak/time.ts";

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

const base = {
  id: "evt_1",
  type: "tariff.expired",
  data: { tariff_id: "trf_1", location_id: "loc_1", unheard_of: { deep: [1] } },
  also_new: true,
};

function read(value: unknown) {
  const parsed = parseEvent(bytes(value));
  return parsed.kind === "event" ? parsed.event : parsed;
}

describe("reading an event", () => {
  it("finds ids wherever a generation puts them, and keeps going past what it does not know", () => {
    expect(read(base)).toMatchObject({ tariffId: "trf_1", locationId: "loc_1", customerId: null, liveMode: null });
    expect(
      read({
        ...base,
        account_id: "acc_1",
        live_mode: true,
        data: { object: "tariff", id: "trf_2", location_id: "loc_2" },
      }),
    ).toMatchObject({ tariffId: "trf_2", accountIds: ["acc_1"], liveMode: true });
    expect(read({ ...base, live_mode: true, data: { ...base.data, live_mode: false } })).toMatchObject({
      liveMode: false,
    });
    expect(read({ id: "evt_1", type: "location.update", data: { id: "loc_3", object: "location" } })).toMatchObject({
      locationId: "loc_3",
      tariffId: null,
    });
    expect(read({ id: "evt_1", type: "connect_session.complete", data: { id: "cot_9" } })).toMatchObject({
      connectToken: "cot_9",
    });
  });

  it.each([
    ["no id", { type: "x", data: {} }],
    ["an id of another kind", { ...base, id: "cus_1" }],
    ["an id that would name an object oddly", { ...base, data: { ...base.data, customer_id: "cus_../../x" } }],
    ["no data", { id: "evt_1", type: "x" }],
    ["a list", []],
    ["null", null],
  ])("does not understand %s", (_, value) => {
    expect(read(value)).toMatchObject({ kind: "not_understood" });
  });

  it("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
        expect(["event", "not_json", "not_understood"]).toContain(parseEvent(body).kind);
      }),
    );
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(["event", "not_understood"]).toContain(parseEvent(new TextEncoder().encode(text)).kind);
      }),
    );
    expect(parseEvent(new TextEncoder().encode("[".repeat(30_000) + "]".repeat(30_000))).kind).not.toBe("event");
  });

  it("dates an event by FlatPeak's time, else by its signature", () => {
    const arrival = { signedAt: 5_000, late: false };
    const dated = parseEvent(bytes({ ...base, time_created: "2024-04-25T11:25:39Z" }));
    const undated = parseEvent(bytes(base));
    if (dated.kind !== "event" || undated.kind !== "event") throw new Error("not read");
    expect(toCoreEvent(dated.event, arrival)?.occurredAt).toBe(Date.UTC(2024, 3, 25, 11, 25, 39));
    expect(toCoreEvent(undated.event, arrival)?.occurredAt).toBe(5_000);
  });

  it.each([
    ["tariff.expiring", "problem"],
    ["connect_session.complete", "session_complete"],
    ["connect.session.complete", "session_complete"],
    ["location.update", "location_update"],
    ["locaiton.update", "location_update"],
    ["device.create", "ignored"],
  ])("takes %s for %s", (type, kind) => {
    const parsed = parseEvent(bytes({ ...base, type }));
    if (parsed.kind !== "event") throw new Error("not read");
    expect(toCoreEvent(parsed.event, { signedAt: 0, late: false })?.kind).toBe(kind);
  });

  it("cannot act on a problem that names no tariff", () => {
    const parsed = parseEvent(bytes({ ...base, data: { location_id: "loc_1" } }));
    if (parsed.kind !== "event") throw new Error("not read");
    expect(toCoreEvent(parsed.event, { signedAt: 0, late: false })).toBeNull();
  });
});

describe("times on the wire", () => {
  it.each([
    ["2024-02-07", "2024-02-07"],
    ["2024-02-07T00:00:00Z", "2024-02-07"],
    ["2024-02-07T23:30:00+02:00", "2024-02-07"],
    ["2024-02-30", null],
    ["07/02/2024", null],
    ["", null],
    [null, null],
    [1_707_264_000, null],
  ])("reads the date of %j", (value, date) => {
    expect(civilDate(value)).toBe(date);
  });

  it.each([
    ["2024-02-01T11:25:39Z", Date.UTC(2024, 1, 1, 11, 25, 39)],
    ["2022-01-24T14:15:22.003", Date.UTC(2022, 0, 24, 14, 15, 22, 3)],
    ["2022-01-24T14:15:22+01:00", Date.UTC(2022, 0, 24, 13, 15, 22)],
    ["1776847880", 1_776_847_880_000],
    [1_776_847_880, 1_776_847_880_000],
    ["yesterday", null],
    [true, null],
    [Number.NaN, null],
  ])("reads the instant %j", (value, at) => {
    expect(instant(value)).toBe(at);
  });
});
