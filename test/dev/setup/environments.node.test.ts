// wrangler.toml: an environment takes over no binding and no var, so that one which was forgotten is found by nobody.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";
import { notTakenOver } from "../../../src/dev/setup/toml.ts";
import packageJson from "../../../package.json" with { type: "json" };
import { allSettings } from "../../../src/setup/settings.ts";

const root = resolve(import.meta.dirname, "../../..");

interface Part {
  readonly name: string;
  readonly routes?: readonly unknown[];
  readonly triggers: { readonly crons: readonly string[] };
  readonly durable_objects: { readonly bindings: readonly { readonly name: string; readonly class_name: string }[] };
  readonly d1_databases: readonly { readonly binding: string; readonly database_name: string }[];
  readonly ratelimits: readonly { readonly name: string; readonly namespace_id: string; readonly simple: unknown }[];
}
type Whole = Part & {
  readonly env: Readonly<Record<string, Part>>;
  readonly exports: Readonly<Record<string, unknown>>;
};

// Of this shape: the tests below would break on anything else.
const toml = readFileSync(resolve(root, "wrangler.toml"), "utf8");
const whole = parse(toml) as unknown as Whole;
const environments = Object.entries(whole.env);

const boundIn = (part: Part) => ({
  objects: part.durable_objects.bindings.map(({ name, class_name }) => `${name} ${class_name}`).toSorted(),
  databases: part.d1_databases.map(({ binding }) => binding),
  limits: part.ratelimits.map(({ name, simple }) => [name, simple]),
  crons: part.triggers.crons,
});

describe("an environment of wrangler.toml", () => {
  it("is there beside production, for test data", () => {
    expect(Object.keys(whole.env)).toEqual(["staging"]);
    expect(Object.keys(whole.exports).toSorted()).toEqual(
      whole.durable_objects.bindings.map(({ class_name }) => class_name).toSorted(),
    );
  });

  it.each(environments)("%s has every binding and cron that production has", (name, part) => {
    expect(boundIn(part)).toEqual(boundIn(whole));
    expect(notTakenOver(toml, name)).toEqual([]);
    const known = new Set([...Object.keys(whole), "name"]);
    expect(Object.keys(part).filter((it) => it !== "routes" && !known.has(it))).toEqual([]);
  });

  it.each(environments)("%s shares nothing with production: name, domain, database, counts of limits", (_, part) => {
    // Left out, these would be production's: wrangler takes routes over.
    expect(part.routes).toBeDefined();
    const ownOf = (it: Part): readonly string[] => [
      it.name,
      ...it.d1_databases.map(({ database_name }) => database_name),
      ...it.ratelimits.map(({ namespace_id }) => namespace_id),
    ];
    const all = [whole, ...environments.map(([, each]) => each)].flatMap(ownOf);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("the example of .dev.vars", () => {
  it("names what has no default, for the button too, and gives nothing that would be taken for an answer", () => {
    const lines = parseEnv(readFileSync(resolve(root, ".dev.vars.example"), "utf8"));
    const required = Object.entries(allSettings()).flatMap(([name, field]) =>
      field.safeParse(undefined).success ? [] : [name],
    );
    expect(Object.keys(lines).toSorted()).toEqual(required.toSorted());
    expect(Object.values(lines).filter((it) => it !== "")).toEqual([]);
    const { cloudflare } = packageJson as { cloudflare: { bindings: Record<string, unknown> } };
    expect(Object.keys(cloudflare.bindings).toSorted()).toEqual(required.toSorted());
  });
});
