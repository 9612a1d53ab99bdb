import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { callObject } from "../../../src/platform/objects.ts";
import { EVENTS, PAYLOADS, PAST, SAID, eventKey, payloadKey } from "../../../src/objects/customer/rows/keys.ts";
import worker from "../../../src/worker.ts";
import { bodies } from "../../support/documented.ts";
import { installFlatPeak, signed } from "../../support/flatpeak.ts";
import { runsFrom } from "../../support/runs.ts";
import { testSettings } from "../../settings.ts";
import { customerStub } from "../../support/stubs.ts";
import { seatOf } from "../../support/links.ts";
import { bindings } from "../../support/worker.ts";
import { breakCustomer, changeDocument, documentOn, putOn, valuesOn, versionOn } from "../../support/disk.ts";
import { diskOf } from "../../support/providers.ts";
import { line } from "../../../src/core/journal.ts";
import type { KeptEvent } from "../../../src/objects/customer/rows/kept-event.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

const CUSTOMER = "cus_661677a19018beef00a29fae";
const DAY = 86_400_000;
let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
});

const customer = () => customerStub(CUSTOMER);

async function receive(id: string): Promise<string> {
  const body = bodies.seedExpired.replace("evt_66167787c1652b3fbeba5f01", id);
  const response = await worker.fetch(await signed(flatpeak, body), bindings);
  return ((await response.json()) as { status: string }).status;
}

const count = async (): Promise<number> => (await valuesOn(customer(), EVENTS)).length;
const eventOf = async (id: string) => (await valuesOn(customer(), EVENTS)).find((it) => it.id === id);
const linesOf = async (what: string): Promise<number> => {
  const rows = await valuesOn(customer(), PAST);
  const said = await valuesOn(customer(), SAID);
  const { recent } = await documentOn(customer());
  const lines = [...[...rows, recent].flatMap(({ journal }) => journal), ...said.flat()];
  return lines.filter((it) => it.what === what).length;
};

describe("retention", () => {
  it("forgets bodies after 45 days, words after 30 and history after 400, and never the living", async () => {
    await receive("evt_old");
    await customer().advanceClock(DAY);
    const now = Date.now();
    const event = await eventOf("evt_old");
    if (event === undefined) throw new Error("the event is not there");
    await putOn(customer(), eventKey("evt_old"), { ...event, receivedAt: now - 46 * DAY });
    await putOn(customer(), payloadKey(50), { at: now - 31 * DAY, words: "old words" });
    await putOn(customer(), payloadKey(51), { at: now - 20 * DAY, words: "young words" });
    await changeDocument(customer(), ({ state, recent }) => {
      const [known] = [...state.cases, ...recent.cases];
      if (known === undefined) throw new Error("no case was opened");
      const ended = (no: number, at: number) => ({ ...known, no, end: { how: "repaired", at } }) as const;
      const said = line(now - 500 * DAY, "links_ended", { epoch: 1 });
      return {
        madeAt: now - 46 * DAY,
        state: { ...state, lastCaseNo: 52 },
        recent: {
          ...recent,
          journal: [said, ...recent.journal],
          cases: [...recent.cases, ended(50, now - 500 * DAY), ended(51, now - 300 * DAY), ended(52, now - 500 * DAY)],
        },
      };
    });
    expect(await receive("evt_new")).toBe("stored");
    // A problem is known by its id for as long as FlatPeak may list it.
    expect((await valuesOn(customer(), EVENTS)).map(({ id, body }) => [id, body !== ""])).toEqual([
      ["evt_new", true],
      ["evt_old", false],
    ]);
    const { state, recent } = await documentOn(customer());
    // 1 and 51 are young. Numbers are counted, and none is given out again.
    expect([...state.cases, ...recent.cases].map(({ no }) => no)).toEqual([1, 51]);
    expect(state.lastCaseNo).toBe(52);
    expect((await valuesOn(customer(), PAYLOADS)).map(({ words }) => words)).toContain("young words");
    expect((await valuesOn(customer(), PAYLOADS)).map(({ words }) => words)).not.toContain("old words");
    expect(await linesOf("links_ended")).toBe(0);
    // What an event did outlives the event.
    expect(await linesOf("case_opened")).toBe(1);
  });

  it("knows the id of a problem however many events came after it, until FlatPeak has forgotten it (row 7)", async () => {
    await receive("evt_problem");
    const fill = async (received: number): Promise<void> => {
      await runInDurableObject(customer(), (_, { storage: { kv } }) => {
        const problem = JSON.parse(kv.get<string>(eventKey("evt_problem")) ?? "") as KeptEvent;
        kv.put(eventKey("evt_problem"), JSON.stringify({ ...problem, receivedAt: Date.now() - received }));
        const other = { type: "location.update", receivedAt: Date.now() - 1_000, late: false, source: "wire" };
        for (let no = 0; no < 20_100; no++) {
          const id = `evt_update_${no}`;
          kv.put(eventKey(id), JSON.stringify({ ...other, id, body: "{}", said: [] }));
        }
      });
      await changeDocument(customer(), () => ({ tidiedAt: 1 }));
    };
    await fill(DAY);
    expect(await receive("evt_problem")).toBe("duplicate");
    expect(await count()).toBeGreaterThan(20_000);
    expect(await eventOf("evt_problem")).toMatchObject({ body: "", said: [], source: "copy" });
    expect(await linesOf("case_opened")).toBe(1);
    // Its body is gone, so that other bytes can no longer be told from the first.
    await evictDurableObject(customer());
    expect(await receive("evt_problem")).toBe("duplicate");

    await fill(99 * DAY);
    expect(await receive("evt_problem")).toBe("duplicate");
    await fill(101 * DAY);
    await receive("evt_other");
    expect(await receive("evt_problem")).toBe("stored");
  });

  it("stands in nobody's way when it breaks", async () => {
    await receive("evt_1");
    await changeDocument(customer(), () => ({ tidiedAt: 1 }));
    await runInDurableObject(customer(), (_, { storage: { kv } }) => kv.put(payloadKey(9), "not json"));
    const raised = vi.spyOn(console, "error").mockImplementation(() => undefined);
    expect(await receive("evt_2")).toBe("stored");
    expect(raised).toHaveBeenCalledWith(expect.stringContaining("tidy_broke"));
  });

  it("looks at most once a day", async () => {
    await receive("evt_1");
    const event = await eventOf("evt_1");
    if (event === undefined) throw new Error("the event is not there");
    await putOn(customer(), eventKey("evt_1"), { ...event, receivedAt: 0 });
    await evictDurableObject(customer());
    await receive("evt_2");
    expect(await count()).toBe(2);
  });
});

