// Proves that providers are told nothing of whose a message is, and that we still know.

import { beforeEach, describe, expect, it } from "vitest";
import { openReference, sealReference } from "../../../src/objects/reference.ts";
import {
  DAY,
  MINUTE,
  installProviders,
  later,
  messagesOf,
  person,
  told,
  twilioError,
  twilioSays,
} from "../../support/providers.ts";
import type { FakeProviders, Person, ProviderCall } from "../../support/providers.ts";

let fake: FakeProviders;
let ann: Person;
beforeEach(async () => {
  fake = await installProviders();
  ann = person(fake);
});

const OLD = "an-old-link-key-0123456789abcdef0123456789";
const NEW = "a-newer-link-key-0123456789abcdef012345678";
const SOME = { customerId: "cus_661677a19018beef00a29fae", no: 7 };

/** All that a provider was given: address, headers, body. */
const heard = ({ url, headers, raw }: ProviderCall): string =>
  decodeURIComponent([url.href, JSON.stringify([...headers]), raw].join(" "));

describe("a reference", () => {
  it("is the same whenever it is made, another for every message, and fits where providers take it", async () => {
    const made = await Promise.all([sealReference(SOME, [NEW]), sealReference(SOME, [NEW, OLD])]);
    expect(new Set(made).size).toBe(1);
    expect(await sealReference({ ...SOME, no: 8 }, [NEW])).not.toBe(made[0]);
    const longest = await sealReference({ customerId: `cus_${"x".repeat(120)}`, no: 999_999_999 }, [NEW]);
    expect(longest).toMatch(/^[\w-]{40,240}$/);
    expect(await openReference(longest, [NEW])).toMatchObject({ no: 999_999_999 });
  });

  it("holds on after another key was put in front, and opens for nobody without the key", async () => {
    const reference = await sealReference(SOME, [OLD]);
    expect(await openReference(reference, [NEW, OLD])).toEqual(SOME);
    expect(await openReference(reference, [NEW])).toBeNull();
  });

  it("that was touched anywhere is none", async () => {
    const reference = await sealReference(SOME, [NEW]);
    for (let at = 0; at < reference.length; at++) {
      const other = reference[at] === "A" ? "B" : "A";
      expect(await openReference(reference.slice(0, at) + other + reference.slice(at + 1), [NEW])).toBeNull();
    }
    for (const text of ["", "A", "AAAA", `${reference}AAAA`, reference.slice(0, 20)]) {
      expect(await openReference(text, [NEW])).toBeNull();
    }
  });
});

describe("what providers are told", () => {
  it("names no customer, by any channel, on any attempt", async () => {
    fake.twilio = twilioError(429, 20429);
    await told(fake, ann, { pushToken: ann.token, email: ann.email, phone: ann.phone });
    for (let day = 0; day < 12; day++) await later(DAY, ann);
    await later(MINUTE, ann);
    const calls = [...fake.pushes, ...fake.emails, ...fake.sms];
    expect([fake.pushes.length, fake.emails.length, fake.sms.length].every((it) => it > 0)).toBe(true);
    for (const call of calls) expect(heard(call)).not.toContain(ann.id);
  });

  it("is enough for us to know the message again", async () => {
    await told(fake, ann, { phone: ann.phone });
    await twilioSays(fake.sms[0], "delivered");
    expect(await messagesOf(ann)).toMatchObject([{ status: "sent" }]);
  });
});
