// Lists, figures and the funnel of the whole fleet, as an operator asks for them.

import { describe, expect, it } from "vitest";
import { runDurableObjectAlarm } from "cloudflare:test";
import { DAY, HOUR } from "../../../src/core/time.ts";
import { figuresOf, funnelOf } from "../../../src/objects/fleet/figures.ts";
import { listCases, listNotifications } from "../../../src/objects/fleet/list.ts";
import { writeLines } from "../../../src/objects/fleet/write.ts";
import { app } from "../../../src/app.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { CUSTOMER, LOCATION, ORIGIN, TARIFF, customer, firstLink, story, visit } from "../../support/links.ts";
import { sealReference } from "../../../src/objects/reference.ts";
import { NOW, caseOf } from "../../support/fleet-lines.ts";
import { bindings } from "../../support/worker.ts";
import { rebuildStub } from "../../support/stubs.ts";
import { make } from "../../support/invitations.ts";
import { testSettings } from "../../settings.ts";
import type { CaseLine, NotificationLine } from "../../../src/core/fleet/line.ts";

const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };

async function ask<T>(path: string, method = "GET", status = 200): Promise<T> {
  const answer = await visit(`${ORIGIN}/v1${path}`, { method, headers });
  expect(answer.status).toBe(status);
  return (await answer.json()) as T;
}

const messageOf = (change: Partial<NotificationLine>): NotificationLine => ({
  no: 1,
  id: "ntf_1",
  kind: "notify",
  status: "sent",
  channel: "sms",
  reason: "expired",
  rung: 1,
  language: "en",
  cases: ",1,2,",
  attempts: 1,
  createdAt: NOW - HOUR,
  calledAt: NOW - HOUR + 5_000,
  settledAt: NOW,
  experiment: null,
  arm: null,
  ...change,
});

async function put(
  customerId: string,
  cases: readonly CaseLine[],
  notifications: readonly NotificationLine[] = [],
): Promise<void> {
  if (bindings.FLEET === undefined) throw new Error("the index is not bound");
  await writeLines(bindings.FLEET, { customerId, version: 1, cases, notifications });
}

interface Listed {
  readonly data: readonly { readonly customer_id: string; readonly case: number }[];
  readonly next_cursor: string | null;
}
const names = ({ data }: Listed): readonly string[] => data.map((it) => `${it.customer_id} ${it.case}`);

