// How long the lists, the figures and the funnel of a large fleet take, in D1 as it runs on this machine. Lines are made up, and
// written as customers write them.
//
//   npm run bench:fleet -- [--cases 100000] [--rounds 15]

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { getPlatformProxy } from "wrangler";
import { NEEDS } from "../../../src/core/fleet/line.ts";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { REASONS } from "../../../src/core/case/reason.ts";
import { FUNNEL_BY, figuresOf, funnelOf } from "../../../src/objects/fleet/figures.ts";
import { listCases, listNotifications } from "../../../src/objects/fleet/list.ts";
import { statementsFor } from "../../../src/objects/fleet/write.ts";
import { withTables } from "../../../src/objects/fleet/tables.ts";
import type { CaseLine, NotificationLine } from "../../../src/core/fleet/line.ts";
import type { CustomerLines } from "../../../src/objects/fleet/lines.ts";
import type { FunnelBy } from "../../../src/objects/fleet/figures.ts";

const CUSTOMERS_AT_ONCE = 1_000;
const NOW = Date.UTC(2026, 10, 26);
const CHANNELS = ["sms", "email", "push"] as const;
const LANGUAGES = ["en", "de", "fr", "nl", "es", "it"] as const;

/** One of a list, the same for the same number. */
const pick = <T>(all: readonly [T, ...T[]] | readonly T[], no: number, fallback: T): T =>
  all[(no * 7_919) % all.length] ?? fallback;

const hex = (no: number): string => no.toString(16).padStart(24, "0");

function caseLine(no: number): CaseLine {
  const openedAt = NOW - (no % 400) * DAY - no * 13;
  const isOpen = no % 8 === 0;
  const isTold = no % 10 !== 0;
  const isTapped = isTold && no % 3 !== 0;
  const state = isOpen ? "open" : no % 9 === 0 ? "handed_over" : "repaired";
  return {
    no: 1,
    tariff: `trf_${hex(no)}`,
    location: `loc_${hex(no)}`,
    supplier: `prv_${no % 60}`,
    slot: "commodity_import",
    reason: pick(REASONS, no, "expired"),
    state,
    needs: state === "repaired" || no % 3 === 0 ? null : pick(NEEDS, no, "held"),
    contractEnd: "2026-11-30",
    openedAt,
    endedAt: isOpen ? null : openedAt + 6 * DAY,
    dueAt: isOpen ? NOW + DAY : null,
    toldAt: isTold ? openedAt + HOUR : null,
    rung: isTold ? 1 + (no % 4) : null,
    channel: isTold ? pick(CHANNELS, no, "sms") : null,
    language: isTold ? pick(LANGUAGES, no, "en") : null,
    tappedAt: isTapped ? openedAt + 2 * HOUR : null,
    taps: isTapped ? `${openedAt + 2 * HOUR}` : null,
    pageAt: null,
    onwardAt: null,
    continuesAt: null,
    sessionAt: isTapped && no % 5 !== 0 ? openedAt + 3 * HOUR : null,
    experiment: null,
    arm: null,
  };
}

const notificationLine = (no: number): NotificationLine => ({
  no: 1,
  id: `ntf_cus_${hex(no)}_1`,
  kind: "notify",
  status: no % 50 === 0 ? "due" : no % 40 === 0 ? "failed" : "sent",
  channel: pick(CHANNELS, no, "sms"),
  reason: "expired",
  rung: 1,
  language: "en",
  cases: ",1,",
  attempts: 1,
  createdAt: NOW - (no % 400) * DAY,
  calledAt: NOW - (no % 400) * DAY + (no % 30) * MINUTE,
  settledAt: NOW - (no % 400) * DAY + HOUR,
  experiment: null,
  arm: null,
});

const linesOf = (no: number): CustomerLines => ({
  customerId: `cus_${hex(no)}`,
  version: 1,
  cases: [caseLine(no)],
  notifications: [notificationLine(no)],
});

const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;

async function fill(database: D1Database, count: number): Promise<void> {
  for (let first = 0; first < count; first += CUSTOMERS_AT_ONCE) {
    const all = Array.from({ length: Math.min(CUSTOMERS_AT_ONCE, count - first) }, (_, nth) => linesOf(first + nth));
    await withTables(database, () => database.batch([...statementsFor(database, all)]));
  }
}

async function run(cases: number, rounds: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "reconnect-index-"));
  const config = join(folder, "wrangler.toml");
  await writeFile(config, '[[d1_databases]]\nbinding = "FLEET"\ndatabase_name = "bench"\ndatabase_id = "bench"\n');
  const proxy = await getPlatformProxy<{ FLEET: D1Database }>({ configPath: config, persist: { path: folder } });
  try {
    const { FLEET: database } = proxy.env;
    const began = performance.now();
    await fill(database, cases);
    console.log(`${cases} cases and as many notifications written in ${Math.round(performance.now() - began)} ms`);
    const whole = { from: 0, to: NOW + DAY };
    const middle = [NOW - 200 * DAY, "cus_", 0] as const;
    const questions: Readonly<Record<string, () => Promise<unknown>>> = {
      "all cases, first page": () => listCases(database, {}, null, 50),
      "all cases, a page in the middle": () => listCases(database, {}, middle, 50),
      "needs action, first page": () => listCases(database, { needs: "any" }, null, 50),
      "needs action for one reason": () => listCases(database, { needs: "unreachable" }, null, 50),
      "open, of one supplier": () => listCases(database, { state: "open", supplier: "prv_7" }, null, 50),
      "search for an id": () => listCases(database, { search: `trf_${hex(4711)}` }, null, 50),
      "search for the beginning of every id": () => listCases(database, { search: "cus_0000" }, null, 50),
      "search for nothing there is": () => listCases(database, { search: "cus_nobody" }, null, 50),
      "failed notifications": () => listNotifications(database, { status: "failed" }, null, 50),
      figures: () => figuresOf(database, NOW),
    };
    const funnels = (Object.keys(FUNNEL_BY) as FunnelBy[]).map(
      (by) => [`funnel by ${by}`, () => funnelOf(database, by, whole)] as const,
    );
    for (const [name, ask] of [...Object.entries(questions), ...funnels]) {
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const at = performance.now();
        await ask();
        times.push(performance.now() - at);
      }
      console.log(`${String(Math.round(median(times))).padStart(6)} ms  ${name}`);
    }
  } finally {
    await proxy.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

const { values } = parseArgs({
  options: { cases: { type: "string", default: "100000" }, rounds: { type: "string", default: "15" } },
});
await run(Number(values.cases), Number(values.rounds));
