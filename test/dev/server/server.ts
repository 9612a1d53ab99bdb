// Starts the real dev server as a child process for a test, speaks HTTP with it, and stops it again.
// It waits for facts, never for time alone, and whatever it waits for has a limit.
import type { ChildProcess } from "node:child_process";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The body where it is JSON, else null. */
  json: unknown;
}

/** A way to speak with a dev server, whoever started it. */
export interface Client {
  origin: string;
  operatorToken: string;
  get(path: string, init?: RequestInit): Promise<Answer>;
  /** Posts text and bytes as they are, anything else as JSON. Redirects are not followed. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export interface DevServer extends Client {
  port: number;
  pid: number;
  /** What it has printed so far. */
  output(): string;
  /** Asks it to end and waits until it has. Throws where it did not end well. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** Customers who live beside those of the control room; none unless told. */
  fleet?: number;
  /** Settings for the product, as a developer's shell would hold them. */
  environment?: Record<string, string>;
  /** A free one, unless told. */
  port?: number;
  /** A project of a company's own, by its folder, started by the command of its package; this project unless told. */
  project?: string;
}

const root = resolve(import.meta.dirname, "../../..");
// Safety nets, not expectations.
const startLimitMs = 120_000;
const stopLimitMs = 60_000;
const operatorToken = "development-operator-token-not-for-production";

/** Starts the dev server and waits until it says where to look; fails with what it printed. */
export async function startDevServer(options: StartOptions = {}): Promise<DevServer> {
  const port = options.port ?? (await freePort());
  const { fleet = 0, project = root } = options;
  const command = project === root ? ["src/dev/emulator/dev.ts"] : ["node_modules/.bin/flatpeak-reconnect", "dev"];
  const child = spawn(process.execPath, [...command, "--port", String(port), "--fleet", String(fleet), "--plain"], {
    cwd: project,
    stdio: ["ignore", "pipe", "pipe"],
    // Nothing else of the shell: its settings would win over the development ones.
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...options.environment },
  });
  const printed = capture(child);
  const ended = once(child, "exit");
  try {
    await within(startLimitMs, "the banner", banner(child, printed));
  } catch (error) {
    await end(child, ended);
    throw new Error(`The dev server did not start. It printed:\n${printed.text}`, { cause: error });
  }
  const origin = `http://127.0.0.1:${port}`;
  return {
    ...clientOf(origin),
    port,
    pid: child.pid ?? 0,
    output: () => printed.text,
    async stop() {
      await end(child, ended);
      rmSync(join(project, ".wrangler/dev", String(port)), { recursive: true, force: true });
      if (child.exitCode !== 0) throw new Error(`The dev server ended with ${child.exitCode}:\n${printed.text}`);
    },
  };
}

/** Speaks with the dev server at `origin`. */
export function clientOf(origin: string): Client {
  return {
    origin,
    operatorToken,
    get: (path, init = {}) => request(new URL(path, origin), init),
    post: (path, body, headers = {}) => {
      const url = new URL(path, origin);
      if (typeof body === "string") return request(url, { method: "POST", headers, body });
      if (body instanceof Uint8Array) return request(url, { method: "POST", headers, body: new Uint8Array(body) });
      const json = { "Content-Type": "application/json", ...headers };
      return request(url, { method: "POST", headers: json, body: JSON.stringify(body) });
    },
  };
}

/** Looks again and again until what it sees holds, and gives that; fails with what it saw last. */
export async function until<T>(
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
  what: string,
  limitMs = 120_000,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > deadline) {
      throw new Error(`${what}: not within ${limitMs} ms. Last seen: ${JSON.stringify(seen, null, 2)}`);
    }
    await pause(100);
  }
}

/** The ids of all processes below `pid` that are running. */
export function descendants(pid: number): number[] {
  const table = processTable();
  const below = (parent: number): number[] =>
    table.filter((it) => it.parent === parent).flatMap((it) => [it.pid, ...below(it.pid)]);
  return below(pid);
}

/** Which of these processes are running. */
export function running(pids: number[]): number[] {
  return processTable().flatMap(({ pid }) => (pids.includes(pid) ? [pid] : []));
}

function processTable(): { pid: number; parent: number }[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const [pid, parent, state = "Z"] = line.trim().split(/\s+/);
    // A zombie has ended; it is its parent's to collect.
    return state.startsWith("Z") ? [] : [{ pid: Number(pid), parent: Number(parent) }];
  });
}

function capture(child: ChildProcess): { text: string } {
  const printed = { text: "" };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      printed.text += chunk;
    });
  }
  return printed;
}

async function banner(child: ChildProcess, printed: { text: string }): Promise<void> {
  const { promise, resolve: done, reject } = Promise.withResolvers<void>();
  // "Stop" is the banner's last line; the stream may cut it anywhere.
  child.stdout?.on("data", () => {
    if (/Control room .*Stop /s.test(printed.text)) done();
  });
  child.once("error", reject);
  child.once("exit", (code, signal) => reject(new Error(`it ended early: ${code ?? signal}`)));
  await promise;
}

async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  try {
    await within(stopLimitMs, "the end of the dev server", ended);
  } catch (error) {
    for (const pid of [...descendants(child.pid ?? 0), child.pid ?? 0]) process.kill(pid, "SIGKILL");
    throw error;
  }
}

async function within<T>(limitMs: number, what: string, promise: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${what}: not within ${limitMs} ms`)), limitMs);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function request(url: URL, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, { redirect: "manual", ...init });
  const text = await response.text();
  const isJson = response.headers.get("Content-Type")?.includes("json") === true;
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : null };
}

/** A port of this machine that nobody has just now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("the probe has no port");
  return address.port;
}
