// The energy API at its paths in both generations. Where they share a path, the version in the request decides, as at FlatPeak.
import type { Context, MiddlewareHandler } from "hono";
import { Hono } from "hono";
import { asRecord, asText } from "../tariffs.ts";
import type { WireError } from "../wire-error.ts";
import { wireError } from "../wire-error.ts";
import type { WorldState } from "../world.ts";
import { amountBody } from "./amount.ts";
import { type Asker, instantBody, intervalBody, sessionBody } from "./costs.ts";
import { batchBody, submitIntervals, submitReadings } from "./meters.ts";
import { auditBody, pricesBody } from "./prices.ts";
import { type Fields, type Generation, Question, refusal } from "./question.ts";
import { durationBody, limitBody } from "./slots.ts";
import { type Call, generationOf, isRefusal } from "./wire.ts";

export interface EnergyOptions {
  /** World time in milliseconds. */
  now: () => number;
  accountId: string;
  /** The account's own version, for calls that name none. */
  apiVersion: string;
  /** What stands before every call: faults and the bearer. */
  guards: readonly [MiddlewareHandler, MiddlewareHandler];
}

type Draw = (call: Call, question: Question) => object | WireError;

/** Prices, audits, schedules, costs and meters, answering from `world`; only meter records change it. */
export function createEnergyApi(world: WorldState, { now, accountId, apiVersion, guards }: EnergyOptions): Hono {
  const api = new Hono();
  const [faults, bearer] = guards;

  const answered = (answer: object | WireError): Response =>
    isRefusal(answer) ? wireError(answer, now()) : Response.json(answer);
  const drawn = (draw: Draw, generation: Generation, homeId: string | null, fields: Fields): Response => {
    const home = world.homes.find(({ id }) => id === homeId);
    if (home === undefined) return answered(refusal("location_not_found", "No such location", 404));
    return answered(draw({ home, generation, accountId, now: now() }, new Question(fields, generation)));
  };
  const asker = (c: Context): Asker => {
    const generation = generationOf(c.req.header("Flatpeak-Version") ?? apiVersion);
    return { generation, accountId, now: now() };
  };

  const asked: readonly (readonly [string, Draw])[] = [
    ["/tariffs/rates/:id", pricesBody],
    ["/tariffs/audit/:id", auditBody],
    ["/tariffs/audits/:id", auditBody],
    ["/slots/time/:id", durationBody],
    ["/slots/threshold/:id", limitBody],
  ];
  for (const [path, draw] of asked)
    api.get(path, faults, bearer, (c) => drawn(draw, "zero", c.req.param("id") ?? null, c.req.query()));

  const posted: readonly (readonly [string, Draw])[] = [
    ["/prices/:id", pricesBody],
    ["/audits/prices/:id", auditBody],
    ["/schedules/duration/:id", durationBody],
    ["/schedules/limit/:id", limitBody],
    ["/schedules/amount/:id", amountBody],
  ];
  for (const [path, draw] of posted)
    api.post(path, faults, bearer, async (c) =>
      drawn(draw, "anode", c.req.param("id") ?? null, asRecord(await bodyOf(c))),
    );

  api.post("/schedules", faults, bearer, async (c) => {
    const fields = asRecord(await bodyOf(c));
    return drawn(amountBody, "zero", asText(fields["location_id"]), fields);
  });

  api.post("/costs/instant", faults, bearer, async (c) => {
    const body = await bodyOf(c);
    return answered(instantBody(world, asker(c), c.req.query(), body));
  });

  api.post("/costs/interval/:id", faults, bearer, async (c) => {
    const body = await bodyOf(c);
    return answered(intervalBody(world, asker(c), c.req.param("id"), c.req.query(), body));
  });

  api.post("/costs/session/:id", faults, bearer, (c) =>
    answered(sessionBody(world, asker(c), c.req.param("id"), c.req.query())),
  );

  for (const [path, submit] of [
    ["/meters/interval", submitIntervals],
    ["/meters/cumulative/epoch", submitReadings],
  ] as const)
    api.put(path, faults, bearer, async (c) => {
      const body = await bodyOf(c);
      const batch = submit(world, body, asker(c).generation, now());
      return answered(isRefusal(batch) ? batch : batchBody(batch, accountId, false));
    });

  api.get("/meters/batch", faults, bearer, (c) => {
    const batch = world.meters.batches.find(({ id }) => id === c.req.query("batch_id"));
    if (batch === undefined) return answered(refusal("batch_not_found", "No such batch", 404));
    return answered(batchBody(batch, accountId, true));
  });

  return api;
}

async function bodyOf(c: Context): Promise<unknown> {
  return c.req.json().catch(() => null);
}
