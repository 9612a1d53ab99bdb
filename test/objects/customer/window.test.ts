// Proves that a message never outlives the hours in which it may arrive.

import { describe, expect, it, vi } from "vitest";
import {
  HOUR,
  MINUTE,
  at,
  breaks,
  installProviders,
  later,
  messagesOf,
  person,
  told,
  twilioSays,
} from "../../support/providers.ts";

const HOURS = { SEND_WINDOW: "09:00-20:00", SEND_WINDOW_HARD: "08:00-21:00" };

describe("a message late in the evening", () => {
  it("is valid until the hard window ends; expired in the queue (30036), it is planned anew within the next", async () => {
    const fake = await installProviders(HOURS);
    vi.setSystemTime(new Date("2031-03-04T18:30:00Z"));
    const ann = person(fake);
    await told(fake, ann, { phone: ann.phone });
    const validity = Number(new URLSearchParams(fake.sms[0]?.raw).get("ValidityPeriod"));
    expect(Date.now() + validity * 1_000).toBeLessThanOrEqual(Date.parse("2031-03-04T21:00:00Z"));
    expect(validity).toBeGreaterThan(2 * 3_600);
    vi.setSystemTime(new Date("2031-03-04T20:59:00Z"));
    await twilioSays(fake.sms[0], "undelivered", 30036);
    expect(await messagesOf(ann)).toMatchObject([{ status: "due" }]);
    const instants: string[] = [];
    for (let quarter = 0; quarter < 4 * 24; quarter++) {
      await later(HOUR / 4, ann);
      if (fake.sms.length > 1 + instants.length) instants.push(new Date().toISOString());
    }
    expect(instants).toHaveLength(1);
    expect(instants[0]).toMatch(/^2031-03-05T0[89]:/);
  });

  it("is not handed to a provider that would have to hurry", async () => {
    const fake = await installProviders(HOURS);
    fake.twilio = () => Response.json({ code: 20429 }, { status: 429, headers: { "Retry-After": "3300" } });
    vi.setSystemTime(new Date("2031-03-04T19:58:00Z"));
    const ann = person(fake);
    await at(ann).setContact(ann.id, { phone: ann.phone, preferred: ["sms"] });
    vi.setSystemTime(new Date("2031-03-04T19:54:30Z"));
    await breaks(fake, ann);
    await later(5 * MINUTE, ann);
    expect(fake.sms).toHaveLength(1);
    vi.setSystemTime(new Date("2031-03-04T20:59:30Z"));
    await later(0, ann);
    expect(fake.sms).toHaveLength(1);
    await later(8 * HOUR, ann);
    expect(fake.sms).toHaveLength(1);
    await later(4 * HOUR, ann);
    expect(fake.sms).toHaveLength(2);
  });
});
