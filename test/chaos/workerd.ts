// Starts the plain workerd binary, kills it without warning, and stops it well. It waits for what workerd itself says.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { endWithUs } from "../support/children.ts";
import { within } from "./wait.ts";

/** A running workerd. */
export interface Workerd {
  readonly origin: string;
  readonly pid: number;
  /** What it has written to its log so far: at most the last of it. */
  output(): string;
  /** Ends it as a power cut would; resolves when it is gone. */
  kill(): Promise<void>;
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>;
  /** True once it has ended, by whatever cause. */
  hasEnded(): boolean;
  /** How it ended: its code or signal; null while it runs. */
  end(): string | null;
}

const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 120_000;
/** At least so much of the last (bytes). */
const KEPT_OUTPUT = 200_000;

function binary(): string {
  const require = createRequire(createRequire(import.meta.url).resolve("wrangler/package.json"));
  const found: unknown = require("workerd");
  if (typeof found === "object" && found !== null && "default" in found && typeof found.default === "string") {
    return found.default;
  }
  throw new Error("the workerd package does not say where its binary is");
}

const program = binary();

/** Starts workerd with the configuration in `configFile` and any more `options`; resolves when it listens. */
export async function startWorkerd(configFile: string, options: readonly string[] = []): Promise<Workerd> {
  const words = ["serve", "--control-fd=3", ...options, configFile];
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe", "pipe"], env: {} });
  const ended = once(child, "exit");
  const kept: Buffer[] = [];
  let size = 0;
  // A line comes with each event: what is kept is not copied for it, which would cost the core that the load is made on.
  const keep = (chunk: Buffer): void => {
    kept.push(chunk);
    size += chunk.length;
    for (let [first] = kept; first !== undefined && size - first.length > KEPT_OUTPUT; [first] = kept) {
      kept.shift();
      size -= first.length;
    }
  };
  const output = (): string => Buffer.concat(kept).toString("utf8");
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  endWithUs(child);
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const end = async (signal: "SIGKILL" | "SIGTERM"): Promise<void> => {
    if (!hasEnded()) child.kill(signal);
    await within(STOP_LIMIT_MS, "the end of workerd", ended);
  };
  const control = child.stdio[3];
  if (!(control instanceof Readable)) throw new Error("workerd has no control pipe");
  try {
    const port = await within(START_LIMIT_MS, "workerd listening", Promise.race([listening(control), failed(ended)]));
    return {
      origin: `http://127.0.0.1:${port}`,
      pid: child.pid ?? 0,
      output,
      kill: () => end("SIGKILL"),
      stop: () => end("SIGTERM"),
      hasEnded,
      end: () => (hasEnded() ? String(child.signalCode ?? child.exitCode) : null),
    };
  } catch (error) {
    await end("SIGKILL");
    throw new Error(`workerd did not start. It wrote:\n${output()}`, { cause: error });
  }
}

/** workerd writes a line of JSON for each socket it has opened. */
async function listening(control: Readable): Promise<number> {
  for await (const line of createInterface({ input: control })) {
    const said = JSON.parse(line) as { event?: string; socket?: string; port?: number };
    if (said.event === "listen" && said.socket === "http" && said.port !== undefined) return said.port;
  }
  throw new Error("workerd closed its control pipe");
}

async function failed(ended: Promise<unknown[]>): Promise<never> {
  const [code, signal] = await ended;
  throw new Error(`it ended early: ${String(code ?? signal)}`);
}
