// The button between the link and Connect works wherever Connect redirects to: Chromium holds the page's policy against
// every hop of a form.
import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sayIn } from "../../src/text/page.ts";
import type { DevServer } from "../dev/server/server.ts";
import { startDevServer, until } from "../dev/server/server.ts";
import { launchChromium } from "./chromium.ts";

const say = sayIn("en");

const TARIFF = "trf_6597ef46529ab4467502af0b";
let browser: Browser;
let server: DevServer;
let moved: Server;
let there: Server;
let target: string;

/** A server on a port of its own. */
async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  there = createServer((_, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end("<title>Connect</title><h1>Connect, at its new address</h1>");
  });
  // Another origin, and by another name of this machine: for a browser another site altogether.
  target = `http://localhost:${await listening(there)}`;
  moved = createServer((request, response) => {
    response.writeHead(301, { Location: `${target}${request.url ?? "/"}` });
    response.end();
  });
  const environment = { LINK_CONFIRM: "always", CONNECT_WEB_URL: `http://127.0.0.1:${await listening(moved)}/` };
  [browser, server] = await Promise.all([launchChromium(), startDevServer({ environment })]);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
  for (const it of [moved, there]) it.close();
});

test("LINK_CONFIRM=always, and a Connect that answers 301 to another origin (row 71)", async () => {
  await server.post("/_dev/trigger", { type: "tariff.expired", tariff_id: TARIFF });
  const inbox = async () => ((await server.get("/_dev/inbox")).json as { messages: { link: string }[] }).messages;
  const [message] = await until(inbox, (seen) => seen.length > 0, "a message in the inbox");
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(message?.link ?? "");
    await page.getByRole("button", { name: say("page.confirm.button"), exact: true }).click();
    await page.getByRole("heading", { name: "Connect, at its new address" }).waitFor();
    expect(page.url()).toMatch(new RegExp(`^${target}/\\?fp_cot=cot_\\w+$`));
    await context.close();
  }
});
