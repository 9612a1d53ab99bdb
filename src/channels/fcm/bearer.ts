// A bearer of Google's for a service account: a signed assertion, exchanged at the account's token endpoint
// (developers.google.com/identity/protocols/oauth2/service-account).

import * as z from "zod/mini";
import { fromBase64, toBase64Url } from "../../platform/bytes.ts";
import { webUrl } from "../../platform/fields.ts";
import { readEmail } from "../contact-fields.ts";
import { call, isOk, isAddressOrKeyWrong } from "../../platform/http.ts";
import { jsonOf } from "../../platform/json.ts";
import type { CallDeps } from "../../platform/http.ts";

/** The fields of a service account's JSON key that are used here. */
export const serviceAccountShape = z.looseObject({
  project_id: z.string().check(z.regex(/^[a-z][a-z0-9.:-]{3,62}$/)),
  client_email: z.string().check(z.refine((given) => readEmail(given) !== null)),
  private_key: z.string().check(z.regex(/^-----BEGIN PRIVATE KEY-----/)),
  token_uri: z.prefault(webUrl, "https://oauth2.googleapis.com/token"),
});
export type ServiceAccount = z.infer<typeof serviceAccountShape>;

export type FoundBearer =
  | { readonly kind: "bearer"; readonly token: string }
  /** Google does not take this account, or its key cannot be read. */
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "unavailable"; readonly why: string; readonly retryAfter: number | null };

export interface BearerSource {
  /** One that holds for five minutes more, at least. */
  bearer(): Promise<FoundBearer>;
  /** Drops a bearer that was refused, unless it was replaced meanwhile. */
  drop(token: string): void;
}

const RENEW_BEFORE_MS = 5 * 60_000;
const ASSERTION_LIFE_S = 3_600;

const tokenShape = z.looseObject({
  access_token: z.string().check(z.minLength(1)),
  expires_in: z.number().check(z.refine((seconds) => seconds > 0)),
});

const RS256 = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
const encoder = new TextEncoder();

const encoded = (part: Readonly<Record<string, string | number>>): string =>
  toBase64Url(encoder.encode(JSON.stringify(part)));

/**
 * A JWT (RFC 7519) signed with an RSA key in PEM, by the platform's own crypto: a library for it would be a tenth of what
 * ships. Throws where the text is no such key.
 */
async function signJwt(claims: Readonly<Record<string, string | number>>, pem: string): Promise<string> {
  const der = fromBase64(pem.replace(/-----(?:BEGIN|END) PRIVATE KEY-----|\s/g, ""));
  const key = await crypto.subtle.importKey("pkcs8", der, RS256, false, ["sign"]);
  const text = `${encoded({ alg: "RS256", typ: "JWT" })}.${encoded(claims)}`;
  const signature = await crypto.subtle.sign(RS256, key, encoder.encode(text));
  return `${text}.${toBase64Url(new Uint8Array(signature))}`;
}

/** Bearers of one scope. One instance per isolate; it keeps the last bearer in memory. */
export function createGoogleBearer(
  deps: CallDeps & { readonly account: ServiceAccount; readonly scope: string },
): BearerSource {
  const { account, scope } = deps;
  let kept: { readonly token: string; readonly until: number } | null = null;

  async function assertion(): Promise<string | null> {
    const iat = Math.floor(deps.now() / 1_000);
    const claims = { scope, iss: account.client_email, aud: account.token_uri, iat, exp: iat + ASSERTION_LIFE_S };
    try {
      return await signJwt(claims, account.private_key);
    } catch (error) {
      // The key is the operator's text, and what is wrong with it must not be quoted.
      if (error instanceof Error) return null;
      throw error;
    }
  }

  async function exchange(signed: string): Promise<FoundBearer> {
    const body = new URLSearchParams({
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: signed,
    }).toString();
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const answer = await call(deps, account.token_uri, { method: "POST", headers, body });
    if (answer.kind === "lost") return { kind: "unavailable", why: `google token ${answer.why}`, retryAfter: null };
    const { status, text, retryAfter } = answer;
    const why = `google token ${status}`;
    if (status === 400 || isAddressOrKeyWrong(status)) return { kind: "refused", why };
    const read = tokenShape.safeParse(isOk(status) ? jsonOf(text) : undefined);
    if (!read.success) return { kind: "unavailable", why, retryAfter };
    const { access_token: token, expires_in } = read.data;
    kept = { token, until: deps.now() + expires_in * 1_000 - RENEW_BEFORE_MS };
    return { kind: "bearer", token };
  }

  return {
    async bearer() {
      if (kept !== null && deps.now() < kept.until) return { kind: "bearer", token: kept.token };
      const signed = await assertion();
      return signed === null ? { kind: "refused", why: "google private key unreadable" } : exchange(signed);
    },
    drop(token) {
      if (kept?.token === token) kept = null;
    },
  };
}
