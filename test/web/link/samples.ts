// Every page with facts that fill it, in any language and under any brand: for the tests in Node and in a browser.
import type { OwnTariff } from "../../../src/core/link/own.ts";
import type { Language } from "../../../src/text/language.ts";
import { sayIn } from "../../../src/text/page.ts";
import type { DoneFacts } from "../../../src/web/link/done.tsx";
import { before } from "../../../src/web/link/before.tsx";
import { done } from "../../../src/web/link/done.tsx";
import { allGood, confirm, expired, nowhere, snoozed, tooMany, unavailable } from "../../../src/web/link/notes.tsx";
import { nothingToSnooze, snooze, snoozeUndone } from "../../../src/web/link/snooze.tsx";
import { ownQuiet, ownStop } from "../../../src/web/link/own.tsx";
import { stop, stopped, stopUndone } from "../../../src/web/link/stop.tsx";
import type { Snoozing } from "../../../src/core/person/snooze.ts";
import type { Overview, OverviewHome, OverviewTariff } from "../../../src/core/link/overview.ts";
import { overview } from "../../../src/web/link/tariffs.tsx";
import { renderPage } from "../../../src/web/html/page.tsx";
import { phone } from "../../../src/web/link/phone.tsx";
import type { Brand, PageOf, PageView } from "../../../src/web/html/view.ts";

export const BRAND: Brand = {
  name: "Zappelin Energy",
  colour: "#0b6b4b",
  logo: null,
  legal: null,
  helpUrl: null,
  privacyUrl: null,
};
export const CODE = "AGYWd6GQGL7vAKKfrgAB3q2-7wABCQ";
export const LINK = `https://go.example.com/c/${CODE}`;
export const NONCE = "dGVzdC1ub25jZS1vbmx5";
const form = { code: CODE, min: "2026-03-02", max: "2026-08-29" };
const at = Date.parse("2026-03-01T13:05:00Z");

const tariff = (change: Partial<OverviewTariff>): OverviewTariff => ({
  slot: "commodity_import",
  state: "connected",
  connectionType: "DIRECT",
  endDate: null,
  hasEnded: false,
  lastReadAt: at - 3_600_000,
  prices: null,
  action: null,
  link: null,
  manage: change.state === "disconnected" || change.state === "unknown" ? null : "tariffs/trf_6597ef46529ab4467502af0b",
  ...change,
});

/** One that can be silenced by itself. */
const OWN: OwnTariff = {
  tariffId: "trf_6597ef46529ab4467502af0b",
  slot: "commodity_import",
  label: "Beach house",
  quiet: null,
  isWorthwhile: true,
};

/** Two homes, six tariffs, every state a tariff that exists can be in. */
export const HOMES: readonly OverviewHome[] = [
  {
    label: "Beach house",
    number: 1,
    timezone: "Europe/London",
    missing: [],
    tariffs: [
      tariff({
        state: "expired",
        connectionType: "MANUAL",
        endDate: "2026-02-27",
        hasEnded: true,
        prices: { estimatedSince: Date.parse("2026-02-28T00:00:00Z") },
        action: "update",
        link: LINK,
      }),
      tariff({ slot: "commodity_export", endDate: "2027-03-31" }),
      tariff({ slot: "non_commodity_import", state: "failed", action: "reconnect", link: LINK }),
    ],
  },
  {
    label: null,
    number: 2,
    timezone: "Europe/Amsterdam",
    missing: [{ slot: "non_commodity_import", link: "tariffs/0123456789abcdef?do=add&slot=non_commodity_import" }],
    tariffs: [
      tariff({
        state: "expiring",
        connectionType: "LIBRARY",
        endDate: "2026-03-09",
        action: "update",
        link: LINK,
      }),
      tariff({ slot: "commodity_export", state: "upgrade", connectionType: "MARKET", action: "upgrade", link: LINK }),
      tariff({
        slot: "local",
        state: "disconnected",
        connectionType: null,
        lastReadAt: null,
        action: "reconnect",
        link: LINK,
      }),
    ],
  },
];

/** Nobody asked to wait, and there is something to wait with. */
export const NO_WAIT: Snoozing = {
  range: { first: "2026-03-02", last: "2026-08-29" },
  until: null,
  isWorthwhile: true,
};

