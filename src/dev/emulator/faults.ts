// Lets the emulated FlatPeak (and the inbox) fail on request, so that the product can be seen to survive it.
// It never fails by chance: every fault was asked for.
import type { Fault, WorldState } from "./world.ts";

/**
 * `api` means every call of the emulated FlatPeak API, `energy` its prices, schedules, costs and meters, `connect` the conversation and `direct` the connections it makes to
 * suppliers, `handoff` the company's backend and `contacts` its contact lookup, `alerts` its chat, `own` the gateway of a channel of its own; `twilio`, `resend` and `fcm` are the
 * providers of SMS, email and push messages.
 */
export const faultTargets = [
  "api",
  "login",
  "jwks",
  "status",
  "location",
  "token",
  "events",
  "energy",
  "connect",
  "direct",
  "handoff",
  "contacts",
  "alerts",
  "own",
  "twilio",
  "resend",
  "fcm",
] as const;
export type FaultTarget = (typeof faultTargets)[number];
/** Those of FlatPeak that refuse with a code of its own, in words. The keys are public: nobody is refused there. */
const flatpeakTargets: readonly FaultTarget[] = [
  "api",
  "login",
  "status",
  "location",
  "token",
  "events",
  "energy",
  "connect",
];
/** The company's own, whose code is the HTTP status they answer. */
const companyTargets: readonly FaultTarget[] = ["handoff", "contacts", "alerts", "own"];
/** Those whose codes are their own, numbers or words. */
const providerTargets: readonly FaultTarget[] = ["twilio", "resend", "fcm"];
/** `pending` and `lost` are of direct connections: made after hours, or given up by FlatPeak after two days. */
export const faultModes = ["timeout", "429", "500", "slow", "html", "code", "pending", "lost", "none"] as const;
export type FaultMode = (typeof faultModes)[number];

/** What is wrong with a fault as it was asked for; null where it can be set. */
export function faultComplaint(target: FaultTarget, mode: FaultMode, code: string | number | undefined): string | null {
  if ((mode === "code") !== (code !== undefined)) return 'the mode "code" and a code belong together';
  if (mode !== "none" && (target === "direct") !== (mode === "pending" || mode === "lost"))
    return 'the target "direct" and the modes "pending" and "lost" belong together';
  if (mode !== "code" || providerTargets.includes(target)) return null;
  if (companyTargets.includes(target)) {
    const isStatus = typeof code === "number" && code >= 400 && code < 600;
    return isStatus ? null : `a code of ${target} is an HTTP status like 401`;
  }
  if (!flatpeakTargets.includes(target)) return `${target} has no codes of its own`;
  return typeof code === "string" ? null : 'a code of FlatPeak\'s is a word like "account_disabled"';
}

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

/** Sets or clears one target's fault. With `count`, it clears itself after so many requests; `code` goes with its mode. */
export function setFault(
  world: WorldState,
  target: FaultTarget,
  mode: FaultMode,
  count: number | null,
  code?: string | number,
): void {
  if (mode === "none") delete world.faults[target];
  else world.faults[target] = { mode, left: count, ...(code === undefined ? {} : { code }) };
}

/** The fault that meets a request on any of these targets, the first named winning; uses up one of its count. */
export function takeFault(world: WorldState, targets: FaultTarget[]): Fault | null {
  for (const target of targets) {
    const fault = world.faults[target];
    if (fault === undefined) continue;
    if (fault.left !== null) {
      fault.left -= 1;
      if (fault.left <= 0) delete world.faults[target];
    }
    return fault;
  }
  return null;
}

/**
 * Meets a request to FlatPeak or to the company on any of these targets: the failing answer after its wait, or null where
 * the request goes on, for there is no fault, or one that only delays (`slow`).
 */
export async function faultAnswer(
  world: WorldState,
  targets: FaultTarget[],
  wait: Wait,
  signal: AbortSignal,
): Promise<Response | null> {
  const fault = takeFault(world, targets);
  if (fault?.mode === "code") return refusal(fault.code ?? "");
  return fault === null ? null : answerOf(fault.mode, wait, signal);
}

/** The company's status; or what FlatPeak answers: 422, of a closed account as the platform's error (its page on errors). */
function refusal(code: string | number): Response {
  if (typeof code === "number") return Response.json({ error: { code: "refused" } }, { status: code });
  return failure(422, code === "account_disabled" ? "api_error" : "invalid_request", code);
}

/** The answer of one mode, in FlatPeak's form where it is an error; null for those that are answered elsewhere. */
export async function answerOf(mode: Fault["mode"], wait: Wait, signal: AbortSignal): Promise<Response | null> {
  switch (mode) {
    case "code":
    case "pending":
    case "lost":
      return null;
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
  const body = { object: "error", live_mode: false, context: "api", type, code, message: `Emulated fault: ${code}` };
  return Response.json(body, { status, headers });
}
