// Finds a Chromium on this machine and starts it so that it can reach nothing but this machine.
import { existsSync } from "node:fs";
import type { Browser, BrowserServer } from "playwright-core";
import { chromium } from "playwright-core";

/** The one without windows first: the same engine for half of the processor's time. */
const places = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
const options = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

/** The path of a Chromium: what `CHROMIUM_PATH` says, else the first that is installed, else null. */
export function findChromium(): string | null {
  return process.env["CHROMIUM_PATH"] || (places.find((place) => existsSync(place)) ?? null);
}

function pathOrThrow(): string {
  const path = findChromium();
  if (path === null) throw new Error("No Chromium found; install one or set CHROMIUM_PATH.");
  return path;
}

/** Starts Chromium without a window. */
export const launchChromium = async (): Promise<Browser> =>
  chromium.launch({ executablePath: pathOrThrow(), args: options });

/** Starts Chromium without a window, for other processes to connect to. */
export const serveChromium = async (): Promise<BrowserServer> =>
  chromium.launchServer({ executablePath: pathOrThrow(), args: options });
