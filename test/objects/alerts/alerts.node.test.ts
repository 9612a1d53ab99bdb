// Alerts on their way: to a chat and by email, each tried again by itself until it is taken, nothing of anybody in them.

import { beforeEach, describe, expect, it } from "vitest";
import { Alerts } from "../../../src/objects/alerts/alerts.ts";
import { backlogWords } from "../../../src/objects/sweep/watch.ts";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import type { SendMail, Mail } from "../../../src/channels/provider.ts";
import type { Alert } from "../../../src/core/alert/troubles.ts";
import type { Env } from "../../../src/setup/env.ts";
import type { Deps } from "../../../src/setup/compose.ts";

const START = Date.UTC(2031, 2, 4, 10);
const URL_SECRET = "https://chat.example.test/services/T0/B0/secret";

interface World {
  now: number;
  chat: (body: string) => Response | Promise<Response>;
  mail: SendMail;
  alerts: { url: string | null; email: string | null } | null;
}
let world: World;
let texts: string[];
let mails: Mail[];
let lines: string[];
let kept: Map<string, unknown>;
let alerts: Alerts;
/** What the sweep was handed; an error where it is not to be reached. */
let gathered: (Alert | Error)[];
/** As much of an environment as the sweep is found by. */
const env = {
  SWEEP: {
    idFromName: (name: string) => name,
    get: () => ({
      gather: async (alert: Alert) => {
        if (gathered[0] instanceof Error) throw gathered[0];
        return Promise.resolve(void gathered.push(alert));
      },
    }),
  },
} as unknown as Env;

/** As much of the Deps as alerts ask for. */
const deps = (): Deps =>
  ({
    config: {
      alerts: world.alerts,
      brand: { name: "Example Energy" },
      flatpeak: { liveMode: true },
      link: { publicUrl: "https://go.example.test" },
    },
    outside: {
      now: () => world.now,
      fetch: async (_: unknown, { body }: { body: string }) => {
        texts.push((JSON.parse(body) as { text: string }).text);
        return world.chat(body);
      },
    },
    mail: world.mail,
    log: {
      info: () => undefined,
      error: (what: string, _: unknown, data: unknown) => void lines.push(JSON.stringify({ what, data })),
    },
    now: () => world.now,
  }) as unknown as Deps;

beforeEach(() => {
  texts = [];
  gathered = [];
  mails = [];
  lines = [];
  kept = new Map();
  world = {
    now: START,
    chat: () => new Response("ok"),
    mail: async (mail) => {
      mails.push(mail);
      return Promise.resolve({ kind: "sent" });
    },
    alerts: { url: URL_SECRET, email: "ops@example.com" },
  };
  const kv = {
    get: (key: string) => kept.get(key),
    put: (key: string, value: unknown) => void kept.set(key, structuredClone(value)),
    delete: (key: string) => kept.delete(key),
  };
  alerts = new Alerts({ kv } as unknown as DurableObjectStorage);
});

const closes = (why = "twilio 20003") =>
  alerts.note(deps(), { isThere: true, key: "sms", type: "channel.closed", facts: { channel: "sms", why } });
const opens = () => alerts.note(deps(), { isThere: false, key: "sms", type: "channel.closed", facts: {} });

/** Wakes for all that is due until `until` (ms). */
async function wakeUntil(until: number): Promise<void> {
  for (let due = alerts.dueAt(), times = 0; due !== null && due <= until; due = alerts.dueAt()) {
    world.now = Math.max(world.now, due);
    await alerts.tellDue(deps(), env);
    if (++times > 200) throw new Error("woken for nothing");
  }
  world.now = until;
}

