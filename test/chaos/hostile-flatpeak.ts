// The emulated FlatPeak API behind a layer of trouble. What goes wrong for whom is drawn by the seed and the name of what
// is asked for, and ends after some tries: nobody is refused for ever.

import { setTimeout as pause } from "node:timers/promises";
import { createFlatpeakApi } from "../../src/dev/emulator/flatpeak-api.ts";
import { listen } from "./loopback.ts";
import { chanceOf } from "./seed.ts";
import type { WorldState } from "../../src/dev/emulator/world.ts";
import type { Call, Loopback, Reply } from "./loopback.ts";

const TROUBLES = ["500", "429", "slow", "cut", "html"] as const;
type Trouble = (typeof TROUBLES)[number];

/** How FlatPeak refuses an account, whatever it is asked: by its documentation, always with 422. */
export const REFUSALS = ["account_disabled", "api_version_not_supported"] as const;
export type RefusalCode = (typeof REFUSALS)[number];

/** FlatPeak on a bad day. */
export interface HostileFlatPeak extends Loopback {
  /** From now on everything is well. */
  calm(): void;
  /** From now on every call is refused with this code; null ends that. */
  refuse(code: RefusalCode | null): void;
  /** When it refused the account, each time (ms); `until` is Infinity while it does. */
  readonly refusals: readonly { readonly from: number; readonly until: number }[];
  /** How often it refused the account, by code. */
  readonly refused: ReadonlyMap<RefusalCode, number>;
  /** When a tariff or the status of a location was told to the product, by its id (ms). */
  readonly looks: ReadonlyMap<string, readonly number[]>;
  /** How often each trouble was made. */
  readonly troubles: ReadonlyMap<string, number>;
}

/** Tries of one thing that may go wrong, and how likely each does. */
const TROUBLED_TRIES = 2;
const PER_THING = 0.35;
/** What tells the truth of a tariff. */
const TRUTH = /^\/(?:locations\/(loc_\w+)\/status|tariffs\/(trf_\w+))(?:\?|$)/;
/** Logins and key fetches come once for each start of workerd. */
const PER_START = 0.12;

/** Serves `world` to the holder of `apiKey`. */
export async function startFlatPeak(world: WorldState, apiKey: string, seed: number): Promise<HostileFlatPeak> {
  const api = createFlatpeakApi(world, { now: Date.now, accountId: world.accountId, apiKey });
  const tries = new Map<string, number>();
  const troubles = new Map<string, number>();
  const refused = new Map<RefusalCode, number>();
  const looks = new Map<string, readonly number[]>();
  let isCalm = false;
  let refusal: RefusalCode | null = null;
  let refusals: readonly { readonly from: number; readonly until: number }[] = [];

  const turn = (code: RefusalCode | null): void => {
    const now = Date.now();
    if (refusal === null && code !== null) refusals = [...refusals, { from: now, until: Infinity }];
    if (refusal !== null && code === null)
      refusals = refusals.map((it) => (it.until === Infinity ? { ...it, until: now } : it));
    refusal = code;
  };

  const refuseAs = (code: RefusalCode): Reply => {
    refused.set(code, (refused.get(code) ?? 0) + 1);
    const type = code === "account_disabled" ? "api_error" : "invalid_request";
    return Response.json({ object: "error", type, code, message: "This account is refused." }, { status: 422 });
  };

  const troubleOf = (path: string): { trouble: Trouble; delayMs: number } | null => {
    if (isCalm) return null;
    const nth = (tries.get(path) ?? 0) + 1;
    tries.set(path, nth);
    const chance = chanceOf(seed, `flatpeak ${path} ${nth}`);
    const perStart = path === "/login" || path === "/jwks.json";
    if (!perStart && nth > TROUBLED_TRIES) return null;
    if (!chance.is(perStart ? PER_START : PER_THING)) return null;
    return { trouble: chance.pick(TROUBLES), delayMs: chance.whole(50, 1_200) };
  };

  const answer = async ({ method, path, headers, body }: Call): Promise<Reply> => {
    // The keys are public: they are nobody's account.
    if (refusal !== null && path !== "/jwks.json") return refuseAs(refusal);
    const met = troubleOf(path);
    if (met !== null) troubles.set(met.trouble, (troubles.get(met.trouble) ?? 0) + 1);
    switch (met?.trouble) {
      case "500":
        return Response.json({ object: "error", code: "internal_error" }, { status: 500 });
      case "429":
        return new Response(null, { status: 429, headers: { "Retry-After": "1" } });
      case "cut":
        return "cut";
      case "html":
        return new Response("<!doctype html><title>Welcome</title>", { headers: { "content-type": "text/html" } });
      case "slow":
        await pause(met.delayMs);
        break;
      case undefined:
        break;
    }
    const init = method === "GET" ? { method, headers } : { method, headers, body };
    const reply = await api.request(`http://flatpeak.test${path}`, init);
    const [, location, tariff] = TRUTH.exec(path) ?? [];
    const id = location ?? tariff;
    if (reply.ok && id !== undefined) looks.set(id, [...(looks.get(id) ?? []), Date.now()]);
    return reply;
  };

  const server = await listen(answer);
  return {
    ...server,
    troubles,
    refused,
    looks,
    get refusals() {
      return refusals;
    },
    refuse: turn,
    calm() {
      isCalm = true;
      turn(null);
    },
  };
}
