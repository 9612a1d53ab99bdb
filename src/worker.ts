// What ships: the door, and the objects by name. A project of its own has these lines itself, with what it adds.

import { door } from "./door.ts";
import type { Env } from "./setup/env.ts";

export * from "./classes.ts";

export default door satisfies ExportedHandler<Env>;