describe("the list of cases", () => {
  it("is empty where nothing ever happened, and the tables are not made yet", async () => {
    expect(await ask("/cases")).toEqual({ data: [], next_cursor: null, rebuilding: false });
    expect(await ask("/notifications")).toEqual({ data: [], next_cursor: null, rebuilding: false });
    expect(await ask("/fleet")).toMatchObject({ cases: {}, waiting: { count: 0, since: null } });
    expect(await ask("/fleet/funnel?by=supplier")).toMatchObject({ data: [] });
  });

  it("comes newest first, page by page, each case once, also where all were opened at one instant", async () => {
    for (let no = 1; no <= 7; no++) {
      await put(`cus_${no}`, [caseOf({ openedAt: NOW - HOUR }), caseOf({ no: 2, openedAt: NOW - HOUR * (no % 3) })]);
    }
    const all = names(await ask<Listed>("/cases?limit=200"));
    expect(new Set(all).size).toBe(14);
    const paged: string[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const page: Listed = await ask<Listed>(`/cases?limit=3${cursor === null ? "" : `&cursor=${cursor}`}`);
      paged.push(...names(page));
      cursor = page.next_cursor;
      pages += 1;
      // What comes in meanwhile shifts nothing.
      await put(`cus_new${pages}`, [caseOf({ openedAt: NOW })]);
    } while (cursor !== null);
    expect(pages).toBe(5);
    expect(paged).toEqual(all);
  });

  it.each([
    ["state=open", ["cus_a 1", "cus_b 1"]],
    ["state=repaired", ["cus_a 2"]],
    ["needs_action=any", ["cus_b 1", "cus_c 1"]],
    ["needs_action=held", ["cus_b 1"]],
    ["needs_action=handed_over&state=open", []],
    ["reason=fetch_failed", ["cus_b 1"]],
    ["supplier=prv_2", ["cus_a 2"]],
    ["channel=email", ["cus_a 2"]],
    ["customer_id=cus_a", ["cus_a 1", "cus_a 2"]],
    ["tariff_id=trf_b", ["cus_b 1"]],
    ["location_id=loc_c", ["cus_c 1"]],
    ["search=cus_", ["cus_a 1", "cus_a 2", "cus_b 1", "cus_c 1"]],
    ["search=trf_b", ["cus_b 1"]],
    ["search=us_a", []],
    [`from=${new Date(NOW - 3 * DAY).toISOString()}`, ["cus_a 1", "cus_a 2"]],
    [`to=${new Date(NOW - 3 * DAY).toISOString()}`, ["cus_b 1", "cus_c 1"]],
  ])("is narrowed down by %s", async (query, expected) => {
    const repaired = { state: "repaired", endedAt: NOW, dueAt: null } as const;
    await put("cus_a", [
      caseOf({ openedAt: NOW - DAY }),
      caseOf({ no: 2, ...repaired, supplier: "prv_2", channel: "email", openedAt: NOW - 2 * DAY }),
    ]);
    await put("cus_b", [caseOf({ tariff: "trf_b", needs: "held", reason: "fetch_failed", openedAt: NOW - 4 * DAY })]);
    const handed = { state: "handed_over", needs: "handed_over", endedAt: NOW, dueAt: null } as const;
    await put("cus_c", [caseOf({ ...handed, location: "loc_c", openedAt: NOW - 5 * DAY })]);
    expect(names(await ask<Listed>(`/cases?${query}`))).toEqual(expected);
  });

  it("shows a case with its times as dates, and nobody's address", async () => {
    await put("cus_a", [caseOf({ toldAt: NOW, channel: "sms", rung: 2, language: "de" })]);
    const { data } = await ask<{ data: unknown[] }>("/cases");
    expect(data).toEqual([
      {
        customer_id: "cus_a",
        case: 1,
        tariff_id: "trf_1",
        location_id: "loc_1",
        supplier: "prv_1",
        slot: "commodity_import",
        reason: "expired",
        state: "open",
        needs_action: null,
        contract_end_date: null,
        opened_at: new Date(NOW - DAY).toISOString(),
        ended_at: null,
        next_step_at: new Date(NOW + DAY).toISOString(),
        told_at: new Date(NOW).toISOString(),
        rung: 2,
        channel: "sms",
        language: "de",
        tapped_at: null,
        session_at: null,
        experiment: null,
        arm: null,
      },
    ]);
  });

  it.each([
    "limit=0",
    "limit=201",
    "limit=x",
    "cursor=W10",
    "cursor=*",
    "state=lost",
    "from=never",
    "search=%25",
    "page=2",
  ])("refuses %s", async (query) => {
    await ask(`/cases?${query}`, "GET", 400);
  });
});

describe("the list of notifications", () => {
  it("comes newest first, and is narrowed down", async () => {
    await put("cus_a", [], [messageOf({}), messageOf({ no: 2, id: "ntf_2", status: "failed", createdAt: NOW })]);
    await put("cus_b", [], [messageOf({ id: "ntf_3", kind: "publish", channel: "handoff", createdAt: NOW - DAY })]);
    const ids = async (query = ""): Promise<unknown> =>
      (await ask<{ data: { id: string }[] }>(`/notifications?${query}`)).data.map(({ id }) => id);
    expect(await ids()).toEqual(["ntf_2", "ntf_1", "ntf_3"]);
    expect(await ids("status=failed")).toEqual(["ntf_2"]);
    expect(await ids("kind=publish")).toEqual(["ntf_3"]);
    expect(await ids("customer_id=cus_a&channel=sms")).toEqual(["ntf_2", "ntf_1"]);
    expect(await ids("id=ntf_1")).toEqual(["ntf_1"]);
    const { data } = await ask<{ data: { cases: number[] }[] }>("/notifications?id=ntf_1");
    expect(data).toMatchObject([{ cases: [1, 2], sent_at: new Date(NOW - HOUR + 5_000).toISOString() }]);
  });
});

describe("the figures", () => {
  it("say what stands how, what waits and how late messages are", async () => {
    await put(
      "cus_a",
      [
        caseOf({}),
        caseOf({ no: 2, state: "repaired", endedAt: NOW }),
        caseOf({ no: 3, needs: "held", reason: "upgrade" }),
      ],
      [
        messageOf({}),
        messageOf({ no: 2, calledAt: NOW - HOUR + 60_000 }),
        messageOf({ no: 3, status: "due", calledAt: null, settledAt: null, createdAt: NOW - 2 * HOUR }),
        messageOf({ no: 4, status: "failed", createdAt: NOW - 8 * DAY }),
      ],
    );
    expect(await ask("/fleet")).toEqual({
      cases: { open: 2, repaired: 1 },
      open: { expired: 1, upgrade: 1 },
      needs_action: { held: 1 },
      notifications: { due: 1 },
      waiting: { count: 1, since: new Date(NOW - 2 * HOUR).toISOString() },
      lateness_ms: { median: 60_000, most: 60_000 },
      rebuilding: false,
    });
  });
});

