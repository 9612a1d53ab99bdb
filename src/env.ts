// The bindings of the Worker as wrangler.toml declares them. Settings are read by config.ts and nowhere else.

import type { Customer } from "./customer/object.ts";
import type { Location } from "./location/object.ts";
import type { Quarantine } from "./quarantine/object.ts";
import type { Sweep } from "./sweep/object.ts";

export interface Env {
  readonly CUSTOMER: DurableObjectNamespace<Customer>;
  readonly LOCATION: DurableObjectNamespace<Location>;
  readonly QUARANTINE: DurableObjectNamespace<Quarantine>;
  readonly SWEEP: DurableObjectNamespace<Sweep>;
}
