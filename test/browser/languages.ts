// The languages whose every journey is walked in a browser. What is marked up is the same in all: the others are walked once each, by
// invitation, and their pages are looked at as they are rendered.

import type { Language } from "../../src/text/language.ts";

export const WALKED = ["en", "de", "fr", "nl", "es", "it"] as const satisfies readonly Language[];
