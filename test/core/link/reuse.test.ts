// When a token is given out again.

import { describe, expect, it } from "vitest";
import {
  CASELESS_REUSE_MS,
  TOKEN_LEFT_MS,
  TOKEN_REUSE_MS,
  isRecent,
  lastResort,
  mayReuse,
  reusableUntil,
} from "../../../src/core/link/reuse.ts";
import { DAY } from "../../../src/core/time.ts";

const token = (mintedAt: number, lives = DAY) => ({ mintedAt, expiresAt: mintedAt + lives });

describe("a token", () => {
  it("is given out again for ten minutes", () => {
    expect(mayReuse(token(0), TOKEN_REUSE_MS - 1)).toBe(true);
    expect(mayReuse(token(0), TOKEN_REUSE_MS)).toBe(false);
    expect(reusableUntil(token(0))).toBe(TOKEN_REUSE_MS);
  });

  it("is not given out with less than an hour to live", () => {
    const short = token(0, TOKEN_LEFT_MS + 60_000);
    expect(mayReuse(short, 59_999)).toBe(true);
    expect(mayReuse(short, 60_000)).toBe(false);
    expect(reusableUntil(short)).toBe(60_000);
  });

  it("of a tariff without a case is only for who taps twice", () => {
    expect(isRecent(token(0), CASELESS_REUSE_MS - 1, CASELESS_REUSE_MS)).toBe(true);
    expect(isRecent(token(0), CASELESS_REUSE_MS, CASELESS_REUSE_MS)).toBe(false);
  });

  it("has to do once three were minted of late", () => {
    expect(lastResort([token(1), token(2)], 10)).toBeNull();
    expect(lastResort([token(1), token(2), token(3)], 10)).toEqual(token(3));
    expect(lastResort([token(1), token(2), token(3, TOKEN_LEFT_MS)], 10)).toBeNull();
  });
});
