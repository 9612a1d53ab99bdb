// Proves that the trouble of an energy supplier is not made its customers': they are left alone while it lasts, though not for
// ever, and the operator hears of it once.

import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { repairTariff } from "../../../src/dev/emulator/tariffs.ts";
import { GATHERS_FOR_MS } from "../../../src/core/alert/crowd.ts";
import { DAY } from "../../../src/core/time.ts";
import { ALERT_URL } from "../../support/chat.ts";
import {
  HOUR,
  MINUTE,
  at,
  breaks,
  diskOf,
  installProviders,
  later,
  person,
  posted,
  storyOf,
} from "../../support/providers.ts";
import { supplierStub, sweepStub } from "../../support/stubs.ts";
import type { Supplier } from "../../../src/objects/supplier/object.ts";
import type { Sweep } from "../../../src/objects/sweep/object.ts";
import type { FakeProviders, Person } from "../../support/providers.ts";

let fake: FakeProviders;
beforeEach(async () => {
  fake = await installProviders({ ALERT_URL });
});

const sorted = (texts: readonly string[]): string[] => [...texts].sort((a, b) => a.localeCompare(b));
const SUPPLIER = "prv_5f7b2c11d09a4e6688c0a001";
const supplier = (name = SUPPLIER) => supplierStub(name);
const tells = (): string => fake.lines.filter((line) => line.includes('"supplier_outage"')).join("\n");
const toldNumbers = (): string[] => sorted(fake.sms.map((call) => new URLSearchParams(call.raw).get("To") ?? ""));

/** So many customers whose tariff cannot be read, all within a minute. */
async function outage(count: number): Promise<Person[]> {
  const people = Array.from({ length: count }, () => person(fake));
  for (const it of people) {
    await at(it).setContact(it.id, { phone: it.phone, preferred: ["sms"] });
    vi.setSystemTime(Date.now() + MINUTE / count);
    await breaks(fake, it, "tariff.fetch.failed");
  }
  return people;
}

/** Lets time pass in steps, with a second for everybody at each, so that nobody waits at the gate. */
async function pass(ms: number, step: number, people: readonly Person[]): Promise<void> {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    vi.setSystemTime(Date.now() + step - people.length * 1_000);
    for (const it of people) await later(1_000, it);
    await runDurableObjectAlarm(supplier());
  }
}

