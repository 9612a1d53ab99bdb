// Which customer an operator asks about.

import { problemOf } from "./route.ts";
import type { Problem } from "./route.ts";

export const noSuchCustomer = (): Problem => problemOf("not_found", "no such customer is known here");
