// Bytes and their texts: what is written is read back, and Node's own reading agrees.

import { describe, expect, it } from "vitest";
import { fromBase64, fromBase64Url, fromHex, toBase64, toBase64Url, toHex } from "../../src/platform/bytes.ts";

const SAMPLES = [0, 1, 2, 3, 32, 255, 20_000].map((length) =>
  Uint8Array.from({ length }, (_, index) => (index * 151 + length) % 256),
);

describe("bytes", () => {
  it.each(SAMPLES)("are written as others write them, and read back", (...bytes) => {
    const given = Uint8Array.from(bytes);
    const node = Buffer.from(given);
    expect(toHex(given)).toBe(node.toString("hex"));
    expect(toBase64(given)).toBe(node.toString("base64"));
    expect(toBase64Url(given)).toBe(node.toString("base64url"));
    expect(fromHex(toHex(given))).toEqual(given);
    expect(fromBase64(toBase64(given))).toEqual(given);
    expect(fromBase64Url(toBase64Url(given))).toEqual(given.length === 0 ? null : given);
  });

  it.each(["", "A", "AAAAA", "AA==", "AA+A", "AA/A", "AA A", "é"])(
    "are not read from base64url that is none: %j",
    (text) => {
      expect(fromBase64Url(text)).toBeNull();
    },
  );
});
