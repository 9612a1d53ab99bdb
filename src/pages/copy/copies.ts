// The texts of the pages by language.

import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { it } from "./it.ts";
import { nl } from "./nl.ts";
import type { Language } from "../../core/language.ts";
import type { PageCopy } from "./page-copy.ts";

export const COPIES: Readonly<Record<Language, PageCopy>> = { en, de, fr, nl, es, it };
