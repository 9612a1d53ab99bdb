// Who may use the operator's surface: keys with a role each, and whom Cloudflare Access lets in.

import * as z from "zod/mini";
import { bearer } from "./fields.ts";
import { text, textAs } from "../platform/fields.ts";
import type { Complaint } from "../platform/fields.ts";

/** Each role may all that the one before it may: looking, helping a customer, and what cannot be taken back. */
export const ROLES = ["read", "support", "admin"] as const;
export type Role = (typeof ROLES)[number];

export interface OperatorKey {
  readonly role: Role;
  /** Who stands in the audit trail. */
  readonly name: string;
  readonly key: string;
}

/** Whom a rule of `ACCESS_ROLES` is for: an address, all of a domain as `@example.com`, or `*`. */
export interface AccessRule {
  readonly role: Role;
  readonly who: string;
}

export interface AccessConfig {
  /** The origin that signs for the team. */
  readonly issuer: string;
  /** The application's own tag. */
  readonly audience: string;
  readonly rules: readonly AccessRule[];
}

export interface OperatorConfig {
  readonly keys: readonly OperatorKey[];
  /** Null where Access does not stand in front. */
  readonly access: AccessConfig | null;
}

/** The name that the holder of `OPERATOR_TOKEN` goes by. */
export const TOKEN_HOLDER = "operator";
const MAX_KEYS = 50;

const roleOf = (given: string | undefined): Role | null => ROLES.find((it) => it === given) ?? null;

function readKey(given: string): OperatorKey | null {
  const [, named, name = "", key = ""] = /^([a-z]+):([\w.-]{1,40}):(.+)$/.exec(given.trim()) ?? [];
  const role = roleOf(named);
  return role !== null && bearer.safeParse(key).success ? { role, name, key } : null;
}

function readRule(given: string): AccessRule | null {
  const [, named, who = ""] = /^([a-z]+):(\*|[^\s@:,]*@[^\s@:,]+\.[^\s@:,]+)$/.exec(given.trim()) ?? [];
  const role = roleOf(named);
  return role === null ? null : { role, who: who.toLowerCase() };
}

/** A list with commas, each part of it read; null where one cannot be. */
const listed =
  <T>(read: (part: string) => T | null) =>
  (given: string): readonly T[] | null => {
    const all = given.split(",").map(read);
    const good = all.filter((it) => it !== null);
    return good.length === all.length && good.length <= MAX_KEYS ? good : null;
  };

const keys = textAs(
  listed(readKey),
  `must be role:name:key with commas between, at most ${MAX_KEYS}: a role of ${ROLES.join(", ")}, a name of letters, digits and ._-, a key of 32 characters or more`,
);
const rules = textAs(
  listed(readRule),
  `must be role:who with commas between: a role of ${ROLES.join(", ")}, and an address, @domain or *`,
);
const team = textAs((given) => {
  const name = given
    .trim()
    .toLowerCase()
    .replace(/\.cloudflareaccess\.com$/, "");
  return /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/.test(name) ? name : null;
}, "must be the name of your team, like example of example.cloudflareaccess.com");

export const OPERATOR_SETTINGS = {
  OPERATOR_TOKEN: bearer,
  OPERATOR_KEYS: z.optional(keys),
  ACCESS_TEAM: z.optional(team),
  ACCESS_AUD: z.optional(
    text.check(z.regex(/^[\da-f]{64}$/, "must be the application's audience tag, 64 hexadecimal digits")),
  ),
  ACCESS_ROLES: z.optional(rules),
};

type Read = { readonly [K in keyof typeof OPERATOR_SETTINGS]: z.output<(typeof OPERATOR_SETTINGS)[K]> };

const hasDoubles = (all: readonly string[]): boolean => new Set(all).size < all.length;

/** What can only be seen of several of them together. */
export function operatorComplaints(read: Partial<Read>): readonly Complaint[] {
  const { OPERATOR_KEYS: given = [], ACCESS_TEAM, ACCESS_AUD, ACCESS_ROLES } = read;
  const complaints: Complaint[] = [];
  const complain = (setting: string, problem: string): void => void complaints.push({ setting, problem });
  if (hasDoubles(given.map(({ name }) => name))) complain("OPERATOR_KEYS", "must not give two keys one name");
  if (given.some(({ name }) => name === TOKEN_HOLDER))
    complain("OPERATOR_KEYS", `must not name a key ${TOKEN_HOLDER}: that is whoever holds OPERATOR_TOKEN`);
  if (hasDoubles(given.map(({ key }) => key))) complain("OPERATOR_KEYS", "must not give one key two names");
  if (ACCESS_TEAM !== undefined && ACCESS_AUD === undefined) complain("ACCESS_AUD", "is missing: ACCESS_TEAM is set");
  if (ACCESS_AUD !== undefined && ACCESS_TEAM === undefined) complain("ACCESS_TEAM", "is missing: ACCESS_AUD is set");
  if (ACCESS_ROLES !== undefined && ACCESS_TEAM === undefined)
    complain("ACCESS_ROLES", "is of no use without ACCESS_TEAM and ACCESS_AUD");
  return complaints;
}

export function toOperator(read: Read): OperatorConfig {
  const { OPERATOR_TOKEN, OPERATOR_KEYS = [], ACCESS_TEAM, ACCESS_AUD, ACCESS_ROLES = [] } = read;
  return {
    keys: [{ role: "admin", name: TOKEN_HOLDER, key: OPERATOR_TOKEN }, ...OPERATOR_KEYS],
    access:
      ACCESS_TEAM === undefined || ACCESS_AUD === undefined
        ? null
        : { issuer: `https://${ACCESS_TEAM}.cloudflareaccess.com`, audience: ACCESS_AUD, rules: ACCESS_ROLES },
  };
}