describe("the funnel", () => {
  const told = { toldAt: NOW, channel: "sms", rung: 1, language: "en" } as const;
  const repaired = { state: "repaired", endedAt: NOW, dueAt: null } as const;

  it("counts each step of those who took the one before it", async () => {
    await put("cus_a", [
      caseOf({}),
      caseOf({ no: 2, ...told }),
      caseOf({ no: 3, ...told, tappedAt: NOW }),
      caseOf({ no: 4, ...told, tappedAt: NOW, pageAt: NOW, onwardAt: NOW, continuesAt: NOW, sessionAt: NOW }),
      caseOf({ no: 5, ...told, tappedAt: NOW, sessionAt: NOW, ...repaired }),
      // The repair was seen before word of the session came.
      caseOf({ no: 6, ...told, tappedAt: NOW, ...repaired }),
      caseOf({ no: 7, ...repaired }),
      caseOf({ no: 8, ...told, ...repaired }),
      // It goes on with another customer, and counts there.
      caseOf({ no: 9, state: "moved", endedAt: NOW }),
      caseOf({ no: 10, openedAt: NOW - 91 * DAY }),
    ]);
    const [step] = (await ask<{ data: object[] }>("/fleet/funnel")).data;
    expect(step).toEqual({
      key: "all",
      cases: 8,
      told: 6,
      tapped: 4,
      pages: 1,
      onward: 1,
      continues: 1,
      sessions: 3,
      repaired: 2,
      repaired_otherwise: 2,
    });
  });

  it.each([
    ["reason", ["expired", "expiring"]],
    ["channel", [null, "email", "sms"]],
    ["rung", [null, 1, 2]],
    ["language", [null, "de", "en"]],
    ["supplier", ["prv_1", "prv_2"]],
    ["arm", [null, "try/b"]],
    ["day", ["2026-03-01", "2026-03-02"]],
    ["week", ["2026-02-23", "2026-03-02"]],
    ["month", ["2026-03"]],
  ])("is told apart by %s", async (by, keys) => {
    // A Sunday, and the Monday after it.
    const [sunday, monday] = [Date.UTC(2026, 2, 1, 23, 59), Date.UTC(2026, 2, 2)];
    await put("cus_a", [
      caseOf({ openedAt: sunday }),
      caseOf({ no: 2, ...told, openedAt: sunday, reason: "expiring" }),
      caseOf({
        no: 3,
        ...told,
        openedAt: monday,
        channel: "email",
        rung: 2,
        language: "de",
        supplier: "prv_2",
        experiment: "try",
        arm: "b",
      }),
    ]);
    const { data } = await ask<{ data: { key: unknown }[] }>(`/fleet/funnel?by=${by}&from=2026-03-01&to=2026-03-03`);
    expect(data.map(({ key }) => key)).toEqual(keys);
  });
});

