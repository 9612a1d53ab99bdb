// `npm run starter -- DIR`, or `npx flatpeak-reconnect starter DIR` where the package is at hand: a project of a company's own, which has
// this one as a package. No network: npm fetches the tools when the project is installed.

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { installedIn, mayBeThere, productFor } from "./product.ts";
import { channelSettings, complaintAbout, configOf, packageOf, placeOf, withNames } from "./project.ts";
import type { Product, Wish } from "./project.ts";

const root = resolve(import.meta.dirname, "../../..");
const templates = join(import.meta.dirname, "files");
/** What somebody reads who could not be helped. */
class NotMade extends Error {}

function readArguments(): { readonly folder: string; readonly name: string | null; readonly channel: string | null } {
  const usage = "Usage: flatpeak-reconnect starter DIR [--name NAME] [--channel NAME]";
  try {
    const { values, positionals } = parseArgs({
      options: { name: { type: "string" }, channel: { type: "string" } },
      allowPositionals: true,
    });
    const [folder] = positionals;
    if (folder === undefined || positionals.length > 1) throw new NotMade(usage);
    return { folder: resolve(folder), name: values.name ?? null, channel: values.channel ?? null };
  } catch (error) {
    if (!(error instanceof Error) || error instanceof NotMade) throw error;
    throw new NotMade(`${error.message}\n${usage}`);
  }
}

/** What npm is to install: this project, packed into a folder, or what it came as where it is a package itself. */
function packInto(folder: string, version: string): string {
  if (!import.meta.filename.endsWith(".ts")) return productFor(folder, version, process.cwd());
  const packed = spawnSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: root, encoding: "utf8" });
  const [file] = packed.stdout.trim().split("\n").slice(-1);
  if (packed.status !== 0 || file === undefined) throw new NotMade(`npm pack failed: ${packed.stderr}`);
  return `file:${file}`;
}

function makeProject(): string {
  const { folder, name, channel } = readArguments();
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory() === false) throw new NotMade(`${folder} is no folder`);
  const strangers = found === undefined ? [] : readdirSync(folder).filter((it) => !mayBeThere(it));
  if (strangers.length > 0) throw new NotMade(`${folder} is not empty: ${strangers.slice(0, 5).join(", ")}`);
  const product = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Product & {
    readonly version: string;
  };
  const wished = { name: name ?? basename(folder), channel };
  const complaint = complaintAbout({ ...wished, spec: "" });
  if (complaint !== null) throw new NotMade(complaint);
  mkdirSync(folder, { recursive: true });
  const wish: Wish = { ...wished, spec: installedIn(folder) ?? packInto(folder, product.version) };
  const write = (place: string, text: string): void => {
    mkdirSync(dirname(join(folder, place)), { recursive: true });
    writeFileSync(join(folder, place), text);
  };
  for (const template of readdirSync(templates, { recursive: true, encoding: "utf8" })) {
    const place = placeOf(template, wish);
    if (place === null || statSync(join(templates, template)).isDirectory()) continue;
    const text = withNames(readFileSync(join(templates, template), "utf8"), wish);
    write(place.replace("own-channel", channel ?? ""), place === "dev.env" ? `${text}${channelSettings(wish)}` : text);
  }
  write("package.json", packageOf(wish, product));
  write("wrangler.toml", configOf(wish, readFileSync(join(root, "wrangler.toml"), "utf8")));
  return folder;
}

try {
  const folder = makeProject();
  process.stdout.write(`A project is in ${folder}. There: npm install, npm test, npm run dev\n`);
} catch (error) {
  if (!(error instanceof NotMade)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
