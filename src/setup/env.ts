// The bindings of the Worker as wrangler.toml declares them. Settings are read by config.ts and nowhere else.

import type { EmailBinding } from "../channels/cloudflare/send.ts";
import type { Customer } from "../objects/customer/object.ts";
import type { Gate } from "../objects/gate/object.ts";
import type { Location } from "../objects/location/object.ts";
import type { Phone } from "../objects/phone/object.ts";
import type { Quarantine } from "../objects/quarantine/object.ts";
import type { Supplier } from "../objects/supplier/object.ts";
import type { Sweep } from "../objects/sweep/object.ts";

/** The objects nothing works without. */
export const OBJECTS = ["CUSTOMER", "LOCATION", "QUARANTINE", "SWEEP", "GATE", "SUPPLIER", "PHONE"] as const;

export interface Env {
  readonly CUSTOMER: DurableObjectNamespace<Customer>;
  readonly LOCATION: DurableObjectNamespace<Location>;
  readonly QUARANTINE: DurableObjectNamespace<Quarantine>;
  readonly SWEEP: DurableObjectNamespace<Sweep>;
  readonly GATE: DurableObjectNamespace<Gate>;
  readonly SUPPLIER: DurableObjectNamespace<Supplier>;
  readonly PHONE: DurableObjectNamespace<Phone>;
  /** Cloudflare's rate limiting, where it is bound. */
  readonly LINK_LIMITER?: RateLimit;
  /** The same for stopping, which nothing else may use up. */
  readonly STOP_LIMITER?: RateLimit;
  /** Where the account sends email by itself. */
  readonly EMAIL?: EmailBinding;
}
