// A bearer of Google's for a service account: a signed assertion, exchanged at the account's token endpoint
// (developers.google.com/identity/protocols/oauth2/service-account).

import { importPKCS8, SignJWT } from "jose";
import * as z from "zod";
import { call, isOk, isWrongDoor, jsonOf } from "./call.ts";
import type { CallDeps } from "./call.ts";

/** The fields of a service account's JSON key that are used here. */
export const serviceAccountShape = z.looseObject({
  project_id: z.string().regex(/^[a-z][a-z0-9.:-]{3,62}$/),
  client_email: z.email(),
  private_key: z.string().startsWith("-----BEGIN PRIVATE KEY-----"),
  token_uri: z.url({ protocol: /^https?$/ }).default("https://oauth2.googleapis.com/token"),
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

const tokenShape = z.looseObject({ access_token: z.string().min(1), expires_in: z.number().positive() });

/** Bearers of one scope. One instance per isolate; it keeps the last bearer in memory. */
export function createGoogleBearer(
  deps: CallDeps & { readonly account: ServiceAccount; readonly scope: string },
): BearerSource {
  const { account, scope } = deps;
  let kept: { readonly token: string; readonly until: number } | null = null;

  async function assertion(): Promise<string | null> {
    const issuedAt = Math.floor(deps.now() / 1_000);
    try {
      const key = await importPKCS8(account.private_key, "RS256");
      return await new SignJWT({ scope })
        .setProtectedHeader({ alg: "RS256", typ: "JWT" })
        .setIssuer(account.client_email)
        .setAudience(account.token_uri)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + ASSERTION_LIFE_S)
        .sign(key);
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
    if (status === 400 || isWrongDoor(status)) return { kind: "refused", why };
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
