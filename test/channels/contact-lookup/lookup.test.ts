import { createHmac } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { emailShape, phoneShape, pushTokenShape } from "../../../src/channels/contact-fields.ts";
import { createContactLookup } from "../../../src/channels/contact-lookup/lookup.ts";
import { broken, dripping, NOW, scripted, silent, withTimers } from "../provider.ts";

const key = Buffer.from("canary-secret-of-the-backend");
const secret = `whsec_${key.toString("base64")}`;
const url = "https://backend.example.com/contact";
const ID = "cus_661677a19018beef00a29fae";

const FULL = {
  phone: "+447700900123",
  email: "jo@example.com",
  push_token: "token:canary",
  whatsapp: true,
  locale: "en-GB",
  timezone: "Europe/London",
  opted_out: false,
  channels: ["sms", "email"],
};
const NOTHING = {
  phone: null,
  email: null,
  pushToken: null,
  whatsapp: null,
  locale: null,
  timezone: null,
  optedOut: null,
  channels: null,
};

function backend(script: Parameters<typeof scripted>[0]) {
  let clock = NOW;
  const provider = scripted(script);
  const lookup = createContactLookup({
    url,
    secret,
    fetch: provider.fetch,
    now: () => clock,
  });
  return {
    ask: (id = ID) => lookup.lookup(id),
    calls: provider.calls,
    reached: provider.reached,
    wait: (ms: number) => {
      clock += ms;
    },
  };
}

