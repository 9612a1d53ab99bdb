// Whom emails come from, whoever carries them: one setting that all email providers share.

import * as z from "zod/mini";
import { isReadable } from "../core/legible.ts";
import { textAs } from "../platform/fields.ts";
import { readEmail } from "./contact-fields.ts";

/** "Example Energy <hello@example.com>" or the bare address, as mail servers take it. */
const sender = textAs((given) => {
  const [, name, address = given] = /^([^<>\r\n"]{1,60}) <([^<>]+)>$/.exec(given) ?? [];
  const email = readEmail(address);
  if (email === null || (name !== undefined && !isReadable(name))) return null;
  return name === undefined ? email : `${name} <${email}>`;
}, "must be like Example Energy <hello@example.com>");

export const emailFrom = { EMAIL_FROM: z.optional(sender) };
