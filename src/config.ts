// Settings: the environment of the Worker, parsed once into a Config, or the names of what is missing or wrong.
// Values never appear in a complaint, since any of them may be a secret.

import * as z from "zod";
import { parseDuration } from "./core/time.ts";
import type { Cap, ChannelName, Rung, SendWindow, Settings } from "./core/settings.ts";

export interface Config {
  readonly flatpeak: {
    readonly apiUrl: string;
    readonly apiVersion: string;
    readonly accountId: string;
    readonly apiKey: string;
    /** The mode of the deployment, by the prefix of its key. */
    readonly liveMode: boolean;
  };
  readonly webhook: {
    readonly tolerance: number;
    readonly maxAge: number;
    readonly fetchBackPerMinute: number;
  };
  readonly link: {
    readonly publicUrl: string;
    readonly connectWebUrl: string;
    /** Null: our own `/c/:code/done`. */
    readonly callbackUrl: string | null;
    readonly appUrl: string | null;
    /** The first signs; all verify. */
    readonly keys: readonly string[];
  };
  readonly policy: Settings;
  readonly brandName: string;
  readonly handoff: { readonly url: string; readonly secret: string } | null;
  readonly operatorToken: string;
  /** How long FlatPeak may say nothing before that is remarkable (ms). */
  readonly silenceAfter: number;
}

export interface Complaint {
  readonly setting: string;
  readonly problem: string;
}

export type ConfigResult =
  { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly complaints: readonly Complaint[] };

const MAX_DURATION_MS = 400 * 86_400_000;

const duration = (max = MAX_DURATION_MS) =>
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
const webUrl = z.string().refine(isSafeUrl, "must be an https URL");
const originUrl = webUrl
  .refine((text) => URL.canParse(text) && new URL(text).pathname === "/", "must be an origin without a path")
  .transform((text) => new URL(text).origin);
/** Where a customer is sent: a web page or a deep link into an app; never a script. */
const destination = z
  .string()
  .refine(
    (text) =>
      URL.canParse(text) &&
      (isSafeUrl(text) || !["http:", "javascript:", "data:", "file:", "blob:"].includes(new URL(text).protocol)),
    "must be an https URL or a deep link like myapp://path",
  );

/** What a bearer may be made of (RFC 6750); anything else could never be sent. */
const bearer = z
  .string()
  .min(32, "must have at least 32 characters")
  .max(512)
  .regex(/^[A-Za-z0-9._~+/-]+=*$/, "may hold letters, digits and ._~+/- only");
const secret = z.string().min(32, "must have at least 32 characters").max(512);

const ladder = z.string().transform((text, context): readonly Rung[] => {
  if (text.trim() === "off") return [];
  const rungs = text.split(",").map((part) => (part.trim() === "end" ? "end" : parseDuration(part.trim())));
  if (rungs.every((rung) => rung !== null) && rungs.length <= 10) return rungs;
  context.addIssue({ code: "custom", message: "must be durations separated by commas, like 0,3d,10d, or off" });
  return z.NEVER;
});

const caps = z.string().transform((text, context): readonly Cap[] => {
  const read = text.split(",").map((part) => {
    const [count = "", span = ""] = part.trim().split("/");
    return { count: /^[1-9]\d?$/.test(count) ? Number(count) : null, within: parseDuration(span) };
  });
  const good = read.flatMap(({ count, within }) => (count === null || !within ? [] : [{ count, within }]));
  if (good.length === read.length) return good;
  context.addIssue({ code: "custom", message: "must be like 1/48h,4/28d" });
  return z.NEVER;
});

const sendWindow = z.string().transform((text, context): SendWindow => {
  const match = /^(\d{2}):([0-5]\d)-(\d{2}):([0-5]\d)$/.exec(text.trim());
  const [, h1, m1, h2, m2] = (match ?? []).map(Number);
  const from = (h1 ?? 0) * 60 + (m1 ?? 0);
  const to = (h2 ?? 0) * 60 + (m2 ?? 0);
  if (match && from < to && to <= 1_440) return { from, to };
  context.addIssue({ code: "custom", message: "must be like 09:00-20:00, within one day" });
  return z.NEVER;
});

