// Somebody whom thousands of others know is forgotten and told of in parts, none of which asks for more than one invocation may ask.

import { describe, expect, it } from "vitest";
import { added, forgetElsewhere } from "../../../../src/objects/customer/erasure/elsewhere.ts";
import { channelsIn } from "../../../../src/objects/customer/erasure/traces.ts";
import { NAMES_AT_ONCE, allNamed } from "../../../../src/objects/forgetting.ts";
import { partsOf, recordPerson } from "../../../../src/objects/person.ts";
import type { Speaking, Task } from "../../../../src/objects/customer/erasure/elsewhere.ts";
import type { Counted, NamedObject } from "../../../../src/objects/forgetting.ts";
import type { Env } from "../../../../src/setup/env.ts";

const CUSTOMER = "cus_661677a19018beef00a29fae";
const HOMES = 3_000;
/** In the smallest plan, by Cloudflare's documentation. */
const MAX_CALLS = 1_000;
/** A call is tried as often (see platform/objects.ts). */
const TRIES = 3;

const ids = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, nth) => `${prefix}_${nth.toString(16).padStart(24, "0")}`);

const traces = {
  customerId: CUSTOMER,
  homes: ids("loc", HOMES),
  invitations: ids("inv", 3),
  numbers: ["number"],
  journeys: ids("journey", 5),
  suppliers: ["prv_1"],
  recipients: ["abc"],
};

interface Asked {
  readonly name: string;
  readonly method: string;
  readonly given: readonly unknown[];
}

/** A deployment whose objects say what `answer` says, and every call of one. */
function deployment(answer: (it: Asked) => unknown) {
  const asked: Asked[] = [];
  const namespace = {
    idFromName: (name: string) => name,
    get: (name: string) =>
      new Proxy(
        {},
        {
          get:
            (_, method) =>
            (...given: readonly unknown[]) => {
              const call = { name, method: String(method), given };
              asked.push(call);
              return answer(call);
            },
        },
      ),
  };
  const names = ["CUSTOMER", "LOCATION", "PHONE", "JOURNEY", "SUPPLIER", "GATE", "QUARANTINE", "DESK", "SWEEP"];
  const env = Object.fromEntries(names.map((it) => [it, namespace])) as unknown as Env;
  return { env, asked };
}

const failed: unknown[] = [];
const deps = {
  config: { link: { keys: ["a key"] } },
  log: { info: () => undefined, error: (_: string, error: unknown) => failed.push(error) },
} as unknown as Speaking;

const usual = ({ method, name }: Asked): unknown => {
  if (method === "eraseStandIn") return name.endsWith("0");
  return name.startsWith("desk-") || name.startsWith("quarantine-") || name === "sweep" ? 1 : true;
};

/** Forgets part by part, as the alarm does, until nothing is left; `most` parts at the most. */
async function forgetAll(env: Env, asked: readonly Asked[], most: number) {
  let task: Task = { left: traces, erasedAt: 0, places: [] };
  let counted: Counted = {};
  const calls: number[] = [];
  for (let part = 0; part < most; part++) {
    const before = asked.length;
    const did = await forgetElsewhere(env, deps, task);
    calls.push(asked.length - before);
    counted = added(counted, did.counted);
    task = { ...did, erasedAt: 0 };
    if (did.places.length === 0) break;
  }
  return { task, counted, calls };
}

