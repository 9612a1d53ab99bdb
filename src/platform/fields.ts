// What a setting may hold, whoever needs it: texts, addresses on the web, secrets. One zod type per kind of value.

import * as z from "zod/mini";

/** A complaint about one setting; never its value, which may be a secret. */
export interface Complaint {
  readonly setting: string;
  readonly problem: string;
}

/** Where the quotes were forgotten in `wrangler.toml`, a number or a boolean arrives. */
const NO_TEXT = "must be a text, in quotes";
export const text = z.string(NO_TEXT);

/**
 * A text that `read` makes a value of; where that gives null, `problem` is the complaint. `noText`: the complaint about what is
 * no text.
 */
export const textAs = <T>(read: (given: string) => T | null, problem: string, noText = NO_TEXT) =>
  z.pipe(
    z.string(noText),
    z.transform((given: string, context): T => {
      const value = read(given);
      if (value !== null) return value;
      context.issues.push({ code: "custom", message: problem, input: given });
      return z.NEVER;
    }),
  );

export const count = (min: number, max: number) =>
  textAs((given) => {
    const read = /^\d{1,9}$/.test(given) ? Number(given) : null;
    return read !== null && read >= min && read <= max ? read : null;
  }, `must be a whole number from ${min} to ${max}`);

/** The URL in a setting; null for what is none, and for one with a name and a password, which no request could carry. */
export function urlOf(given: string): URL | null {
  const url = URL.canParse(given) ? new URL(given) : null;
  return url === null || url.username !== "" || url.password !== "" ? null : url;
}

/** Plain http is good enough within this machine: for local development. */
const isLocal = ({ protocol, hostname }: URL): boolean =>
  protocol === "http:" && (hostname === "localhost" || hostname === "127.0.0.1");

/** True for the address of a service on this machine, which nobody else can reach. */
export function isLocalUrl(given: string): boolean {
  const url = urlOf(given);
  return url !== null && isLocal(url);
}

/** https everywhere else. */
export function isWeb(given: string): boolean {
  const url = urlOf(given);
  return url !== null && (url.protocol === "https:" || isLocal(url));
}
export const webUrl = text.check(z.refine(isWeb, "must be an https URL, without a user name in it"));

/** Nothing behind the path: what stood there would be lost, or would stand in the middle of what is added. */
const isBare = (given: string): boolean => !URL.canParse(given) || !/[?#]/.test(given);
/** Nothing behind the name of the server. True of what is no URL, which is for others to complain about. */
export const isOrigin = (given: string): boolean =>
  !URL.canParse(given) || (new URL(given).pathname === "/" && isBare(given));

export const originUrl = z.pipe(
  webUrl.check(z.refine(isOrigin, "must be an origin without a path")),
  z.transform((url) => new URL(url).origin),
);
/** Where an API is, without the slash at its end. */
export const baseUrl = (standard: string) =>
  z.prefault(
    z.pipe(
      webUrl.check(z.refine(isBare, "must end with its path")),
      z.transform((url) => url.replace(/\/$/, "")),
    ),
    standard,
  );

const whsecForm = "must be whsec_ and at least 24 bytes in base64";
/** A secret as Standard Webhooks writes it. */
export const whsec = text.check(
  z.regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, whsecForm),
  z.refine((given) => (given.length - "whsec_".length) % 4 === 0, whsecForm),
);
