import { env, exports } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { app } from "../../../src/app.ts";
import { keySet, newSigningKey } from "../../../src/dev/emulator/signing.ts";
import { repairTariff } from "../../../src/dev/emulator/tariffs.ts";
import { findTariff } from "../../../src/dev/emulator/world.ts";
import { installFlatPeak, signed } from "../../support/flatpeak.ts";
import { customerAt } from "../../../src/objects/rooms.ts";
import { bindings } from "../../support/worker.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

const CUSTOMER = "cus_661677a19018beef00a29fae";
const TARIFF = "trf_6597ef46529ab4467502af0b";
const LOCATION = "loc_661677cdc31d91695fd8f33d";
const DAY = 86_400_000;
let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
});

/** Posts a signed event and gives the status of its answer. */
async function post(id: string, type: string, data: object, more: object = {}): Promise<unknown> {
  const body = JSON.stringify({ id, object: "event", type, ...more, data });
  const response = await exports.default.fetch(await signed(flatpeak, body));
  expect(response.status).toBe(200);
  return ((await response.json()) as { status: unknown }).status;
}

const ids = { tariff_id: TARIFF, location_id: LOCATION, customer_id: CUSTOMER };

function tariff() {
  const found = findTariff(flatpeak.world, TARIFF);
  if (found === null) throw new Error("the emulated world has lost its tariff");
  return found.tariff;
}

async function casesOf(customerId: string): Promise<unknown[]> {
  return ((await customerAt(bindings, customerId).story())?.cases ?? []).map(({ state }) => state);
}

describe("the time of an event", () => {
  it.each([
    ["microseconds", () => Date.now() * 1_000],
    ["milliseconds", () => Date.now()],
    ["a year that is far ahead", () => "2090-01-01T00:00:00Z"],
    ["a year that no calendar has", () => "+058693-01-01T00:00:00Z"],
    ["a time before 1970", () => -5],
  ])("of %s poisons no home: it is repaired in silence (row 19)", async (_, at) => {
    expect(await post("evt_odd", "tariff.expiring", ids, { time_created: at() })).toBe("stored");
    repairTariff(tariff(), Date.now());
    await customerAt(bindings, CUSTOMER).advanceClock(DAY);
    expect(await casesOf(CUSTOMER)).toEqual(["repaired"]);
    expect(flatpeak.handoffs).toEqual([]);
    // The next one is judged by its own time.
    tariff().status = "ERROR";
    expect(await post("evt_next", "tariff.fetch.failed", ids)).toBe("stored");
    await customerAt(bindings, CUSTOMER).advanceClock(DAY);
    expect(flatpeak.handoffs).toHaveLength(1);
  });
});

describe("an event whose fields are empty", () => {
  it("is told of by what stands beside them (row 77)", async () => {
    tariff().status = "ERROR";
    const data = { ...ids, tariff_id: "", object: "tariff", id: TARIFF, account_id: "", live_mode: "false" };
    expect(await post("evt_empty", "tariff.expired", data)).toBe("stored");
    await customerAt(bindings, CUSTOMER).advanceClock(DAY);
    expect(flatpeak.handoffs).toHaveLength(1);
  });

  it("is another account's where either of its accounts is", async () => {
    const data = { ...ids, account_id: "acc_661677911f2197045e6cf1b1" };
    expect(await post("evt_two", "tariff.expired", data, { account_id: "acc_other" })).toBe("quarantined");
  });
});

describe("a signature among others (row 55)", () => {
  const from = (header: string): ((signature: string) => string) => {
    return (good) => header.replaceAll("<good>", good);
  };
  const bad = `v1=${"A".repeat(342)}`;

  it.each([
    ["after one of another scheme", from(`v2=${"B".repeat(342)}, <good>`), 200],
    ["before one of another scheme", from("<good>,v2=abc"), 200],
    ["among several of its own", from(`${bad}, ${bad},<good>`), 200],
    ["after one that is broken", from("v1=*, <good>"), 200],
    ["after words", from("keyid=7, alg=PS256, <good>"), 200],
    ["that nobody made", from(`${bad}, v2=abc`), 401],
    ["of another scheme", from("v2=abc"), 401],
  ])("counts %s", async (_, headerOf, status) => {
    const body = JSON.stringify({ id: "evt_signed", type: "tariff.expired", data: ids });
    const request = await signed(flatpeak, body);
    const headers = new Headers(request.headers);
    headers.set("Flatpeak-Signature", headerOf(headers.get("Flatpeak-Signature") ?? ""));
    expect((await exports.default.fetch(new Request(request, { headers }))).status).toBe(status);
  });

  it("counts where both schemes are named", async () => {
    const request = await signed(flatpeak, JSON.stringify({ id: "evt_both", type: "tariff.expired", data: ids }));
    const headers = new Headers(request.headers);
    headers.set("Flatpeak-Signature-Scheme", "v2, v1");
    expect((await exports.default.fetch(new Request(request, { headers }))).status).toBe(200);
  });
});

