// Who changed what, when and why; and a change that is asked for twice under one key.

import { beforeEach, describe, expect, it, vi } from "vitest";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { CUSTOMER, ORIGIN, firstLink, visit } from "../../support/links.ts";
import { bindings } from "../../support/worker.ts";
import { allDesks } from "../../../src/objects/rooms.ts";
import { testSettings } from "../../settings.ts";
import type { Visit } from "../../support/links.ts";

const SUPPORT = "support-key-0123456789abcdefghijkl";
const settings = { ...testSettings, OPERATOR_KEYS: `support:desk:${SUPPORT}` };

const call = (path: string, method: string, how: Visit = {}, key = testSettings.OPERATOR_TOKEN): Promise<Response> =>
  visit(`${ORIGIN}/v1${path}`, {
    settings,
    ...how,
    method,
    headers: { Authorization: `Bearer ${key}`, ...how.headers },
  });

interface Page {
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly next_cursor: string | null;
}
const trail = async (query = ""): Promise<Page> => (await call(`/audit${query}`, "GET")).json();

const hold = (headers: Record<string, string> = {}, key = SUPPORT): Promise<Response> =>
  call(`/customers/${CUSTOMER}/hold`, "POST", { headers }, key);

beforeEach(async () => {
  await firstLink(await installFlatPeak());
});

