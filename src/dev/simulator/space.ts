// The policies that a search looks through: one value of each line of the table, everything else as by default.

import { readPolicySettings } from "../../setup/policy.ts";
import type { Policy } from "../../core/policy.ts";
import type { POLICY_SETTINGS } from "../../setup/policy.ts";
import type { Chance } from "./chance.ts";

/** Neighbouring values stand side by side, from fewer or later messages to more or earlier ones where that has an order. */
export const SPACE = {
  LADDER_EXPIRING: ["off", "0", "0,end", "0,5d,end", "0,2d,5d,end"],
  LADDER_EXPIRED: [
    "0",
    "0,7d",
    "0,3d,10d",
    "0,3d,10d,21d",
    "0,4d,14d,30d,60d",
    "0,2d,5d,10d,20d",
    "0,2d,4d,7d,14d,21d",
  ],
  LADDER_FETCH_FAILED: ["24h,4d", "2h", "2h,3d", "2h,3d,10d", "2h,2d,5d,10d"],
  CAPS: ["1/7d,2/28d", "1/72h,3/28d", "1/48h,4/28d", "1/48h,6/28d", "1/24h,6/28d", "1/24h,10/28d"],
  CHANNEL_ORDER: [
    "push,email,handoff",
    "email,push,sms,handoff",
    "push,email,sms,handoff",
    "push,sms,email,handoff",
    "sms,push,email,handoff",
  ],
  SMS_MAX: ["1", "2", "4"],
  SEND_WINDOW: ["09:00-20:00", "12:00-20:00", "17:00-20:00"],
} as const satisfies Partial<Readonly<Record<keyof typeof POLICY_SETTINGS, readonly string[]>>>;

type SpaceName = keyof typeof SPACE;

/** What each line sets. */
const FIELDS: Readonly<Record<SpaceName, (policy: Policy) => unknown>> = {
  LADDER_EXPIRING: ({ ladders }) => ladders.expiring,
  LADDER_EXPIRED: ({ ladders }) => ladders.expired,
  LADDER_FETCH_FAILED: ({ ladders }) => ladders.fetch_failed,
  CAPS: ({ caps }) => caps,
  CHANNEL_ORDER: ({ channels }) => channels,
  SMS_MAX: ({ smsMax }) => smsMax,
  SEND_WINDOW: ({ sendWindow }) => sendWindow,
};

/** Some of the values of each line, in the order of the table. */
export type Space = Readonly<Record<SpaceName, readonly string[]>>;

const NAMES = Object.keys(SPACE) as readonly SpaceName[];

/** A policy of the space, as the lines of its settings file. */
export type Candidate = Readonly<Record<SpaceName, string>>;

/** How many policies a space has. */
export const sizeOf = (space: Space): number => NAMES.reduce((product, name) => product * space[name].length, 1);

/** The lines of a settings file. */
export const linesOf = (it: Candidate): readonly string[] => NAMES.map((name) => `${name}=${it[name]}`);

/** The same for two candidates only if they are the same. */
export const keyOf = (it: Candidate): string => linesOf(it).join("\n");

/** The policy that a deployment with these settings has. */
export function policyOf(candidate: Candidate): Policy {
  const read = readPolicySettings(candidate);
  if (!read.ok) throw new Error(`a policy of the space is none: ${keyOf(candidate)}`);
  return read.policy;
}

const candidateBy = (valueOf: (name: SpaceName) => string): Candidate =>
  Object.fromEntries(NAMES.map((name) => [name, valueOf(name)])) as Candidate;

/** So many different policies of a space, or all there are where it has no more. */
export function drawn(chance: Chance, size: number, space: Space = SPACE): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  while (found.size < Math.min(size, sizeOf(space))) {
    const it = candidateBy((name) => space[name][chance.whole(space[name].length)] ?? SPACE[name][0]);
    found.set(keyOf(it), it);
  }
  return [...found.values()];
}

/** The policy of the space that does the same as this one; null where the space has none. Settings that no line varies are not compared. */
export function candidateOf(policy: Policy): Candidate | null {
  const first = candidateBy((name) => SPACE[name][0]);
  const found = NAMES.map((name) => {
    const field = FIELDS[name];
    const said = JSON.stringify(field(policy));
    const value = SPACE[name].find((it) => JSON.stringify(field(policyOf({ ...first, [name]: it }))) === said);
    return [name, value] as const;
  });
  return found.some(([, value]) => value === undefined) ? null : (Object.fromEntries(found) as Candidate);
}

/** How many other channels come before a text message. */
const smsPlace = ({ channels }: Policy): number => {
  const at = channels.indexOf("sms");
  return at < 0 ? Infinity : at;
};

/**
 * The part of the space that makes do with the means of a policy: no text message goes out before another channel that it
 * asks first, and no message waits for a later hour of the day.
 */
export function spaceWithin(current: Policy): Space {
  const is = (name: SpaceName, value: string, fits: (policy: Policy) => boolean): boolean =>
    fits(policyOf({ ...candidateBy((it) => SPACE[it][0]), [name]: value }));
  return {
    ...SPACE,
    CHANNEL_ORDER: SPACE.CHANNEL_ORDER.filter((it) =>
      is("CHANNEL_ORDER", it, (policy) => smsPlace(policy) >= smsPlace(current)),
    ),
    SEND_WINDOW: SPACE.SEND_WINDOW.filter((it) =>
      is("SEND_WINDOW", it, ({ sendWindow }) => sendWindow.from <= current.sendWindow.from),
    ),
  };
}

/** Whether a policy is one of a space. */
export const isIn = (space: Space, it: Candidate): boolean => NAMES.every((name) => space[name].includes(it[name]));

/** Every policy that differs from this one by one line, and there by one place in the table. */
export function neighboursOf(it: Candidate): readonly Candidate[] {
  return NAMES.flatMap((name) => {
    const values: readonly string[] = SPACE[name];
    const at = values.indexOf(it[name]);
    const beside = at < 0 ? values : [values[at - 1], values[at + 1]];
    return beside.flatMap((value) => (value === undefined ? [] : [{ ...it, [name]: value }]));
  });
}