describe("a key that is younger than the key set", () => {
  it("puts its event off until FlatPeak is asked again, and takes it in then (row 54)", async () => {
    const young = await newSigningKey();
    let keys = keySet(flatpeak.key).keys;
    flatpeak.intercept = (request) => (request.url.endsWith("/jwks.json") ? Response.json({ keys }) : null);
    vi.useFakeTimers({ toFake: ["Date"] });
    const own = { ...env, BRAND_NAME: "Young key" };
    const body = JSON.stringify({ id: "evt_young", type: "tariff.expired", data: ids });
    const old = JSON.stringify({ id: "evt_old", type: "tariff.expired", data: ids });
    expect((await app.fetch(await signed(flatpeak, old), own)).status).toBe(200);
    keys = [...keys, ...keySet(young).keys];
    const send = async (): Promise<Response> => app.fetch(await signed({ ...flatpeak, key: young }, body), own);
    vi.setSystemTime(Date.now() + 20_000);
    const put = await send();
    expect([put.status, put.headers.get("Retry-After")]).toEqual([503, "30"]);
    vi.setSystemTime(Date.now() + 30_000);
    expect((await send()).status).toBe(200);
  });
});

describe("an unsigned event while FlatPeak answers about us", () => {
  it.each([
    ["422 api_version_not_supported", 422, { code: "api_version_not_supported", type: "invalid_request" }],
    ["422 account_disabled", 422, { code: "account_disabled", type: "api_error" }],
    ["403", 403, { message: "Bad credentials" }],
    ["400", 400, { message: "?" }],
    ["something else", 200, { hello: "there" }],
  ])("is put off where the answer is %s (row 9)", async (_, status, answer) => {
    flatpeak.intercept = (request) => (request.url.includes("/events/") ? Response.json(answer, { status }) : null);
    const request = new Request("https://go.example.test/webhooks/flatpeak", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Flatpeak-Signature": "none" },
      body: JSON.stringify({ id: "evt_unsigned", type: "tariff.expired", data: ids }),
    });
    const response = await exports.default.fetch(request);
    expect(response.status).toBe(503);
    expect(response.headers.get("Retry-After")).toMatch(/^\d+$/);
  });
});

describe("a finished session that names nothing but its token", () => {
  const session = async (): Promise<Response> => {
    const body = JSON.stringify({ id: "evt_done", type: "connect_session.complete", data: { id: "cot_1" } });
    return exports.default.fetch(await signed(flatpeak, body));
  };
  const exchange = (answer: () => Response): void => {
    flatpeak.intercept = (request) => (request.url.includes("connect_token=") ? answer() : null);
  };

  it.each([
    [
      "is still being processed",
      () => Response.json({ message: "Connect is processing link to tariff source." }, { status: 422 }),
    ],
    ["has no location yet", () => Response.json({ id: "cot_1", is_tariff_processed: false, location_id: "" })],
    ["cannot be asked for", () => new Response(null, { status: 500 })],
  ])("is put off while it %s, and taken in afterwards (row 17)", async (_, answer) => {
    await post("evt_problem", "tariff.expired", ids);
    exchange(answer);
    const put = await session();
    expect(put.status).toBe(503);
    expect(put.headers.get("Retry-After")).toMatch(/^\d+$/);
    exchange(() => Response.json({ id: "cot_1", object: "connect_token", location_id: LOCATION }));
    expect(await (await session()).json()).toEqual({ status: "stored" });
    await eventually(async () => {
      expect((await customerAt(bindings, CUSTOMER).story())?.events).toBe(2);
    });
  });

  it("is found by whichever of the two paths knows it (row 17)", async () => {
    flatpeak.intercept = (request) => {
      const { pathname } = new URL(request.url);
      if (request.method === "GET" && pathname === "/connect/token")
        return Response.json({ message: "?" }, { status: 422 });
      if (pathname === "/connect/tariff/token") return Response.json({ id: "cot_1", location_id: LOCATION });
      return null;
    };
    expect((await session()).status).toBe(200);
  });

  it("is of no account where FlatPeak knows no such session", async () => {
    exchange(() => Response.json({ message: "not found" }, { status: 404 }));
    expect(await (await session()).json()).toEqual({ status: "ignored" });
  });

  it("is kept where it names not even that (row 17)", async () => {
    expect(await post("evt_nothing", "connect_session.complete", { object: "connect_session" })).toBe("quarantined");
  });

  it("is taken in where its location stands elsewhere (row 17)", async () => {
    const data = { id: "cot_1", session: { location: { id: LOCATION } } };
    expect(await post("evt_elsewhere", "connect_session.complete", data)).toBe("stored");
    expect(flatpeak.calls.filter((it) => it.includes("connect"))).toEqual([]);
  });
});
