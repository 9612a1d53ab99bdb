// The emulated Connect conversation over HTTP: one POST at its root, open to any browser as the real one is.
// It never authenticates anybody: the connect token in the body is the only key, as in the real conversation.
import { Hono } from "hono";
import { cors } from "hono/cors";
import { rememberEvent, sessionComplete } from "../events.ts";
import type { Wait } from "../faults.ts";
import { faultAnswer, realWait } from "../faults.ts";
import { asRecord, asText } from "../tariffs.ts";
import { wireError } from "../wire-error.ts";
import type { WorldEvent, WorldState } from "../world.ts";
import { newId } from "../world.ts";
import { converse } from "./conversation.ts";
import type { Report } from "./turn.ts";

export interface ConnectOptions {
  /** World time in milliseconds. */
  now: () => number;
  /** The address below which the emulated providers have their sign-in pages. */
  providersUrl: string;
  /** Called with what FlatPeak reports of a session; the events are in the world's list already, but not delivered. */
  onFinished: (events: WorldEvent[]) => void;
  /** How slow and timed-out answers wait; tests pass their own. */
  wait?: Wait;
}

/** The conversation endpoint, answering from `world` and changing it in place. */
export function createConnectApi(world: WorldState, options: ConnectOptions): Hono {
  const { now } = options;
  const connect = new Hono();

  connect.use(cors({ origin: "*", allowMethods: ["POST", "OPTIONS"], allowHeaders: ["Content-Type"] }));

  connect.post("/", async (c) => {
    const failed = await faultAnswer(world, ["connect"], options.wait ?? realWait, c.req.raw.signal);
    if (failed !== null) return failed;

    // Whatever the request calls its content: Zero's client names no type, and a browser then says text/plain.
    const body: unknown = await c.req.json().catch(() => null);
    const turn = converse(world, body, now(), options.providersUrl);
    const connectToken = asText(asRecord(body)["connect_token"]) ?? "";
    if ("status" in turn) return wireError({ ...turn, connectToken, requestId: newId("req") }, now());
    if (turn.reports.length > 0) options.onFinished(reportEvents(world, connectToken, turn.reports, now()));
    return c.json(turn.body);
  });

  return connect;
}

/** What FlatPeak says of a session: that it is complete, and that its home has changed. */
function reportEvents(world: WorldState, connectToken: string, reports: readonly Report[], now: number): WorldEvent[] {
  const token = world.tokens.find((candidate) => candidate.id === connectToken);
  if (token === undefined) return [];
  const complete = sessionComplete(world, token, now);
  const update = {
    ...complete,
    id: newId("evt"),
    type: "location.update",
    data: { id: token.homeId, object: "location", live_mode: false },
  };
  return reports.map((it) => rememberEvent(world, it === "complete" ? complete : update, now, null));
}