describe("the document", () => {
  it("is made by the first genuine event, and by nothing that only looks", async () => {
    expect(await customer().story()).toBeNull();
    expect(await customer().openLink(seatOf(1))).toEqual({ kind: "expired", language: null });
    expect(await customer().finishSession(seatOf(1))).toBeNull();
    expect(await versionOn(customer())).toBe(0);
    await receive("evt_1");
    expect(await versionOn(customer())).toBe(1);
  });

  it("is not touched where newer code wrote it", async () => {
    await receive("evt_1");
    const mend = await breakCustomer(customer());
    const before = await diskOf(customer());
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const response = await worker.fetch(await signed(flatpeak, bodies.seedExpired), bindings);
    expect(response.status).toBe(503);
    expect(await diskOf(customer())).toBe(before);
    await mend();
    expect(await receive("evt_2")).toBe("stored");
  });
});

const TARIFF = "trf_6597ef46529ab4467502af0b";

describe("an event that breaks the core", () => {
  it("goes into quarantine, stands in nobody's way, and can be replayed", async () => {
    await receive("evt_first");
    const broken = { id: TARIFF, verified: { at: Number.MAX_SAFE_INTEGER, facts: null } };
    await changeDocument(customer(), ({ state }) => ({ state: { ...state, tariffs: [broken] as never } }));
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    expect(await receive("evt_poison")).toBe("quarantined");
    await changeDocument(customer(), ({ state }) => ({ state: { ...state, tariffs: [] } }));
    expect(await receive("evt_next")).toBe("stored");

    const call = async (path: string, method = "GET"): Promise<unknown> => {
      const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
      const request = new Request(`https://go.example.test${path}`, { method, headers });
      return (await worker.fetch(request, bindings)).json();
    };
    const listed = (await call("/v1/quarantine")) as { count: number; data: { digest: string; reason: string }[] };
    expect(listed).toMatchObject({ count: 1, data: [{ reason: "broke_the_reader" }] });
    const replay = `/v1/quarantine/${listed.data[0]?.digest ?? ""}/replay`;
    expect(await call(replay, "POST")).toMatchObject({ status: "stored" });
    expect(await call("/v1/quarantine")).toMatchObject({ count: 0 });
    expect(await call(replay, "POST")).toMatchObject({ error: { code: "not_found" } });
    expect(await count()).toBe(3);
  });
});

describe("calls into objects", () => {
  const failing = (errors: readonly object[]) => {
    const stubs: object[] = [];
    const run = callObject(
      () => {
        const stub = {};
        stubs.push(stub);
        return stub;
      },
      () => {
        const next = errors[stubs.length - 1];
        return next === undefined ? Promise.resolve("done") : Promise.reject(Object.assign(new Error("broke"), next));
      },
    );
    return { run, stubs };
  };

  it("are made again with a fresh stub when the platform calls that right", async () => {
    const { run, stubs } = failing([{ retryable: true }, { retryable: true }]);
    expect(await run).toBe("done");
    expect(new Set(stubs).size).toBe(3);
  });

  it.each([
    ["after three tries", [{ retryable: true }, { retryable: true }, { retryable: true }, {}], 3],
    ["on an overloaded object", [{ retryable: true, overloaded: true }, {}], 1],
    ["on an error of our own", [{}, {}], 1],
  ])("are given up %s", async (_, errors, tries) => {
    const { run, stubs } = failing(errors);
    await expect(run).rejects.toThrow("broke");
    expect(stubs).toHaveLength(tries);
  });

  it("survive an object that is reset in the middle of a crowd of events", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const answers: string[] = [];
    const calls = runsFrom("RESET_CALLS", 60);
    for (let no = 0; no < calls; no++) {
      const body = bodies.seedFailed.replace("evt_66167787c1652b3fbeba5f01", `evt_${no}`);
      const request = await signed(flatpeak, body);
      const response = Promise.resolve(worker.fetch(request, bindings));
      if (no % 10 === 5) await evictDurableObject(customer()).catch(() => undefined);
      const { status } = await response;
      answers.push(`${no} ${status}`);
    }
    const refused = answers.filter((it) => !it.endsWith(" 200"));
    expect(refused.every((it) => it.endsWith(" 503"))).toBe(true);
    expect(await count()).toBe(calls - refused.length);
    await runDurableObjectAlarm(customer());
  });
});
