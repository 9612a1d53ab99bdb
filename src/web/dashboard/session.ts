// Who sits in front of the dashboard: a cookie that we signed when they showed a key. It holds for some hours, ends with its key, and
// no other site can send it along. Every form carries a token made of it.

import { fromBase64Url, toBase64Url } from "../../platform/bytes.ts";
import { keyedDigestOf } from "../../platform/digest.ts";
import { jsonOf } from "../../platform/json.ts";
import { readCookie } from "../http/cookie.ts";
import { ROLES } from "../../setup/operator.ts";
import { shownBy } from "../operator/who.ts";
import type { Config } from "../../setup/config.ts";
import type { Role } from "../../setup/operator.ts";
import type { RouteContext } from "../http/context.ts";
import type { Who } from "../operator/route.ts";

export const SESSION_COOKIE = "__Host-operator";

/** A working day. */
const LIFE_MS = 8 * 3_600_000;
/** A cookie of ours is shorter. */
const MAX_LENGTH = 1_000;

/** Whoever is signed in, and what their forms must carry. */
export interface Signed {
  readonly who: Who;
  readonly formToken: string;
}

interface Payload {
  readonly name: string;
  readonly role: Role;
  /** Of the key it was made by: without the key it is worth nothing. */
  readonly print: string;
  /** When it ends (ms). */
  readonly until: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: false, ignoreBOM: false });

/** What sessions are signed with: a key of its own, made of the one that signs links. */
const secretOf = ({ link }: Config): string => `operator session ${link.keys[0] ?? ""}`;

const printOf = async (key: string): Promise<string> => (await keyedDigestOf(key, "operator key")).slice(0, 16);

function readPayload(text: string): Payload | null {
  const bytes = fromBase64Url(text);
  const read = bytes === null ? undefined : jsonOf(decoder.decode(bytes));
  if (typeof read !== "object" || read === null) return null;
  const { name, role, print, until } = read as Readonly<Record<string, unknown>>;
  const known = ROLES.find((it) => it === role);
  if (typeof name !== "string" || typeof print !== "string" || typeof until !== "number" || known === undefined)
    return null;
  return { name, role: known, print, until };
}

const isSame = (one: string, other: string): boolean => {
  const [a, b] = [encoder.encode(one), encoder.encode(other)];
  return a.byteLength === b.byteLength && crypto.subtle.timingSafeEqual(a, b);
};

/** What the cookie says, where we signed it and it still holds. */
async function payloadIn(config: Config, cookie: string, now: number): Promise<Payload | null> {
  const [text = "", mac = ""] = cookie.split(".");
  if (cookie.length > MAX_LENGTH || !isSame(mac, await keyedDigestOf(text, secretOf(config)))) return null;
  const payload = readPayload(text);
  return payload === null || payload.until <= now ? null : payload;
}

async function byCookie(config: Config, cookie: string, now: number): Promise<Who | null> {
  const payload = await payloadIn(config, cookie, now);
  if (payload === null) return null;
  const { name, role } = payload;
  const prints = await Promise.all(
    config.operator.keys.filter((it) => it.name === name && it.role === role).map(({ key }) => printOf(key)),
  );
  return prints.includes(payload.print) ? { name, role, by: "key" } : null;
}

/** Who is signed in, by our cookie or by Cloudflare Access; null where nobody is. */
export async function signedIn(c: RouteContext): Promise<Signed | null> {
  const { config, now } = c.get("deps");
  const cookie = readCookie(c, SESSION_COOKIE);
  const known = cookie === null ? null : await byCookie(config, cookie, now());
  const tokenOf = (session: string): Promise<string> => keyedDigestOf(`form ${session}`, secretOf(config));
  if (known !== null) return { who: known, formToken: await tokenOf(cookie ?? "") };
  const shown = c.req.header("Authorization") === undefined ? await shownBy(c) : "nobody";
  return typeof shown === "string" ? null : { who: shown, formToken: await tokenOf(`of ${shown.name}`) };
}

/** The cookie for whoever has shown this key. */
export async function sessionCookie(config: Config, who: Who, key: string, now: number): Promise<string> {
  const payload: Payload = { name: who.name, role: who.role, print: await printOf(key), until: now + LIFE_MS };
  const text = toBase64Url(encoder.encode(JSON.stringify(payload)));
  const value = `${text}.${await keyedDigestOf(text, secretOf(config))}`;
  return `${SESSION_COOKIE}=${value}; Path=/; Max-Age=${LIFE_MS / 1_000}; Secure; HttpOnly; SameSite=Strict`;
}

/** Ends the session in the browser. */
export const NO_SESSION = `${SESSION_COOKIE}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict`;

/** The token in a form is that of this session. */
export const isOwnForm = (given: string, { formToken }: Signed): boolean => isSame(given, formToken);
