// Lets the emulated FlatPeak (and the inbox) fail on request, so that the product can be seen to survive it.
// It never fails by chance: every fault was asked for.
import type { Fault, WorldState } from "./world.ts";

/** `api` means every call of the emulated FlatPeak API; `connect` the conversation; `handoff` the inbox. */
export const faultTargets = [
  "api",
  "login",
  "jwks",
  "status",
  "location",
  "token",
  "events",
  "connect",
  "handoff",
] as const;
export type FaultTarget = (typeof faultTargets)[number];
export const faultModes = ["timeout", "429", "500", "slow", "html", "none"] as const;
export type FaultMode = (typeof faultModes)[number];

/** Waits for so many milliseconds, or until the caller has gone. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Waits in real time. */
export const realWait: Wait = (milliseconds, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Sets or clears one target's fault. With `count`, it clears itself after so many requests. */
export function setFault(world: WorldState, target: FaultTarget, mode: FaultMode, count: number | null): void {
  if (mode === "none") delete world.faults[target];
  else world.faults[target] = { mode, left: count };
}

/** The fault that meets a request on any of these targets, the first named winning; uses up one of its count. */
export function takeFault(world: WorldState, targets: FaultTarget[]): Fault["mode"] | null {
  for (const target of targets) {
    const fault = world.faults[target];
    if (fault === undefined) continue;
    if (fault.left !== null) {
      fault.left -= 1;
      if (fault.left <= 0) delete world.faults[target];
    }
    return fault.mode;
  }
  return null;
}

/** The failing answer, after its wait; null where the request goes on (`slow` only delays it). */
export async function faultAnswer(mode: Fault["mode"], wait: Wait, signal: AbortSignal): Promise<Response | null> {
  switch (mode) {
    case "timeout":
      await wait(30_000, signal);
      return failure(504, "api_error", "gateway_timeout");
    case "slow":
      await wait(3_000, signal);
      return null;
    case "429":
      return failure(429, "rate_limit", "too_many_requests", { "Retry-After": "5" });
    case "500":
      return failure(500, "api_error", "internal_error");
    case "html":
      return new Response("<!doctype html><title>Welcome</title><p>This is not the API you are looking for.", {
        headers: { "content-type": "text/html; charset=utf-8" },
      });
  }
}

function failure(status: number, type: string, code: string, headers: Record<string, string> = {}): Response {
  const body = { object: "error", live_mode: false, type, code, message: `Emulated fault: ${code}` };
  return Response.json(body, { status, headers });
}