describe("10,000 customers of one supplier that fail within a minute", () => {
  it("are an outage from the twentieth on, in a bounded number of rows, told of once", async () => {
    const before = tells().length;
    const name = "prv_big";
    const held = await runInDurableObject(supplier(name), async (object) => {
      const answers: boolean[] = [];
      for (let no = 0; no < 10_000; no++) {
        vi.setSystemTime(Date.now() + 6);
        answers.push(await object.failing(name, `cus_${no}`));
      }
      return answers;
    });
    expect(held.indexOf(true)).toBe(19);
    expect(held.slice(19).every(Boolean)).toBe(true);
    expect(await supplier(name).outage()).toMatchObject({ isHolding: true });
    vi.setSystemTime(Date.now() + 3 * HOUR);
    // Nobody was seen failing for so long: it is over, though nobody came to say so.
    expect(await supplier(name).outage()).toBeNull();
    const rows = await runInDurableObject(supplier(name), (_, { storage }) =>
      storage.sql.exec<{ rows: number }>("SELECT COUNT(*) AS rows FROM failing").one(),
    );
    expect(rows.rows).toBe(80);
    expect((await diskOf(supplier(name))).length).toBeLessThan(8_000);
    for (let times = 0; times < 3; times++) await runDurableObjectAlarm(supplier(name));
    const notices = posted(fake, "supplier.outage");
    expect(notices).toHaveLength(1);
    expect(notices[0]?.raw).toContain(`"data":{"supplier":"${name}","customers":20,"within_minutes":60}`);
    expect(
      tells()
        .slice(before)
        .split("\n")
        .filter((line) => line.includes(name)),
    ).toHaveLength(1);
  });

  it("stay one while each is looked at again but once in an hour", async () => {
    const look = async (): Promise<boolean[]> => {
      const answers: boolean[] = [];
      for (let no = 0; no < 22; no++) answers.push(await supplier().failing(SUPPLIER, `cus_${no}`));
      return answers;
    };
    await look();
    for (let times = 0; times < 3; times++) {
      vi.setSystemTime(Date.now() + 62 * MINUTE);
      expect(await look()).not.toContain(false);
    }
  });

  it("are told of in the chat, and that it is over though nobody is heard of any more", async () => {
    const name = "prv_alert";
    const fail = (of: string): Promise<void> =>
      runInDurableObject(supplier(of), async (object) => {
        for (let no = 0; no < 25; no++) await object.failing(of, `cus_${no}`);
      });
    const wake = async (stub: DurableObjectStub<Supplier | Sweep>, within = DAY): Promise<void> => {
      const due = await runInDurableObject(stub, (_, ctx) => ctx.storage.getAlarm());
      if (due === null || due > Date.now() + within) return;
      vi.setSystemTime(Math.max(Date.now(), due));
      await runDurableObjectAlarm(stub);
    };
    // The supplier hands what it has to tell to the sweep, which tells it.
    const ring = async (): Promise<void> => {
      await wake(supplier(name));
      await wake(sweepStub(), GATHERS_FOR_MS);
    };
    await fail(name);
    const heads = (): readonly string[] =>
      fake.alerts.map(({ raw }) => (JSON.parse(raw) as { text: string }).text.split("\n")[0] ?? "");
    await ring();
    expect(heads()).toEqual([`[Example Energy, test] Trouble: outage of supplier ${name}`]);
    const began = Date.now();
    for (let times = 0; times < 2; times++) await ring();
    expect(heads()).toEqual([
      `[Example Energy, test] Trouble: outage of supplier ${name}`,
      `[Example Energy, test] Over: outage of supplier ${name}`,
    ]);
    expect(Date.now() - began).toBeLessThan(4 * HOUR);
    const others = ["prv_other_1", "prv_other_2", "prv_other_3"];
    for (const other of others) {
      await fail(other);
      await wake(supplier(other));
    }
    await wake(sweepStub());
    expect(heads().slice(2)).toEqual(["[Example Energy, test] Trouble: outage of 3 suppliers"]);
    expect(JSON.stringify(fake.alerts)).not.toContain("cus_");
  });

  it("one customer over and over is none, however many homes fail (row 69)", async () => {
    for (let times = 0; times < 100; times++) expect(await supplier().failing(SUPPLIER, "cus_1")).toBe(false);
  });
});

describe("an outage of six hours", () => {
  it("brings nobody a message; when it is over, one to each whose tariff is still broken and none to the healed", async () => {
    const people = await outage(60);
    await pass(6 * HOUR, HOUR / 2, people);
    expect(fake.sms).toHaveLength(0);
    expect(posted(fake, "supplier.outage")).toHaveLength(1);
    const [first] = people;
    if (first === undefined) throw new Error("nobody came");
    const { cases, journal } = await storyOf(first);
    expect(cases[0]?.["held_until"]).not.toBeNull();
    expect(journal.some((it) => it.what === "silent")).toBe(true);

    const healed = people.slice(6);
    for (const it of healed) repairTariff(it.tariff, Date.now());
    await pass(4 * HOUR, HOUR / 2, people);
    expect(toldNumbers()).toEqual(sorted(people.slice(0, 6).map((it) => it.phone)));
    for (const it of healed) expect((await storyOf(it)).cases).toMatchObject([{ state: "repaired", told: 0 }]);
    expect(posted(fake, "supplier.outage")).toHaveLength(1);
  });
});

describe("an outage that does not end", () => {
  it("holds messages for a day and no longer", async () => {
    const people = await outage(22);
    await pass(24 * HOUR, HOUR / 2, people);
    expect(fake.sms).toHaveLength(0);
    await pass(4 * HOUR, HOUR / 2, people);
    expect(toldNumbers()).toEqual(sorted(people.map((it) => it.phone)));
    expect(posted(fake, "supplier.outage")).toHaveLength(1);
  });
});
