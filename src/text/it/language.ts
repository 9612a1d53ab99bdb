// Italian, with "Lei".

import habits from "./habits.json" with { type: "json" };
import messages from "./message.json" with { type: "json" };
import pages from "./page.json" with { type: "json" };
import type { Tongue } from "../tongue.ts";

export const it: Tongue = { habits, messages, pages };