describe("the funnel of messages", () => {
  it("counts a message once for each case it told of, and as tapped where it brought a tap; what came of it counts with the latest", async () => {
    const sent = (no: number, change: Partial<NotificationLine>): NotificationLine =>
      messageOf({ no, id: `ntf_${no}`, status: "sent", channel: "push", rung: 1, createdAt: NOW, ...change });
    const at = (hours: number): Partial<NotificationLine> => ({ createdAt: NOW + hours, calledAt: NOW + hours * HOUR });
    await put(
      "cus_a",
      [
        caseOf({
          toldAt: NOW,
          taps: `${NOW + HOUR},${NOW + 2.5 * HOUR}`,
          tappedAt: NOW + 3 * HOUR,
          sessionAt: NOW + 3 * HOUR,
        }),
        caseOf({ no: 12, toldAt: NOW, tappedAt: NOW + HOUR, state: "repaired", endedAt: NOW + 2 * HOUR }),
        caseOf({ no: 2, toldAt: NOW, state: "repaired", endedAt: NOW + 9 * HOUR }),
        caseOf({ no: 3, toldAt: NOW, openedAt: NOW - 91 * DAY }),
      ],
      [
        sent(1, { cases: ",1,12,", ...at(0) }),
        sent(2, { cases: ",1,2,", ...at(2), channel: "sms", rung: 2, status: "accepted" }),
        sent(3, { cases: ",1,", ...at(4), channel: "sms", rung: 3 }),
        // None of these reached anybody, or told of a case that counts.
        sent(4, { cases: ",1,", ...at(1), status: "failed" }),
        sent(5, { cases: ",2,", status: "due", calledAt: null }),
        sent(6, { cases: ",3,", ...at(1) }),
        sent(7, { cases: ",1,", ...at(1), kind: "publish", channel: "handoff" }),
      ],
    );
    await put("cus_b", [caseOf({ toldAt: NOW, reason: "fetch_failed" })], [sent(1, { cases: ",1,", ...at(3) })]);
    const stepsBy = async (by: string): Promise<unknown> => {
      const { data } = await ask<{ data: Readonly<Record<string, unknown>>[] }>(`/fleet/funnel?by=${by}`);
      return data.map((it) => [it["key"], it["told"], it["tapped"], it["sessions"], it["repaired"]]);
    };
    expect(await stepsBy("message")).toEqual([
      ["push:1", 3, 2, 1, 1],
      ["sms:2", 2, 1, 1, 0],
      ["sms:3", 1, 0, 0, 0],
    ]);
    expect(await stepsBy("message_reason")).toEqual([
      ["push:1:expired", 2, 2, 1, 1],
      ["push:1:fetch_failed", 1, 0, 0, 0],
      ["sms:2:expired", 2, 1, 1, 0],
      ["sms:3:expired", 1, 0, 0, 0],
    ]);
  });
});

/** Has the database say how it would answer what `work` asks of it. */
async function plansOf(work: (database: D1Database) => Promise<unknown>): Promise<readonly string[]> {
  const { FLEET } = bindings;
  if (FLEET === undefined) throw new Error("the index is not bound");
  // The first question makes the tables.
  await work(FLEET);
  const asked: D1PreparedStatement[] = [];
  const prepare = (sql: string): D1PreparedStatement => {
    const real = FLEET.prepare(sql);
    const bind = (...given: unknown[]): D1PreparedStatement => {
      asked.push(FLEET.prepare(`EXPLAIN QUERY PLAN ${sql}`).bind(...given));
      return real.bind(...given);
    };
    return Object.assign(Object.create(real) as D1PreparedStatement, { bind });
  };
  await work(Object.assign(Object.create(FLEET) as D1Database, { prepare, batch: FLEET.batch.bind(FLEET) }));
  const answers = await FLEET.batch<{ detail: string }>(asked);
  return answers.flatMap(({ results }) => results.map(({ detail }) => detail));
}

