// Polish, with "Ty" in the present and no past that tells a gender. What fills a placeholder is not inflected, so it stands where its bare form is right.

import habits from "./habits.json" with { type: "json" };
import messages from "./message.json" with { type: "json" };
import pages from "./page.json" with { type: "json" };
import type { Tongue } from "../tongue.ts";

export const pl: Tongue = { habits, messages, pages };
