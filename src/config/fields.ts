// What the value of a setting may look like, one zod type per kind of value.

import * as z from "zod";
import { parseDuration } from "../core/time.ts";
import type { Cap, ChannelName, Rung, SendWindow } from "../core/settings.ts";

/** A complaint about one setting; never its value, which may be a secret. */
export interface Complaint {
  readonly setting: string;
  readonly problem: string;
}

const MAX_DURATION_MS = 400 * 86_400_000;

export const duration = (max = MAX_DURATION_MS) =>
  z.string().transform((text, context) => {
    const ms = parseDuration(text.trim());
    if (ms !== null && ms <= max) return ms;
    context.addIssue({ code: "custom", message: "must be a duration like 90s, 5m, 72h or 3d, at most 400d" });
    return z.NEVER;
  });

/** https everywhere; plain http only to this machine, for local development. */
const isSafeUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || (protocol === "http:" && (hostname === "localhost" || hostname === "127.0.0.1"));
};
export const webUrl = z.string().refine(isSafeUrl, "must be an https URL");
export const originUrl = webUrl
  .refine((text) => URL.canParse(text) && new URL(text).pathname === "/", "must be an origin without a path")
  .transform((text) => new URL(text).origin);
/** Where a customer is sent: a web page or a deep link into an app; never a script. */
export const destination = z
  .string()
  .refine(
    (text) =>
      URL.canParse(text) &&
      (isSafeUrl(text) || !["http:", "javascript:", "data:", "file:", "blob:"].includes(new URL(text).protocol)),
    "must be an https URL or a deep link like myapp://path",
  );

/** What a bearer may be made of (RFC 6750); anything else could never be sent. */
export const bearer = z
  .string()
  .min(32, "must have at least 32 characters")
  .max(512)
  .regex(/^[A-Za-z0-9._~+/-]+=*$/, "may hold letters, digits and ._~+/- only");
export const secret = z.string().min(32, "must have at least 32 characters").max(512);

export const ladder = z.string().transform((text, context): readonly Rung[] => {
  if (text.trim() === "off") return [];
  const rungs = text.split(",").map((part) => (part.trim() === "end" ? "end" : parseDuration(part.trim())));
  if (rungs.every((rung) => rung !== null) && rungs.length <= 10) return rungs;
  context.addIssue({ code: "custom", message: "must be durations separated by commas, like 0,3d,10d, or off" });
  return z.NEVER;
});

export const caps = z.string().transform((text, context): readonly Cap[] => {
  const read = text.split(",").map((part) => {
    const [count = "", span = ""] = part.trim().split("/");
    return { count: /^[1-9]\d?$/.test(count) ? Number(count) : null, within: parseDuration(span) };
  });
  const good = read.flatMap(({ count, within }) => (count === null || !within ? [] : [{ count, within }]));
  if (good.length === read.length) return good;
  context.addIssue({ code: "custom", message: "must be like 1/48h,4/28d" });
  return z.NEVER;
});

export const sendWindow = z.string().transform((text, context): SendWindow => {
  const match = /^(\d{2}):([0-5]\d)-(\d{2}):([0-5]\d)$/.exec(text.trim());
  const [, h1, m1, h2, m2] = (match ?? []).map(Number);
  const from = (h1 ?? 0) * 60 + (m1 ?? 0);
  const to = (h2 ?? 0) * 60 + (m2 ?? 0);
  if (match && from < to && to <= 1_440) return { from, to };
  context.addIssue({ code: "custom", message: "must be like 09:00-20:00, within one day" });
  return z.NEVER;
});

export const count = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((it) => it >= min && it <= max, `must be a whole number from ${min} to ${max}`);

/** "20/1h": so many within so long. */
export const rate = z.string().transform((text, context): Cap => {
  const match = /^([1-9]\d{0,5})\/(\w+)$/.exec(text.trim());
  const within = parseDuration(match?.[2] ?? "");
  if (match?.[1] !== undefined && within !== null && within > 0) return { count: Number(match[1]), within };
  context.addIssue({ code: "custom", message: "must be like 20/1h" });
  return z.NEVER;
});

const whsecForm = "must be whsec_ and at least 24 bytes in base64";
/** A secret as Standard Webhooks writes it. */
export const whsec = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, whsecForm)
  .refine((text) => (text.length - "whsec_".length) % 4 === 0, whsecForm);

const CHANNELS = ["push", "email", "sms", "handoff", "log"] as const;
export const channelOrder = z.string().transform((text, context): readonly ChannelName[] => {
  const names = text.split(",").map((part) => part.trim());
  const known = CHANNELS.filter((it) => names.includes(it));
  if (known.length === names.length) return names.flatMap((name) => CHANNELS.filter((it) => it === name));
  context.addIssue({ code: "custom", message: `must list some of ${CHANNELS.join(", ")}, each once` });
  return z.NEVER;
});
