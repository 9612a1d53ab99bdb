// The guide is what the declarations say.

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { migrationGuide } from "../../../src/dev/migration/guide.ts";
import { CALLS } from "../../../src/flatpeak/zero/calls.ts";

const guide = migrationGuide();

it("is the file, as `npm run migration` writes it", () => {
  expect(readFileSync(new URL("../../../docs/MIGRATION.md", import.meta.url), "utf8")).toBe(guide);
});

it("has a section for each call", () => {
  for (const { name, zero, anode } of CALLS) {
    expect(guide).toContain(`## ${name}\n\n\`${zero.method} ${zero.path}\``);
    expect(guide).toContain(`\`${anode.method} ${anode.path}\``);
  }
});