describe("the contact lookup", () => {
  it("asks with a signed question that has an id of its own", async () => {
    const it = backend(() => Response.json(FULL));
    await it.ask();
    await it.ask("cus_2");
    const [call, other] = it.calls;
    expect(call).toMatchObject({ url, method: "POST", redirect: "manual" });
    expect(JSON.parse(call?.body ?? "")).toEqual({
      type: "contact.requested",
      timestamp: "2027-01-15T08:00:00.000Z",
      data: { customer_id: ID },
    });
    const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature } = call?.headers ?? {};
    expect(id).toMatch(/^lookup_[0-9a-f-]{36}$/);
    expect(other?.headers["webhook-id"]).not.toBe(id);
    expect(at).toBe(String(NOW / 1_000));
    expect(signature).toBe(`v1,${createHmac("sha256", key).update(`${id}.${at}.${call?.body}`).digest("base64")}`);
  });

  it("tells what the backend knows, null for what it does not", async () => {
    const contact = {
      phone: "+447700900123",
      email: "jo@example.com",
      pushToken: "token:canary",
      whatsapp: true,
      locale: "en-GB",
      timezone: "Europe/London",
      optedOut: false,
      channels: ["sms", "email"],
    };
    expect(await backend(() => Response.json(FULL)).ask()).toEqual({ kind: "known", contact, unusable: "" });
    expect(await backend(() => Response.json({})).ask()).toEqual({ kind: "known", contact: NOTHING, unusable: "" });
    const nulls = Object.fromEntries(Object.keys(FULL).map((name) => [name, null]));
    expect(await backend(() => Response.json(nulls)).ask()).toEqual({ kind: "known", contact: NOTHING, unusable: "" });
  });

  it.each([
    ["phone", "07700 900123"],
    ["phone", 447700900123],
    ["email", "jo@"],
    ["email", "jo@example.com\r\nBcc: canary@example.com"],
    ["push_token", "with space"],
    ["push_token", "x".repeat(4_097)],
    ["locale", "english"],
    ["timezone", "Mars/Canary"],
  ])("takes a %s of %j for none, and names the field, never its value (row 78)", async (name, value) => {
    const answer = await backend(() => Response.json({ ...FULL, [name]: value })).ask();
    const ours = name === "push_token" ? "pushToken" : name;
    expect(answer).toMatchObject({ kind: "known", contact: { [ours]: null }, unusable: `unreadable: ${name}` });
    expect(Object.values("contact" in answer ? answer.contact : {}).filter((field) => field === null)).toHaveLength(1);
    expect(JSON.stringify(answer)).not.toContain("Mars");
  });

  it.each([
    ["opted_out", "true"],
    ["opted_out", "yes"],
    ["opted_out", 1],
    ["opted_out", 0],
    ["opted_out", []],
    ["channels", ["letter"]],
    ["channels", ["fax", "letter"]],
    ["channels", "sms"],
    ["channels", [{ type: "sms" }]],
    ["channels", { sms: true }],
  ])("takes consent of %s %j for unreadable, which is not the same as none (row 18)", async (name, value) => {
    const answer = await backend(() => Response.json({ ...FULL, [name]: value })).ask();
    const ours = name === "opted_out" ? "optedOut" : name;
    expect(answer).toMatchObject({ contact: { [ours]: "unreadable" }, unusable: `unreadable: ${name}` });
  });

  it.each(["optedOut", "opt_out", "has_opted_out", "unsubscribed", "doNotContact"])(
    "takes %s for consent under a name it does not know, and does not guess (row 18)",
    async (name) => {
      const answer = await backend(() => Response.json({ phone: FULL.phone, [name]: true })).ask();
      expect(answer).toMatchObject({ contact: { optedOut: "unreadable" }, unusable: `unknown: ${name}` });
      const clear = await backend(() => Response.json({ opted_out: true, [name]: false })).ask();
      expect(clear).toMatchObject({ contact: { optedOut: true } });
    },
  );

  it("heeds the channels it knows among others, in any case", async () => {
    const answer = await backend(() => Response.json({ ...FULL, channels: ["SMS ", "letter", "sms", "email"] })).ask();
    expect(answer).toMatchObject({ contact: { channels: ["sms", "email"] }, unusable: "unreadable: channels" });
    expect(await backend(() => Response.json({ channels: [] })).ask()).toMatchObject({ contact: { channels: [] } });
  });

  it("names the fields it does not know, and none that could be an address (row 78)", async () => {
    const odd = { phoneNumber: FULL.phone, name: "Jo", "jo@example.com": true, "+447700900123": 1, id: ID };
    const answer = await backend(() => Response.json(odd)).ask();
    expect(answer).toMatchObject({ unusable: "unknown: (another),unknown: id,unknown: name,unknown: phoneNumber" });
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, no) => [`field_${"a".repeat(no % 40)}`, 1]));
    const crowded = await backend(() => Response.json(many)).ask();
    expect("unusable" in crowded ? crowded.unusable.length : Infinity).toBeLessThan(300);
  });

  it.each([404, 410])("takes %i for a customer the backend does not know", async (status) => {
    expect(await backend(() => new Response(null, { status })).ask()).toEqual({ kind: "unknown" });
  });

  it.each([301, 401, 403, 429, 500, 503, 204])(
    "is unavailable at %i, for as long as it is asked to wait",
    async (status) => {
      const headers = { "Retry-After": "7", Location: "https://elsewhere.example/" };
      const it = backend(() => new Response(null, { status, headers }));
      const isRefused = status < 400 ? status !== 204 : status < 404;
      const why = `contact lookup ${status}`;
      expect(await it.ask()).toEqual({ kind: "unavailable", why, retryAfter: 7_000, isRefused });
      expect(it.calls).toHaveLength(1);
    },
  );

  it.each(["<p>", "", "null", "[]", '"canary"', JSON.stringify({ ...FULL, more: "x".repeat(20_000) })])(
    "is unavailable when the answer is no contact (%#)",
    async (body) => {
      const why = "contact lookup answered no contact";
      const answer = { kind: "unavailable", why, retryAfter: null, isRefused: false };
      expect(await backend(() => new Response(body)).ask()).toEqual(answer);
    },
  );

  it("is unavailable when nothing comes, or no end", async () => {
    const lost = (why: string) => ({
      kind: "unavailable",
      why: `contact lookup ${why}`,
      retryAfter: null,
      isRefused: false,
    });
    expect(await backend(broken).ask()).toEqual(lost("not reached"));
    await withTimers(async () => {
      for (const [script, why] of [
        [silent, "timed out"],
        [dripping(200), "answered no contact"],
      ] as const) {
        const it = backend(script);
        const asking = it.ask();
        await it.reached;
        await vi.advanceTimersByTimeAsync(10_000);
        expect(await asking).toEqual(lost(why));
      }
    });
  });

  it("remembers an answer for a minute, and no failure at all", async () => {
    let up = false;
    const it = backend(() => (up ? Response.json(FULL) : new Response(null, { status: 500 })));
    await it.ask();
    up = true;
    const first = await it.ask();
    it.wait(59_999);
    expect(await it.ask()).toEqual(first);
    expect(it.calls).toHaveLength(2);
    it.wait(1);
    await it.ask();
    expect(it.calls).toHaveLength(3);
  });

  it("remembers a thousand customers, the latest", async () => {
    const it = backend(() => Response.json({}));
    for (let no = 0; no <= 1_000; no++) await it.ask(`cus_${no}`);
    expect(it.calls).toHaveLength(1_001);
    await it.ask("cus_1000");
    await it.ask("cus_1");
    expect(it.calls).toHaveLength(1_001);
    await it.ask("cus_0");
    expect(it.calls).toHaveLength(1_002);
  });
});

describe("the fields of a contact", () => {
  it.each(["+447700900123", "+1234567", "+123456789012345"])("%s is a phone number", (it) => {
    expect(phoneShape.safeParse(it).success).toBe(true);
  });
  it.each(["447700900123", "+0447700900", "+123456", "+1234567890123456", "+44 7700 900123", "+447700900123\n", ""])(
    "%j is no phone number",
    (it) => {
      expect(phoneShape.safeParse(it).success).toBe(false);
    },
  );
  it.each(["jo@example.com", "jo+energy@mail.example.co.uk"])("%s is an email address", (it) => {
    expect(emailShape.safeParse(it).success).toBe(true);
  });
  it.each([
    "jo",
    "jo@example.com, al@example.com",
    "Jo <jo@example.com>",
    "jo@example.com\n",
    `${"j".repeat(250)}@example.com`,
  ])("%j is no email address", (it) => {
    expect(emailShape.safeParse(it).success).toBe(false);
  });
  it.each(["", "a b", "a\n", "é", "x".repeat(4_097)])("%j is no push token", (it) => {
    expect(pushTokenShape.safeParse(it).success).toBe(false);
  });
  it("the longest push token is one", () => {
    expect(pushTokenShape.safeParse("x".repeat(4_096)).success).toBe(true);
  });
});
