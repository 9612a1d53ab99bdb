// Whom Cloudflare Access let in, by the token it puts on each request (Cloudflare's documentation: Validate JWTs). It is checked here
// again: an address that goes around Access reaches the Worker as well.

import * as z from "zod/mini";
import { fromBase64Url } from "../../platform/bytes.ts";
import { jsonOf } from "../../platform/json.ts";
import type { KeyProvider } from "../../platform/key-set.ts";
import type { AccessConfig, AccessRule, Role } from "../../setup/operator.ts";
import type { Who } from "./route.ts";

/** Far longer than any of theirs. */
const MAX_LENGTH = 8_192;
/** Clocks differ by seconds. What has expired is expired. */
const SKEW_S = 60;

const headShape = z.looseObject({ alg: z.literal("RS256"), kid: z.string().check(z.minLength(1), z.maxLength(128)) });
const claimsShape = z.looseObject({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  nbf: z.optional(z.number()),
  iat: z.optional(z.number()),
  /** Of a person. */
  email: z.optional(z.string().check(z.regex(/^[^\s@]{1,100}@[^\s@]{1,150}$/))),
  /** Of a program with a service token. */
  common_name: z.optional(z.string().check(z.regex(/^[\w.-]{1,120}$/))),
});
type Claims = z.output<typeof claimsShape>;

const decoder = new TextDecoder();

const partOf = (text: string): unknown => {
  const bytes = fromBase64Url(text);
  return bytes === null ? undefined : jsonOf(decoder.decode(bytes));
};

/** True where the claims are this team's, for this application, and now. */
function isForUs({ iss, aud, exp, nbf, iat }: Claims, { issuer, audience }: AccessConfig, now: number): boolean {
  const seconds = now / 1_000;
  const hasBegun = (nbf ?? 0) <= seconds + SKEW_S && (iat ?? 0) <= seconds + SKEW_S;
  return iss === issuer && [aud].flat().includes(audience) && hasBegun && seconds < exp;
}

const isMeant = ({ who }: AccessRule, name: string): boolean =>
  who === "*" || who === name || (who.startsWith("@") && name.endsWith(who));

/** The role of somebody by the first rule that is for them; whoever Access lets in may look. */
const roleOf = (name: string, rules: readonly AccessRule[]): Role =>
  rules.find((rule) => isMeant(rule, name))?.role ?? "read";

/** Who a token proves. `nobody`: it proves nothing; `cannot_tell`: the keys to check it with cannot be had at the moment. */
export async function whoByAccess(
  token: string,
  access: AccessConfig,
  keys: KeyProvider,
  now: number,
): Promise<Who | "nobody" | "cannot_tell"> {
  const [head = "", body = "", signature = "", ...more] = token.length > MAX_LENGTH ? [] : token.split(".");
  const header = headShape.safeParse(partOf(head));
  const claims = claimsShape.safeParse(partOf(body));
  const signed = fromBase64Url(signature);
  if (more.length > 0 || !header.success || !claims.success || signed === null) return "nobody";
  if (!isForUs(claims.data, access, now)) return "nobody";
  const found = await keys.find(header.data.kid);
  if (found.kind === "unavailable") return "cannot_tell";
  if (found.kind === "unknown") return "nobody";
  const told = new TextEncoder().encode(`${head}.${body}`);
  if (!(await crypto.subtle.verify("RSASSA-PKCS1-v1_5", found.key, signed, told))) return "nobody";
  const name = (claims.data.email ?? claims.data.common_name)?.toLowerCase();
  return name === undefined ? "nobody" : { name, role: roleOf(name, access.rules), by: "access" };
}
