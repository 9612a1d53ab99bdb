// One measurement: a batch fired at a server, its processor time taken before and after, every answer as it should be.

import { cpuMicros } from "./cpu.ts";
import type { Loader } from "./loader.ts";
import type { Server } from "./servers.ts";

/** What one measurement gave. */
export interface Sample {
  /** Requests a second. */
  readonly rate: number;
  /** Microseconds of the server's processor time for each request; null where it cannot be told. */
  readonly cpu: number | null;
  /** Microseconds until the answer. */
  readonly p50: number;
  readonly p99: number;
}

/** All measurements, by the name of what was measured, one for each round. */
export type Samples = Map<string, Sample[]>;

/** Requests in flight at a time. */
export const CONNECTIONS = 32;

/** Fires `batch` at `server`; throws unless every answer is `expected`, like "200 stored". */
export async function measure(loader: Loader, server: Server, batch: string, expected: string): Promise<Sample> {
  const before = cpuMicros(server.pid);
  const report = await loader.order({ do: "fire", batch, port: server.port, connections: CONNECTIONS });
  const after = cpuMicros(server.pid);
  if (report === null) throw new Error("the load generator reported nothing");
  const { requests, seconds, answers, p50, p99 } = report;
  if (answers[expected] !== requests) throw new Error(`${batch}: ${JSON.stringify(answers)} instead of ${expected}`);
  const cpu = before === null || after === null ? null : (after - before) / requests;
  return { rate: requests / seconds, cpu, p50, p99 };
}

/** The middle of what some rounds gave, and how far they lay apart. */
export interface Middle {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The middle of some numbers; null of none. */
export function middleOf(values: readonly number[]): Middle | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[0], sorted.at(-1)];
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (low === undefined || high === undefined || upper === undefined) return null;
  const lower = sorted.length % 2 === 1 ? upper : (sorted[middle - 1] ?? upper);
  return { median: (lower + upper) / 2, low, high };
}

/** The middle of some numbers alone; NaN of none. */
export const median = (values: readonly number[]): number => middleOf(values)?.median ?? NaN;
