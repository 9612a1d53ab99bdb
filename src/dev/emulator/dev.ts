// `npm run dev`: starts the product together with the emulated FlatPeak under one `wrangler dev`, on this machine only.
// It needs no account and no network, leaves nothing running behind, and writes only below .wrangler/dev/<port>. The product is
// that of the folder it is started in: this project, or one of its own that has this one as a package.
import { generateKeyPair } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { writeBrowserFiles } from "./browser-build.ts";
import { devSettings, leftOut, relocatedConfig, slipsIn, strayLinks, toDotEnv } from "./dev-settings.ts";
import { StartError, accompany, choosePort, mustBeWhole, startWrangler, untilReady } from "./process.ts";
import { runLive } from "../live/run.ts";
import { PRODUCTION, deploymentIn } from "../setup/toml.ts";
import type { ChildProcess } from "node:child_process";
import type { StateView } from "./views.ts";

const root = process.cwd();
const here = import.meta.dirname;
const customer = "cus_661677a19018beef00a29fae";

const usage = `Usage: npm run dev -- [--port N] [--keep] [--fleet N] [--quiet-hours] [--plain]
       npm run dev -- --live [--url https://...] [--env NAME] [--port N]`;

function readArguments() {
  const options = {
    port: { type: "string" },
    keep: { type: "boolean", default: false },
    fleet: { type: "string", default: "40" },
    "quiet-hours": { type: "boolean", default: false },
    plain: { type: "boolean", default: false },
    live: { type: "boolean", default: false },
    url: { type: "string" },
    env: { type: "string", default: "staging" },
  } as const;
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

interface Files {
  folder: string;
  emulator: string;
  product: string;
  env: string;
}

/** In the package the emulator is JavaScript. */
const emulatorMain = import.meta.filename.endsWith(".ts") ? 'main = "worker.ts"' : 'main = "worker.js"';

/** The emulator's configuration in front of the product that `product`, the text of its configuration, names. */
function emulatorConfig(product: string): string {
  const name = /^name = "(.+)"$/m.exec(product)?.[1];
  if (name === undefined) throw new StartError('wrangler.toml has no line name = "...".');
  return readFileSync(join(here, "wrangler.toml"), "utf8")
    .replace('main = "worker.ts"', emulatorMain)
    .replace('service = "flatpeak-reconnect"', `service = "${name}"`);
}

/** Lays out the run's folder: a configuration for each Worker, so that wrangler writes nowhere else, and the pages' files. */
function writeFiles(port: number, settings: Record<string, string>, keep: boolean): Files {
  // A folder for each port, so that two runs in one checkout leave each other alone.
  const folder = join(root, ".wrangler/dev", String(port));
  if (!keep) rmSync(join(folder, "state"), { recursive: true, force: true });
  const relocate = (name: string, text: string, from: string, lines: string[]): string => {
    mkdirSync(join(folder, name), { recursive: true });
    const path = join(folder, name, "wrangler.toml");
    writeFileSync(path, relocatedConfig(text, from, lines));
    return path;
  };
  const ours = readFileSync(join(root, "wrangler.toml"), "utf8");
  const emulator = relocate("emulator", emulatorConfig(ours), here, [emulatorMain]);
  // Where that configuration, from its new place, looks for its assets.
  writeBrowserFiles(join(here, "browser"), join(folder, "emulator/assets/_dev/assets"));
  const product = relocate("product", ours, root, [
    'main = "dist/worker/worker.mjs"',
    'base_dir = "dist/worker"',
    'watch_dir = "src"',
    'cwd = "."',
  ]);
  // Each Worker reads its own file: wrangler gives --env-file to the first configuration only.
  const env = join(folder, "emulator.env");
  writeFileSync(env, toDotEnv(settings));
  writeFileSync(join(folder, "product/.dev.vars"), toDotEnv(settings));
  return { folder, emulator, product, env };
}

function startProduct(port: number, files: Files): ChildProcess {
  // The product comes second: the first configuration is the front.
  return startWrangler(root, {
    port,
    folder: files.folder,
    showsLog: false,
    words: ["--config", files.emulator, "--config", files.product, "--env-file", files.env],
  });
}

/** A private key for this run alone: Google's form of a service account has one, and none belongs into a repository. */
async function newPushKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/** Gives the documented customer a language, a time zone and names of their homes, as a company's backend would. */
async function introduceCustomer(origin: string, operatorToken: string): Promise<void> {
  const state = (await (await fetch(`${origin}/_dev/state`)).json()) as StateView;
  const own = state.locations.filter((home) => home.customer_id === customer);
  const labels = Object.fromEntries(own.map(({ id, label }) => [id, label]));
  const problem = await fetch(`${origin}/v1/customers/${customer}/contact`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${operatorToken}`, "Content-Type": "application/json" },
    body: JSON.stringify({ locale: "en", timezone: "Europe/London", labels }),
  }).then(
    async (response) => (response.ok ? null : `${response.status} ${(await response.text()).slice(0, 300)}`),
    (error: unknown) => String(error),
  );
  if (problem !== null) console.warn(`The product did not take the customer's contact: ${problem}`);
}

/** Begins the life of some customers in all states; it goes on by itself, and nobody waits for it. */
async function settleFleet(origin: string, given: string): Promise<void> {
  const customers = Number(given);
  if (!Number.isInteger(customers) || customers < 0 || customers > 200)
    throw new StartError(`${given} is not a number of customers, 0 to 200.`);
  if (customers === 0) return;
  const headers = { "Content-Type": "application/json" };
  await fetch(`${origin}/_dev/fleet`, { method: "POST", headers, body: JSON.stringify({ customers }) });
}

function banner(origin: string, operatorToken: string): string {
  return `
  flatpeak-reconnect is running with an emulated FlatPeak.

    Control room   ${origin}/_dev/
    Dashboard      ${origin}/operator, by the key ${operatorToken}
    Try            curl -X POST ${origin}/_dev/trigger -d '{"type":"tariff.expired"}'
    Then           curl ${origin}/_dev/inbox
    Operator       curl -H 'Authorization: Bearer ${operatorToken}' ${origin}/v1/customers/${customer}
    Stop           Ctrl+C
`;
}

async function run(): Promise<number> {
  const given = readArguments();
  // A tunnel leads to the one port that it was told, so that a live run does not move on.
  const port = await choosePort(given.port ?? process.env["PORT"] ?? (given.live ? "8787" : undefined));
  if (given.live) return runLive(root, { port, url: given.url ?? null, environment: given.env });
  const origin = `http://127.0.0.1:${port}`;
  const { vars } = deploymentIn(readFileSync(join(root, "wrangler.toml"), "utf8"), PRODUCTION);
  const own = devSettings(port, process.env, await newPushKey(), given["quiet-hours"]);
  const settings = { ...leftOut(vars, given.plain), ...own };
  const running = accompany(startProduct(port, writeFiles(port, settings, given.keep)));
  try {
    await untilReady(`${origin}/_dev/state`, running.child);
    await mustBeWhole(origin);
    const token = settings["OPERATOR_TOKEN"] ?? "";
    await introduceCustomer(origin, token);
    if (!given.keep) await settleFleet(origin, given.fleet);
    console.log(banner(origin, token));
    for (const word of [...slipsIn(process.env), ...strayLinks(settings, origin)]) console.warn(word);
  } catch (error) {
    await running.stop();
    if (!running.isStopped()) throw error;
  }
  return running.ended;
}

try {
  process.exitCode = await run();
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
