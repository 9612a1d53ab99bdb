// The names of log lines are what somebody's alarms look for: every one that the sources write stands in the documents, and no other.

import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");

/** Lines whose names are those of notices. */
const NOTICES = [
  "account_refused",
  "channel_closed",
  "channel_impaired",
  "connect_unknown_page",
  "flatpeak_impaired",
  "supplier_outage",
];

/** The names that the product writes. Those that are put together elsewhere begin or end like these. */
function written(): readonly string[] {
  const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
  const shipped = files.filter((it) => /\.tsx?$/.test(it) && !it.startsWith("dev/"));
  return shipped.flatMap((file) => {
    const source = readFileSync(join(root, "src", file), "utf8");
    return [...source.matchAll(/(?:\b\w*[lL]og\.(?:info|error)\(\s*|\bbrokeOff: )"([^"]+)"/g)].map(
      ([, name = ""]) => name,
    );
  });
}

it("are all listed, and nothing else is", () => {
  const docs = readFileSync(join(root, "docs/METRICS.md"), "utf8");
  const [, tables = ""] = docs.split("These are all the names");
  const [listed = ""] = tables.split("`npx wrangler tail");
  const names: readonly string[] = [...listed.matchAll(/^\| (`.+?`) \|/gm)].flatMap(
    ([, cell = ""]) => cell.match(/\w+/g) ?? [],
  );
  const known = names.filter((it) => it !== "what");
  expect(new Set(known).size).toBe(known.length);
  expect(known.toSorted()).toEqual([...new Set([...written(), ...NOTICES])].toSorted());
});
