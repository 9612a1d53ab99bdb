// Signs webhooks the way FlatPeak documents it, so that the product's verification meets the real wire.
// It never verifies anything and shares no code with the product: two implementations must agree.

/** An RSA-2048 key pair in JWK form; plain JSON, so that the world can be stored. */
export interface SigningKey {
  kid: string;
  privateKey: JsonWebKey;
  publicKey: JsonWebKey;
}

const algorithm = { name: "RSA-PSS", hash: "SHA-256" };

/** A fresh key, its id in FlatPeak's form for test mode. */
export async function newSigningKey(): Promise<SigningKey> {
  const pair = (await crypto.subtle.generateKey(
    { ...algorithm, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ["sign", "verify"],
  )) as CryptoKeyPair;
  const privateKey = (await crypto.subtle.exportKey("jwk", pair.privateKey)) as JsonWebKey;
  const publicKey = (await crypto.subtle.exportKey("jwk", pair.publicKey)) as JsonWebKey;
  const kid = `wsk_test_${hex(crypto.getRandomValues(new Uint8Array(12)))}`;
  return { kid, privateKey, publicKey };
}

/** The public key set as `GET /jwks.json` answers it. */
export function keySet(key: SigningKey): { keys: object[] } {
  const { kty, n, e } = key.publicKey;
  return { keys: [{ kty, n, e, alg: "PS256", use: "sig", kid: key.kid }] };
}

/**
 * The five headers of a signed webhook. What is signed is the timestamp (Unix seconds), a dot and the body bytes, by
 * RSASSA-PSS with SHA-256 and a 32-byte salt; the signature is base64url without padding after `v1=`.
 */
export async function signedHeaders(
  key: SigningKey,
  rawBody: Uint8Array,
  timestampSeconds: number,
  apiVersion: string,
): Promise<Record<string, string>> {
  const prefix = new TextEncoder().encode(`${timestampSeconds}.`);
  const signed = new Uint8Array(prefix.length + rawBody.length);
  signed.set(prefix);
  signed.set(rawBody, prefix.length);
  const privateKey = await crypto.subtle.importKey("jwk", key.privateKey, algorithm, false, ["sign"]);
  const signature = await crypto.subtle.sign({ name: "RSA-PSS", saltLength: 32 }, privateKey, signed);
  return {
    "Flatpeak-Signature": `v1=${base64url(new Uint8Array(signature))}`,
    "Flatpeak-Signature-Scheme": "v1",
    "Flatpeak-Timestamp": String(timestampSeconds),
    "Flatpeak-Key-ID": key.kid,
    "Flatpeak-Version": apiVersion,
  };
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function base64url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
