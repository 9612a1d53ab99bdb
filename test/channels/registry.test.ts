// What holds of every provider there is, and what settings make of them.

import { describe, expect, it } from "vitest";
import { PROVIDERS } from "../../src/channels/registry.ts";
import { readReportUrl, reportUrl } from "../../src/channels/reports.ts";
import {
  carriersOf,
  channelComplaints,
  channelSettings,
  givenIn,
  keylessOf,
  unreachable,
} from "../../src/setup/channels.ts";
import { delivery, NOTIFICATION, NOW } from "./provider.ts";

describe("the registry", () => {
  it("lists no name twice", () => {
    const names = PROVIDERS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(PROVIDERS)("knows of $name what is needed, by settings it has", (it) => {
    const { needs, secrets, settings } = it;
    for (const name of [...needs, ...(secrets?.chosen ?? []), ...(secrets?.given ?? [])]) {
      expect(Object.keys(settings)).toContain(name);
    }
    // What must be there has no default, else nothing could be left out.
    for (const name of needs) expect(settings[name]?.safeParse(undefined)).toEqual({ success: true, data: undefined });
    const read = Object.entries(settings).map(([name, field]) => [name, field.safeParse(undefined).data]);
    expect(it.paceOf(Object.fromEntries(read))).toBeGreaterThan(0);
  });

  it("has one meaning for every setting", () => {
    const seen = new Map<string, unknown>();
    for (const { settings } of PROVIDERS) {
      for (const [name, field] of Object.entries(settings)) {
        expect(seen.get(name) ?? field).toBe(field);
        seen.set(name, field);
        expect(channelSettings()[name]).toBe(field);
      }
    }
  });
});

describe("a callback that nobody signed", () => {
  const heard = PROVIDERS.filter((it) => it.listen !== undefined);
  const listenTo = ({ settings, listen }: (typeof PROVIDERS)[number]) => {
    // Every setting as a secret would be written: what it holds does not matter here.
    const whole = Object.keys(settings).map((name) => [name, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]);
    const hear = listen?.(Object.fromEntries(whole)) ?? null;
    if (hear === null) throw new Error("is not heard although all its settings are there");
    return hear;
  };
  const encoder = new TextEncoder();
  const BODIES = [
    "",
    "{",
    "null",
    "[]",
    "a=b&a=c",
    "MessageStatus=delivered&MessageSid=SM1",
    "\u0000\uffff",
    "%".repeat(9_999),
  ];

  it.each(heard)("is not believed, whatever it says: $name", async (provider) => {
    const hear = listenTo(provider);
    const url = `https://go.example.com/webhooks/${provider.name}?about=${"x".repeat(40)}&attempt=1`;
    const unsigned = [
      {},
      { "x-twilio-signature": "", "svix-id": "1", "svix-timestamp": "1800000000", "svix-signature": "v1," },
    ];
    for (const headers of unsigned) {
      for (const text of BODIES) {
        const body = Uint8Array.from(encoder.encode(text));
        expect(await hear({ url, headers: new Headers(headers), body, now: NOW })).toEqual({ kind: "not_genuine" });
      }
    }
  });

  it("is not heard at all where the secret for it was left out", () => {
    const resend = PROVIDERS.find(({ name }) => name === "resend");
    expect(resend?.listen?.({ EMAIL_FROM: "a@example.com", RESEND_API_KEY: "re_12345678" })).toBeNull();
  });
});

describe("the address of a report", () => {
  const URLS = [
    "",
    "nonsense",
    "https://a.test/",
    "https://a.test/?about=x",
    "https://a.test/?about=x&attempt=0",
    `https://a.test/?attempt=1&about=${"x".repeat(4_000)}`,
  ];

  it("names one attempt, and nothing else that a provider could read", () => {
    const url = reportUrl("https://go.example.com", "twilio", delivery("+447700900123", { attempt: 3 }));
    expect(url).not.toMatch(/cus_|ntf_|4477/);
    expect(new URL(url).pathname).toBe("/webhooks/twilio");
    expect(readReportUrl(url)).toEqual({ reference: NOTIFICATION.reference, attempt: 3 });
  });

  it.each(URLS)("is not read out of %j", (url) => {
    expect(readReportUrl(url)).toBeNull();
  });
});

describe("what the settings make of it", () => {
  const twilio = { TWILIO_ACCOUNT_SID: "x", TWILIO_AUTH_TOKEN: "x", TWILIO_FROM: "x" };
  const resend = { EMAIL_FROM: "x", RESEND_API_KEY: "x" };
  const complaints = (env: Record<string, unknown>) =>
    channelComplaints(givenIn(env)).map(({ setting, problem }) => `${setting} ${problem}`);

  it.each([
    [{}, []],
    [twilio, []],
    [{ TWILIO_API_URL: "x", RESEND_API_URL: "x" }, []],
    [resend, []],
    [{ EMAIL_FROM: "x", EMAIL: {} }, []],
    [{ ...resend, EMAIL: {}, RESEND_WEBHOOK_SECRET: "x" }, []],
    [
      { TWILIO_FROM: "x" },
      ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"].map((it) => `${it} is missing, while TWILIO_FROM is set`),
    ],
    [{ RESEND_API_KEY: "x" }, ["EMAIL_FROM is missing, while RESEND_API_KEY is set"]],
    [{ EMAIL_FROM: "x" }, ["RESEND_API_KEY is missing, while EMAIL_FROM is set and there is no EMAIL binding"]],
    // A name is no binding.
    [
      { EMAIL_FROM: "x", EMAIL: "yes" },
      ["RESEND_API_KEY is missing, while EMAIL_FROM is set and there is no EMAIL binding"],
    ],
    [
      { EMAIL_FROM: "x", EMAIL: {}, RESEND_WEBHOOK_SECRET: "x" },
      ["RESEND_API_KEY is missing, while RESEND_WEBHOOK_SECRET is set"],
    ],
    [{ CONTACT_LOOKUP_URL: "x" }, ["CONTACT_LOOKUP_SECRET is missing, while CONTACT_LOOKUP_URL is set"]],
    [{ HANDOFF_SECRET: "x", HANDOFF_URL: "" }, ["HANDOFF_URL is missing, while HANDOFF_SECRET is set"]],
  ])("%j lacks %j", (env: Record<string, unknown>, lacking) => {
    expect(complaints(env)).toEqual(lacking);
  });

  it("gives a channel to the first provider that is whole", () => {
    const [first, second] = PROVIDERS.filter(({ channel }) => channel === "email");
    if (first === undefined || second === undefined) throw new Error("two providers carry emails");
    expect(carriersOf([second, first]).get("email")).toBe(second);
    expect(carriersOf(PROVIDERS).get("email")).toBe(first);
    expect(keylessOf([second])).toEqual(["email", "sms", "whatsapp"]);
    expect(keylessOf([first])).toEqual(["sms", "whatsapp"]);
  });

  it.each([
    [["email"], { EMAIL: {} }, "EMAIL_FROM is missing for email"],
    [["email"], {}, "EMAIL_FROM and RESEND_API_KEY are missing for email"],
    [["sms", "push"], resend, "FCM_SERVICE_ACCOUNT is missing for push, while email could be named there"],
    [["sms", "log"], {}, null],
    [["sms"], { TWILIO_FROM: "x" }, null],
  ] as const)("says of %j with %j: %s", (order, env, said) => {
    const problem = unreachable(order, givenIn(env));
    expect(problem?.includes(said ?? "") ?? null).toBe(said === null ? null : true);
  });
});
