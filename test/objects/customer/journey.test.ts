import { exports } from "cloudflare:workers";
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { Webhook } from "standardwebhooks";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { encodeLink } from "../../../src/objects/link-code.ts";
import { repairTariff } from "../../../src/dev/emulator/tariffs.ts";
import { findTariff } from "../../../src/dev/emulator/world.ts";
import { bodies } from "../../support/documented.ts";
import { installFlatPeak, signed } from "../../support/flatpeak.ts";
import { testSettings } from "../../settings.ts";
import { customerStub } from "../../support/stubs.ts";
import { codeFor, seatOf } from "../../support/links.ts";
import { breakCustomer, changeDocument } from "../../support/disk.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

const CUSTOMER = "cus_661677a19018beef00a29fae";
const TARIFF = "trf_6597ef46529ab4467502af0b";
const LOCATION = "loc_661677cdc31d91695fd8f33d";
let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
});

const customer = () => customerStub(CUSTOMER);

function tariff() {
  const found = findTariff(flatpeak.world, TARIFF);
  if (found === null) throw new Error("the emulated world has lost its tariff");
  return found.tariff;
}

async function failed(): Promise<void> {
  tariff().status = "ERROR";
  const body = bodies.seedExpired.replace("2024-04-25T11:25:39Z", new Date().toISOString());
  const response = await exports.default.fetch(await signed(flatpeak, body));
  expect(await response.json()).toEqual({ status: "stored" });
}

const visit = (url: string, headers: Record<string, string> = {}, method = "GET"): Promise<Response> =>
  exports.default.fetch(new Request(url, { method, headers, redirect: "manual" }));

/** The link of the first message, which goes out once the group wait is over. */
async function firstLink(): Promise<string> {
  await failed();
  await customer().advanceClock(6 * 60_000);
  const [message] = flatpeak.handoffs;
  if (message === undefined) throw new Error("no message went out");
  return message.body.data.link;
}

const story = async () => {
  const told = await customer().story();
  if (told === null) throw new Error("the customer is not known");
  return told;
};

