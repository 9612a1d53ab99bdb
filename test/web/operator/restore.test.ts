// One customer put back to an earlier instant: the drill, as far as a platform without history lets it be had. What puts storage back is
// played; all that is done around it is the product.

import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Customer } from "../../../src/objects/customer/object.ts";
import { Desk } from "../../../src/objects/desk/object.ts";
import { Gate } from "../../../src/objects/gate/object.ts";
import { Engine } from "../../../src/objects/customer/engine.ts";
import { newCustomer } from "../../../src/core/state.ts";
import { testSettings } from "../../settings.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { CUSTOMER, ORIGIN, TARIFF, firstLink, happen, setContact, tariffIn, visit } from "../../support/links.ts";
import { SUPPORT, get, hiddenIn, post, signIn } from "../../support/dashboard.ts";
import { breakCustomer } from "../../support/disk.ts";
import { eventually } from "../../support/eventually.ts";
import { haveHistory, rowsNow } from "../../support/history.ts";
import { customerStub, deskStub, gateStub } from "../../support/stubs.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";
import type { Rows } from "../../support/history.ts";

let flatpeak: FakeFlatPeak;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What the desks keep of restores that are under way. */
async function pendingRows(): Promise<Rows> {
  const desks = Array.from("0123456789abcdef").map((digit) =>
    runInDurableObject(deskStub(digit), (_, { storage }) => [...storage.kv.list({ prefix: "restore" })]),
  );
  return (await Promise.all(desks)).flat();
}

beforeEach(async () => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  vi.useFakeTimers({ toFake: ["Date"] });
  flatpeak = await installFlatPeak();
});

