#!/usr/bin/env node
// The commands of this project for one that has it as a package: `npx flatpeak-reconnect dev`. They work on the folder they are started
// in; what that project adds, its `src/ours.ts`, is known to each of them.

import "./emulator/needs-node.cjs";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseEnv } from "node:util";
import type { Own } from "../setup/own.ts";

const COMMANDS: Readonly<Record<string, { readonly does: string; readonly run: () => Promise<unknown> }>> = {
  starter: { does: "makes a project of your own in a folder", run: () => import("./starter/run.ts") },
  dev: { does: "starts your Worker with an emulated FlatPeak", run: () => import("./emulator/dev.ts") },
  messages: { does: "writes every message as it will be sent", run: () => import("./messages/preview.ts") },
  simulate: { does: "tries a policy on a fleet that does not exist", run: simulate },
  setup: { does: "asks for what a deployment needs, and writes it", run: () => import("./setup/run.ts") },
  doctor: { does: "asks a deployment whether all is set up right", run: () => import("./doctor/run.ts") },
  build: { does: "builds your Worker, for wrangler", run: () => import("./build/run.ts") },
};

async function simulate(): Promise<void> {
  const { main, TERMINAL } = await import("./simulator/run.ts");
  process.exitCode = await main(process.argv.slice(2), TERMINAL);
}

/** Settings of development alone, where the shell does not name them; messages are the company's, once wrangler.toml names it. */
async function readDevSettings(command: string): Promise<void> {
  if (!existsSync("dev.env")) return;
  const { PRODUCTION, deploymentIn } = await import("./setup/toml.ts");
  const isOwn = command === "messages" && existsSync("wrangler.toml");
  const own = isOwn ? deploymentIn(readFileSync("wrangler.toml", "utf8"), PRODUCTION).vars : {};
  for (const [name, value] of Object.entries(parseEnv(readFileSync("dev.env", "utf8"))))
    if (!Object.hasOwn(own, name)) process.env[name] ??= value ?? "";
}

const OURS = "src/ours.ts";
/** Where a project that began as our starter has its words. */
const STARTERS_WORDS = "src/words/words.ts";

/** Takes what the project adds to the product, where it adds anything. */
async function takeOurs(): Promise<void> {
  const path = resolve(OURS);
  if (!existsSync(path)) return;
  const { ours } = (await import(pathToFileURL(path).href)) as { readonly ours?: Own };
  if (ours === undefined) throw new Error(`${path} exports no "ours"`);
  const [{ addOwn }, { customComplaints }] = await Promise.all([import("../setup/own.ts"), import("../text/lint.ts")]);
  const wordsName = existsSync(STARTERS_WORDS) ? STARTERS_WORDS : OURS;
  addOwn(ours, customComplaints, wordsName);
}

const [, , name = "", ...rest] = process.argv;
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (command === undefined) {
  const lines = Object.entries(COMMANDS).map(([it, { does }]) => `  ${it.padEnd(10)}${does}`);
  process.stderr.write(`Usage: flatpeak-reconnect COMMAND\n\n${lines.join("\n")}\n`);
  process.exitCode = 2;
} else {
  // Each command reads its words where it would without this one.
  process.argv.splice(2, Infinity, ...rest);
  await readDevSettings(name);
  if (name !== "starter" && name !== "build") await takeOurs();
  await command.run();
}