const CHANNELS = ["push", "email", "sms", "handoff", "log"] as const;
const channelOrder = z.string().transform((text, context): readonly ChannelName[] => {
  const names = text.split(",").map((part) => part.trim());
  const known = CHANNELS.filter((it) => names.includes(it));
  if (known.length === names.length) return names.flatMap((name) => CHANNELS.filter((it) => it === name));
  context.addIssue({ code: "custom", message: `must list some of ${CHANNELS.join(", ")}, each once` });
  return z.NEVER;
});

const shape = z.object({
  FLATPEAK_API_URL: webUrl.transform((url) => url.replace(/\/$/, "")).default("https://api.flatpeak.com"),
  FLATPEAK_API_VERSION: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/, "must be like 2025-09-14.anode")
    .default("2025-09-14.anode"),
  FLATPEAK_ACCOUNT_ID: z.string().regex(/^acc_[A-Za-z0-9]+$/, "must be like acc_..."),
  FLATPEAK_API_KEY: z.string().regex(/^sk_(live|test)_\S+$/, "must begin with sk_live_ or sk_test_"),
  SIGNATURE_TOLERANCE: duration().prefault("5m"),
  SIGNATURE_MAX_AGE: duration().prefault("7d"),
  FETCH_BACK_PER_MINUTE: z
    .string()
    .regex(/^\d{1,4}$/, "must be a number from 0 to 9999")
    .transform(Number)
    .prefault("60"),
  PUBLIC_URL: originUrl,
  CONNECT_WEB_URL: destination,
  CALLBACK_URL: destination.optional(),
  APP_URL: destination.optional(),
  LINK_KEYS: z
    .string()
    .transform((text) => text.split(",").map((key) => key.trim()))
    .pipe(z.array(secret).min(1)),
  GROUP_WAIT: duration().prefault("5m"),
  GROUP_WAIT_MAX: duration().prefault("15m"),
  LADDER_EXPIRING: ladder.prefault("0,5d,end"),
  LADDER_EXPIRED: ladder.prefault("0,3d,10d,21d"),
  LADDER_FETCH_FAILED: ladder.prefault("2h,3d,10d"),
  LADDER_UPGRADE: ladder.prefault("off"),
  HANDOVER_AFTER: duration().prefault("7d"),
  CAPS: caps.prefault("1/48h,4/28d"),
  SEND_WINDOW: sendWindow.prefault("09:00-20:00"),
  SEND_WINDOW_HARD: sendWindow.prefault("08:00-21:00"),
  TAP_HOLD: duration().prefault("30m"),
  CHANNEL_ORDER: channelOrder.prefault("push,email,sms,handoff"),
  TEST_MODE_DELIVERY: z.enum(["log", "all"], "must be log or all").default("log"),
  BRAND_NAME: z.string().min(1).max(30, "must have at most 30 characters"),
  HANDOFF_URL: webUrl.optional(),
  HANDOFF_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, "must be whsec_ and at least 24 bytes in base64")
    .refine((text) => (text.length - "whsec_".length) % 4 === 0, "must be whsec_ and at least 24 bytes in base64")
    .optional(),
  OPERATOR_TOKEN: bearer,
  SILENCE_AFTER: duration().prefault("7d"),
});

type Read = z.infer<typeof shape>;

/** What no single setting can tell: halves of a pair, windows inside windows, a deployment that could tell no one. */
function crossChecks(read: Read, channels: readonly ChannelName[]): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const complain = (setting: string, problem: string): number => complaints.push({ setting, problem });
  if (read.HANDOFF_URL !== undefined && read.HANDOFF_SECRET === undefined)
    complain("HANDOFF_SECRET", "is missing, while HANDOFF_URL is set");
  if (read.HANDOFF_SECRET !== undefined && read.HANDOFF_URL === undefined)
    complain("HANDOFF_URL", "is missing, while HANDOFF_SECRET is set");
  if (read.GROUP_WAIT > read.GROUP_WAIT_MAX) complain("GROUP_WAIT_MAX", "must not be shorter than GROUP_WAIT");
  if (read.SIGNATURE_TOLERANCE > read.SIGNATURE_MAX_AGE)
    complain("SIGNATURE_MAX_AGE", "must not be shorter than SIGNATURE_TOLERANCE");
  const { SEND_WINDOW: soft, SEND_WINDOW_HARD: hard } = read;
  if (soft.from < hard.from || soft.to > hard.to) complain("SEND_WINDOW", "must lie within SEND_WINDOW_HARD");
  if (channels.length === 0 && complaints.length === 0) {
    complain(
      "HANDOFF_URL",
      "and HANDOFF_SECRET are missing: with no channel of CHANNEL_ORDER configured nobody could be told",
    );
  }
  return complaints;
}

