// The walls of the house: which wing may import which, and that nothing goes in circles. Types count as imports: whoever knows a
// type knows where it lives. Reads source as text; runs nothing.

import { readFileSync, readdirSync } from "node:fs";
import { posix } from "node:path";

/** Path below `src` -> source text. */
export type Sources = ReadonlyMap<string, string>;

/** Below the wings: what ships and is no wing. */
const DOORS = ["app.ts", "door.ts", "classes.ts", "worker.ts", "reconnect.ts"];

/**
 * What each wing may import besides itself. Imports point down: who decides stands below who speaks, who speaks below who
 * remembers, who remembers below who answers. What is not named here is refused.
 */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  platform: ["core"],
  flatpeak: ["core", "platform"],
  channels: ["core", "platform", "text"],
  text: ["core"],
  setup: ["core", "platform", "flatpeak", "channels", "text"],
  objects: ["core", "platform", "flatpeak", "channels", "text", "setup"],
  web: ["core", "platform", "flatpeak", "channels", "text", "setup", "objects"],
  // Of the API its declarations, as types alone: it runs wherever there is a fetch.
  client: ["web"],
  "app.ts": ["core", "platform", "setup", "objects", "web"],
  "door.ts": ["app.ts", "setup", "objects"],
  "classes.ts": ["objects"],
  "worker.ts": ["door.ts", "classes.ts", "setup"],
  // The same with what a company adds, and what such a project imports.
  "reconnect.ts": ["door.ts", "setup", "text"],
  "channel.ts": ["core", "platform", "channels"],
  "testing.ts": ["core", "platform", "channels", "text", "setup"],
  // Never ships, and nothing that ships imports it.
  dev: ["core", "platform", "flatpeak", "channels", "text", "setup", "objects", "web", ...DOORS],
};

/** The packages a wing may import; `core` decides without any. Whoever is not named may import all the project has. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  core: [],
  text: ["hono/html"],
  platform: ["cloudflare:workers", "zod/mini"],
  flatpeak: ["zod/mini"],
  channels: ["zod/mini"],
  setup: ["zod/mini"],
  client: [],
  objects: ["cloudflare:workers", "zod/mini"],
};

/**
 * Inside `objects`, what those above may know: never a class, nor how anything is kept. The fleet's index is no object but a database:
 * those above read its lists and figures there, and leave writing it to the objects.
 */
const OPEN_TO_WEB = /^objects\/(?:[a-z-]+|[a-z-]+\/contract|fleet\/(?:list|figures|arms))\.ts$/;

const IMPORT = /(?:\bfrom\s+|\bimport\s*\(\s*|^import\s+)"([^"]+)"/gm;

const wingOf = (path: string): string => path.split("/")[0] ?? path;

/** The files of `src` with their text. */
export function readSources(root: URL): Sources {
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).map((it) => it.replaceAll("\\", "/"));
  const files = names.filter((it) => /\.tsx?$/.test(it));
  return new Map(files.map((it) => [it, readFileSync(new URL(it, root), "utf8")]));
}

/** What a file imports: paths below `src` (of files that exist or not), and packages by their names. */
export function importsOf(path: string, source: string): readonly string[] {
  return [...source.matchAll(IMPORT)].flatMap(([, name]) => {
    if (name === undefined) return [];
    return name.startsWith(".") ? posix.normalize(posix.join(posix.dirname(path), name)) : name;
  });
}

function complaintOf(path: string, imported: string): string | null {
  const wing = wingOf(path);
  const isPackage = !/\.(?:tsx?|json|css|cjs)$/.test(imported);
  if (isPackage) {
    const usable = MAY_USE[wing];
    return usable === undefined || usable.includes(imported) ? null : `${wing} uses no ${imported}`;
  }
  const to = wingOf(imported);
  if (to === wing) return null;
  if (!(MAY_IMPORT[wing] ?? []).includes(to)) return `${wing} stands below ${to}, or beside it`;
  const isHidden = (wing === "web" || wing === "app.ts") && to === "objects" && !OPEN_TO_WEB.test(imported);
  return isHidden ? `${wing} asks objects by their contracts` : null;
}

/** Every import that goes through a wall, in words. */
export function brokenWalls(sources: Sources): readonly string[] {
  return [...sources].flatMap(([path, source]) =>
    importsOf(path, source).flatMap((imported) => {
      const complaint = complaintOf(path, imported);
      return complaint === null ? [] : [`${path} imports ${imported}: ${complaint}`];
    }),
  );
}

/** The circles of the import graph, types included, each as the sorted list of its files (Tarjan 1972). */
export function circlesOf(sources: Sources): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const lowOf = (path: string): number => low.get(path) ?? Infinity;

  function visit(path: string): void {
    order.set(path, order.size);
    low.set(path, order.size - 1);
    stack.push(path);
    const next = importsOf(path, sources.get(path) ?? "").filter((it) => sources.has(it));
    for (const it of next) {
      if (!order.has(it)) {
        visit(it);
        low.set(path, Math.min(lowOf(path), lowOf(it)));
      } else if (stack.includes(it)) low.set(path, Math.min(lowOf(path), order.get(it) ?? Infinity));
    }
    if (lowOf(path) !== order.get(path)) return;
    const circle = stack.splice(stack.indexOf(path));
    if (circle.length > 1 || next.includes(path)) circles.push(circle.toSorted());
  }

  for (const path of sources.keys()) if (!order.has(path)) visit(path);
  return circles;
}
