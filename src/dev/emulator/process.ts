// A `wrangler dev` of ours as a process: on a free port, waited for until it answers, and gone when we are.
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const startLimitMs = 30_000;
const orphanCheckMs = 500;
/** Of the table of all modules, which wrangler prints at every build. */
const MODULE_ROW = /^[┌├│└]/;

/** Why a run could not start, for whoever started it. */
export class StartError extends Error {}

function isFree(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer();
    probe.once("error", () => answer(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => answer(true)));
  });
}

/** The port that was given, or the first free one. Throws a StartError where there is none. */
export async function choosePort(given: string | undefined): Promise<number> {
  const wanted = Number(given ?? 8787);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535)
    throw new StartError(`${given} is not a port number.`);
  if (given !== undefined) {
    if (await isFree(wanted)) return wanted;
    throw new StartError(`Port ${wanted} is taken. Stop what uses it, or choose another with --port.`);
  }
  for (let port = wanted; port < wanted + 50; port += 1) if (await isFree(port)) return port;
  throw new StartError(`No free port from ${wanted} to ${wanted + 49}.`);
}

export interface Start {
  port: number;
  /** What wrangler keeps for itself goes below it. */
  folder: string;
  /** Shows what the Worker logs, beside what goes wrong. */
  showsLog: boolean;
  /** Configurations and files of settings. */
  words: string[];
}

/** Starts `wrangler dev` on this machine alone, which asks nobody outside and tells nobody. `root`: of this project. */
export function startWrangler(root: string, { port, folder, showsLog, words }: Start): ChildProcess {
  const options = {
    "--ip": "127.0.0.1",
    "--port": String(port),
    "--inspector-port": "0",
    "--persist-to": join(folder, "state"),
    "--log-level": showsLog ? "log" : "error",
    "--show-interactive-dev-session": "false",
  };
  const wrangler = join(fileURLToPath(import.meta.resolve("wrangler")), "../../bin/wrangler.js");
  const child = spawn(process.execPath, [wrangler, "dev", ...words, ...Object.entries(options).flat()], {
    cwd: root,
    stdio: ["ignore", showsLog ? "pipe" : "inherit", "inherit"],
    env: {
      ...process.env,
      WRANGLER_SEND_METRICS: "false",
      WRANGLER_HIDE_BANNER: "true",
      CLOUDFLARE_CF_FETCH_ENABLED: "false",
      X_LOCAL_OBSERVABILITY: "false",
      WRANGLER_REGISTRY_PATH: join(folder, "registry"),
    },
  });
  if (child.stdout !== null)
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (!MODULE_ROW.test(line)) process.stdout.write(`${line}\n`);
    });
  return child;
}

export interface Running {
  child: ChildProcess;
  /** How it ended: 0 where we were told to end. */
  ended: Promise<number>;
  /** Ends it, and waits until it has. */
  stop(): Promise<void>;
  /** Whether somebody told us to end. */
  isStopped(): boolean;
}

/** Sees to it that a child ends when we are told to, or are left alone. */
export function accompany(child: ChildProcess): Running {
  let stopping = false;
  const exited = new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? 0)));
  const stop = (): void => {
    stopping = true;
    child.kill("SIGTERM");
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  // A signal to `npm run dev` ends npm and its shell, but does not reach us: then we are left with another parent.
  const parent = process.ppid;
  const orphaned = setInterval(() => {
    if (process.ppid !== parent) stop();
  }, orphanCheckMs);
  orphaned.unref();
  return {
    child,
    ended: exited.then((code) => (stopping ? 0 : code)),
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
    },
    isStopped: () => stopping,
  };
}

/** Waits until `url` answers well. Throws a StartError where it never does. */
export async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + startLimitMs;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new StartError("wrangler stopped before the server was ready; see above.");
    const ready = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await pause(100);
  }
  throw new StartError(`The server did not answer within ${startLimitMs / 1000} seconds.`);
}

/** Refuses a run whose settings the product refuses: nothing would work, and nobody would say why. */
export async function mustBeWhole(origin: string): Promise<void> {
  const health = (await (await fetch(`${origin}/healthz`)).json()) as {
    settings?: { setting: string; problem: string }[];
  };
  const wrong = (health.settings ?? []).map(({ setting, problem }) => `${setting} ${problem}`);
  if (wrong.length > 0) throw new StartError(`The product refuses its settings: ${wrong.join("; ")}.`);
}
