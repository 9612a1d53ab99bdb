// Which settings are secrets, and what is wrong with those that could be read.

import { chosenSecrets, givenSecrets } from "./channels.ts";
import { secretComplaints } from "./secrets.ts";
import { isLocalUrl } from "../platform/fields.ts";
import type { Read } from "./settings.ts";
import type { Complaint } from "../platform/fields.ts";

/** The secrets that whoever deploys makes up, and those that a provider gave out. */
export const chosenHere = (): readonly string[] => ["LINK_KEYS", "OPERATOR_TOKEN", "OPERATOR_KEYS", ...chosenSecrets()];
export const givenHere = (): readonly string[] => ["FLATPEAK_API_KEY", "ALERT_URL", ...givenSecrets()];

/** Of a key with a name, the key. */
const secretIn = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "key" in value ? value.key : value;

/** The texts of a setting: several where it holds several. */
const textsOf = (value: unknown): readonly string[] =>
  [value]
    .flat()
    .map(secretIn)
    .filter((it) => typeof it === "string");

/** What is wrong with the secrets among the settings. */
export function badSecrets(read: Partial<Read>): readonly Complaint[] {
  const chosen = chosenHere();
  const secrets = [...chosen, ...givenHere()].map((name) => [name, textsOf(read[name])] as const);
  const isLocal = [read.FLATPEAK_API_URL, read.PUBLIC_URL].some((it) => it !== undefined && isLocalUrl(it));
  const isTest = read.FLATPEAK_API_KEY?.startsWith("sk_test_") === true;
  return secretComplaints(Object.fromEntries(secrets), { chosen, isLocal: isTest && isLocal });
}
