// The door: requests to the app, and the objects by name. Decides nothing.

import { app } from "./app.ts";
import type { Env } from "./env.ts";

export { Customer } from "./customer/object.ts";
export { Location } from "./location/object.ts";
export { Quarantine } from "./quarantine/object.ts";

export default { fetch: app.fetch } satisfies ExportedHandler<Env>;
