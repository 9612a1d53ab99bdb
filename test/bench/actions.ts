// Each thing a user sees happen, done once for real, and what it used.

import { signedHeaders } from "../../src/dev/emulator/signing.ts";
import { untilNothing } from "../chaos/wait.ts";
import { Operator } from "../chaos/operator.ts";
import { testSettings } from "../settings.ts";
import { breakHome } from "./homes.ts";
import { eventBody } from "./load.ts";
import { startMetered } from "./metered.ts";
import { largestCustomer } from "./weigh.ts";
import type { Metered, Usage } from "./metered.ts";

/** What was measured, by name. */
export interface Actions {
  /** Up to the acknowledgement, for a customer never heard of before: their object is made as well. */
  readonly firstEvent: Usage;
  /** Up to the acknowledgement, for a customer who is known. */
  readonly opensCase: Usage;
  /** A new event about a problem that is known. */
  readonly sameProblem: Usage;
  readonly duplicate: Usage;
  /** From the alarm to the message being settled, FlatPeak's truth included. */
  readonly message: Usage;
  /** A token is minted. */
  readonly tap: Usage;
  /** The token is used again. */
  readonly tapAgain: Usage;
  /** From FlatPeak's event to the case being closed, FlatPeak's truth included. */
  readonly repair: Usage;
  readonly idleDayOpen: Usage;
  readonly idleDayHealthy: Usage;
  /** A run of the sweep that finds nothing new. */
  readonly sweep: Usage;
  /** What one more event in the sweep's list costs, that came by webhook before. */
  readonly sweptEvent: Usage;
}

/** A page as it came over the wire, not compressed. */
export interface PageWeight {
  /** Below the link. */
  readonly path: string;
  readonly bytes: number;
}

/** What one run of the meter gives. */
export interface Metering {
  readonly actions: Actions;
  /** Bytes on disk of a customer with one case who was told of it. */
  readonly customerBytes: number;
  readonly pages: readonly PageWeight[];
}

const LIMIT_MS = 15_000;
const POLL_MS = 20;
const CUSTOMER = "cus_00000000000000000000b001";
/** Known, and without a problem at first. */
const OTHER = "cus_00000000000000000000b002";

const minus = (a: Usage, b: Usage): Usage => ({
  workerRequests: a.workerRequests - b.workerRequests,
  objectRequests: a.objectRequests - b.objectRequests,
  alarms: a.alarms - b.alarms,
  rowsWritten: a.rowsWritten - b.rowsWritten,
  alarmsSet: a.alarmsSet - b.alarmsSet,
  rowsRead: a.rowsRead - b.rowsRead,
  upstreamCalls: a.upstreamCalls - b.upstreamCalls,
});

async function post({ origin, key }: Metered, body: string, expected: string): Promise<void> {
  const bytes = Uint8Array.from(new TextEncoder().encode(body));
  const signed = await signedHeaders(key, bytes, Math.floor(Date.now() / 1_000), "2025-09-14.anode");
  const headers = { "Content-Type": "application/json", ...signed };
  const response = await fetch(`${origin}/webhooks/flatpeak`, { method: "POST", headers, body: bytes });
  const text = await response.text();
  if (response.status !== 200 || !text.includes(`"${expected}"`)) {
    throw new Error(`${response.status} ${text} instead of ${expected}`);
  }
}

async function tap(url: string): Promise<void> {
  const response = await fetch(url, { redirect: "manual" });
  await response.body?.cancel();
  if (response.status !== 302) throw new Error(`the link answered ${response.status}`);
}

/** What a customer may be shown, below their link; the last link is nobody's. */
const PAGES = ["/tariffs", "/snooze", "/stop", "/done", "/../nobodys"] as const;

