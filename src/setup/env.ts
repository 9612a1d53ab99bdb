// The bindings of the Worker as wrangler.toml declares them, except those that a provider names itself. Settings are read by
// config.ts and nowhere else, but for one.

export { OBJECTS } from "./objects.ts";

export interface Env {
  readonly CUSTOMER: DurableObjectNamespace;
  readonly LOCATION: DurableObjectNamespace;
  readonly QUARANTINE: DurableObjectNamespace;
  readonly SWEEP: DurableObjectNamespace;
  readonly GATE: DurableObjectNamespace;
  readonly SUPPLIER: DurableObjectNamespace;
  readonly PHONE: DurableObjectNamespace;
  readonly JOURNEY: DurableObjectNamespace;
  readonly REBUILD: DurableObjectNamespace;
  readonly DECISION: DurableObjectNamespace;
  /** The one setting that is read before all others, since it is part of where every object is: `eu`, or nothing. */
  readonly JURISDICTION?: string | undefined;
  readonly DESK: DurableObjectNamespace;
  /** The fleet's index, where it is bound. */
  readonly FLEET?: D1Database;
  /** Decisions as data points, where a data set of Analytics Engine is bound. */
  readonly ANALYTICS?: AnalyticsEngineDataset;
  /** Cloudflare's rate limiting, where it is bound. */
  readonly LINK_LIMITER?: RateLimit;
  /** The same for stopping, which nothing else may use up. */
  readonly STOP_LIMITER?: RateLimit;
  /** The same for wrong keys of operators. */
  readonly KEY_LIMITER?: RateLimit;
}

/** What is needed to find a gate. */
export interface GatePlace {
  readonly GATE: DurableObjectNamespace;
  readonly JURISDICTION?: string | undefined;
}
