// Whom emails come from and how many leave in a second, whoever carries them: settings that all email providers share.

import * as z from "zod/mini";
import { isReadable } from "../core/legible.ts";
import { count, textAs } from "../platform/fields.ts";
import { readEmail } from "./contact-fields.ts";

/** "Example Energy <hello@example.com>" or the bare address, as mail servers take it. */
const sender = textAs((given) => {
  const [, name, address = given] = /^([^<>\r\n"]{1,60}) <([^<>]+)>$/.exec(given) ?? [];
  const email = readEmail(address);
  if (email === null || (name !== undefined && !isReadable(name))) return null;
  return name === undefined ? email : `${name} <${email}>`;
}, "must be like Example Energy <hello@example.com>");

export const emailSettings = {
  EMAIL_FROM: z.optional(sender),
  /** What the smallest accounts take. */
  EMAIL_PER_SECOND: z.prefault(count(1, 1_000), "2"),
};