async function weigh(origin: string, link: string, path: string): Promise<PageWeight> {
  const response = await fetch(`${origin}${link}${path}`, { redirect: "manual" });
  const bytes = (await response.arrayBuffer()).byteLength;
  const isPage = response.headers.get("Content-Type")?.startsWith("text/html") === true;
  if (!isPage || (response.status !== 200 && response.status !== 404)) {
    throw new Error(`${path} answered ${response.status}`);
  }
  return { path, bytes };
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  const left = await untilNothing(async () => (isSo() ? [] : [what]), LIMIT_MS, POLL_MS);
  if (left.length > 0) throw new Error(`never came: ${what}`);
}

const idOf = (body: string): string => (JSON.parse(body) as { id: string }).id;

const isTo =
  (customerId: string) =>
  (message: string): boolean =>
    message.includes(customerId);

const linkIn = (message: string): string =>
  (JSON.parse(message) as { data: { link: string } }).data.link.replace(testSettings.PUBLIC_URL, "");

/** Does everything once, in a world made for it. Takes some seconds. */
export async function meterActions(): Promise<Metering> {
  // Long enough for what is measured before the message leaves, short enough to wait for.
  const at = await startMetered({ GROUP_WAIT: "2s", GROUP_WAIT_MAX: "2s" });
  const operator = new Operator(at.origin, testSettings.OPERATOR_TOKEN);
  const { world } = at;
  const statusCalls = (): number => world.requests.filter(({ path }) => path.endsWith("/status")).length;
  /** A day at rest: what a moved clock uses for a day, less what it uses for a moment. */
  const idleDay = async (): Promise<Usage> => {
    // What is still owed to the fleet's index goes out with whatever wakes a customer first.
    await operator.advance(CUSTOMER, "1s");
    const moment = await at.usageOf(() => operator.advance(CUSTOMER, "1s"));
    return minus(await at.usageOf(() => operator.advance(CUSTOMER, "1d")), moment);
  };
  try {
    const tariff = breakHome(world, CUSTOMER);
    // Whatever is fetched or made once: FlatPeak's keys and bearer, and the sweep's object.
    await post(at, eventBody(OTHER, "customer.create"), "ignored");
    await at.cron();
    const sweep = await at.usageOf(at.cron);

    const first = eventBody(CUSTOMER);
    const firstEvent = await at.usageOf(() => post(at, first, "stored"));
    const duplicate = await at.usageOf(() => post(at, first, "duplicate"));
    const sameProblem = await at.usageOf(() => post(at, eventBody(CUSTOMER), "stored"));

    const message = await at.usageOf(() => until("the message", () => at.messages.some(isTo(CUSTOMER))));
    const link = linkIn(at.messages.find(isTo(CUSTOMER)) ?? "");
    const customerBytes = largestCustomer(at.disk);
    const open = await at.usageOf(() => tap(at.origin + link));
    const again = await at.usageOf(() => tap(at.origin + link));
    const pages = await Promise.all(PAGES.map((path) => weigh(at.origin, link, path)));
    const idleDayOpen = await idleDay();

    tariff.status = "CONNECTED";
    const looked = statusCalls();
    const repair = await at.usageOf(async () => {
      await post(at, eventBody(CUSTOMER, "connect_session.complete"), "stored");
      await until("the look at the home", () => statusCalls() > looked);
    });
    const story = await operator.story(CUSTOMER);
    if (story?.cases.some(({ state }) => state !== "repaired") !== false) throw new Error("the case is not closed");
    const idleDayHealthy = await idleDay();

    world.events.push({ id: idOf(first), type: "tariff.expired", at: Date.now(), raw: first, posted: null });
    const swept = await at.usageOf(at.cron);
    // Last, so that its message is in nobody's count.
    const opensCase = await at.usageOf(() => post(at, eventBody(OTHER), "stored"));
    const actions = {
      firstEvent,
      opensCase,
      sameProblem,
      duplicate,
      message,
      tap: open,
      tapAgain: again,
      repair,
      idleDayOpen,
      idleDayHealthy,
      sweep,
      sweptEvent: minus(swept, sweep),
    };
    return { actions, pages, customerBytes };
  } finally {
    await at.stop();
  }
}
