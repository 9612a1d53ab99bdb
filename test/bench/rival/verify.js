// What both rivals share: is this request from FlatPeak? RSA-PSS over the timestamp, a dot and the raw body.

import { constants, createPublicKey, verify } from "node:crypto";

const key = createPublicKey({ key: JSON.parse(process.env["PUBLIC_KEY"] ?? "{}"), format: "jwk" });
const options = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };

/** True when `body` (a Buffer) was signed by FlatPeak as its `headers` say. */
export function isGenuine(headers, body) {
  const signature = Buffer.from(String(headers["flatpeak-signature"] ?? "").slice(3), "base64url");
  const signed = Buffer.concat([Buffer.from(`${String(headers["flatpeak-timestamp"] ?? "")}.`), body]);
  return verify("sha256", signed, options, signature);
}
