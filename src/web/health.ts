// GET /healthz: alive, which version, whether settings and bindings are whole, whether the objects answer, whether FlatPeak takes
// us, and which ways out are closed. Names only, never a value. What it says is well it has tried; where we are not, it is 503.

import { reportWays } from "../objects/ways.ts";
import { currentTime } from "../platform/clock.ts";
import { consoleLog } from "../platform/log.ts";
import { orLate } from "../platform/within.ts";
import { lackingIn } from "../setup/lacking.ts";
import { wordComplaints } from "../setup/experiment/experiment.ts";
import { VERSION } from "../setup/version.ts";
import {
  customerAt,
  deskFor,
  gateOf,
  journeyAt,
  locationAt,
  phoneNamed,
  quarantineFor,
  supplierAt,
  theRebuild,
  theDecision,
  theSweep,
} from "../objects/rooms.ts";
import { placeComplaint } from "../objects/place.ts";
import { compose } from "../objects/deps.ts";
import type { Complaint } from "../platform/fields.ts";
import type { Config } from "../setup/config.ts";
import type { Env, OBJECTS } from "../setup/env.ts";
import type { RouteContext } from "./http/context.ts";

type ObjectName = (typeof OBJECTS)[number];

/** One object of each kind, for nobody: it keeps nothing, and only has to answer. */
const PINGS: Readonly<Record<ObjectName, (env: Env) => Promise<true>>> = {
  CUSTOMER: (env) => customerAt(env, "cus_health").ping(),
  LOCATION: (env) => locationAt(env, "health").ping(),
  QUARANTINE: (env) => quarantineFor(env, "0").ping(),
  SWEEP: (env) => theSweep(env).ping(),
  GATE: (env) => gateOf(env, "log").ping(),
  SUPPLIER: (env) => supplierAt(env, "health").ping(),
  PHONE: (env) => phoneNamed(env, "health").ping(),
  DECISION: (env) => theDecision(env).ping(),
  JOURNEY: (env) => journeyAt(env, "health").ping(),
  DESK: (env) => deskFor(env, "0").ping(),
  REBUILD: (env) => theRebuild(env).ping(),
};
const LIMIT_MS = 5_000;
/** Anybody may ask: the objects are woken this often at most, whoever does. */
const ASK_AGAIN_MS = 5_000;

interface Found {
  readonly silent: readonly ObjectName[];
  readonly refusesUs: boolean;
  readonly closed: readonly string[];
}
const looked = new WeakMap<object, { readonly at: number; readonly found: Found }>();

/** What an object says; `otherwise` where it breaks, or takes too long. */
async function ask<T>(object: ObjectName, answer: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await orLate(answer, LIMIT_MS, otherwise);
  } catch (error) {
    consoleLog.error("object_does_not_answer", error, { object });
    return otherwise;
  }
}

async function lookAround(env: Env, config: Config): Promise<Found> {
  const names = Object.keys(PINGS) as ObjectName[];
  const [well, flatpeak, ways] = await Promise.all([
    Promise.all(names.map((name) => ask<boolean>(name, PINGS[name](env), false))),
    ask("GATE", gateOf(env, "flatpeak").report(), null),
    ask("GATE", reportWays(env, config), []),
  ]);
  return {
    silent: names.filter((_, index) => well[index] !== true),
    refusesUs: flatpeak !== null && flatpeak.closed !== null,
    closed: ways.flatMap((it) => (it.closed === null ? [] : [it.way])),
  };
}

async function look(env: Env, config: Config): Promise<Found> {
  const last = looked.get(env);
  const now = currentTime();
  if (last !== undefined && now - last.at < ASK_AGAIN_MS) return last.found;
  // Whoever asks meanwhile is told what was known before, where anything was.
  if (last !== undefined) looked.set(env, { ...last, at: now });
  const found = await lookAround(env, config);
  looked.set(env, { at: now, found });
  return found;
}

/** Where that cannot be found out, the object that would know is silent, which is told of all of them. */
async function whereObjectsAre(env: Env): Promise<Complaint | null> {
  try {
    return await placeComplaint(env);
  } catch (error) {
    consoleLog.error("place_not_known", error);
    return null;
  }
}

export async function showHealth(c: RouteContext): Promise<Response> {
  c.header("Cache-Control", "no-store");
  const composed = compose(c.env);
  if (!composed.ok) {
    const { complaints: settings } = composed;
    return c.json({ status: "incomplete", version: VERSION, configuration: "incomplete", settings }, 503);
  }
  const misplaced = await whereObjectsAre(c.env);
  const { experiment } = composed.deps.config;
  const settings = misplaced === null ? (experiment === null ? [] : await wordComplaints(experiment)) : [misplaced];
  if (settings.length > 0) {
    return c.json({ status: "incomplete", version: VERSION, configuration: "incomplete", settings }, 503);
  }
  const { silent, refusesUs, closed } = await look(c.env, composed.deps.config);
  const isWell = silent.length === 0;
  const lacking = lackingIn(c.env).map(({ binding }) => binding);
  return c.json(
    {
      status: isWell ? "ok" : "unavailable",
      version: VERSION,
      configuration: "complete",
      ...(isWell ? {} : { silent_objects: silent }),
      ...(lacking.length === 0 ? {} : { not_bound: lacking }),
      ...(refusesUs ? { flatpeak: "refuses_us" } : {}),
      ...(closed.length === 0 ? {} : { closed_channels: closed }),
    },
    isWell ? 200 : 503,
  );
}
