// A provider is known in its own folder and in the registry: nowhere else that ships.

import { describe, expect, it } from "vitest";
import { PROVIDERS } from "../../src/channels/registry.ts";
import { importsOf, readSources } from "./walls.ts";

const shipping = [...readSources(new URL("../../src/", import.meta.url))].filter(([path]) => !path.startsWith("dev/"));
const names = PROVIDERS.map(({ name }) => name);

/** The files outside a folder of which something holds. */
const strangersTo = (folder: string, holds: (path: string, source: string) => boolean): readonly string[] =>
  shipping.flatMap(([path, source]) => (!path.startsWith(folder) && holds(path, source) ? [path] : []));

describe("a provider", () => {
  it("has a folder, and a folder of a provider is listed", () => {
    const folders = shipping.flatMap(([path]) => /^channels\/([^/]+)\/provider\.ts$/.exec(path)?.[1] ?? []);
    expect(new Set(folders)).toEqual(new Set(names));
  });

  it.each(names)("like %s is imported by the registry alone", (name) => {
    const folder = `channels/${name}/`;
    const isStranger = (path: string, source: string): boolean =>
      importsOf(path, source).some((it) => it.startsWith(folder));
    expect(strangersTo(folder, isStranger)).toEqual(["channels/registry.ts"]);
  });

  it.each(PROVIDERS)("like $name keeps its settings to itself", ({ name, settings }) => {
    const shared = PROVIDERS.filter((it) => it.name !== name).flatMap((it) => Object.keys(it.settings));
    const own = Object.keys(settings).filter((it) => !shared.includes(it));
    expect(strangersTo(`channels/${name}/`, (_, source) => own.some((it) => source.includes(it)))).toEqual([]);
  });

  it.each(["twilio", "firebase", "fcm"])("is not spoken of elsewhere: %s", (word) => {
    const spoken = new RegExp(`\\b${word}\\b`, "i");
    const elsewhere = shipping.filter(([path, source]) => !path.startsWith("channels/") && spoken.test(source));
    expect(elsewhere.map(([path]) => path)).toEqual([]);
  });
});
