// The settings of the notification policy. Also read on its own, where a policy is tried out without a deployment.

import * as z from "zod/mini";
import { count } from "../platform/fields.ts";
import { caps, channelOrder, duration, durationOrOff, ladder, rate, sendWindow } from "./fields.ts";
import { keylessOf } from "./channels.ts";
import { nearest } from "./near.ts";
import { readFields } from "./read.ts";
import { EVENTS_BY_DEFAULT } from "./events.ts";
import { CUSTOMER_EVENTS } from "../core/announce/events.ts";
import type { OutwardEvent } from "../core/announce/events.ts";
import type { ChannelName, Rung, Policy } from "../core/policy.ts";
import type { Complaint } from "../platform/fields.ts";

export const POLICY_SETTINGS = {
  GROUP_WAIT: z.prefault(duration(), "5m"),
  GROUP_WAIT_MAX: z.prefault(duration(), "15m"),
  LADDER_EXPIRING: z.prefault(ladder, "0,5d,end"),
  LADDER_EXPIRED: z.prefault(ladder, "0,3d,10d,21d"),
  LADDER_FETCH_FAILED: z.prefault(ladder, "2h,3d,10d"),
  LADDER_UPGRADE: z.prefault(ladder, "off"),
  LADDER_INVITATION: z.prefault(ladder, "off"),
  HANDOVER_AFTER: z.prefault(duration(), "7d"),
  CAPS: z.prefault(caps, "1/48h,4/28d"),
  SEND_WINDOW: z.prefault(sendWindow, "09:00-20:00"),
  SEND_WINDOW_HARD: z.prefault(sendWindow, "08:00-21:00"),
  SPREAD: z.prefault(duration(), "30m"),
  HABIT_WAIT: z.prefault(durationOrOff, "12h"),
  TAP_HOLD: z.prefault(duration(), "30m"),
  CHANNEL_ORDER: z.prefault(channelOrder, "push,email,sms,handoff"),
  WHATSAPP_UNDELIVERED_AFTER: z.prefault(durationOrOff, "off"),
  SMS_MAX: z.prefault(count(0, 20), "2"),
  DISCONNECTED: z.prefault(z.enum(["ask", "end"], "must be ask or end"), "ask"),
  CONFIRM_REPAIR: z.prefault(z.enum(["on", "off"], "must be on or off"), "off"),
  OUTAGE_AT: z.prefault(rate, "20/1h"),
  OUTAGE_HOLD_MAX: z.prefault(duration(), "24h"),
};

export type PolicyRead = { readonly [K in keyof typeof POLICY_SETTINGS]: z.output<(typeof POLICY_SETTINGS)[K]> };

const LADDERS = [
  "LADDER_EXPIRING",
  "LADDER_EXPIRED",
  "LADDER_FETCH_FAILED",
  "LADDER_UPGRADE",
  "LADDER_INVITATION",
] as const;

/** What is wrong with the order of a ladder; null where each rung comes after the one before it. */
function ladderProblem(setting: (typeof LADDERS)[number], rungs: readonly Rung[]): string | null {
  const hasEnd = rungs.includes("end");
  if (hasEnd && setting !== "LADDER_EXPIRING")
    return "must not have end: only LADDER_EXPIRING waits for a contract to end";
  if (hasEnd && rungs.indexOf("end") !== rungs.length - 1) return "must have end once, as its last reminder";
  const times = rungs.filter((it) => it !== "end");
  const isSorted = times.every((at, index) => index === 0 || at > (times[index - 1] ?? 0));
  return isSorted ? null : "must be in order, each reminder later than the one before it";
}