describe("somebody with thousands of homes", () => {
  it("is forgotten in parts, none of which asks for more than it may", async () => {
    const { env, asked } = deployment(usual);
    const { task, counted, calls } = await forgetAll(env, asked, 100);
    expect(task.places).toEqual([]);
    expect(calls).toHaveLength(Math.ceil(allNamed(traces).length / NAMES_AT_ONCE));
    expect(Math.max(...calls) * TRIES).toBeLessThan(MAX_CALLS);
    const standIns = traces.homes.filter((it) => it.endsWith("0")).length;
    expect(counted).toMatchObject({
      homes: HOMES,
      stand_ins: standIns,
      invitations: 3,
      numbers: 1,
      journeys: 5,
      suppliers: 1,
      quarantine: 16,
      put_aside: 1,
      desks: 16,
    });
    const forgotten = asked.filter(({ method }) => method === "forget").map(({ name }) => name);
    // Each home was asked once, and what is kept of homes elsewhere once all were.
    expect(forgotten.filter((it) => it.startsWith("loc_")).toSorted()).toEqual(traces.homes);
    const [whose] = asked.filter(({ name }) => name.startsWith("quarantine-"));
    expect(whose?.given).toEqual([{ customerId: CUSTOMER, homes: traces.homes }]);
    expect(forgotten.indexOf("quarantine-0")).toBeGreaterThan(forgotten.indexOf(traces.homes.at(-1) ?? ""));
  });

  it("keeps nobody waiting for one that cannot be reached, and asks that one again alone", async () => {
    let isBroken = true;
    const broken = new Set(traces.homes.slice(0, 3));
    const { env, asked } = deployment((it) => {
      if (isBroken && broken.has(it.name)) throw new Error("it is away");
      return usual(it);
    });
    const first = await forgetAll(env, asked, 40);
    expect(first.task.left.homes).toEqual([...broken]);
    expect(first.task.places).toEqual(["homes", "quarantine", "put_aside"]);
    expect(first.counted).toMatchObject({ homes: HOMES - 3, journeys: 5, suppliers: 1 });
    expect(failed.length).toBeGreaterThan(0);
    isBroken = false;
    asked.length = 0;
    const did = await forgetElsewhere(env, deps, first.task);
    expect(did.places).toEqual([]);
    expect(did.counted).toMatchObject({ homes: 3, quarantine: 16 });
    expect(asked.filter(({ name }) => name.startsWith("desk-"))).toEqual([]);
  });

  it("is told of in parts that hold each of them once, and the rest in the first", async () => {
    const { env, asked } = deployment(({ method, name }) => {
      if (method === "record" && !name.startsWith("journey")) return { record: null, traces };
      if (method === "recordOf") return { toldAt: 1, held: [] };
      if (method === "entriesAbout" || method === "asideAbout") return [];
      return null;
    });
    // The dashboard offers a file for each of them.
    const begins = await partsOf(env, CUSTOMER);
    const homes: string[] = [];
    let parts = 0;
    for (let from: NamedObject | null = null; ;) {
      const before = asked.length;
      expect(from).toEqual(begins[parts]);
      const part = await recordPerson(env, CUSTOMER, from);
      expect((asked.length - before) * TRIES).toBeLessThan(MAX_CALLS);
      expect(asked.slice(before).filter(({ method }) => method === "entriesAbout")).toHaveLength(parts === 0 ? 16 : 0);
      parts += 1;
      homes.push(...(part?.homes ?? []).map((it) => it.location_id));
      from = part?.next ?? null;
      if (from === null) break;
    }
    expect(homes).toEqual(traces.homes);
    expect(begins).toHaveLength(parts);
    expect(parts).toBe(Math.ceil(allNamed(traces).length / NAMES_AT_ONCE));
    // A home that was forgotten meanwhile is no place to break off at.
    const { homes: further = [] } = (await recordPerson(env, CUSTOMER, ["homes", `${traces.homes[0]}x`])) ?? {};
    expect(further[0]?.location_id).toBe(traces.homes[1]);
  });
});

it("the channels that messages went by are found in what lives, what is over and the rows of long ago, tried ones included", () => {
  const message = (channel: string, calls: number, tried: readonly string[] = [], calledAt: number | null = null) => ({
    channel,
    calls,
    tried,
    calledAt,
  });
  type Kept = Parameters<typeof channelsIn>[0];
  const kept = (living: object[], over: object[], old: object[]): Kept =>
    ({
      document: { state: { notifications: living }, recent: { notifications: over } },
      keys: { below: () => [["past", { notifications: old }]] },
    }) as unknown as Kept;
  expect(channelsIn(kept([], [], []))).toEqual([]);
  expect(channelsIn({ ...kept([], [], []), document: null })).toEqual([]);
  // One that is planned, or only waits, was handed to nobody; one that is with its provider just now was.
  expect(channelsIn(kept([message("whatsapp", 0), message("email", 0, [], 1)], [], []))).toEqual(["email"]);
  expect(channelsIn(kept([], [message("email", 1, ["sms"])], [message("push", 2)]))).toEqual(["push", "email", "sms"]);
});
