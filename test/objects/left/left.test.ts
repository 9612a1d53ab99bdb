// What this code leaves in every object, in the index and with customers, made anew by running it. `npm run release` keeps it as the
// fixture of its version. A table, a column or a kind of key that is new must be made here too, so that later versions are held to it.

import { reset } from "cloudflare:test";
import { beforeAll, expect, it, vi } from "vitest";
import changelog from "../../../CHANGELOG.md?raw";
import { VERSION } from "../../../src/setup/version.ts";
import { ALERT_URL } from "../../support/chat.ts";
import { serveConnect } from "../../support/connect-stand-in.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { bindings, keepBetweenTests } from "../../support/worker.ts";
import { LIVES, live } from "../customer/upgrade/lives.ts";
import { lackingIn, shapeOf } from "./cover.ts";
import { VERSIONS, leftBy } from "./kept.ts";
import { leaveOthers } from "./others.ts";
import { AT, leavePeople } from "./people.ts";
import type { KeptLife } from "../customer/upgrade/lives.ts";
import type { Stored } from "./cover.ts";
import type { KeptOutside } from "./people.ts";

declare module "vitest" {
  interface TaskMeta {
    /** The files of a fixture beside the customers' lives, by their names. */
    left?: Readonly<Record<"objects" | "fleet" | "outside", object>>;
  }
}

serveConnect();
Object.assign(bindings, { ALERT_URL });
keepBetweenTests();

const inSources = import.meta.glob<string>("../../../src/objects/**/*.ts", {
  eager: true,
  import: "default",
  query: "?raw",
});
const sources = Object.entries(inSources).map(([path, text]) => [path.split("/objects/")[1] ?? path, text] as const);
const keptLives = import.meta.glob<string>("../../fixtures/storage/*/customers.jsonl", {
  eager: true,
  import: "default",
  query: "?raw",
});

/** The same every time: whatever is random comes from a count. */
function countInsteadOfChance(): void {
  let count = 0;
  vi.spyOn(crypto, "randomUUID").mockImplementation(() => {
    count += 1;
    return `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`;
  });
  vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
    if (!(array instanceof Uint8Array)) throw new TypeError("only bytes are counted");
    for (const at of array.keys()) {
      count += 1;
      array[at] = (count * 37) % 256;
    }
    return array;
  });
}

/** The customers in virtual time beside the objects. */
const withLives = ({ objects, fleet }: Stored, lives: readonly KeptLife[]): Stored => {
  const those = lives.map(
    ({ name, disk }) => [name, { of: "CUSTOMER", sql: [], rows: {}, kv: Object.fromEntries(disk) }] as const,
  );
  return { objects: { ...objects, ...Object.fromEntries(those) }, fleet };
};

/** What a version left, customers' lives included. */
function keptBy(version: string): Stored {
  const folder = `../../fixtures/storage/${version}`;
  const lives = (keptLives[`${folder}/customers.jsonl`] ?? "").trim().split("\n");
  const { objects, fleet } = leftBy(version);
  return withLives(
    { objects, fleet },
    lives.map((line) => JSON.parse(line) as KeptLife),
  );
}

let left: Stored & { readonly outside: KeptOutside };
/** The same with the lives. */
let all: Stored;
beforeAll(async () => {
  for (const name of ["log", "error"] as const) vi.spyOn(console, name).mockImplementation(() => undefined);
  vi.useFakeTimers({ toFake: ["Date"], now: AT });
  countInsteadOfChance();
  const { objects: people, fleet, outside } = await leavePeople(await installFlatPeak());
  await reset();
  vi.setSystemTime(AT);
  const others = await leaveOthers(await installFlatPeak());
  left = { objects: { ...people, ...others }, fleet, outside };
  const lives = Object.entries(LIVES).map(([name, happens]) => live(name, happens));
  all = withLives(left, lives);
});

it("has something of every table, column and kind of key that the sources store: what is new is made in people.ts or others.ts", ({
  task,
}) => {
  const { objects, fleet, outside } = left;
  task.meta.left = { objects, fleet, outside };
  expect(lackingIn(all, sources)).toEqual([]);
});

it.each(VERSIONS)("still uses every name under which %s stored something", (version) => {
  const here = new Set(shapeOf(all, sources));
  expect(shapeOf(keptBy(version), sources).filter((it) => !here.has(it))).toEqual([]);
});

it("adds nothing to what is kept of this version, while it is unreleased: else `npm run release -- --again`", () => {
  if (!changelog.includes(`\n## ${VERSION} (unreleased)\n`)) return;
  const kept = new Set(shapeOf(keptBy(VERSION), sources));
  expect(shapeOf(all, sources).filter((it) => !kept.has(it))).toEqual([]);
});
