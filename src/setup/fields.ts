// What the value of a setting may look like, one zod type per kind of value.

import * as z from "zod/mini";
import { CHANNELS } from "../core/policy.ts";
import { parseDuration } from "../core/time.ts";
import { LANGUAGES, languageOf } from "../text/language.ts";
import { isOrigin, isWeb, text, textAs, urlOf } from "../platform/fields.ts";
import type { Language } from "../text/language.ts";
import type { Cap, ChannelName, Rung, SendWindow } from "../core/policy.ts";

const MAX_DURATION_MS = 400 * 86_400_000;

export const duration = (max = MAX_DURATION_MS) =>
  textAs(
    (given) => {
      const ms = parseDuration(given.trim());
      return ms !== null && ms <= max ? ms : null;
    },
    `must be a duration like 90s, 5m, 72h or 3d, at most ${max / 86_400_000}d`,
  );

/** The same, or null for `off`. */
export const durationOrOff = textAs((given): number | "off" | null => {
  const said = given.trim();
  if (said === "off") return "off";
  const ms = parseDuration(said);
  return ms !== null && ms >= 60_000 && ms < 86_400_000 ? ms : null;
}, "must be a duration of a minute at least and less than a day, like 4h, or off");

/** What browsers and systems keep for themselves: no app can have one of these, and some of them run or read things. */
const NO_APP = new Set(
  (
    "http https javascript vbscript livescript data file filesystem blob about view-source ws wss ftp chrome edge resource " +
    "jar mhtml mailto tel sms"
  ).split(" "),
);
function isDeepLink(given: string): boolean {
  const url = urlOf(given);
  return url !== null && /^[a-z][a-z\d+.-]*:\/\/\S/i.test(given) && !NO_APP.has(url.protocol.slice(0, -1));
}
/** Where a customer is sent: a web page or a deep link into an app; never a script. */
export const destination = text.check(
  z.refine((given) => isWeb(given) || isDeepLink(given), "must be an https URL or a deep link like myapp://path"),
);
/** FlatPeak's web client answers at its root only; what stands behind its address it loses at the first step. */
function isAtRoot(given: string): boolean {
  const url = urlOf(given);
  return url === null || url.protocol !== "https:" || isOrigin(given);
}
export const connectWeb = destination.check(
  z.refine(
    isAtRoot,
    "must be an origin without a path: Connect-web works at its root only (a deep link may have a path)",
  ),
);

/** The name of a domain: no address, no port. A name without a dot is nobody's but this machine's. */
export const domain = textAs((given) => {
  const name = given.trim().toLowerCase();
  return /^(?:(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z\d][a-z\d-]*|localhost)$/.test(name) ? name : null;
}, "must be the name of a domain, like connect.flatpeak.com");

/** Languages by their codes, separated by commas, in our order. */
export const languages = textAs(
  (given): readonly Language[] | null => {
    const codes = given.split(",").map((it) => it.trim().toLowerCase());
    const named = LANGUAGES.filter((it) => codes.includes(it));
    return named.length === codes.length ? named : null;
  },
  `must list some of ${LANGUAGES.join(", ")}, each once`,
);

/** A locale whose language messages and pages are written in, as that language. */
export const spokenLanguage = textAs(
  (given) => languageOf(given.trim()),
  `must be a locale like de-AT, in one of ${LANGUAGES.join(", ")}`,
);

/** `en=car chargers; de=Wallboxen`, as these by language. `max` characters each. */
export const nounsByLanguage = (max: number) =>
  textAs(
    (given): Readonly<Partial<Record<Language, string>>> | null => {
      const parts = given.split(";").map((it) => it.trim());
      const read = parts.filter((it) => it !== "").map((it) => /^([a-z]+)\s*=\s*(\p{L}[\p{L} -]*)$/u.exec(it));
      const pairs = read.map((it) => [languageOf(it?.[1] ?? null), it?.[2] ?? ""] as const);
      const names = pairs.map(([language]) => language);
      const isGood = pairs.every(([language, noun]) => language !== null && noun.length <= max);
      return isGood && new Set(names).size === names.length ? Object.fromEntries(pairs) : null;
    },
    `must be plural nouns by language, like en=car chargers; de=Wallboxen, in ${LANGUAGES.join(", ")}, each at most ${max} letters`,
  );

export const secret = text.check(
  z.minLength(32, "must have at least 32 characters"),
  z.maxLength(512, "must have at most 512 characters"),
);
/** What a bearer may be made of (RFC 6750); anything else could never be sent. */
export const bearer = secret.check(z.regex(/^[A-Za-z0-9._~+/-]+=*$/, "may hold letters, digits and ._~+/- only"));

export const ladder = textAs((given): readonly Rung[] | null => {
  if (given.trim() === "off") return [];
  const rungs = given.split(",").map((part) => (part.trim() === "end" ? "end" : parseDuration(part.trim())));
  return rungs.every((rung) => rung !== null) && rungs.length <= 10 ? rungs : null;
}, "must be durations separated by commas, like 0,3d,10d, or off");

export const caps = textAs((given): readonly Cap[] | null => {
  const read = given.split(",").map((part) => {
    const [count = "", span = ""] = part.trim().split("/");
    return { count: /^[1-9]\d?$/.test(count) ? Number(count) : null, within: parseDuration(span) };
  });
  const good = read.flatMap(({ count, within }) => (count === null || !within ? [] : [{ count, within }]));
  return good.length === read.length ? good : null;
}, "must be like 1/48h,4/28d");

export const sendWindow = textAs((given): SendWindow | null => {
  const match = /^(\d{2}):([0-5]\d)-(\d{2}):([0-5]\d)$/.exec(given.trim());
  const [, h1, m1, h2, m2] = (match ?? []).map(Number);
  const from = (h1 ?? 0) * 60 + (m1 ?? 0);
  const to = (h2 ?? 0) * 60 + (m2 ?? 0);
  return match && from < to && to <= 1_440 ? { from, to } : null;
}, "must be like 09:00-20:00, within one day");

/** "20/1h": so many within so long. */
export const rate = textAs((given): Cap | null => {
  const match = /^([1-9]\d{0,5})\/(\w+)$/.exec(given.trim());
  const within = parseDuration(match?.[2] ?? "");
  return match?.[1] !== undefined && within !== null && within > 0 ? { count: Number(match[1]), within } : null;
}, "must be like 20/1h");

export const channelOrder = textAs(
  (given): readonly ChannelName[] | null => {
    const names = given.split(",").map((part) => part.trim());
    const known = CHANNELS.filter((it) => names.includes(it));
    return known.length === names.length ? names.flatMap((name) => CHANNELS.filter((it) => it === name)) : null;
  },
  `must list some of ${CHANNELS.join(", ")}, each once`,
);
