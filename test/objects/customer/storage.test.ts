import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { callObject } from "../../../src/platform/objects.ts";
import { migrate, schemaVersion } from "../../../src/objects/customer/rows/schema.ts";
import worker from "../../../src/worker.ts";
import { bodies } from "../../support/documented.ts";
import { installFlatPeak, signed } from "../../support/flatpeak.ts";
import { runsFrom } from "../../support/runs.ts";
import { testSettings } from "../../settings.ts";
import { customerStub } from "../../support/stubs.ts";
import { seatOf } from "../../support/links.ts";
import { bindings } from "../../support/worker.ts";
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

const count = (table: string): Promise<number> =>
  runInDurableObject(customer(), (_, ctx) =>
    Number(ctx.storage.sql.exec(`SELECT COUNT(*) AS rows FROM ${table}`).one()["rows"]),
  );

describe("retention", () => {
  it("forgets bodies after 45 days, words after 30 and history after 400, and never the living", async () => {
    await receive("evt_old");
    await customer().advanceClock(DAY);
    await runInDurableObject(customer(), (_, { storage: { sql } }) => {
      const now = Date.now();
      sql.exec("UPDATE events SET received_at = ?", now - 46 * DAY);
      sql.exec("UPDATE _migrations SET at = ?", now - 46 * DAY);
      sql.exec("UPDATE journal SET at = ? WHERE no = 1", now - 500 * DAY);
      const ended = (no: number, at: number | null): void => {
        sql.exec("INSERT INTO cases (no, ended_at, body) VALUES (?, ?, '{}')", no, at);
      };
      ended(50, now - 500 * DAY);
      ended(51, now - 300 * DAY);
      ended(52, now - 500 * DAY);
      sql.exec(
        'INSERT INTO notifications (no, settled_at, body) VALUES (50, ?, \'{"payload":"words"}\'), (51, ?, \'{"payload":"words"}\')',
        now - 31 * DAY,
        now - 20 * DAY,
      );
    });
    await evictDurableObject(customer());
    expect(await receive("evt_new")).toBe("stored");
    const kept = await runInDurableObject(customer(), (_, { storage: { sql } }) => ({
      events: sql.exec("SELECT id, body != '' AS whole FROM events ORDER BY id").toArray(),
      cases: sql.exec("SELECT no FROM cases ORDER BY no").toArray(),
      payloads: sql.exec("SELECT no FROM notifications WHERE body LIKE '%words%'").toArray(),
      oldest: sql.exec("SELECT MIN(no) AS no FROM journal").one(),
      // What an event did outlives the event.
      opened: sql.exec("SELECT COUNT(*) AS lines FROM journal WHERE what = 'case_opened'").one(),
    }));
    expect(kept).toEqual({
      // A problem is known by its id for as long as FlatPeak may list it.
      events: [
        { id: "evt_new", whole: 1 },
        { id: "evt_old", whole: 0 },
      ],
      // 1 is open, 51 is young, 52 is the newest: its number must not be given out again.
      cases: [{ no: 1 }, { no: 51 }, { no: 52 }],
      payloads: [{ no: 51 }],
      oldest: { no: 2 },
      opened: { lines: 1 },
    });
  });

  it("knows the id of a problem however many events came after it, until FlatPeak has forgotten it (row 7)", async () => {
    await receive("evt_problem");
    const fill = (received: number): Promise<void> =>
      runInDurableObject(customer(), (_, { storage: { sql } }) => {
        sql.exec("UPDATE events SET received_at = ? WHERE id = 'evt_problem'", Date.now() - received);
        sql.exec("UPDATE _migrations SET at = 0");
        sql.exec("UPDATE customer SET tidied_at = 1");
        sql.exec(
          `WITH RECURSIVE no (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM no WHERE n < 20100)
           INSERT OR IGNORE INTO events (id, type, received_at, late, source, body, said)
           SELECT 'evt_update_' || n, 'location.update', ?, 0, 'wire', '{}', '[]' FROM no`,
          Date.now() - 1_000,
        );
      });
    await fill(DAY);
    await evictDurableObject(customer());
    expect(await receive("evt_problem")).toBe("duplicate");
    expect(await count("events")).toBeGreaterThan(20_000);
    const kept = await runInDurableObject(customer(), (_, { storage: { sql } }) => ({
      problem: sql.exec("SELECT body, said, source FROM events WHERE id = 'evt_problem'").toArray(),
      opened: sql.exec("SELECT COUNT(*) AS lines FROM journal WHERE what = 'case_opened'").one(),
    }));
    expect(kept).toEqual({ problem: [{ body: "", said: "[]", source: "copy" }], opened: { lines: 1 } });
    // Its body is gone, so that other bytes can no longer be told from the first.
    await evictDurableObject(customer());
    expect(await receive("evt_problem")).toBe("duplicate");

    await fill(99 * DAY);
    await evictDurableObject(customer());
    expect(await receive("evt_problem")).toBe("duplicate");
    await fill(101 * DAY);
    await evictDurableObject(customer());
    await receive("evt_other");
    expect(await receive("evt_problem")).toBe("stored");
  });

  it("stands in nobody's way when it breaks", async () => {
    await receive("evt_1");
    await runInDurableObject(customer(), (_, { storage: { sql } }) => {
      sql.exec("UPDATE _migrations SET at = 0");
      sql.exec("ALTER TABLE tokens RENAME TO away");
    });
    await evictDurableObject(customer());
    const raised = vi.spyOn(console, "error").mockImplementation(() => undefined);
    expect(await receive("evt_2")).toBe("stored");
    expect(raised).toHaveBeenCalledWith(expect.stringContaining("tidy_broke"));
  });

  it("looks at most once a day", async () => {
    await receive("evt_1");
    await runInDurableObject(customer(), (_, { storage: { sql } }) => {
      sql.exec("UPDATE events SET received_at = 0");
    });
    await evictDurableObject(customer());
    await receive("evt_2");
    expect(await count("events")).toBe(2);
  });
});

