// What holds of every provider there is, and what settings make of them.

import { describe, expect, it } from "vitest";
import { PROVIDERS } from "../../src/channels/registry.ts";
import {
  carriersOf,
  channelComplaints,
  CHANNEL_SETTINGS,
  givenIn,
  keylessOf,
  unreachable,
} from "../../src/setup/channels.ts";

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
        expect(CHANNEL_SETTINGS[name]).toBe(field);
      }
    }
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
    expect(keylessOf([second])).toEqual(["email", "sms"]);
    expect(keylessOf([first])).toEqual(["sms"]);
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
