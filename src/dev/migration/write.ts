// Writes docs/MIGRATION.md: `npm run migration`.

import { writeFileSync } from "node:fs";
import { migrationGuide } from "./guide.ts";

writeFileSync(new URL("../../../docs/MIGRATION.md", import.meta.url), migrationGuide());
