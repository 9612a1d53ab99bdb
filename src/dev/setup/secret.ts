// Secrets that nobody has to make up.

import { randomBytes } from "node:crypto";
import { problemOf } from "./known.ts";

const BYTES = 32;

/** The forms that a secret may have to be in, the plainest first. */
const FORMS: readonly ((bytes: Buffer) => string)[] = [
  (bytes) => bytes.toString("hex"),
  (bytes) => `whsec_${bytes.toString("base64")}`,
];

/** A secret that the setting takes. Throws where it takes none that is made of chance. */
export function makeSecret(name: string): string {
  const bytes = randomBytes(BYTES);
  const made = FORMS.map((form) => form(bytes)).find((it) => problemOf(name, it) === null);
  if (made === undefined) throw new Error(`${name} takes no secret that could be made up`);
  return made;
}
