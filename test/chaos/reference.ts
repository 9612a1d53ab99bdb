// Reads of which message an email is, from the reference that the product seals it with; written anew, by no code of the product.

import { createDecipheriv, createHmac } from "node:crypto";

/** A message by its number with its customer. */
export interface MessageName {
  readonly customerId: string;
  readonly no: number;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** The message that a reference was sealed for with `linkKey`; null where it was not. */
export function messageOf(reference: string, linkKey: string): MessageName | null {
  const bytes = Buffer.from(reference, "base64url");
  if (bytes.length <= IV_BYTES + TAG_BYTES) return null;
  const key = hmac(`reference:${linkKey}`, "seal");
  const opening = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES));
  opening.setAuthTag(bytes.subarray(-TAG_BYTES));
  const text = opening.update(bytes.subarray(IV_BYTES, -TAG_BYTES)).toString("utf8");
  const [customerId = "", no = ""] = text.split(" ");
  try {
    opening.final();
  } catch {
    // Sealed with another key, or by nobody.
    return null;
  }
  return { customerId, no: Number(no) };
}
