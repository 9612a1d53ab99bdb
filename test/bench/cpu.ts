// What a process has used of the processor, and which cores it may use. Reads Linux's /proc; elsewhere nothing is measured.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { availableParallelism, platform } from "node:os";

/** Cores for the server and for everything else; null where processes cannot be pinned, or there are too few cores. */
export interface Cores {
  readonly server: string;
  readonly rest: string;
}

const isLinux = platform() === "linux";

/** Half of the cores each, two at most for the server: with two cores, one for each side. */
export function divideCores(): Cores | null {
  const count = availableParallelism();
  if (!isLinux || count < 2) return null;
  const half = Math.min(2, Math.floor(count / 2));
  return { server: `0-${half - 1}`, rest: `${half}-${count - 1}` };
}

/** Keeps a process and all its threads on these cores. */
export function pin(pid: number, cores: string): void {
  execFileSync("taskset", ["-a", "-c", "-p", cores, String(pid)], { stdio: "pipe" });
}

/**
 * Microseconds of processor time, user and system, that a process has used so far in all its living threads. The servers
 * measured here are one process each and end no threads. Null where the system does not tell.
 */
export function cpuMicros(pid: number): number | null {
  if (!isLinux) return null;
  let nanos = 0n;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    nanos += BigInt(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0] ?? "0");
  }
  return Number(nanos / 1_000n);
}

/** Resident memory in bytes; null where the system does not tell. */
export function residentBytes(pid: number): number | null {
  if (!isLinux || !existsSync(`/proc/${pid}/status`)) return null;
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return kib === undefined ? null : Number(kib) * 1_024;
}

/** How many files a process has open; null where the system does not tell. */
export const openFiles = (pid: number): number | null =>
  isLinux && existsSync(`/proc/${pid}/fd`) ? readdirSync(`/proc/${pid}/fd`).length : null;

/** How many files a process may have open at once: Node raises its own limit, and what it starts inherits that. */
export function openFileLimit(): number {
  if (!isLinux) return 256;
  const limit = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1] ?? "256";
  return limit === "unlimited" ? Infinity : Number(limit);
}
