// GET /healthz: alive, which version, whether settings and bindings are whole, whether the objects answer, whether FlatPeak takes
// us, and which ways out are closed. Names only, never a value. What it says is well it has tried; where we are not, it is 503.

import { compose } from "../compose.ts";
import { customerAt } from "../customer/address.ts";
import { gateOf } from "../gate/address.ts";
import { reportWays } from "../gate/ways.ts";
import { locationAt } from "../location/address.ts";
import { phoneAt } from "../phone/address.ts";
import { consoleLog } from "../platform/log.ts";
import { orLate } from "../platform/within.ts";
import { quarantineFor } from "../quarantine/address.ts";
import { supplierAt } from "../supplier/address.ts";
import { theSweep } from "../sweep/address.ts";
import { VERSION } from "../version.ts";
import type { Env, OBJECTS } from "../env.ts";
import type { RouteContext } from "./context.ts";

type ObjectName = (typeof OBJECTS)[number];

/** One object of each kind, for nobody: it keeps nothing, and only has to answer. */
const PINGS: Readonly<Record<ObjectName, (env: Env) => Promise<true>>> = {
  CUSTOMER: (env) => customerAt(env, "cus_health").ping(),
  LOCATION: (env) => locationAt(env, "health").ping(),
  QUARANTINE: (env) => quarantineFor(env, "0").ping(),
  SWEEP: (env) => theSweep(env).ping(),
  GATE: (env) => gateOf(env, "log").ping(),
  SUPPLIER: (env) => supplierAt(env, "health").ping(),
  PHONE: async (env) => (await phoneAt(env, "health")).ping(),
};
const LIMIT_MS = 2_000;
/** Anybody may ask: the objects are woken this often at most, whoever does. */
const ASK_AGAIN_MS = 5_000;

interface Looked {
  readonly at: number;
  readonly silent: readonly ObjectName[];
}
const looked = new WeakMap<object, Looked>();

/** What an object says; `otherwise` where it breaks, or takes too long. */
async function ask<T>(object: ObjectName, answer: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await orLate(answer, LIMIT_MS, otherwise);
  } catch (error) {
    consoleLog.error("object_does_not_answer", error, { object });
    return otherwise;
  }
}

/** The objects that do not answer. */
async function silentOf(env: Env): Promise<readonly ObjectName[]> {
  const last = looked.get(env);
  const now = Date.now();
  if (last !== undefined && now - last.at < ASK_AGAIN_MS) return last.silent;
  // Whoever asks meanwhile is told what was known before, where anything was.
  if (last !== undefined) looked.set(env, { ...last, at: now });
  const names = Object.keys(PINGS) as ObjectName[];
  const well = await Promise.all(names.map((name) => ask<boolean>(name, PINGS[name](env), false)));
  const silent = names.filter((_, index) => well[index] !== true);
  looked.set(env, { at: now, silent });
  return silent;
}

export async function showHealth(c: RouteContext): Promise<Response> {
  c.header("Cache-Control", "no-store");
  const composed = compose(c.env);
  if (!composed.ok) {
    const { complaints: settings } = composed;
    return c.json({ status: "incomplete", version: VERSION, configuration: "incomplete", settings }, 503);
  }
  const [silent, report, ways] = await Promise.all([
    silentOf(c.env),
    ask("GATE", gateOf(c.env, "flatpeak").report(), null),
    ask("GATE", reportWays(c.env, composed.deps.config), []),
  ]);
  const closed = ways.flatMap((it) => (it.closed === null ? [] : [it.way]));
  return c.json(
    {
      status: silent.length === 0 ? "ok" : "unavailable",
      version: VERSION,
      configuration: "complete",
      ...(silent.length === 0 ? {} : { silent_objects: silent }),
      ...(report === null || report.closed === null ? {} : { flatpeak: "refuses_us" }),
      ...(closed.length === 0 ? {} : { closed_channels: closed }),
    },
    silent.length === 0 ? 200 : 503,
  );
}
