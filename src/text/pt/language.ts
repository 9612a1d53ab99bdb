// Portuguese as in Portugal, polite and without "você".

import habits from "./habits.json" with { type: "json" };
import messages from "./message.json" with { type: "json" };
import pages from "./page.json" with { type: "json" };
import type { Tongue } from "../tongue.ts";

export const pt: Tongue = { habits, messages, pages };
