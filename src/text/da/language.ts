// Danish, with "du".

import habits from "./habits.json" with { type: "json" };
import messages from "./message.json" with { type: "json" };
import pages from "./page.json" with { type: "json" };
import type { Tongue } from "../tongue.ts";

export const da: Tongue = { habits, messages, pages };
