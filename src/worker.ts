// The door: requests to the app, cron to the sweep, and the objects by name. Decides nothing.

import { app } from "./app.ts";
import { theSweep } from "./objects/rooms.ts";
import type { Env } from "./setup/env.ts";

export { Customer } from "./objects/customer/object.ts";
export { Decision } from "./objects/decision/object.ts";
export { Desk } from "./objects/desk/object.ts";
export { Gate } from "./objects/gate/object.ts";
export { Journey } from "./objects/journey/object.ts";
export { Location } from "./objects/location/object.ts";
export { Phone } from "./objects/phone/object.ts";
export { Quarantine } from "./objects/quarantine/object.ts";
export { Supplier } from "./objects/supplier/object.ts";
export { Rebuild } from "./objects/rebuild/object.ts";
export { Sweep } from "./objects/sweep/object.ts";

export default {
  fetch: app.fetch,
  scheduled: (_controller, env) => theSweep(env).run(true),
} satisfies ExportedHandler<Env>;