export const OVERVIEW: Overview = { homes: HOMES, asOf: at, stale: false, snoozing: NO_WAIT, waysBack: [] };

const calm: readonly OverviewHome[] = [
  {
    label: null,
    number: 1,
    timezone: "Europe/Berlin",
    tariffs: [
      tariff({ prices: "awaited", own: { ...OWN, quiet: { until: "2026-03-12" } } }),
      tariff({ slot: "unknown", own: { ...OWN, quiet: "stopped" } }),
    ],
    missing: [],
  },
];
const dark: readonly OverviewHome[] = [
  {
    label: "Ferienhaus",
    number: 1,
    timezone: "Europe/Berlin",
    missing: [],
    tariffs: [tariff({ state: "unknown" }), tariff({ slot: "non_commodity_export" })],
  },
];

const back = (facts: Partial<DoneFacts>): PageOf => {
  const whole: DoneFacts = {
    outcome: "repaired",
    others: null,
    contractEndDate: null,
    hasEnded: false,
    again: `/c/${CODE}`,
    ...facts,
  };
  return (view) => done(view, whole);
};

/** By a name that can be a file's. */
export const PAGES: Readonly<Record<string, PageOf>> = {
  confirm: (view) => confirm(view, { code: CODE }),
  "all-good": (view) => allGood(view, CODE),
  expired,
  nowhere,
  unavailable,
  "too-many": tooMany,
  before: (view) => before(view, { code: CODE, contractEnd: "2026-03-09", continues: false }),
  "before-continues": (view) => before(view, { code: CODE, contractEnd: null, continues: true }),
  phone: (view) => phone(view, { link: LINK, code: CODE }),
  "done-checking": back({ outcome: "checking" }),
  "done-repaired": back({}),
  "done-prices": back({ outcome: "prices" }),
  "done-next": back({ others: LINK }),
  "done-more": back({ outcome: "more" }),
  "done-not-yet": back({ outcome: "not_yet" }),
  "done-end-date": back({ outcome: "end_date", contractEndDate: "2026-03-09" }),
  "done-end-date-past": back({ outcome: "end_date", contractEndDate: "2026-03-09", hasEnded: true }),
  "done-disconnected": back({ outcome: "disconnected" }),
  overview: (view) => overview(view, OVERVIEW, form),
  "overview-calm": (view) =>
    overview(view, { ...OVERVIEW, homes: calm, snoozing: { ...NO_WAIT, until: "2026-03-12" } }, form),
  "overview-stale": (view) => overview(view, { ...OVERVIEW, homes: dark, stale: true, waysBack: ["page"] }, form),
  "overview-none": (view) => overview(view, { ...OVERVIEW, homes: [] }, form),
  snooze: (view) => snooze(view, form),
  "snooze-wrong": (view) => snooze(view, { ...form, rejected: "2020-01-01" }),
  snoozed: (view) => snoozed(view, { code: CODE, until: "2026-03-12" }),
  "snooze-nothing": nothingToSnooze,
  "snooze-undone": (view) => snoozeUndone(view, { code: CODE }),
  stop: (view) => stop(view, { code: CODE, isWayIn: true, own: OWN }),
  "overview-stopped": (view) => overview(view, { ...OVERVIEW, waysBack: ["reply", "company", null] }, form),
  stopped: (view) => stopped(view, { code: CODE, waysBack: ["page"] }),
  "stopped-otherwise": (view) => stopped(view, { code: CODE, waysBack: ["reply", "company", "late", null] }),
  "own-stop": (view) => ownStop(view, { code: CODE, own: OWN }),
  "own-waits": (view) => ownQuiet(view, { code: CODE, own: { ...OWN, quiet: { until: "2026-03-12" } } }),
  "stop-undone": (view) => stopUndone(view, { code: CODE }),
};

export const viewIn = (language: Language, brand: Brand = BRAND): PageView => ({
  say: sayIn(language),
  language,
  brand,
  appUrl: "https://app.example.com/",
});

/** One page as the HTML of a document. */
export async function draw(pageOf: PageOf, view: PageView): Promise<string> {
  return String(await renderPage(pageOf(view), view, NONCE));
}
