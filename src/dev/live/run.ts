// `npm run dev -- --live`: the product alone on this machine, with real keys for test data, against the real FlatPeak. What it has
// learned stays below .wrangler/live/<port>, so that nobody is told twice after a new start.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { relocatedConfig, toDotEnv } from "../emulator/dev-settings.ts";
import { StartError, accompany, mustBeWhole, startWrangler, untilReady } from "../emulator/process.ts";
import { FileTrouble, LOCAL_FILE, settingsAt, tomlAt } from "../setup/files.ts";
import { TomlTrouble, environmentsIn } from "../setup/toml.ts";
import { liveSettings } from "./settings.ts";
import type { LiveWish } from "./settings.ts";

const OWNER_ALONE = 0o600;
/** As often as cron comes to a deployment. `wrangler dev` has the address for it, and no clock. */
const CRON_MS = 15 * 60_000;
const CRON_PATH = "/cdn-cgi/handler/scheduled";

function writeFiles(root: string, port: number, settings: Readonly<Record<string, string>>) {
  const folder = join(root, ".wrangler/live", String(port));
  const product = join(folder, "product");
  mkdirSync(product, { recursive: true });
  const lines = ['main = "dist/worker/worker.mjs"', 'base_dir = "dist/worker"', 'watch_dir = "src"', 'cwd = "."'];
  const config = join(product, "wrangler.toml");
  writeFileSync(config, relocatedConfig(readFileSync(join(root, "wrangler.toml"), "utf8"), root, lines));
  writeFileSync(join(product, LOCAL_FILE), toDotEnv({ ...settings }), { mode: OWNER_ALONE });
  return { folder, config };
}

const banner = (here: string, { url, environment }: LiveWish): string => `
  flatpeak-reconnect is running with FlatPeak's test data and the settings of ${environment}.

    Webhooks       ${url === null ? "none can come: no --url of a tunnel was given" : `${url}/webhooks/flatpeak`}
    Dashboard      ${here}/operator, by OPERATOR_TOKEN of ${LOCAL_FILE}
    Check          OPERATOR_TOKEN=... npm run doctor -- ${here}
    Stop           Ctrl+C
`;

/** Sweeps as cron would. What breaks is in the log of the Worker; the next one comes all the same. */
function sweep(here: string): void {
  fetch(`${here}${CRON_PATH}`).catch((error: unknown) => process.stderr.write(`No sweep: ${String(error)}\n`));
}

/** The settings of a run. Throws a StartError that says what is wrong with them. */
function settingsOf(root: string, wish: LiveWish): Readonly<Record<string, string>> {
  const { environment } = wish;
  try {
    const toml = tomlAt(root);
    if (!environmentsIn(toml).includes(environment))
      throw new StartError(`wrangler.toml has no environment ${environment}.`);
    const read = liveSettings(toml, settingsAt(root, LOCAL_FILE), process.env, wish);
    if (read.ok) return read.settings;
    const wrong = read.complaints.map(({ setting, problem }) => `  ${setting} ${problem}`).join("\n");
    throw new StartError(
      `The settings of ${environment} and ${LOCAL_FILE} are not whole:\n${wrong}\nnpm run setup -- --env ${environment} writes both.`,
    );
  } catch (error) {
    if (error instanceof FileTrouble || error instanceof TomlTrouble) throw new StartError(error.message);
    throw error;
  }
}

/** Starts it and stays until it ends; gives the exit code. Throws a StartError where it cannot start. */
export async function runLive(root: string, wish: LiveWish): Promise<number> {
  const { folder, config } = writeFiles(root, wish.port, settingsOf(root, wish));
  const here = `http://127.0.0.1:${wish.port}`;
  const running = accompany(
    startWrangler(root, { port: wish.port, folder, showsLog: true, words: ["--config", config] }),
  );
  try {
    await untilReady(`${here}/healthz`, running.child);
    await mustBeWhole(here);
    process.stdout.write(banner(here, wish));
    sweep(here);
    setInterval(() => sweep(here), CRON_MS).unref();
  } catch (error) {
    await running.stop();
    if (!running.isStopped()) throw error;
  }
  return running.ended;
}