const ask = async (path: string, json: object = {}, key = crypto.randomUUID()) => {
  const answer = await visit(`${ORIGIN}/v1/customers/${CUSTOMER}${path}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}`, "Idempotency-Key": key },
    json,
  });
  return { status: answer.status, body: await answer.json<Record<string, unknown>>() };
};
const restore = (at: number) => ask("/restore", { at: new Date(at).toISOString() });
const eraseThem = () =>
  visit(`${ORIGIN}/v1/customers/${CUSTOMER}`, {
    method: "DELETE",
    headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` },
  });
/** Somebody is known, with a number, and an hour passes. The instant (ms) to which they may be put back. */
async function knownForAnHour(): Promise<number> {
  await setContact({ phone: "+447700900123" });
  const [then, at] = [await rowsNow(), Date.now()];
  vi.setSystemTime(at + HOUR);
  await haveHistory(then);
  return at;
}
const story = async () => {
  const found = await customerStub(CUSTOMER).story();
  if (found === null) throw new Error("nobody is known");
  return found;
};

describe("a customer put back to an earlier instant", () => {
  it("is held, was told what they were told, and is asked about before anything goes; nobody is told twice", async () => {
    await setContact({ phone: "+447700900123", locale: "de" });
    const then = await rowsNow();
    const at = Date.now();
    vi.setSystemTime(at + HOUR);
    const link = await firstLink(flatpeak);
    expect(flatpeak.handoffs).toHaveLength(1);
    await setContact({ locale: "fr" });
    vi.setSystemTime(at + 2 * HOUR);
    await haveHistory(then);

    const done = await restore(at);
    expect(done).toMatchObject({ status: 200, body: { status: "restored", since_known: true } });
    const after = await story();
    expect(after.contact).toMatchObject({ locale: "de" });
    expect(after.held_since).not.toBeNull();
    expect(after.cases).toMatchObject([{ state: "open", told: 1 }]);
    expect(after.journal.some((it) => it.what === "restored")).toBe(true);
    // The link that they were sent leads on.
    expect((await visit(link)).status).toBe(302);

    await customerStub(CUSTOMER).advanceClock(30 * DAY);
    expect(flatpeak.handoffs).toHaveLength(1);
    const before = flatpeak.calls.length;
    expect((await ask("/release")).status).toBe(200);
    await customerStub(CUSTOMER).advanceClock(DAY);
    // FlatPeak was asked before the reminder that is due.
    expect(flatpeak.calls.slice(before).some((it) => it.includes("/tariffs") || it.includes("/locations"))).toBe(true);
    expect(flatpeak.handoffs.map(({ body }) => body.type)).toContain("notification.requested");
    const ids = flatpeak.handoffs.map((it) => it.headers.get("webhook-id"));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("is held and reconciled by the desk's alarm where the order was cut off in the middle", async () => {
    await setContact({ phone: "+447700900123" });
    const [kept, at] = [await rowsNow(), Date.now()];
    vi.setSystemTime(at + HOUR);
    await firstLink(flatpeak);
    await haveHistory(kept);
    vi.spyOn(Customer.prototype, "finishRestore").mockRejectedValueOnce(new Error("cut off"));
    expect((await restore(at + HOUR / 2)).status).toBe(503);
    expect((await story()).held_since).toBeNull();
    vi.setSystemTime(Date.now() + 2 * 60_000);
    for (const digit of "0123456789abcdef") await runDurableObjectAlarm(deskStub(digit));
    const after = await story();
    expect(after.held_since).not.toBeNull();
    expect(after.cases).toMatchObject([{ state: "open", told: 1 }]);
  });

  it("comes back where what is kept cannot be read any more, and is told nothing twice", async () => {
    await firstLink(flatpeak);
    const [kept, at] = [await rowsNow(), Date.now()];
    vi.setSystemTime(at + HOUR);
    await haveHistory(kept);
    await breakCustomer(customerStub(CUSTOMER));
    expect(await restore(at)).toMatchObject({ status: 200, body: { status: "restored", since_known: false } });
    expect((await story()).held_since).not.toBeNull();
    await ask("/release");
    await customerStub(CUSTOMER).advanceClock(DAY);
    expect(flatpeak.handoffs).toHaveLength(1);
  });

  it("stays stopped where they asked for that since", async () => {
    await firstLink(flatpeak);
    const then = await rowsNow();
    const at = Date.now();
    vi.setSystemTime(at + HOUR);
    await setContact({ opted_out: true });
    await haveHistory(then);
    expect((await restore(at)).status).toBe(200);
    await ask("/release");
    await customerStub(CUSTOMER).advanceClock(30 * DAY);
    expect(flatpeak.handoffs.filter(({ body }) => body.type === "notification.requested")).toHaveLength(1);
  });

  it("keeps what was acknowledged until the last moment: a stop and an import between two calls of the order", async () => {
    await firstLink(flatpeak);
    const then = await rowsNow();
    const at = Date.now();
    vi.setSystemTime(at + HOUR);
    await setContact({ locale: "fr" });
    await haveHistory(then);
    const rewind = Customer.prototype.rewind;
    const late = vi.spyOn(Customer.prototype, "rewind").mockImplementationOnce(async function (
      this: Customer,
      ...order
    ) {
      await this.setContact(CUSTOMER, { optedOut: true, email: "imported@example.com" });
      return rewind.apply(this, order);
    });
    expect((await restore(at)).status).toBe(200);
    expect(late).toHaveBeenCalledTimes(2);
    expect((await story()).contact).toMatchObject({ email: "i••@example.com", locale: null });
    await ask("/release");
    await customerStub(CUSTOMER).advanceClock(30 * DAY);
    expect(flatpeak.handoffs.filter(({ body }) => body.type === "notification.requested")).toHaveLength(1);
    // Who stopped when is on record.
    expect((await rowsNow()).filter(([key]) => key.startsWith("consent/"))).toHaveLength(1);
  });

  it("is put back once where two ask at once, and where the answer of the first was lost", async () => {
    await firstLink(flatpeak);
    const then = await rowsNow();
    const at = Date.now();
    vi.setSystemTime(at + HOUR);
    await haveHistory(then);
    const finish = Customer.prototype.finishRestore;
    const lost = vi.spyOn(Customer.prototype, "finishRestore").mockImplementationOnce(async function (
      this: Customer,
      ...order
    ) {
      await finish.apply(this, order);
      throw new Error("the answer was lost");
    });
    expect((await restore(at)).status).toBe(503);
    await ask("/release");
    vi.setSystemTime(Date.now() + 2 * 60_000);
    for (const digit of "0123456789abcdef") await runDurableObjectAlarm(deskStub(digit));
    expect(lost).toHaveBeenCalledTimes(2);
    expect((await story()).held_since).toBeNull();
    expect((await story()).journal.filter((it) => it.what === "restored")).toHaveLength(1);
    // Whichever of them is first, the other one finds it under way, or done with; and what the journal said of the first stays in it.
    const answers = await Promise.all([restore(at), restore(at)]);
    expect(answers.every(({ status }) => status < 300)).toBe(true);
    const done = answers.filter(({ body }) => body["status"] === "restored");
    expect((await story()).journal.filter((it) => it.what === "restored")).toHaveLength(1 + done.length);
  });

  it("is gone on with as well where what must not be undone is more than one value can hold", async () => {
    await setContact({ phone: "+447700900123" });
    const state = { ...newCustomer(CUSTOMER), waiting: "x".repeat(5_000_000) };
    const beside = { events: [], consents: [], invitation: null, invited: [], numbers: [], journeys: [] };
    const since = { state, ended: { cases: [], notifications: [] }, beside };
    vi.spyOn(Customer.prototype, "prepareRestore").mockResolvedValueOnce({ kind: "ready", since });
    vi.spyOn(Customer.prototype, "rewind").mockResolvedValue({ kind: "done" });
    const finish = vi.spyOn(Customer.prototype, "finishRestore").mockRejectedValueOnce(new Error("cut off"));
    finish.mockResolvedValue("restored");
    expect((await restore(Date.now() - HOUR)).status).toBe(503);
    const kept = await pendingRows();
    expect(kept.length).toBeGreaterThan(5);
    expect(kept.every(([, value]) => JSON.stringify(value).length < 1_000_000)).toBe(true);
    vi.setSystemTime(Date.now() + 2 * 60_000);
    for (const digit of "0123456789abcdef") await runDurableObjectAlarm(deskStub(digit));
    expect(finish.mock.lastCall?.[1].since).toEqual(since);
    expect(await pendingRows()).toEqual([]);
  });

  it("is not brought back by an order that was cut off, once erased and let back in", async () => {
    await setContact({ phone: "+447700900123" });
    const then = await rowsNow();
    const at = Date.now();
    vi.setSystemTime(at + HOUR);
    await firstLink(flatpeak);
    await haveHistory(then);
    vi.spyOn(Customer.prototype, "finishRestore").mockRejectedValueOnce(new Error("cut off"));
    expect((await restore(at)).status).toBe(503);
    await eraseThem();
    // The order was gone on with first, so that whoever came to know them since forgets them too.
    expect(await pendingRows()).toEqual([]);
    await ask("/readmit");
    await setContact({ locale: "fr" });
    vi.setSystemTime(Date.now() + 2 * 60_000);
    for (const digit of "0123456789abcdef") await runDurableObjectAlarm(deskStub(digit));
    expect(await story()).toMatchObject({ contact: { locale: "fr", phone: null }, cases: [] });
    expect(JSON.stringify(await rowsNow())).not.toContain("900123");
  });

  it("is not brought back once erased, nor to before that", async () => {
    const at = await knownForAnHour();
    await eraseThem();
    expect(await restore(at)).toMatchObject({ status: 409, body: { error: { code: "erased" } } });
    await ask("/readmit");
    await setContact({ phone: "+447700900124" });
    vi.setSystemTime(Date.now() + HOUR);
    expect(await restore(at)).toMatchObject({ status: 409, body: { error: { code: "conflict" } } });
    expect(JSON.stringify(await rowsNow())).not.toContain("900123");
  });

  it("is not brought back where they are erased while the order is prepared, or has its turn", async () => {
    const at = await knownForAnHour();
    const rest = vi.spyOn(Engine.prototype, "atRest").mockImplementationOnce(async () => {
      await eraseThem();
    });
    expect(await restore(at)).toMatchObject({ status: 409, body: { error: { code: "erased" } } });
    expect(rest).toHaveBeenCalled();
    expect(await pendingRows()).toEqual([]);
    await ask("/readmit");
    await setContact({ phone: "+447700900124" });
    const [later, kept] = [Date.now() + HOUR, await rowsNow()];
    vi.setSystemTime(later + HOUR);
    await haveHistory(kept);
    vi.spyOn(Customer.prototype, "rewind").mockImplementationOnce(async function (this: Customer) {
      await this.erase(CUSTOMER);
      throw new Error("cut off");
    });
    expect(await restore(later)).toMatchObject({ status: 409, body: { error: { code: "erased" } } });
    expect(JSON.stringify([await rowsNow(), await pendingRows()])).not.toContain("90012");
  });

  it.each([
    ["yesterday", 400],
    ["2026-02-30", 400],
    [new Date(Date.now() - 40 * DAY).toISOString(), 400],
  ])("is refused %s, and nothing changes", async (at, status) => {
    await setContact({ locale: "de" });
    const before = await rowsNow();
    expect((await ask("/restore", { at })).status).toBe(status);
    expect(await rowsNow()).toEqual(before);
  });

  it("is told that this runtime keeps no history, where it keeps none", async () => {
    await setContact({ locale: "de" });
    const at = Date.now();
    vi.setSystemTime(at + HOUR);
    const done = await restore(at);
    expect(done).toMatchObject({ status: 503 });
    expect((await story()).held_since).toBeNull();
  });
});

/** Each step of an order at which the desk can die: what is broken then. */
const CUTS: Readonly<Record<string, () => void>> = {
  "before a gate keeps them back": () => {
    vi.spyOn(Gate.prototype, "keepBack").mockImplementationOnce(() => {
      throw new Error("cut off");
    });
  },
  "before their storage goes back": () => {
    vi.spyOn(Customer.prototype, "rewind").mockRejectedValueOnce(new Error("cut off"));
    vi.spyOn(Customer.prototype, "finishRestore").mockRejectedValueOnce(new Error("cut off"));
  },
  "when their storage has gone back": () => {
    vi.spyOn(Customer.prototype, "finishRestore").mockRejectedValueOnce(new Error("cut off"));
  },
  "when they are held": () => {
    const finish = Customer.prototype.finishRestore;
    vi.spyOn(Customer.prototype, "finishRestore").mockImplementationOnce(async function (this: Customer, ...order) {
      await finish.apply(this, order);
      throw new Error("cut off");
    });
  },
  "before a gate lets them go": () => {
    const keepBack = Gate.prototype.keepBack;
    let isCut = false;
    vi.spyOn(Gate.prototype, "keepBack").mockImplementation(function (this: Gate, customerId, isKeptBack) {
      if (!isKeptBack && !isCut) {
        isCut = true;
        throw new Error("cut off");
      }
      keepBack.call(this, customerId, isKeptBack);
    });
  },
};

describe("a desk that dies in the middle", () => {
  const SINCE = "trf_6597ef46529ab4467502af1c";
  const MEANWHILE = "trf_6597ef46529ab4467502af3e";
  const breaks = async (tariffId: string) => {
    tariffIn(flatpeak, tariffId).status = "ERROR";
    await happen(flatpeak, "tariff.expired", tariffId);
  };
  const about = (tariffId: string) =>
    flatpeak.handoffs.filter(({ body }) => body.data.cases.some((it) => it.tariff_id === tariffId));
  /** How often a tariff was told of for the first time. */
  const told = (tariffId: string) => about(tariffId).filter(({ body }) => body.data.rung === 1).length;
  const ring = () => runInDurableObject(customerStub(CUSTOMER), (it) => it.alarm());

  it("or lives: a tap that comes before they are held waits for that", async () => {
    await setContact({ locale: "de" });
    const [then, at] = [await rowsNow(), Date.now()];
    vi.setSystemTime(at + HOUR);
    const link = await firstLink(flatpeak);
    await haveHistory(then);
    const finish = Customer.prototype.finishRestore;
    const taps: Promise<Response>[] = [];
    vi.spyOn(Customer.prototype, "finishRestore").mockImplementationOnce(async function (this: Customer, ...order) {
      taps.push(visit(link));
      await eventually(() => expect(goOnWith).toHaveBeenCalled());
      return finish.apply(this, order);
    });
    const goOnWith = vi.spyOn(Desk.prototype, "goOnWith");
    expect((await restore(at)).status).toBe(200);
    expect((await Promise.all(taps)).map(({ status }) => status)).toEqual([302]);
  });

  it.each([
    ...Object.keys(CUTS).map((cut) => [cut, "an event"] as const),
    ["when their storage has gone back", "a tap"] as const,
  ])("%s, and %s comes first: nobody is told twice, nothing is lost, links lead on", async (cut, first) => {
    vi.setSystemTime(Date.UTC(2031, 6, 1, 9));
    await breaks(TARIFF);
    const [then, at] = [await rowsNow(), Date.now()];
    vi.setSystemTime(at + HOUR);
    await ring();
    await breaks(SINCE);
    vi.setSystemTime(at + 50 * HOUR);
    await ring();
    expect([told(TARIFF), told(SINCE)]).toEqual([1, 1]);
    const links = flatpeak.handoffs.map(({ body }) => body.data.link);
    const tap = async () => {
      for (const link of links) expect((await visit(link)).status).toBe(302);
    };
    await haveHistory(then);
    CUTS[cut]?.();
    expect((await restore(at + 60_000)).status).toBe(503);

    vi.setSystemTime(at + 50 * HOUR + 1_000);
    await ring();
    if (first === "a tap") await tap();
    await breaks(MEANWHILE);
    await tap();
    await ring();
    expect([told(TARIFF), told(SINCE), told(MEANWHILE)]).toEqual([1, 1, 0]);

    vi.setSystemTime(at + 50 * HOUR + 20_000);
    for (const digit of "0123456789abcdef") await runDurableObjectAlarm(deskStub(digit));
    expect(await story()).toMatchObject({ held_since: expect.any(String), cases: { length: 3 } });
    expect(await pendingRows()).toEqual([]);
    await ask("/release");
    for (const day of [4, 7]) {
      vi.setSystemTime(at + day * DAY);
      await ring();
    }
    expect([told(TARIFF), told(SINCE), about(MEANWHILE).length > 0]).toEqual([1, 1, true]);
    const kept = await runInDurableObject(gateStub("handoff"), (_, { storage }) => storage.kv.get("kept back"));
    expect(kept).toEqual([]);
  });
});

describe("the same on the dashboard", () => {
  const path = `/operator/customers/${CUSTOMER}`;
  /** The second step for an instant, sent as its own page would; the page that answers. */
  async function putBack(cookie: string, when: Record<string, string>, why = "the deployment of noon") {
    const step = `${path}/restore?${new URLSearchParams(when).toString()}`;
    const page = await get(step, cookie);
    const text = await page.text();
    const hidden = await hiddenIn(step, cookie);
    const value = /name="value" value="([^"]+)"/.exec(text)?.[1] ?? "";
    const fields = { ...hidden, value, zone: when["zone"] ?? "", why };
    const answer = await post(`${path}/restore`, fields, { Cookie: cookie });
    return { before: text, status: answer.status, after: await answer.text() };
  }
  const utc = (at: number) => {
    const iso = new Date(at).toISOString();
    return { day: iso.slice(0, 10), time: iso.slice(11, 16), zone: "UTC" };
  };

  it("says the instant by both clocks and what comes of it, and afterwards leads to the release; it is in the trail", async () => {
    vi.setSystemTime(Date.UTC(2031, 6, 1, 12));
    await setContact({ phone: "+447700900123", locale: "de", timezone: "Europe/Berlin" });
    const then = await rowsNow();
    vi.setSystemTime(Date.UTC(2031, 6, 1, 14));
    await setContact({ locale: "fr" });
    await haveHistory(then);
    const cookie = await signIn(testSettings.OPERATOR_TOKEN);
    expect(await (await get(path, cookie)).text()).toContain(`${path}/restore"`);
    expect(await (await get(`${path}/restore`, cookie)).text()).toContain('value="Europe/Berlin" checked');

    const done = await putBack(cookie, { day: "2031-07-01", time: "14:30", zone: "Europe/Berlin" });
    expect(done.before).toContain(
      "1 Jul 2031, 14:30 CEST, which is 2031-07-01T12:30Z in UTC, 1 hour and 30 minutes ago",
    );
    expect(done.before).toContain("held until you let them go");
    expect(done.status).toBe(200);
    for (const words of ["was put back to 1 Jul 2031, 14:30", "messages are held", `href="${path}/release"`])
      expect(done.after).toContain(words);
    const after = await story();
    expect([after.contact.locale, after.held_since === null]).toEqual(["de", false]);
    const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
    const trail = await (await visit(`${ORIGIN}/v1/audit?about=${CUSTOMER}`, { headers })).json<{ data: object[] }>();
    // What was done in one millisecond stands there in no order.
    expect(trail.data).toContainEqual(
      expect.objectContaining({ what: "POST /v1/customers/:id/restore", why: "the deployment of noon", status: 200 }),
    );
  });

  it("is there where what is kept cannot be read any more, and says that what happened since is not known", async () => {
    await firstLink(flatpeak);
    const [kept, at] = [await rowsNow(), Date.now()];
    vi.setSystemTime(at + HOUR);
    await haveHistory(kept);
    await breakCustomer(customerStub(CUSTOMER));
    const cookie = await signIn(testSettings.OPERATOR_TOKEN);
    const page = await get(path, cookie);
    expect([page.status, (await page.text()).includes(`${path}/restore"`)]).toEqual([503, true]);
    const done = await putBack(cookie, utc(at + 60_000));
    expect([done.status, done.after.includes("All that was owed counts as told")]).toEqual([200, true]);
  });

  it("says in words why it is not done, and changes nothing", async () => {
    await setContact({ locale: "de" });
    const before = await rowsNow();
    const cookie = await signIn(testSettings.OPERATOR_TOKEN);
    for (const [when, why, status, words] of [
      [{ day: "2031-02-30", time: "9", zone: "UTC" }, "x", 400, "This is no day"],
      [{ day: "2031-03-30", time: "02:30", zone: "Europe/Berlin" }, "x", 400, "The clocks skipped this time"],
      [utc(Date.now() - 40 * DAY), "x", 400, "Not done: the instant must be ten minutes ago at least"],
      [utc(Date.now() - HOUR), "x", 409, "Not done: nothing was known of this customer then"],
      [utc(Date.now() - HOUR), "", 400, "Please say why."],
    ] as const) {
      const done = await putBack(cookie, when, why);
      expect([done.status, `${done.before}${done.after}`.includes(words)]).toEqual([status, true]);
    }
    vi.setSystemTime(Date.now() + HOUR);
    const done = await putBack(cookie, utc(Date.now() - HOUR / 2));
    expect([done.status, done.after.includes("this runtime keeps no history")]).toEqual([503, true]);
    expect(await rowsNow()).toEqual(before);
  });

  it("is for the role of the call alone, and no page breaks into a program's error", async () => {
    await setContact({ locale: "de" });
    const helper = await signIn(SUPPORT);
    expect(await (await get(path, helper)).text()).not.toContain("/restore");
    expect((await get(`${path}/restore`, helper)).status).toBe(403);
    const cookie = await signIn(testSettings.OPERATOR_TOKEN);
    vi.setSystemTime(Date.now() + HOUR);
    vi.spyOn(Customer.prototype, "prepareRestore").mockRejectedValueOnce(new Error("cut off"));
    const done = await putBack(cookie, utc(Date.now() - HOUR / 2));
    expect([done.status, done.after.includes("It is not known whether this was done")]).toEqual([503, true]);
  });
});
