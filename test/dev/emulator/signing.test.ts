/// <reference types="node" />
import { constants, createPublicKey, verify } from "node:crypto";
import { expect, test } from "vitest";
import { keySet, newSigningKey, signedHeaders } from "../../../src/dev/emulator/signing.ts";

const key = await newSigningKey();
const body = new TextEncoder().encode('{"id":"evt_1","note":"Zähler ⚡"}');

/** OpenSSL's opinion of a signature, with the salt length stated and not guessed. */
function holds(headers: Record<string, string>, raw: Uint8Array): boolean {
  const jwk = keySet(key).keys[0] as Record<string, string>;
  const signed = Buffer.concat([Buffer.from(`${headers["Flatpeak-Timestamp"]}.`), raw]);
  const signature = Buffer.from(headers["Flatpeak-Signature"]?.replace(/^v1=/, "") ?? "", "base64url");
  const publicKey = createPublicKey({ key: jwk, format: "jwk" });
  return verify(
    "sha256",
    signed,
    { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
    signature,
  );
}

test("OpenSSL accepts the signature over timestamp, dot and the exact bytes", async () => {
  const headers = await signedHeaders(key, body, 1_776_847_880, "2025-09-14.anode");
  expect(holds(headers, body)).toBe(true);
  expect(holds(headers, new Uint8Array([...body, 10]))).toBe(false);
  expect(holds({ ...headers, "Flatpeak-Timestamp": "1776847881" }, body)).toBe(false);
});

test("the headers are the five documented ones", async () => {
  const headers = await signedHeaders(key, body, 1_776_847_880, "2024-08-24.zero");
  expect(headers).toEqual({
    "Flatpeak-Signature": expect.stringMatching(/^v1=[A-Za-z0-9_-]{342}$/),
    "Flatpeak-Signature-Scheme": "v1",
    "Flatpeak-Timestamp": "1776847880",
    "Flatpeak-Key-ID": key.kid,
    "Flatpeak-Version": "2024-08-24.zero",
  });
  expect(key.kid).toMatch(/^wsk_test_[0-9a-f]{24}$/);
});

test("the key set shows the public half only", () => {
  expect(keySet(key).keys).toEqual([
    { kty: "RSA", n: expect.any(String), e: "AQAB", alg: "PS256", use: "sig", kid: key.kid },
  ]);
});
