// The walls hold: nothing in `src` breaks one, nothing goes in circles, no file is too long; and a forbidden import planted in any
// wing is refused.

import { describe, expect, it } from "vitest";
import { MAY_IMPORT, brokenWalls, circlesOf, readSources } from "./walls.ts";

const sources = readSources(new URL("../../src/", import.meta.url));

/** The sources with one more line at the end of a file. */
const planted = (path: string, line: string): ReadonlyMap<string, string> =>
  new Map([...sources, [path, `${sources.get(path) ?? ""}\n${line}\n`]]);

const PLANTS: readonly (readonly [file: string, line: string])[] = [
  ["core/step.ts", 'import { log } from "../platform/log.ts";'],
  ["core/message/settle.ts", 'import type { Env } from "../../setup/env.ts";'],
  ["core/time.ts", 'import * as z from "zod/mini";'],
  ["platform/within.ts", 'import { gateOf } from "../objects/rooms.ts";'],
  ["flatpeak/client.ts", 'import { wordOf } from "../channels/reply-words.ts";'],
  ["flatpeak/truth/status.ts", 'import type { Way } from "../../objects/gate/contract.ts";'],
  ["channels/reply-words.ts", 'import { fieldsOf } from "../flatpeak/truth/facts.ts";'],
  ["channels/resend/send.ts", 'import { takeIn } from "../../objects/intake.ts";'],
  ["text/brand.ts", 'import { page } from "../web/http/respond.ts";'],
  ["text/message.ts", 'import { consoleLog } from "../platform/log.ts";'],
  ["setup/compose.ts", 'import { page } from "../web/http/respond.ts";'],
  ["setup/config.ts", 'import { customerAt } from "../objects/rooms.ts";'],
  ["objects/intake.ts", 'import { page } from "../web/http/respond.ts";'],
  ["objects/customer/object.ts", 'export type Late = import("../../web/http/context.ts").RouteContext;'],
  ["web/link/tap.ts", 'import { Customer } from "../../objects/customer/object.ts";'],
  ["web/operator/fleet.ts", 'import { writeLines } from "../../objects/fleet/write.ts";'],
  ["web/operator/figures.ts", 'import { CASES } from "../../objects/fleet/tables.ts";'],
  ["web/health.ts", 'import { world } from "../dev/emulator/world.ts";'],
  ["client/client.ts", 'import { customerAt } from "../objects/rooms.ts";'],
  ["app.ts", 'import { compare } from "./dev/simulator/report.ts";'],
  ["door.ts", 'import { world } from "./dev/emulator/world.ts";'],
  ["classes.ts", 'import { app } from "./app.ts";'],
  ["worker.ts", 'import { world } from "./dev/emulator/world.ts";'],
  ["reconnect.ts", 'import { app } from "./app.ts";'],
  ["channel.ts", 'import { app } from "./app.ts";'],
  ["testing.ts", 'import { app } from "./app.ts";'],
];

describe("the walls", () => {
  it("are broken by nothing", () => {
    expect(brokenWalls(sources)).toEqual([]);
  });

  it("stand around every wing there is", () => {
    const wings = new Set([...sources.keys()].map((it) => it.split("/")[0]));
    expect([...wings].toSorted()).toEqual(Object.keys(MAY_IMPORT).toSorted());
    const tried = new Set(PLANTS.map(([file]) => file.split("/")[0]));
    expect([...tried].toSorted()).toEqual([...wings].filter((it) => it !== "dev").toSorted());
  });

  it.each(PLANTS)("refuse in %s the import %s", (file, line) => {
    expect(sources.has(file)).toBe(true);
    expect(brokenWalls(planted(file, line))).toHaveLength(1);
  });

  it("let through what points down", () => {
    expect(brokenWalls(planted("web/health.ts", 'import { DAY } from "../core/time.ts";'))).toEqual([]);
    expect(brokenWalls(planted("web/health.ts", 'import { listCases } from "../objects/fleet/list.ts";'))).toEqual([]);
    expect(brokenWalls(planted("dev/emulator/app.ts", 'import { app } from "../../app.ts";'))).toEqual([]);
  });
});

describe("the imports", () => {
  it("go in no circle, types included", () => {
    expect(circlesOf(sources)).toEqual([]);
  });

  it("would be seen to go in one", () => {
    expect(circlesOf(planted("core/time.ts", 'import type { CustomerState } from "./state.ts";'))).toHaveLength(1);
  });
});

/** What a stranger reads first, and what everything stands on. */
const CENTRAL = /^(?:core|setup|web|objects\/customer)\//;
const MAX_LINES = 300;
const MAX_CENTRAL_LINES = 220;

describe("files", () => {
  const lengths = [...sources].map(([path, source]) => [path, source.trimEnd().split("\n").length] as const);

  it("are no longer than can be read in one go", () => {
    expect(lengths.filter(([, lines]) => lines > MAX_LINES)).toEqual([]);
  });

  it("are shorter still where all paths cross", () => {
    expect(lengths.filter(([path, lines]) => CENTRAL.test(path) && lines > MAX_CENTRAL_LINES)).toEqual([]);
  });
});
