// Cloudflare Access as it stands in front of a deployment: its keys, and the tokens it puts on requests.

import { toBase64Url } from "../../src/platform/bytes.ts";

export const TEAM = "example";
export const ISSUER = `https://${TEAM}.cloudflareaccess.com`;
export const AUDIENCE = "4714c1358e65fe4b408ad6d432a5f878f08194bdb4752441fd56faefa9b2b6f2";

const encoder = new TextEncoder();
const written = (value: object): string => toBase64Url(encoder.encode(JSON.stringify(value)));

export interface AccessKey {
  readonly kid: string;
  /** The key set as Access publishes it. */
  readonly certs: object;
  /** A token with these claims, all else as Access has it. */
  token(claims?: object, head?: object): Promise<string>;
}

/** A pair of keys of its own, and tokens for Ann at `now` (ms). */
export async function accessKey(now: number, kid = "k1"): Promise<AccessKey> {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const pair = (await crypto.subtle.generateKey(
    { ...algorithm, modulusLength: 2_048, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ["sign", "verify"],
  )) as CryptoKeyPair;
  const { kty, n, e } = (await crypto.subtle.exportKey("jwk", pair.publicKey)) as JsonWebKey;
  const seconds = Math.floor(now / 1_000);
  return {
    kid,
    certs: { keys: [{ kid, kty, n, e, alg: "RS256", use: "sig" }], public_cert: { kid, cert: "" }, public_certs: [] },
    async token(claims = {}, head = {}) {
      const all = {
        aud: [AUDIENCE],
        email: "Ann@example.com",
        exp: seconds + 3_600,
        iat: seconds,
        nbf: seconds,
        iss: ISSUER,
        type: "app",
        sub: "7335d417-61da-459d-899c-0a01c76a2f94",
        ...claims,
      };
      const text = `${written({ alg: "RS256", kid, typ: "JWT", ...head })}.${written(all)}`;
      const signature = await crypto.subtle.sign(algorithm.name, pair.privateKey, encoder.encode(text));
      return `${text}.${toBase64Url(new Uint8Array(signature))}`;
    },
  };
}
