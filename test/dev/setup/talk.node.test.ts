// The questions of `npm run setup`, asked and answered by the library itself in a terminal that is a pair of streams.

import { mkdtempSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { expect, it } from "vitest";
import { firstQuestions } from "../../../src/dev/setup/ask.ts";
import { EARLY, WAYS } from "../../../src/dev/setup/known.ts";
import { runSetup } from "../../../src/dev/setup/set-up.ts";
import { PRODUCTION, deploymentIn } from "../../../src/dev/setup/toml.ts";

const root = resolve(import.meta.dirname, "../../..");
const ENTER = "\r";
const CTRL_C = "\u0003";

/** As it ships, whatever a setup has written there since. */
const toml = readFileSync(join(root, "wrangler.toml"), "utf8")
  .replaceAll(/^(?!FLATPEAK_API_)[A-Z][A-Z\d_]+ = ".*\n/gm, "")
  .replace(/^routes = \[\{.*$/m, "# routes = []");

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "reconnect-talk-"));
  writeFileSync(join(folder, "wrangler.toml"), toml);
  return folder;
}

/** What is typed into a question, by the beginning of what it asks; the next one where the one before was refused. */
type Script = Readonly<Record<string, string | readonly string[]>>;

/** A setup that somebody types into: what the script has for a question, and Enter for any other. They leave where a refused answer has no other one. Gives what stood on the screen, and its code. */
async function talk(folder: string, script: Script, ...words: readonly string[]) {
  const input = new PassThrough();
  const left = new Map(Object.entries(script).map(([name, typed]) => [name, [typed].flat()]));
  let screen = "";
  let last = "";
  const output = new Writable({
    write(chunk, _encoding, done) {
      const text = stripVTControlCharacters(String(chunk));
      screen += text;
      // A question is drawn anew with its sign when it comes, when its answer was refused, and once more when that is corrected.
      const [, sign, question = ""] = /([◆▲]) {2}(.+)/.exec(text) ?? [];
      const isAsked = sign === "▲" || (sign === "◆" && question !== last);
      last = sign === undefined ? last : question;
      const name = [...left.keys()].find((it) => question.startsWith(it)) ?? "";
      const typed = left.get(name)?.shift() ?? (sign === "▲" ? CTRL_C : ENTER);
      // The library listens once it has drawn.
      if (isAsked) setImmediate(() => input.write(typed));
      done();
    },
  });
  // Nothing is wrapped, so that a question stands on one line.
  Object.assign(output, { columns: 2_000, rows: 100 });
  const complaints = new PassThrough();
  const code = await runSetup([...words, "--offline"], folder, { input, output, complaints, isTalk: true });
  return { code, screen, said: String(complaints.read() ?? "") };
}

const KEY = "sk_test_canary-of-a-key";
const CHAT = "https://chat.waermeplus.test/canary-of-a-hook";
const down = "\u001b[B";

/** Good answers to all that has to be answered, with a backend as the way to customers. */
const good: Record<string, string> = {
  FLATPEAK_ACCOUNT_ID: `acc_661677911f2197045e6cf1b1${ENTER}`,
  FLATPEAK_API_KEY: `${KEY}${ENTER}`,
  PUBLIC_URL: `https://go.waermeplus.test${ENTER}`,
  BRAND_NAME: `Wärmeplus${ENTER}`,
  "How are customers reached": `${down.repeat(WAYS.findIndex(({ name }) => name === "backend"))} ${ENTER}`,
  HANDOFF_URL: `https://backend.waermeplus.test/reconnect${ENTER}`,
  EVENTS_OUT: `all${ENTER}`,
  LANGUAGES: `de${ENTER}`,
  DEFAULT_LOCALE: `de${ENTER}`,
  ALERT_URL: `${CHAT}${ENTER}`,
};

const plain = {
  FLATPEAK_ACCOUNT_ID: "acc_661677911f2197045e6cf1b1",
  PUBLIC_URL: "https://go.waermeplus.test",
  BRAND_NAME: "Wärmeplus",
  HANDOFF_URL: "https://backend.waermeplus.test/reconnect",
  EVENTS_OUT: "all",
  LANGUAGES: "de",
  DEFAULT_LOCALE: "de",
};

/** What a setup wrote; and that none of its secrets stands anywhere else, on the screen least of all. */
function written(folder: string, screen: string) {
  const at = (name: string): string => readFileSync(join(folder, name), "utf8");
  const secrets = JSON.parse(at(".secrets.json")) as Record<string, string>;
  for (const secret of Object.values(secrets)) {
    expect(screen).not.toContain(secret);
    expect(at("wrangler.toml")).not.toContain(secret);
  }
  return { vars: deploymentIn(at("wrangler.toml"), PRODUCTION).vars, secrets };
}

const untouched = (folder: string): void => {
  expect(readdirSync(folder)).toEqual(["wrangler.toml"]);
  expect(readFileSync(join(folder, "wrangler.toml"), "utf8")).toBe(toml);
};

it("good answers to every question are written, and no secret is shown", async () => {
  const folder = freshFolder();
  const { code, screen, said } = await talk(folder, good);
  expect([code, said]).toEqual([0, ""]);
  const { vars, secrets } = written(folder, screen);
  expect(vars).toMatchObject(plain);
  expect(secrets).toMatchObject({
    FLATPEAK_API_KEY: KEY,
    ALERT_URL: CHAT,
    HANDOFF_SECRET: expect.stringMatching(/^whsec_/),
  });
  for (const name of [...firstQuestions, ...EARLY]) expect(screen).toContain(`◆  ${name}: `);
});

/** Of each question an answer that is refused, and by which words. Good ones come after. */
const BAD: Readonly<Record<string, readonly [typed: string, problem: string]>> = {
  FLATPEAK_ACCOUNT_ID: ["nobody", "must be like acc_..."],
  FLATPEAK_API_KEY: ["pk_canary", "must begin with sk_live_ or sk_test_"],
  PUBLIC_URL: ["http://go.waermeplus.test", "must be an https URL, without a user name in it"],
  BRAND_NAME: ["", "is missing"],
  HANDOFF_URL: ["http://localhost:8080", "is an address of this machine, which no deployment reaches"],
  EVENTS_OUT: ["everything", "must list some of case.opened"],
  LANGUAGES: ["de,xx", "must list some of en, de"],
  // Left as it is, it would be English, and only German is spoken.
  DEFAULT_LOCALE: ["", "must be of a language that LANGUAGES lists"],
  JURISDICTION: ["us", "must be eu, or be left out"],
  ALERT_URL: ["http://chat.waermeplus.test/canary", "must be an https URL, without a user name in it"],
  ALERT_EMAIL: ["ops", "must be an email address"],
};

it("a bad answer is refused at its question, by what the Worker says of it at its start, and asked for again", async () => {
  const folder = freshFolder();
  const clear = "\u0015";
  const twice = Object.entries(BAD).map(([name, [typed]]) => [
    name,
    [`${typed}${ENTER}`, `${clear}${good[name] ?? ENTER}`],
  ]);
  const { code, screen, said } = await talk(folder, { ...good, ...Object.fromEntries(twice) });
  expect([code, said]).toEqual([0, ""]);
  for (const [name, [, problem]] of Object.entries(BAD)) expect(screen).toContain(`${name} ${problem}`);
  expect(screen).not.toContain("canary");
  expect(written(folder, screen).vars).toMatchObject(plain);
});

it.each([["Which deployment"], ["FLATPEAK_API_KEY"], ["How are customers reached"], ["ALERT_EMAIL"], ["Write "]])(
  "Ctrl+C at %j writes nothing",
  async (question) => {
    const folder = freshFolder();
    const { code, said } = await talk(folder, { ...good, [question]: CTRL_C });
    expect([code, said]).toEqual([2, "Left; nothing was written.\n"]);
    untouched(folder);
  },
);

it("no at the end writes nothing", async () => {
  const folder = freshFolder();
  expect(await talk(folder, { ...good, "Write ": `n${ENTER}` })).toMatchObject({
    code: 2,
    said: "Nothing was written.\n",
  });
  untouched(folder);
});

it.each([[".secrets.json"], [".dev.vars"]])(
  "a %s that is a link to elsewhere is refused before anything is asked",
  async (name) => {
    const [folder, elsewhere] = [freshFolder(), freshFolder()];
    symlinkSync(join(elsewhere, "shared"), join(folder, name));
    const { code, screen, said } = await talk(folder, good, "--env", "production");
    const problem = `${name} is a link to another place: a file of its own must hold the secrets. Nothing was changed.\n`;
    expect([code, screen, said]).toEqual([2, "", problem]);
    untouched(elsewhere);
    expect(readdirSync(folder)).toEqual([name, "wrangler.toml"]);
  },
);
