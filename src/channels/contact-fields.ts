// What a customer's addresses must look like, whoever tells us: the company's calls, its backend, or a provider's callback.
// Written as people write them, stored as providers take them. A complaint shows an example and never what was given.

import * as z from "zod/mini";
import { ADDRESSED_CHANNELS } from "../core/policy.ts";
import { textAs } from "../platform/fields.ts";

/** A field that `read` makes a value of. The complaint is the same for what is no text and for a text that cannot be read. */
const textFrom = (read: (given: string) => string | null, problem: string) => textAs(read, problem, problem);

/** E.164: a plus, a country code, fifteen digits at most. As providers write numbers, which have dialled them. */
export const e164Shape = z.string("must be in E.164, like +447700900123").check(z.regex(/^\+[1-9]\d{6,14}$/));

/** Country codes (ITU-T E.164, Annex D): of one digit, of two, and else of three. */
const COUNTRY_CODE = /^\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/;
/** Where numbers begin with a zero of their own: Italy, and some small or African plans. */
const OWN_ZERO = ["39", "378", "379", "225", "226", "227", "229", "241", "242", "247", "250", "268", "676", "992"];

/** True for the zero that is dialled within a country, and left out behind its code: `+44 (0)7700 900123`. */
function hasTrunkZero(phone: string): boolean {
  const [, code = ""] = COUNTRY_CODE.exec(phone) ?? [];
  return phone.startsWith(`+${code}0`) && !OWN_ZERO.includes(code);
}

/** A customer's number, as somebody typed it: one that no network would take is refused here, not weeks later. */
export const phoneShape = e164Shape.check(
  z.refine(
    (phone) => !hasTrunkZero(phone),
    "must leave out the 0 behind the country code, like +447700900123 for 07700 900123",
  ),
);

/** RFC 5321: 254 characters in all, 64 before the @. */
const MAX_EMAIL = 254;
const LOCAL_PART = /^(?=.{1,64}$)[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const ASCII_DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

/** A domain as mail servers take it, `müller.de` as `xn--mller-kva.de`; null where it is none. */
function asciiDomain(domain: string): string | null {
  // The parser of URLs writes a name in ASCII. What separates the parts of a URL cannot stand in a name, and is refused first.
  if (/[\s/\\:?#@[\]%<>]/.test(domain) || !URL.canParse(`http://${domain}`)) return null;
  const { hostname } = new URL(`http://${domain}`);
  return ASCII_DOMAIN.test(hostname) ? hostname : null;
}

/** An address as mail providers take it: its domain in ASCII (RFC 5891). Null where it is none. */
export function readEmail(given: string): string | null {
  const at = given.lastIndexOf("@");
  if (given.length > MAX_EMAIL || !LOCAL_PART.test(given.slice(0, Math.max(0, at)))) return null;
  const domain = asciiDomain(given.slice(at + 1));
  const email = `${given.slice(0, at)}@${domain}`;
  return domain === null || email.length > MAX_EMAIL ? null : email;
}
export const emailShape = textFrom(
  readEmail,
  "must be an email address of 254 characters at most, like jo@example.com",
);

/** Opaque; a registration token of FCM. */
export const pushTokenShape = z
  .string("must be a push token of 4096 characters at most")
  .check(z.regex(/^[\x21-\x7e]{1,4096}$/));

/**
 * A language tag (BCP 47) as its standard writes it: `de-de`, and `de_DE` or `de_DE.UTF-8` as programs have it, are `de-DE`.
 * Null where it is none.
 */
function readLocale(given: string): string | null {
  const tag = given.replace(/[.@].*$/s, "").replaceAll("_", "-");
  if (tag.length > 35 || !/^[a-z]{2,3}(?:-|$)/i.test(tag)) return null;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch (error) {
    // RangeError is how Intl says "no such tag"; anything else is a bug and must be seen.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
export const localeShape = textFrom(readLocale, "must be a language tag, like en, en-GB or es-419");

const listed = (last: "and" | "or"): string =>
  `${ADDRESSED_CHANNELS.slice(0, -1).join(", ")} ${last} ${ADDRESSED_CHANNELS.at(-1) ?? ""}`;
/** Channels a customer can want: those that reach a person by an address. */
export const channelsShape = z
  .array(z.enum(ADDRESSED_CHANNELS, `must be ${listed("or")}`), `must be a list of ${listed("and")}`)
  .check(z.maxLength(ADDRESSED_CHANNELS.length, `must name ${ADDRESSED_CHANNELS.length} channels at most`));
