// A phone on a slow line: from the tap to a page that can be used, in Chromium on a line of 1.6 Mbit/s with 150 ms to the first
// byte of each answer, at a quarter of this machine's processor. `node test/bench/line.ts --runs 5`: so often, each time with
// people who were never here before; the middle is printed, with the lowest and the highest.

import { randomBytes } from "node:crypto";
import { loadavg } from "node:os";
import type { Browser, CDPSession, Page } from "playwright-core";
import { launchChromium } from "../browser/chromium.ts";
import { startDevServer, until } from "../dev/server/server.ts";
import type { DevServer } from "../dev/server/server.ts";
import { readNumber, readOptions } from "../support/options.ts";
import { lineOf, thisMachine } from "./machine.ts";
import { middleOf } from "./measure.ts";

/** As Chromium's developer tools take it: milliseconds, and bytes a second. */
const LINE = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const SLOWER = 4;

interface Load {
  /** Until the page is whole and seen. */
  readonly ms: number;
  readonly requests: number;
  /** As they came over the line, headers included. */
  readonly bytes: number;
}

/** A message about a tariff that is over, to people of their own; its link. */
async function newLink(server: DevServer): Promise<string> {
  const people = randomBytes(6).toString("hex");
  const { locations } = (await server.post("/_dev/reset", { people })).json as {
    locations: readonly { tariffs: readonly { id: string }[] }[];
  };
  await server.post("/_dev/trigger", { type: "tariff.expired", tariff_id: locations[0]?.tariffs[0]?.id });
  await server.post("/_dev/clock", { advance: "1m" });
  const inbox = async () => ((await server.get("/_dev/inbox")).json as { messages: { link: string }[] }).messages;
  const [message] = await until(inbox, (seen) => seen.length > 0, "a message in the inbox");
  return message?.link ?? "";
}

/** Notes what comes over the line. */
async function slowDown(session: CDPSession): Promise<{ requests: number; bytes: number }> {
  const sum = { requests: 0, bytes: 0 };
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", LINE);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  session.on("Network.requestWillBeSent", ({ request, redirectResponse }) => {
    if (request.url.startsWith("data:")) return;
    sum.requests += 1;
    sum.bytes += redirectResponse?.encodedDataLength ?? 0;
  });
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    sum.bytes += encodedDataLength;
  });
  return sum;
}

/** Milliseconds from the tap until the document is whole and something of it was painted. */
const usableAfter = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    const painted = await new Promise<number>((done) => {
      new PerformanceObserver((list) => {
        const first = list.getEntriesByName("first-contentful-paint")[0];
        if (first !== undefined) done(first.startTime);
      }).observe({ type: "paint", buffered: true });
    });
    return Math.max(painted, navigation?.domContentLoadedEventEnd ?? Infinity);
  });

async function open(browser: Browser, url: string): Promise<Load> {
  const userAgent = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/${browser.version()} Safari/537.36`;
  const context = await browser.newContext({ userAgent, viewport: { width: 390, height: 844 } });
  try {
    const page = await context.newPage();
    const sum = await slowDown(await context.newCDPSession(page));
    await page.goto(url, { waitUntil: "load" });
    return { ms: await usableAfter(page), ...sum };
  } finally {
    await context.close();
  }
}

const values = readOptions({ runs: { type: "string", default: "5" } });
const runs = readNumber("runs", values.runs);
const server = await startDevServer({ environment: { GROUP_WAIT: "10s", GROUP_WAIT_MAX: "20s" } });
const browser = await launchChromium();
try {
  console.log(lineOf(thisMachine()));
  console.log(`other work on it (load average): ${loadavg()[0]?.toFixed(1)}; Chromium ${browser.version()}`);
  const ways = { "tap to the first page of Connect": "", "overview, opened by its address": "/tariffs" };
  // What is loaded when it is asked for the first time is there then, as it is for all but the first customer.
  for (const path of Object.values(ways)) await open(browser, `${await newLink(server)}${path}`);
  for (const [name, path] of Object.entries(ways)) {
    const loads: Load[] = [];
    for (let run = 0; run < runs; run += 1) loads.push(await open(browser, `${await newLink(server)}${path}`));
    const ms = middleOf(loads.map((it) => it.ms));
    const [first] = loads;
    if (ms === null || first === undefined) continue;
    const seconds = [ms.median, ms.low, ms.high].map((it) => (it / 1_000).toFixed(2));
    console.log(
      `${name}: ${seconds[0]} s (${seconds[1]} to ${seconds[2]}), ${first.requests} requests, ${first.bytes} bytes`,
    );
  }
} finally {
  await browser.close();
  await server.stop();
}
