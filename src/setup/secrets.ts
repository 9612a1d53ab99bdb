// Whether the secrets of a deployment protect anything. One that stands in public does not, nor one that is used for two things,
// nor one that can be guessed.

import type { Complaint } from "../platform/fields.ts";

/** Secrets by the settings they stand in; several where a setting holds several. */
export type Secrets = Readonly<Record<string, readonly string[]>>;

/**
 * The secrets that `npm run dev` works with, which are printed in the sources. Kept as fingerprints, so that none of them
 * ships; a test holds the list complete, and prints what is missing.
 */
const PRINTED: ReadonlySet<string> = new Set([
  "781d87e5",
  "c6fd7759",
  "f4ef337d",
  "502ec791",
  "7206c589",
  "b9554632",
  "04f7e819",
]);
/** So many different characters. All secrets are long enough that a random one has far more. */
const MIN_DIFFERENT = 8;

/** FNV-1a. It need not be hard to invert: what it is compared with is public. */
export function fingerprintOf(secret: string): string {
  let sum = 0x811c9dc5;
  for (let i = 0; i < secret.length; i++) sum = Math.imul(sum ^ secret.charCodeAt(i), 0x01000193) >>> 0;
  return sum.toString(16).padStart(8, "0");
}

/** `whsec_` and the padding of base64 make no other secret. */
const bare = (secret: string): string => secret.replace(/^whsec_/, "").replace(/=+$/, "");

/**
 * What is wrong with the secrets of a deployment. `chosen`: the settings whose secrets whoever deploys makes up, and a provider
 * does not. `isLocal`: everything runs on a developer's machine, where what is printed may be used.
 */
export function secretComplaints(
  secrets: Secrets,
  { chosen, isLocal }: { readonly chosen: readonly string[]; readonly isLocal: boolean },
): readonly Complaint[] {
  const complaints = new Map<string, string>();
  const usedBy = new Map<string, string>();
  for (const [setting, given] of Object.entries(secrets)) {
    for (const secret of given.map(bare)) {
      const other = usedBy.get(secret);
      usedBy.set(secret, other ?? setting);
      if (!isLocal && PRINTED.has(fingerprintOf(secret))) {
        complaints.set(setting, "is printed in the development settings: make one of your own");
      } else if (other !== undefined && other !== setting) {
        complaints.set(setting, `must not be the same as ${other}`);
      } else if (chosen.includes(setting) && new Set(secret).size < MIN_DIFFERENT) {
        complaints.set(setting, "can be guessed: make a random one");
      }
    }
  }
  return [...complaints].map(([setting, problem]) => ({ setting, problem }));
}