function usableChannels(read: Read): readonly ChannelName[] {
  if (read.FLATPEAK_API_KEY.startsWith("sk_test_") && read.TEST_MODE_DELIVERY === "log") return ["log"];
  const configured: Readonly<Record<ChannelName, boolean>> = {
    push: false,
    email: false,
    sms: false,
    handoff: read.HANDOFF_URL !== undefined && read.HANDOFF_SECRET !== undefined,
    log: true,
  };
  return read.CHANNEL_ORDER.filter((name) => configured[name]);
}

/** Parses the environment. An empty string counts as missing: that is what a forgotten secret looks like. */
export function readConfig(env: Readonly<Record<string, unknown>>): ConfigResult {
  const present = Object.fromEntries(Object.keys(shape.shape).map((name) => [name, env[name]]));
  for (const [name, value] of Object.entries(present)) if (value === "") delete present[name];
  const parsed = shape.safeParse(present);
  if (!parsed.success) {
    const complaints = new Map<string, string>();
    for (const issue of parsed.error.issues) {
      const setting = String(issue.path[0]);
      if (complaints.has(setting)) continue;
      complaints.set(setting, present[setting] === undefined ? "is missing" : issue.message);
    }
    return { ok: false, complaints: [...complaints].map(([setting, problem]) => ({ setting, problem })) };
  }
  const read = parsed.data;
  const channels = usableChannels(read);
  const complaints = crossChecks(read, channels);
  return complaints.length > 0 ? { ok: false, complaints } : { ok: true, config: toConfig(read, channels) };
}

function toConfig(read: Read, channels: readonly ChannelName[]): Config {
  const handoff =
    read.HANDOFF_URL === undefined || read.HANDOFF_SECRET === undefined
      ? null
      : { url: read.HANDOFF_URL, secret: read.HANDOFF_SECRET };
  return {
    flatpeak: {
      apiUrl: read.FLATPEAK_API_URL,
      apiVersion: read.FLATPEAK_API_VERSION,
      accountId: read.FLATPEAK_ACCOUNT_ID,
      apiKey: read.FLATPEAK_API_KEY,
      liveMode: read.FLATPEAK_API_KEY.startsWith("sk_live_"),
    },
    webhook: {
      tolerance: read.SIGNATURE_TOLERANCE,
      maxAge: read.SIGNATURE_MAX_AGE,
      fetchBackPerMinute: read.FETCH_BACK_PER_MINUTE,
    },
    link: {
      publicUrl: read.PUBLIC_URL,
      connectWebUrl: read.CONNECT_WEB_URL,
      callbackUrl: read.CALLBACK_URL ?? null,
      appUrl: read.APP_URL ?? null,
      keys: read.LINK_KEYS,
    },
    policy: {
      groupWait: read.GROUP_WAIT,
      groupWaitMax: read.GROUP_WAIT_MAX,
      ladders: {
        expiring: read.LADDER_EXPIRING,
        expired: read.LADDER_EXPIRED,
        fetch_failed: read.LADDER_FETCH_FAILED,
        upgrade: read.LADDER_UPGRADE,
      },
      handoverAfter: read.HANDOVER_AFTER,
      caps: read.CAPS,
      sendWindow: read.SEND_WINDOW,
      sendWindowHard: read.SEND_WINDOW_HARD,
      tapHold: read.TAP_HOLD,
      channels,
      publishTo: handoff === null || !channels.includes("handoff") ? null : "handoff",
    },
    brandName: read.BRAND_NAME,
    handoff,
    operatorToken: read.OPERATOR_TOKEN,
    silenceAfter: read.SILENCE_AFTER,
  };
}