describe("the journey", () => {
  it("goes from event to one message to tap to repair to silence, with an eviction after every step", async () => {
    const evict = (): Promise<void> => evictDurableObject(customer());
    await failed();
    await evict();
    await customer().advanceClock(4 * 60_000);
    await evict();
    expect(flatpeak.handoffs).toHaveLength(0);
    await customer().advanceClock(2 * 60_000);
    await evict();
    expect(flatpeak.handoffs).toHaveLength(1);

    const link = flatpeak.handoffs[0]?.body.data.link ?? "";
    const tap = await visit(link);
    expect(tap.status).toBe(302);
    expect(tap.headers.get("Location")).toMatch(/^https:\/\/connect\.example\.test\/\?fp_cot=cot_\w+$/);
    await evict();

    repairTariff(tariff(), Date.now());
    // Connect names its token when it sends the customer back; no address bar keeps it (row 66).
    const back = await visit(`${link}/done?fp_cot=cot_whatever`);
    expect([back.status, back.headers.get("Location")]).toEqual([302, `${new URL(link).pathname}/done`]);
    const done = await visit(`${link}/done`);
    expect(await done.text()).toContain("Connected");
    await evict();
    expect((await story()).cases).toMatchObject([{ tariff_id: TARIFF, state: "repaired" }]);

    await customer().advanceClock(40 * 86_400_000);
    await evict();
    expect(flatpeak.handoffs).toHaveLength(1);
    // What is left to be woken for is forgetting.
    expect(Date.parse((await story()).next_wake_at ?? "")).toBeGreaterThan(Date.now() + 40 * 86_400_000);
    expect(await (await visit(link)).text()).toContain("expired");
  });

  it("delivers by a signature any Standard Webhooks library accepts, under one id on every attempt", async () => {
    flatpeak.backend = () => new Response(null, { status: flatpeak.handoffs.length === 1 ? 500 : 200 });
    await firstLink();
    await customer().advanceClock(3_600_000);
    expect(flatpeak.handoffs).toHaveLength(2);
    const verifier = new Webhook(testSettings.HANDOFF_SECRET);
    for (const { raw, headers } of flatpeak.handoffs) {
      expect(() => verifier.verify(raw, Object.fromEntries(headers))).not.toThrow();
    }
    expect(new Set(flatpeak.handoffs.map((it) => it.headers.get("webhook-id"))).size).toBe(1);
    expect(new Set(flatpeak.handoffs.map((it) => it.raw)).size).toBe(1);
    expect(flatpeak.handoffs[0]?.body.data).toMatchObject({
      customer_id: CUSTOMER,
      reason: "expired",
      rung: 1,
      cases: [{ tariff_id: TARIFF, contract_end_date: "2024-01-24" }],
    });
  });

  it("says nothing more to a customer who opted out, from that moment on", async () => {
    await failed();
    const silence = (opted_out: boolean): Promise<Response> =>
      exports.default.fetch(
        new Request(`https://go.example.test/v1/customers/${CUSTOMER}/contact`, {
          method: "PUT",
          headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` },
          body: JSON.stringify({ opted_out }),
        }),
      );
    expect((await silence(true)).status).toBe(200);
    await customer().advanceClock(5 * 86_400_000);
    expect(flatpeak.handoffs).toHaveLength(0);
    expect((await story()).contact).toMatchObject({ opted_out: true });
    expect((await silence(false)).status).toBe(200);
    await customer().advanceClock(6 * 86_400_000);
    expect(flatpeak.handoffs).toHaveLength(1);
  });

  it("keeps its alarm when FlatPeak is down for hours, and sends when it is back", async () => {
    await failed();
    flatpeak.intercept = () => new Response("down", { status: 500 });
    await customer().advanceClock(6 * 3_600_000);
    expect(flatpeak.handoffs).toHaveLength(0);
    const alarm = await runInDurableObject(customer(), (_, ctx) => ctx.storage.getAlarm());
    expect(alarm).not.toBeNull();
    flatpeak.intercept = () => null;
    await customer().advanceClock(20 * 60_000);
    expect(flatpeak.handoffs).toHaveLength(1);
  });

  it("does not let a broken alarm handler end the customer", async () => {
    await failed();
    await breakCustomer(customer());
    await runInDurableObject(customer(), (_, ctx) => ctx.storage.setAlarm(Date.now() + 3_600_000));
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    expect(await runDurableObjectAlarm(customer())).toBe(true);
    const alarm = await runInDurableObject(customer(), (_, ctx) => ctx.storage.getAlarm());
    expect(alarm).not.toBeNull();
  });

  it.each(["connect_session.complete", "connect.session.complete", "location.update"])("probes on %s", async (type) => {
    await firstLink();
    repairTariff(tariff(), Date.now());
    const data = type === "location.update" ? { id: LOCATION, object: "location" } : { location_id: LOCATION };
    await exports.default.fetch(await signed(flatpeak, JSON.stringify({ id: "evt_change", type, data })));
    await eventually(async () => {
      expect((await story()).cases).toMatchObject([{ state: "repaired" }]);
    });
  });
});

describe("the link", () => {
  it("carries the case's tariff to FlatPeak and mints once for twenty taps at a time", async () => {
    const link = await firstLink();
    const taps = await Promise.all(Array.from({ length: 20 }, () => visit(link)));
    expect(taps.map((it) => it.status)).toEqual(Array.from({ length: 20 }, () => 302));
    expect(new Set(taps.map((it) => it.headers.get("Location"))).size).toBe(1);
    expect(flatpeak.calls.filter((it) => it === "POST /connect/token")).toHaveLength(1);
    expect(flatpeak.world.tokenRequests).toMatchObject([
      {
        body: {
          tariff_id: TARIFF,
          connect_url: testSettings.CONNECT_WEB_URL,
          callback_url: `https://go.example.test/c/${await codeFor(1, "done")}/done`,
        },
      },
    ]);
  });

  it.each([
    ["HEAD", {}, "HEAD"],
    ["Sec-Purpose: prefetch", { "Sec-Purpose": "prefetch" }, "GET"],
    ["Sec-Purpose: prefetch;prerender", { "Sec-Purpose": "prefetch;prerender" }, "GET"],
    ["Purpose: prefetch", { Purpose: "prefetch" }, "GET"],
    ["X-Moz: prefetch", { "X-Moz": "prefetch" }, "GET"],
  ])("mints nothing for %s, and does not count it as a tap", async (_, headers, method) => {
    const link = await firstLink();
    const answer = await visit(link, headers, method);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Location")).toBeNull();
    expect(flatpeak.calls).not.toContain("POST /connect/token");
    expect((await story()).cases).toMatchObject([{ tapped_at: null }]);
  });

  it("answers kindly when FlatPeak is down, remembers the tap, and works when it is back", async () => {
    const link = await firstLink();
    for (const broken of [
      new Response("no", { status: 500 }),
      new Response("slow down", { status: 429 }),
      new Response("<html>", { headers: { "Content-Type": "text/html" } }),
      Response.json({ live_mode: false }),
    ]) {
      flatpeak.intercept = (request) => (request.method === "POST" ? broken.clone() : null);
      const answer = await visit(link);
      expect(answer.status).toBe(503);
      expect(answer.headers.get("Retry-After")).toBe("30");
      expect(answer.headers.get("Location")).toBeNull();
    }
    expect((await story()).cases).toMatchObject([{ tapped_at: expect.any(String) as string }]);
    flatpeak.intercept = () => null;
    expect((await visit(link)).status).toBe(302);
  });

  it("does not call a tariff unrepaired on the strength of a look from before the repair", async () => {
    const link = await firstLink();
    repairTariff(tariff(), Date.now());
    expect(await (await visit(`${link}/done`)).text()).toContain("Connected");
  });

  it("gives a tap after a finished session a session of its own", async () => {
    const link = await firstLink();
    const first = (await visit(link)).headers.get("Location") ?? "";
    expect((await visit(link)).headers.get("Location")).toBe(first);
    expect(await (await visit(`${link}/done`)).text()).toContain("Continue connecting");
    expect((await visit(link)).headers.get("Location")).not.toBe(first);
  });

  it("asks for the new contract's end date when the old one was given again", async () => {
    const end = new Date(Date.now() + 6 * 86_400_000).toISOString().slice(0, 10);
    tariff().contractEndDate = end;
    const body = bodies.seedExpiring.replace("2024-02-01T11:25:39Z", new Date().toISOString());
    await exports.default.fetch(await signed(flatpeak, body.replace("2024-02-07", end)));
    await customer().advanceClock(6 * 60_000);
    const link = flatpeak.handoffs[0]?.body.data.link ?? "";
    await exports.default.fetch(
      await signed(
        flatpeak,
        JSON.stringify({
          id: "evt_again",
          type: "connect_session.complete",
          data: { customer_id: CUSTOMER, location_id: LOCATION },
        }),
      ),
    );
    const page = await visit(`${link}/done`);
    expect(page.headers.get("Refresh")).toBeNull();
    expect(await page.text()).toContain("the end date");
  });

  it("leads an older message's link to what is wrong with its tariff today, and says all good only when it is", async () => {
    const link = await firstLink();
    repairTariff(tariff(), Date.now());
    await visit(`${link}/done`);
    expect(await (await visit(link)).text()).toContain("nothing to do");
    tariff().status = "ERROR";
    await customer().advanceClock(86_400_000);
    const again = bodies.seedFailed.replace("evt_66167787c1652b3fbeba5f01", "evt_again");
    const later = new Date(Date.now() + 86_400_000).toISOString();
    await exports.default.fetch(await signed(flatpeak, again.replace("2024-03-14T11:22:39Z", later)));
    expect((await story()).cases.map((it) => it["state"])).toEqual(["repaired", "open"]);
    expect((await visit(link)).status).toBe(302);
  });

  it("opens by the overview what is broken today, though a later case ended long ago", async () => {
    await firstLink();
    await changeDocument(customer(), ({ state, recent }) => {
      const [open] = state.cases;
      if (open === undefined) throw new Error("no case is open");
      const ended = { ...open, no: 50, tariffId: "trf_other", end: { how: "repaired", at: 0 } } as const;
      return { recent: { ...recent, cases: [...recent.cases, ended] } };
    });
    const code = await encodeLink({ customerId: CUSTOMER, ...seatOf(0) }, [testSettings.LINK_KEYS]);
    expect((await visit(`https://go.example.test/c/${code}`)).status).toBe(302);
  });

  it("still opens Connect by the case's link and the overview's after handing over", async () => {
    await failed();
    await customer().advanceClock(40 * 86_400_000);
    expect((await story()).cases).toMatchObject([{ state: "handed_over" }]);
    for (const no of [0, 1]) {
      const code = await encodeLink({ customerId: CUSTOMER, ...seatOf(no) }, [testSettings.LINK_KEYS]);
      expect((await visit(`https://go.example.test/c/${code}`)).status).toBe(302);
    }
  });

  it("connects anew what FlatPeak has no more, and forgets nobody for it (row 60)", async () => {
    const link = await firstLink();
    const home = flatpeak.world.homes.find((it) => it.tariffs.some((t) => t.id === TARIFF));
    if (home === undefined) throw new Error("the emulated world has lost its tariff");
    home.tariffs = home.tariffs.filter((it) => it.id !== TARIFF);
    expect((await visit(link)).status).toBe(302);
    expect(flatpeak.world.tokenRequests.at(-1)?.body).toMatchObject({
      location_id: LOCATION,
      tariff_direction: "IMPORT",
      tariff_type: "COMMODITY",
      callback_url: `https://go.example.test/c/${await codeFor(1, "done")}/done`,
    });
    expect(flatpeak.world.tokenRequests.at(-1)?.body).not.toHaveProperty("tariff_id");
    expect(await (await visit(`${link}/done`)).text()).toContain("Connect again");
    const { cases, journal } = await story();
    expect(cases).toMatchObject([{ state: "open" }]);
    expect(journal.map((it) => it.detail["why"])).toContain("disconnected_while_reconnecting");
  });

  it("sends no cache, no referrer and a strict policy on every answer", async () => {
    const link = await firstLink();
    for (const url of [link, `${link}/done`, "https://go.example.test/c/forged"]) {
      const { headers } = await visit(url);
      expect(headers.get("Cache-Control")).toBe("no-store, private");
      expect(headers.get("Referrer-Policy")).toBe("no-referrer");
      expect(headers.get("X-Robots-Tag")).toContain("noindex");
      expect(headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    }
  });

  it("says the same to a forged code as to an expired link, and touches no object", async () => {
    const link = await firstLink();
    const code = link.split("/").at(-1) ?? "";
    expect(code.length).toBeLessThanOrEqual(30);
    const flipped = `${code.slice(0, 5)}${code[5] === "A" ? "B" : "A"}${code.slice(6)}`;
    const otherKey = await encodeLink({ customerId: CUSTOMER, ...seatOf(1) }, [
      "another-key-of-at-least-32-characters",
    ]);
    const strip = (html: string): string => html.replaceAll(/nonce="[^"]*"/g, "");
    const expired = await encodeLink({ customerId: CUSTOMER, ...seatOf(99) }, [testSettings.LINK_KEYS]);
    const expected = strip(await (await visit(`https://go.example.test/c/${expired}`)).text());
    for (const forged of [flipped, otherKey, "A", "x".repeat(500), `${code}A`, "%00"]) {
      const answer = await visit(`https://go.example.test/c/${forged}`);
      expect(answer.status).toBe(404);
      expect(strip(await answer.text())).toBe(expected);
    }
  });

  it("leads to the overview when the message covered several tariffs", async () => {
    const others = flatpeak.world.homes.flatMap((home) => home.tariffs.map((it) => ({ home, it })));
    const second = others.find(({ it }) => it.id !== TARIFF);
    if (second === undefined) throw new Error("the emulated world has one tariff only");
    second.it.status = "ERROR";
    await failed();
    const event = JSON.parse(bodies.seedFailed) as { id: string; data: Record<string, unknown>; time_created: string };
    event.id = "evt_other";
    event.time_created = new Date().toISOString();
    Object.assign(event.data, { id: second.it.id, location_id: second.home.id });
    await exports.default.fetch(await signed(flatpeak, JSON.stringify({ ...event, type: "tariff.expired" })));
    await customer().advanceClock(10 * 60_000);
    expect(flatpeak.handoffs).toHaveLength(1);
    const overview = await visit(flatpeak.handoffs[0]?.body.data.link ?? "");
    expect(overview.status).toBe(302);
    const page = await (
      await visit(new URL(overview.headers.get("Location") ?? "", testSettings.PUBLIC_URL).href)
    ).text();
    const links = [...page.matchAll(/href="(https:\/\/go\.example\.test\/c\/[^"]+)"/g)].map((it) => it[1] ?? "");
    expect(links).toHaveLength(2);
    for (const link of links) expect((await visit(link)).status).toBe(302);
    expect(flatpeak.world.tokenRequests.map((it) => (it.body as { tariff_id: string }).tariff_id)).toEqual([
      TARIFF,
      second.it.id,
    ]);
  });
});