describe("the trail", () => {
  it("says who changed what, about whom, why and with what outcome", async () => {
    await hold({ "X-Reason": "  she   called: on holiday " });
    await call("/customers/cus_nobody/links", "DELETE");
    expect((await trail()).data).toMatchObject([
      { who: "operator", what: "DELETE /v1/customers/:id/links", about: "cus_nobody", why: null, status: 404 },
      {
        who: "desk",
        role: "support",
        what: "POST /v1/customers/:id/hold",
        about: CUSTOMER,
        why: "she called: on holiday",
        status: 200,
        times: 1,
      },
    ]);
  });

  it("says nothing of who only looks, or is misunderstood", async () => {
    await call(`/customers/${CUSTOMER}`, "GET");
    await call(`/customers/${CUSTOMER}/contact`, "PUT", { json: { phone: "none" } });
    await hold({ "X-Reason": "x".repeat(501) });
    expect(await trail()).toEqual({ data: [], next_cursor: null });
  });

  it("says what a role may not do, and how often a wrong key was tried", async () => {
    await call("/quarantine?reason=not_json", "DELETE", {}, SUPPORT);
    const headers = { "CF-Connecting-IP": "203.0.113.9" };
    for (let no = 0; no < 3; no++) await call("/sweep", "GET", { headers }, `wrong-key-${no}-0123456789abcdefghijkl`);
    const { data } = await trail();
    expect(data).toHaveLength(2);
    expect(data).toContainEqual(
      expect.objectContaining({ who: "desk", what: "DELETE /v1/quarantine", status: 403 }) as unknown,
    );
    expect(data).toContainEqual(
      expect.objectContaining({ who: "203.0.113.9", what: "wrong key", status: 401, times: 3 }) as unknown,
    );
    expect(JSON.stringify(data)).not.toContain("wrong-key-");
  });

  it("comes in pages, without a gap or a double, and by whom or about whom", async () => {
    for (let no = 0; no < 7; no++)
      await call(`/customers/cus_${no}/links`, "DELETE", {}, no % 2 === 0 ? SUPPORT : undefined);
    const seen: unknown[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Page = await trail(`?limit=3${cursor === "" ? "" : `&cursor=${cursor}`}`);
      seen.push(...page.data.map(({ about }) => about));
      cursor = page.next_cursor;
    }
    expect(seen.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual(
      Array.from({ length: 7 }, (_, no) => `cus_${no}`),
    );
    expect((await trail("?who=desk")).data).toHaveLength(4);
    expect((await trail("?about=cus_3")).data).toMatchObject([{ about: "cus_3" }]);
  });

  it.each(["?cursor=bm9uZQ", "?cursor=%7B", "?limit=0", "?limit=201", "?limit=x"])("refuses %s", async (query) => {
    expect((await call(`/audit${query}`, "GET")).status).toBe(400);
  });

  it("is for the role that answers for all", async () => {
    expect((await call("/audit", "GET", {}, SUPPORT)).status).toBe(403);
  });

  it("shows a change that was cut off as one that may have been made", async () => {
    const CUSTOMERS = { idFromName: () => "x", get: () => ({ hold: () => Promise.reject(new Error("broke")) }) };
    vi.spyOn(console, "error").mockReturnValue();
    const answer = await call(`/customers/${CUSTOMER}/hold`, "POST", {
      settings: { ...settings, CUSTOMER: CUSTOMERS },
    });
    expect(answer.status).toBe(503);
    expect((await trail()).data).toMatchObject([{ about: CUSTOMER, status: 503 }]);
  });

  it("forgets whom, and not what was done, where a customer is forgotten", async () => {
    await hold({ "X-Reason": "asked by Jo Doe", "Idempotency-Key": "k" });
    for (const desk of allDesks(bindings)) await desk.forget(CUSTOMER, "erased-1");
    const { data } = await trail();
    expect(data).toMatchObject([{ about: "erased-1", why: null, what: "POST /v1/customers/:id/hold", status: 200 }]);
    expect((await hold({ "Idempotency-Key": "k" })).headers.get("Idempotency-Replayed")).toBeNull();
  });
});

describe("a change under a key", () => {
  const stopped = { json: { opted_out: true } };
  const put = (headers: Record<string, string>, how: Visit = stopped, key = SUPPORT): Promise<Response> =>
    call(`/customers/${CUSTOMER}/contact`, "PUT", { ...how, headers }, key);

  it("is made once, and answered as before", async () => {
    const first = await put({ "Idempotency-Key": "one" });
    const again = await put({ "Idempotency-Key": "one" });
    expect(await again.json()).toEqual(await first.json());
    expect([first.status, again.status]).toEqual([200, 200]);
    expect([first, again].map((it) => it.headers.get("Idempotency-Replayed"))).toEqual([null, "true"]);
    expect(again.headers.get("Cache-Control")).toContain("no-store");
    expect((await trail()).data).toHaveLength(1);
  });

  it("is another one under another key, of another operator, or without one", async () => {
    await put({ "Idempotency-Key": "one" });
    await put({ "Idempotency-Key": "two" });
    await put({ "Idempotency-Key": "one" }, stopped, testSettings.OPERATOR_TOKEN);
    await put({});
    expect((await trail()).data).toHaveLength(4);
  });

  it("is refused where the key stands for something else, which is not made", async () => {
    await put({ "Idempotency-Key": "one" });
    const other = await put({ "Idempotency-Key": "one" }, { json: { opted_out: false } });
    expect([other.status, await other.json()]).toMatchObject([422, { error: { code: "key_reused" } }]);
    const elsewhere = await hold({ "Idempotency-Key": "one" });
    expect(elsewhere.status).toBe(422);
    expect((await trail()).data).toHaveLength(1);
  });

  it("is made once where it is asked for by several at the same time", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => put({ "Idempotency-Key": "crowd" })));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((it) => it !== 200 && it !== 409)).toEqual([]);
    expect(answers.filter((it) => it.status === 200 && !it.headers.has("Idempotency-Replayed"))).toHaveLength(1);
    expect((await trail()).data).toHaveLength(1);
  });

  it("is made as soon as it can be, where it was refused before under the same key", async () => {
    const holdNew = (): Promise<Response> =>
      call("/customers/cus_new/hold", "POST", { headers: { "Idempotency-Key": "one" } }, SUPPORT);
    expect((await holdNew()).status).toBe(404);
    await call("/customers/cus_new/contact", "PUT", { json: { locale: "de" } });
    expect((await holdNew()).status).toBe(200);
    expect((await holdNew()).headers.get("Idempotency-Replayed")).toBe("true");
  });

  it("is made again where it broke", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    const CUSTOMERS = { idFromName: () => "x", get: () => ({ setContact: () => Promise.reject(new Error("broke")) }) };
    const broken = await put(
      { "Idempotency-Key": "one" },
      { ...stopped, settings: { ...settings, CUSTOMER: CUSTOMERS } },
    );
    expect(broken.status).toBe(503);
    const again = await put({ "Idempotency-Key": "one" });
    expect([again.status, again.headers.get("Idempotency-Replayed")]).toEqual([200, null]);
  });

  it("says that it is being made, and may be made again once that was cut off", async () => {
    let now = Date.now();
    vi.spyOn(Date, "now").mockImplementation(() => now);
    const [desk] = allDesks(bindings);
    if (desk === undefined) throw new Error("no desk");
    const change = (id: string) => ({
      id,
      at: now,
      who: "desk",
      role: "support",
      what: "PUT /v1/x",
      about: null,
      why: null,
      requestId: "r",
    });
    const key = { name: "0a", print: "p" };
    expect(await desk.begin(change("1"), key)).toEqual({ kind: "go" });
    // The same call once more, whose first answer was lost.
    expect(await desk.begin(change("1"), key)).toEqual({ kind: "go" });
    expect(await desk.begin(change("2"), key)).toEqual({ kind: "running" });
    now += 3 * 60_000;
    expect(await desk.begin(change("2"), key)).toEqual({ kind: "go" });
    await desk.settle("2", 200, key, "{}");
    expect(await desk.begin(change("3"), key)).toEqual({ kind: "answered", status: 200, body: "{}" });
    // The one that was cut off comes back late, and changes nothing of it.
    await desk.settle("1", 500, key, null);
    expect(await desk.begin(change("3"), key)).toMatchObject({ kind: "answered" });
    now += 24 * 3_600_000;
    expect(await desk.begin(change("4"), key)).toEqual({ kind: "go" });
  });

  it.each(["", "with a blank", "é", "x".repeat(256)])("is refused with the key %j", async (key) => {
    expect((await put({ "Idempotency-Key": key })).status).toBe(400);
  });
});
