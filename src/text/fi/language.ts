// Finnish, with "sinä". What fills a placeholder takes no ending, so it stands where its bare form is right.

import habits from "./habits.json" with { type: "json" };
import messages from "./message.json" with { type: "json" };
import pages from "./page.json" with { type: "json" };
import type { Tongue } from "../tongue.ts";

export const fi: Tongue = { habits, messages, pages };