describe("schema", () => {
  it("is made by the first genuine event, and by nothing that only looks", async () => {
    expect(await customer().story()).toBeNull();
    expect(await customer().openLink(seatOf(1))).toEqual({ kind: "expired", language: null });
    expect(await customer().finishSession(seatOf(1))).toMatchObject({ outcome: "expired" });
    expect(await runInDurableObject(customer(), (_, ctx) => schemaVersion(ctx.storage.sql))).toBe(0);
    await receive("evt_1");
    expect(await runInDurableObject(customer(), (_, ctx) => schemaVersion(ctx.storage.sql))).toBe(1);
  });

  it("goes on where a migration was cut off, and refuses what newer code wrote", async () => {
    await runInDurableObject(customer(), (_, { storage }) => {
      migrate(storage, 1, 0);
      expect(schemaVersion(storage.sql)).toBe(0);
      migrate(storage, 2);
      migrate(storage, 3);
      expect(storage.sql.exec("SELECT id, at FROM _migrations").toArray()).toEqual([{ id: 1, at: 2 }]);
      storage.sql.exec("INSERT INTO _migrations (id, at) VALUES (99, 4)");
      expect(() => migrate(storage, 5)).toThrow("newer than this code");
    });
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const response = await worker.fetch(await signed(flatpeak, bodies.seedExpired), bindings);
    expect(response.status).toBe(503);
    expect(await count("events")).toBe(0);
  });
});

const TARIFF = "trf_6597ef46529ab4467502af0b";

describe("an event that breaks the core", () => {
  it("goes into quarantine, stands in nobody's way, and can be replayed", async () => {
    await receive("evt_first");
    await runInDurableObject(customer(), (_, { storage: { sql } }) => {
      const body = JSON.stringify({ id: TARIFF, verified: { at: Number.MAX_SAFE_INTEGER, facts: null } });
      sql.exec("INSERT OR REPLACE INTO tariffs (id, body) VALUES (?, ?)", TARIFF, body);
    });
    await evictDurableObject(customer());
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    expect(await receive("evt_poison")).toBe("quarantined");
    await runInDurableObject(customer(), (_, { storage: { sql } }) => {
      sql.exec("DELETE FROM tariffs");
    });
    await evictDurableObject(customer());
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
    expect(await count("events")).toBe(3);
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
    expect(await count("events")).toBe(calls - refused.length);
    await runDurableObjectAlarm(customer());
  });
});
