// The door: requests to the app, cron to the sweep, and the objects by name. Decides nothing.

import { app } from "./app.ts";
import { theSweep } from "./sweep/address.ts";
import type { Env } from "./env.ts";

export { Customer } from "./customer/object.ts";
export { Gate } from "./gate/object.ts";
export { Location } from "./location/object.ts";
export { Phone } from "./phone/object.ts";
export { Quarantine } from "./quarantine/object.ts";
export { Supplier } from "./supplier/object.ts";
export { Sweep } from "./sweep/object.ts";

export default {
  fetch: app.fetch,
  scheduled: (_controller, env) => theSweep(env).run(),
} satisfies ExportedHandler<Env>;
