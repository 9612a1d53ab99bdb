// The emulated FlatPeak REST API over a plain world. It needs no Durable Object, so tests mount it as a fake.
// It never keeps or shows an Authorization header, and its request log holds no answer bodies.
import type { Context, MiddlewareHandler } from "hono";
import { Hono } from "hono";
import { mintToken, readToken } from "./connect/token.ts";
import { createEnergyApi } from "./energy/api.ts";
import { listEvents } from "./event-list.ts";
import type { FaultTarget, Wait } from "./faults.ts";
import { faultAnswer, realWait } from "./faults.ts";
import { customerBody, locationBody, statusBody } from "./locations.ts";
import { keySet } from "./signing.ts";
import { asRecord } from "./tariffs.ts";
import type { WireError } from "./wire-error.ts";
import { wireError } from "./wire-error.ts";
import type { WorldState } from "./world.ts";
import { newId, remember } from "./world.ts";

export interface ApiOptions {
  /** World time in milliseconds. */
  now: () => number;
  accountId: string;
  apiKey: string;
  /** The version of the account, in which calls are answered that name none; today's where it is left out. */
  apiVersion?: string;
  /** How slow and timed-out answers wait; tests pass their own. */
  wait?: Wait;
}

const bearerSeconds = 3600;

/** FlatPeak's API with its paths at the root, answering from `world` and changing it in place. */
export function createFlatpeakApi(world: WorldState, options: ApiOptions): Hono {
  const { now } = options;
  const wait = options.wait ?? realWait;
  const api = new Hono();

  const failing =
    (target: FaultTarget): MiddlewareHandler =>
    async (c, next) => {
      // Refused is an account, and the keys are everybody's.
      const isRefused = world.faults["api"]?.mode === "code";
      const targets: FaultTarget[] = target === "jwks" && isRefused ? ["jwks"] : [target, "api"];
      const answer = await faultAnswer(world, targets, wait, c.req.raw.signal);
      if (answer !== null) return answer;
      await next();
      return undefined;
    };

  // A bearer lives in real time: moving the emulated clock must not log the product out.
  const realNow = () => now() - world.clockOffsetMs;

  const bearer: MiddlewareHandler = async (c, next) => {
    const token = /^Bearer (.+)$/i.exec(c.req.header("Authorization") ?? "")?.[1];
    const known = world.bearers.some((entry) => entry.token === token && entry.expiresAt > realNow());
    if (!known) return fail(c, { status: 403, context: "api", code: "bearer_invalid", message: "Bad bearer token" });
    await next();
    return undefined;
  };

  const fail = (_: Context, error: WireError) => wireError(error, now());

  api.use(async (c, next) => {
    await next();
    const path = c.req.path.replace(/^.*\/_flatpeak\/api/, "") + new URL(c.req.url).search;
    remember(world.requests, { at: now(), method: c.req.method, path, status: c.res.status });
    const version = c.req.header("Flatpeak-Version");
    if (version !== undefined) c.header("flatpeak-version", version);
  });

  api.get("/login", failing("login"), (c) => {
    const expected = `Basic ${btoa(`${options.accountId}:${options.apiKey}`)}`;
    if (c.req.header("Authorization") !== expected) return c.json({ message: "Bad credentials" }, 403);
    const token = newId("emulated") + newId("").slice(1);
    remember(world.bearers, { token, expiresAt: realNow() + bearerSeconds * 1000 }, 50);
    return c.json({ bearer_token: token, expires_in: bearerSeconds, live_mode: false });
  });

  api.get("/jwks.json", failing("jwks"), (c) => c.json(keySet(world.key)));

  api.get("/events", failing("events"), bearer, (c) => {
    const answer = listEvents(world, c.req.query(), now());
    return "status" in answer ? fail(c, answer) : c.json(answer);
  });

  api.get("/events/:id", failing("events"), bearer, (c) => {
    const event = world.events.find((candidate) => candidate.id === c.req.param("id"));
    if (event === undefined) return fail(c, notFound("event"));
    return c.body(event.raw, 200, { "content-type": "application/json" });
  });

  api.get("/locations/:id", failing("location"), bearer, (c) => {
    const home = world.homes.find((candidate) => candidate.id === c.req.param("id"));
    return home === undefined ? fail(c, notFound("location")) : c.json(locationBody(world, home));
  });

  api.get("/locations/:id/status", failing("status"), bearer, (c) => {
    const home = world.homes.find((candidate) => candidate.id === c.req.param("id"));
    return home === undefined ? fail(c, notFound("location")) : c.json(statusBody(world, home, now()));
  });

  api.get("/customers/:id", failing("api"), bearer, (c) => {
    const customer = world.customers.find((candidate) => candidate.id === c.req.param("id"));
    return customer === undefined ? fail(c, notFound("customer")) : c.json(customerBody(world, customer));
  });

  for (const [path, flavour] of [["/connect/tariff/token", "zero"] as const, ["/connect/token", "anode"] as const]) {
    api.post(path, failing("token"), bearer, async (c) => {
      const body: unknown = await c.req.json().catch(() => null);
      remember(world.tokenRequests, { at: now(), path, body });
      if (Object.keys(asRecord(body)).length === 0) {
        const message = "The body is not a JSON object";
        return fail(c, { status: 422, context: "api.connect_token_create", code: "data_json_invalid", message });
      }
      const answer = mintToken(world, flavour, body, now());
      return "status" in answer ? fail(c, answer) : c.json(answer);
    });

    api.get(path, failing("token"), bearer, (c) => {
      const answer = readToken(world, c.req.query("connect_token"), now());
      return isError(answer) ? fail(c, answer) : c.json(answer);
    });
  }

  const { accountId, apiVersion = "2025-09-14.anode" } = options;
  const guards = [failing("energy"), bearer] as const;
  api.route("/", createEnergyApi(world, { now, accountId, apiVersion, guards }));

  api.all("*", failing("api"), (c) => fail(c, notFound("route")));
  return api;
}

function notFound(what: string): WireError {
  return { status: 404, context: "api", code: `${what}_not_found`, message: `No such ${what}` };
}

function isError(answer: object): answer is WireError {
  return "status" in answer;
}