/** What no single setting can tell, of those that could be read. */
export function policyComplaints(read: Partial<PolicyRead>): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const complain = (setting: string, problem: string): number => complaints.push({ setting, problem });
  for (const name of LADDERS) {
    const problem = ladderProblem(name, read[name] ?? []);
    if (problem !== null) complain(name, problem);
  }
  if ((read.GROUP_WAIT ?? 0) > (read.GROUP_WAIT_MAX ?? Infinity))
    complain("GROUP_WAIT_MAX", "must not be shorter than GROUP_WAIT");
  const { SEND_WINDOW: soft, SEND_WINDOW_HARD: hard } = read;
  if (soft !== undefined && hard !== undefined && (soft.from < hard.from || soft.to > hard.to))
    complain("SEND_WINDOW", "must lie within SEND_WINDOW_HARD");
  return complaints;
}

/** The policy as the core reads it. `channels` are those of the order that can be used. */
export const toPolicy = (
  read: PolicyRead,
  use: {
    readonly channels: readonly ChannelName[];
    readonly contactLookup: boolean;
    readonly keyless: readonly ChannelName[];
    /** There is a backend to publish to, whether it is a way to customers or not. */
    readonly hasBackend: boolean;
    readonly hasIndex: boolean;
    /** What of all that happens a backend is to be told. */
    readonly eventsOut: readonly OutwardEvent[];
  },
): Policy => ({
  groupWait: read.GROUP_WAIT,
  groupWaitMax: read.GROUP_WAIT_MAX,
  ladders: {
    expiring: read.LADDER_EXPIRING,
    expired: read.LADDER_EXPIRED,
    fetch_failed: read.LADDER_FETCH_FAILED,
    upgrade: read.LADDER_UPGRADE,
    invitation: read.LADDER_INVITATION,
  },
  handoverAfter: read.HANDOVER_AFTER,
  caps: read.CAPS,
  sendWindow: read.SEND_WINDOW,
  sendWindowHard: read.SEND_WINDOW_HARD,
  spread: read.SPREAD,
  habitWait: read.HABIT_WAIT === "off" ? 0 : read.HABIT_WAIT,
  tapHold: read.TAP_HOLD,
  channels: use.channels,
  contactLookup: use.contactLookup,
  smsMax: read.SMS_MAX,
  whatsappUndeliveredAfter: read.WHATSAPP_UNDELIVERED_AFTER === "off" ? null : read.WHATSAPP_UNDELIVERED_AFTER,
  keyless: use.keyless,
  publishTo: use.hasBackend && use.eventsOut.includes("case.handed_over") ? "handoff" : null,
  announces: use.hasBackend ? CUSTOMER_EVENTS.filter((it) => use.eventsOut.includes(it)) : [],
  hasIndex: use.hasIndex,
  disconnected: read.DISCONNECTED,
  confirmsRepair: read.CONFIRM_REPAIR === "on",
});

/**
 * A policy from settings alone, every channel of its order taken as usable. Refuses names that are no setting of the
 * policy, since a typing error would otherwise go unnoticed.
 */
export function readPolicySettings(
  given: Readonly<Record<string, string>>,
): { readonly ok: true; readonly policy: Policy } | { readonly ok: false; readonly complaints: readonly Complaint[] } {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(POLICY_SETTINGS, name));
  if (unknown.length > 0) {
    const meant = (name: string): string | null => nearest(name, Object.keys(POLICY_SETTINGS));
    const problem = (name: string): string => (meant(name) === null ? "" : `: is ${meant(name)} meant?`);
    return {
      ok: false,
      complaints: unknown.map((name) => ({ setting: name, problem: `is no setting of the policy${problem(name)}` })),
    };
  }
  const { values, complaints: unread } = readFields(POLICY_SETTINGS, given);
  if (unread.length > 0) return { ok: false, complaints: unread };
  // Each was read by its own field, and none is left out.
  const read = values as PolicyRead;
  const complaints = policyComplaints(read);
  if (complaints.length > 0) return { ok: false, complaints };
  return {
    ok: true,
    policy: toPolicy(read, {
      channels: read.CHANNEL_ORDER,
      contactLookup: false,
      keyless: keylessOf([]),
      hasBackend: read.CHANNEL_ORDER.includes("handoff"),
      hasIndex: false,
      eventsOut: EVENTS_BY_DEFAULT,
    }),
  };
}