describe("how the index is read", () => {
  const middle = [NOW, "cus_a", 1] as const;
  const FROM_AN_INDEX = /^(?:SEARCH|SCAN) \w+ USING (?:COVERING )?INDEX|^SEARCH \w+ USING PRIMARY KEY/;

  it.each<[string, (database: D1Database) => Promise<unknown>]>([
    ["all cases", (it) => listCases(it, {}, null, 50)],
    ["a page in the middle", (it) => listCases(it, {}, middle, 50)],
    ["needs action", (it) => listCases(it, { needs: "any" }, null, 50)],
    ["needs action for one reason", (it) => listCases(it, { needs: "held" }, middle, 50)],
    ["open", (it) => listCases(it, { state: "open" }, null, 50)],
    ["all messages", (it) => listNotifications(it, {}, null, 50)],
    ["failed messages", (it) => listNotifications(it, { status: "failed" }, middle, 50)],
  ])("begins a page of %s with its first row, and sorts nothing", async (_, work) => {
    const plans = await plansOf(work);
    expect(plans).toHaveLength(1);
    expect(plans.join()).toMatch(FROM_AN_INDEX);
    expect(plans.join()).not.toContain("TEMP B-TREE");
  });

  it("finds what begins like a search without looking at what does not, and the funnel in one index alone", async () => {
    const searched = await plansOf((it) => listCases(it, { search: "trf_1" }, null, 50));
    const plans = searched.filter((it) => /^(?:SCAN|SEARCH)/.test(it));
    expect(plans.map((it) => it.replace(/ \(.*/, ""))).toEqual([
      "SEARCH cases USING PRIMARY KEY",
      "SEARCH cases USING INDEX cases_tariff",
      "SEARCH cases USING INDEX cases_location",
    ]);
    const [funnel] = await plansOf((it) => funnelOf(it, "channel", { from: 0, to: NOW }));
    expect(funnel).toMatch(/^SEARCH cases USING COVERING INDEX cases_funnel \(opened_at>/);
    const figures = await plansOf((it) => figuresOf(it, NOW));
    const scans = figures.filter((it) => it.startsWith("SCAN"));
    for (const it of scans) expect(it).toMatch(/USING COVERING INDEX|^SCAN \(|^SCAN CONSTANT/);
  });
});

describe("the index", () => {
  it("that was made before a column was thought of gets it when it is first missed", async () => {
    const { FLEET } = bindings;
    if (FLEET === undefined) throw new Error("the index is not bound");
    await put("cus_a", [caseOf({})], [messageOf({})]);
    for (const name of ["cases", "notifications"]) {
      await FLEET.prepare(`DROP INDEX ${name}_arm`).run();
      for (const column of ["experiment", "arm"])
        await FLEET.prepare(`ALTER TABLE ${name} DROP COLUMN ${column}`).run();
    }
    const arm = { experiment: "try", arm: "b" };
    await put("cus_b", [caseOf(arm)], [messageOf({ id: "ntf_b", ...arm })]);
    const { data } = await ask<{ data: object[] }>("/cases");
    expect(data).toHaveLength(2);
    expect(data).toContainEqual(expect.objectContaining({ customer_id: "cus_a", experiment: null, arm: null }));
    expect(data).toContainEqual(expect.objectContaining({ customer_id: "cus_b", ...arm }));
    const messages = await ask<{ data: object[] }>("/notifications?customer_id=cus_b");
    expect(messages.data).toMatchObject([arm]);
  });

  it("is written anew on demand, and says how far that is", async () => {
    expect(await ask("/fleet/rebuild")).toMatchObject({ status: "never", found: 0 });
    await put("cus_a", [caseOf({})]);
    expect(await ask("/fleet/rebuild", "POST", 202)).toMatchObject({ status: "running" });
    expect(await ask("/cases")).toMatchObject({ rebuilding: true });
    await runDurableObjectAlarm(rebuildStub());
    expect(await ask("/fleet/rebuild")).toMatchObject({ found: 1, written: 1 });
    // Its object knows nothing of it.
    expect(await ask("/cases")).toMatchObject({ data: [] });
  });

  it.each(["/cases", "/notifications", "/fleet", "/fleet/funnel", "/fleet/rebuild"])(
    "is said to be missing at %s where none is bound, and what to do",
    async (path) => {
      const { FLEET: _, ...without } = bindings;
      const answer = await app.fetch(new Request(`${ORIGIN}/v1${path}`, { headers }), { ...without, ...testSettings });
      expect(answer.status).toBe(501);
      const { error } = await answer.json<{ error: { code: string; message: string } }>();
      expect(error.code).toBe("fleet_index_missing");
      expect(error.message).toContain("wrangler.toml");
    },
  );
});

describe("a customer", () => {
  type Found = { readonly data: readonly unknown[] };
  const find = (query: string, status = 200): Promise<Found> => ask(`/customers?${query}`, "GET", status);

  it("is found by all that belongs to them, and by nothing else", async () => {
    const link = await firstLink(await installFlatPeak());
    await runDurableObjectAlarm(customer());
    const [message] = (await story()).notifications;
    const id = message?.id ?? "";
    const sealed = await sealReference({ customerId: CUSTOMER, no: 1 }, [testSettings.LINK_KEYS]);
    await put(CUSTOMER, [caseOf({ tariff: TARIFF, location: LOCATION })]);
    const theirs = { data: [{ customer_id: CUSTOMER, invitation_id: null }] };
    for (const query of [
      `id=${CUSTOMER}`,
      `id=${id}`,
      `reference=${sealed}`,
      `link=${encodeURIComponent(link)}`,
      `location_id=${LOCATION}`,
      `tariff_id=${TARIFF}`,
    ])
      expect([query, await find(query)]).toEqual([query, theirs]);
    for (const query of ["id=cus_nobody", "reference=x", "link=x", "location_id=loc_none", "tariff_id=trf_none"])
      expect([query, await find(query)]).toEqual([query, { data: [] }]);
    const invited = await make({ reference: "crm-4711", location_id: LOCATION });
    const { data } = await find("reference=crm-4711");
    expect(data).toMatchObject([{ invitation_id: invited.invitation_id }]);
    await find("", 400);
    await find(`id=${CUSTOMER}&tariff_id=${TARIFF}`, 400);
    await find("name=Ann", 400);
  });
});