describe("an alert", () => {
  it("goes to the chat and by email, with what it means, and once more when it is over", async () => {
    expect(closes()).toBe(true);
    expect(closes()).toBe(false);
    await wakeUntil(START + HOUR);
    expect(texts).toEqual([
      "[Example Energy] Trouble: sms closed\nsms is closed: twilio 20003. Its messages wait, and go when the provider takes us again.\nchannel.closed: https://go.example.test/operator/health",
    ]);
    expect(opens()).toBe(true);
    await wakeUntil(START + 2 * HOUR);
    expect(texts.map((it) => it.split("\n")[0])).toEqual([
      "[Example Energy] Trouble: sms closed",
      "[Example Energy] Over: sms closed",
    ]);
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
      ["ops@example.com", "[Example Energy] Trouble: sms closed"],
      ["ops@example.com", "[Example Energy] Over: sms closed"],
    ]);
    expect(new Set(mails.map(({ key }) => key)).size).toBe(2);
  });

  it("says of what the company itself answers that it is the company's", async () => {
    const facts = { channel: "contact_lookup", why: "contact lookup 401" };
    alerts.note(deps(), { isThere: true, key: "contact_lookup", type: "channel.closed", facts });
    await wakeUntil(START);
    expect(texts[0]).toContain("What needs an address of it waits, and goes when your backend takes us again.");
  });

  it("can call nobody and link nowhere by what a provider said", async () => {
    closes("<!channel> @all & <https://evil.example|ok>");
    await wakeUntil(START);
    expect(texts[0]).toContain("&lt;!channel&gt; @\u200ball &amp; &lt;https://evil.example|ok&gt;");
  });

  it("is tried again with ever longer pauses while the chat is broken; the email waits for nothing", async () => {
    world.chat = () => new Response(null, { status: 500 });
    closes();
    await wakeUntil(START + HOUR);
    expect(mails).toHaveLength(1);
    expect(texts.length).toBeGreaterThan(4);
    expect(texts.length).toBeLessThan(40);
    world.chat = () => new Response("ok");
    await wakeUntil(START + 3 * HOUR);
    const told = texts.length;
    await wakeUntil(START + 20 * HOUR);
    expect(texts).toHaveLength(told);
  });

  it.each([
    ["refuses the address", () => new Response(null, { status: 404 })],
    ["redirects", () => new Response(null, { status: 302, headers: { Location: "https://example.com" } })],
    ["cannot be reached", () => Promise.reject(new TypeError("no"))],
  ])("where the chat %s, harms nothing, and its address stands nowhere", async (_, chat) => {
    world.chat = chat;
    closes();
    await wakeUntil(START + 30 * MINUTE);
    opens();
    await wakeUntil(START + 5 * DAY);
    expect(mails.map(({ subject }) => subject)).toEqual([
      "[Example Energy] Trouble: sms closed",
      "[Example Energy] Over: sms closed",
    ]);
    expect(lines.some((it) => it.includes("alert_not_taken"))).toBe(true);
    expect(lines.join("\n")).not.toContain("chat.example.test");
    // A day later it is given up, and nothing is left.
    expect(alerts.dueAt()).toBeNull();
    expect(kept.size).toBe(0);
  });

  it("of a supplier goes to the sweep alone, and again until it is there; what was gathered goes to people", async () => {
    const facts = { supplier: "prv_a", customers: 20 };
    gathered = [new Error("overloaded")];
    alerts.note(deps(), { isThere: true, key: "outage_a", type: "supplier.outage", facts });
    await wakeUntil(START + MINUTE);
    expect([texts, mails, lines.some((it) => it.includes("the sweep was not reached"))]).toEqual([[], [], true]);
    gathered = [];
    await wakeUntil(START + 5 * MINUTE);
    expect(gathered).toMatchObject([{ what: "there", type: "supplier.outage", facts, since: START }]);
    const [alert] = gathered;
    if (alert === undefined || alert instanceof Error) throw new Error("nothing was gathered");
    kept.clear();
    await alerts.gather(deps(), alert);
    await alerts.gather(deps(), { ...alert, facts: { ...facts, supplier: "prv_b" } });
    await alerts.gather(deps(), alert);
    // What the sweep has to tell itself keeps nothing of it back, nor loses it.
    closes();
    await wakeUntil(START + 2 * DAY);
    const heads = ["Trouble: sms closed", "Trouble: outage of 2 suppliers", "Still: sms closed", "Still: sms closed"];
    expect(texts.map((it) => it.split("\n")[0])).toEqual(
      heads.map((it) => `[Example Energy] ${it}`).slice(0, texts.length),
    );
    expect(mails.map(({ subject }) => subject)).toEqual(texts.map((it) => it.split("\n")[0]));
  });

  it("that is noted while another is told is told too", async () => {
    world.chat = () => {
      alerts.note(deps(), {
        isThere: true,
        key: "email",
        type: "channel.closed",
        facts: { channel: "email", why: "x" },
      });
      return new Response("ok");
    };
    closes();
    await wakeUntil(START + MINUTE);
    expect(texts.map((it) => it.split("\n")[0])).toEqual([
      "[Example Energy] Trouble: sms closed",
      "[Example Energy] Trouble: email closed",
    ]);
  });

  it("is of no interest where nobody is to be told, nor kept when that is so from now on", async () => {
    closes();
    world.alerts = null;
    expect(alerts.note(deps(), { isThere: true, key: "x", type: "backlog", facts: {} })).toBe(false);
    await wakeUntil(START + DAY);
    expect([texts, mails, kept.size]).toEqual([[], [], 0]);
  });
});

describe("a way out that is far behind", () => {
  const behind = (oldest: number | null, late: number | null) => ({ way: "sms", waiting: 3, oldest, late }) as const;

  it("is told of from half an hour on, whether people still wait or were let through late", () => {
    const words = [behind(null, null), behind(29 * MINUTE, 5), behind(30 * MINUTE, null), behind(1, 2 * HOUR)].flatMap(
      (it) => backlogWords([it], new Set()),
    );
    expect(words.map(({ isThere }) => isThere)).toEqual([false, false, true, true]);
    expect(words[3]).toMatchObject({ key: "late_sms", type: "backlog", facts: { channel: "sms", minutes: 120 } });
  });

  it("is told of by its closing alone, where it is closed", () => {
    expect(backlogWords([behind(3 * HOUR, null)], new Set(["sms"]))).toMatchObject([{ isThere: false }]);
  });
});