describe("codes", () => {
  it("carry any customer id and number there and back", async () => {
    const { decodeLink } = await import("../../../src/objects/link-code.ts");
    const { LINK_PURPOSES } = await import("../../../src/core/link/links.ts");
    const keys = ["one-key-of-at-least-thirty-two-characters", "another-key-of-at-least-32-characters"];
    for (const customerId of [CUSTOMER, "loc_661677cdc31d91695fd8f33d", "cus_short", `cus_${"f".repeat(32)}`]) {
      for (const no of [0, 1, 16_383, 16_384, 4_000_000_000]) {
        for (const [index, purpose] of LINK_PURPOSES.entries()) {
          const address = { customerId, no, purpose, epoch: 3 * index };
          const code = await encodeLink(address, [keys[1] ?? ""]);
          // The key that signed has been rotated to second place.
          expect(await decodeLink(code, keys, LINK_PURPOSES)).toEqual(address);
          const others = LINK_PURPOSES.filter((it) => it !== purpose);
          expect(await decodeLink(code, keys, others)).toBeNull();
        }
      }
    }
  });
});

describe("a customer's object that breaks", () => {
  it("shows the customer a page, not an error of ours", async () => {
    const link = await firstLink();
    await breakCustomer(customer());
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const answer = await visit(link);
    expect(answer.status).toBe(503);
    expect(answer.headers.get("Content-Type")).toContain("text/html");
    expect(answer.headers.get("Cache-Control")).toBe("no-store, private");
    expect(await answer.text()).toContain("Please try again");
  });
});
