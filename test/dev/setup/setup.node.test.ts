// `npm run setup`: what it would write, as functions of text; and the whole of it without a terminal, in a folder of its own.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { parse } from "smol-toml";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { firstQuestions, questionFor } from "../../../src/dev/setup/ask.ts";
import { EARLY, NAMES, WAYS, isSecret, wordsIn } from "../../../src/dev/setup/known.ts";
import { ignoringSecrets, readBefore, writePlan } from "../../../src/dev/setup/files.ts";
import { AT_PROVIDER, deployPlan, toPaste } from "../../../src/dev/setup/next.ts";
import { planSetup } from "../../../src/dev/setup/plan.ts";
import { makeSecret } from "../../../src/dev/setup/secret.ts";
import { PRODUCTION, TomlTrouble, deploymentIn, withSettings } from "../../../src/dev/setup/toml.ts";
import { readWords } from "../../../src/dev/setup/words.ts";
import type { Before, Plan, Wish } from "../../../src/dev/setup/plan.ts";

const root = resolve(import.meta.dirname, "../../..");
/** As it ships, whatever a setup has written there since. */
const toml = readFileSync(join(root, "wrangler.toml"), "utf8")
  .replaceAll(/^(?!FLATPEAK_API_)[A-Z][A-Z\d_]+ = ".*\n/gm, "")
  .replace(/^routes = \[\{.*$/m, "# routes = []");
const settingsPage = readFileSync(join(root, "docs/SETTINGS.md"), "utf8");
const nothing: Before = { toml, secrets: {}, local: {} };

/** What a company has to say, with its own backend as the way to customers. */
const said = {
  FLATPEAK_ACCOUNT_ID: "acc_661677911f2197045e6cf1b1",
  FLATPEAK_API_KEY: "sk_test_a-canary-of-a-key",
  PUBLIC_URL: "https://go.waermeplus.test",
  BRAND_NAME: 'Wärme "plus"',
  HANDOFF_URL: "https://backend.waermeplus.test/reconnect",
  TEST_MODE_DELIVERY: "all",
};

const plan = (wish: Partial<Wish> = {}, before = nothing): Plan => {
  const result = planSetup(before, {
    environment: PRODUCTION,
    given: said,
    force: () => false,
    make: makeSecret,
    ...wish,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.complaints));
  return result.plan;
};

const refusal = (wish: Partial<Wish>, before = nothing): readonly string[] => {
  const result = planSetup(before, {
    environment: PRODUCTION,
    given: {},
    force: () => false,
    make: makeSecret,
    ...wish,
  });
  return result.ok ? [] : result.complaints.map(({ setting, problem }) => `${setting} ${problem}`);
};

/** A plan as what stands there the next time. */
const after = ({ toml: text, secrets, local }: Plan): Before => ({ toml: text, secrets, local: local ?? {} });

describe("what a setup would write", () => {
  it("is whole from what a company has to say: the rest is made up", () => {
    const { left, made, secrets, local, settings } = plan();
    expect(left).toEqual([]);
    expect(made.toSorted()).toEqual(["HANDOFF_SECRET", "LINK_KEYS", "OPERATOR_TOKEN"]);
    expect(Object.keys(secrets).every(isSecret)).toBe(true);
    expect(local).toEqual(secrets);
    expect(settings).toMatchObject(said);
  });

  it("keeps every comment and everything else of wrangler.toml, and no secret in it", () => {
    const { toml: text, secrets } = plan({ environment: "staging" });
    const comments = (of: string): readonly string[] => of.split("\n").filter((line) => line.startsWith("#"));
    expect(comments(text)).toEqual(comments(toml));
    expect(deploymentIn(text, PRODUCTION)).toEqual(deploymentIn(toml, PRODUCTION));
    expect(deploymentIn(text, "staging").vars).toMatchObject({ BRAND_NAME: said.BRAND_NAME });
    expect(parse(text)).toMatchObject({
      env: { staging: { routes: [{ pattern: "go.waermeplus.test", custom_domain: true }] } },
    });
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
  });

  it("puts the domain of production where its line is, and names nothing twice", () => {
    const once = plan().toml;
    expect(once).toMatch(/^routes = \[\{ pattern = "go\.waermeplus\.test", custom_domain = true \}\]$/m);
    const noted = toml.replace("[vars]", "[vars] # ours");
    expect(plan({}, { ...nothing, toml: noted }).toml).toContain("[vars] # ours\nFLATPEAK_API_URL");
    const twice = plan({ given: { BRAND_NAME: "Other" } }, { ...nothing, toml: once }).toml;
    expect(twice.match(/^BRAND_NAME = /gm)).toHaveLength(1);
    expect(twice).toContain('BRAND_NAME = "Other"');
  });

  it("changes nothing the second time", () => {
    const first = plan();
    const second = plan({}, after(first));
    expect(after(second)).toEqual(after(first));
    expect([second.made, second.changed]).toEqual([[], []]);
  });

  it("never writes over a secret, unless it is forced to", () => {
    const before = after(plan());
    const given = { OPERATOR_TOKEN: makeSecret("OPERATOR_TOKEN") };
    expect(refusal({ given }, before)).toEqual([
      "OPERATOR_TOKEN is set already, to something else: --force writes over it",
    ]);
    expect(plan({ given, force: () => true }, before)).toMatchObject({ secrets: given, local: given });
    const both = { ...given, LINK_KEYS: makeSecret("LINK_KEYS") };
    expect(refusal({ given: both, force: (name) => name === "OPERATOR_TOKEN" }, before).join()).toMatch(
      /^LINK_KEYS is set/,
    );
  });

  it("gives no laptop a live key, and staging none", () => {
    const given = { ...said, FLATPEAK_API_KEY: "sk_live_a-canary-of-a-key" };
    expect(plan({ given }).local).toBeNull();
    expect(refusal({ given, environment: "staging" })).toEqual([
      "FLATPEAK_API_KEY is a live key, and staging is for test data",
    ]);
  });

  it.each([
    [{ BRAND_NAM: "x" }, "BRAND_NAM is no setting: is BRAND_NAME meant?"],
    [{ FLATPEAK_API_KEY: "canary" }, "FLATPEAK_API_KEY must begin with sk_live_ or sk_test_"],
    [{ GROUP_WAIT: "30m" }, undefined],
    [{ BRAND_NAME: "" }, "BRAND_NAME is given, and empty"],
    [{ ALERT_URL: "http://chat.example.com/canary" }, "ALERT_URL must be an https URL, without a user name in it"],
    [
      { PUBLIC_URL: "https://go.example.com", ALERT_URL: "http://localhost:9/canary" },
      "ALERT_URL is an address of this machine, which no deployment reaches",
    ],
    [{ LINK_KEYS: "a".repeat(32) }, "LINK_KEYS can be guessed: make a random one"],
    [
      { HANDOFF_URL: "https://backend.example.com/canary", ALERT_URL: "https://backend.example.com/canary" },
      "ALERT_URL must not be the same as HANDOFF_URL: alerts are text for a chat, so give it the address of one, or a path of its own",
    ],
  ])("refuses %o and changes nothing", (given, complaint) => {
    const complaints = refusal({ given });
    expect(complaints).toEqual(complaint === undefined ? [] : [complaint]);
    expect(complaints.join()).not.toContain("canary");
  });

  it("says what is missing still, and writes what there is", () => {
    const { left, secrets } = plan({ given: { BRAND_NAME: "Example" } });
    expect(left.map(({ setting }) => setting)).toEqual(["FLATPEAK_ACCOUNT_ID", "FLATPEAK_API_KEY", "PUBLIC_URL"]);
    expect(Object.keys(secrets)).toEqual(["LINK_KEYS", "OPERATOR_TOKEN"]);
  });

  it("names a binding that production was given and staging was not", () => {
    const bound = toml.replace("[vars]", '[[send_email]]\nname = "EMAIL"\n\n[vars]');
    const { left } = plan({ environment: "staging" }, { ...nothing, toml: bound });
    expect(left).toEqual([
      { setting: "EMAIL", problem: "is bound in production, and not in [env.staging], which takes over nothing" },
    ]);
    expect(plan({}, { ...nothing, toml: bound }).left).toEqual([]);
  });

  it("finds a secret that stands in wrangler.toml", () => {
    const before = { ...nothing, toml: toml.replace("[vars]", '[vars]\nOPERATOR_TOKEN = "canary"') };
    expect(refusal({}, before)).toEqual(["OPERATOR_TOKEN is a secret, and stands in wrangler.toml: take it out there"]);
  });

  it("leaves a wrangler.toml alone that it cannot edit line by line", () => {
    const inline = 'name = "reconnect"\nvars = { BRAND_NAME = "x" }\n';
    const edit = () => withSettings(inline, PRODUCTION, { vars: { BRAND_NAME: "Example" }, domain: null });
    expect(edit).toThrow("by hand");
    const long = toml.replace("# routes = [", 'routes = [\n  "a.example.com",\n]\n# routes = [');
    expect(() => withSettings(long, PRODUCTION, { vars: {}, domain: "go.example.com" })).toThrow(TomlTrouble);
  });
});

describe("the questions", () => {
  const words = wordsIn(settingsPage);

  it("say what SETTINGS says, of every setting there is", () => {
    expect(NAMES.filter((name) => !words.has(name))).toEqual([]);
    expect(EARLY.filter((name) => !NAMES.includes(name))).toEqual([]);
    const marked: readonly string[] = [...settingsPage.matchAll(/`([A-Z_\d]+)`(?:\*\*)? \(secret\)/g)].map(
      ([, name]) => name ?? "",
    );
    expect(marked.toSorted()).toEqual(NAMES.filter(isSecret).toSorted());
  });

  it("ask first for what cannot be made up, hide what is secret, and show no secret that stands there", () => {
    expect(firstQuestions).toEqual(["FLATPEAK_ACCOUNT_ID", "FLATPEAK_API_KEY", "PUBLIC_URL", "BRAND_NAME"]);
    const key = questionFor("FLATPEAK_API_KEY", { FLATPEAK_API_KEY: "canary" }, words);
    expect(key).toMatchObject({ isHidden: true, otherwise: "as it is" });
    expect(JSON.stringify(key)).not.toContain("canary");
    expect(questionFor("HANDOFF_SECRET", {}, words).otherwise).toBe("made up for you");
    expect(questionFor("BRAND_NAME", {}, words).otherwise).toBeNull();
    expect(questionFor("DEFAULT_LOCALE", {}, words).otherwise).toBe("en");
  });

  it("take over what another environment has, but for its address, its secrets and its ways out", () => {
    const others = {
      BRAND_NAME: "Wärmeplus",
      PUBLIC_URL: "https://go.example.com",
      FLATPEAK_API_KEY: "canary",
      HANDOFF_URL: "https://b",
    };
    const question = (name: string, settings = {}) => questionFor(name, settings, words, others);
    expect(question("BRAND_NAME")).toMatchObject({ otherwise: "Wärmeplus", takenOver: "Wärmeplus" });
    expect(question("BRAND_NAME", { BRAND_NAME: "Other" })).toMatchObject({ otherwise: "Other", takenOver: null });
    for (const name of ["PUBLIC_URL", "FLATPEAK_API_KEY", "HANDOFF_URL"]) expect(question(name).takenOver).toBeNull();
  });
});

describe("what Git sees", () => {
  it("is none of the files that hold secrets, whatever the .gitignore had", () => {
    const own = readFileSync(join(root, ".gitignore"), "utf8");
    expect(ignoringSecrets(own)).toBe(own);
    expect(ignoringSecrets("dist/")).toBe("dist/\n.dev.vars*\n.secrets*\n");
    expect(ignoringSecrets(ignoringSecrets(""))).toBe(".dev.vars*\n.secrets*\n");
  });
});

describe("what is left to do", () => {
  const place = { environment: "staging", worker: "w", settings: { ...said, TWILIO_FROM: "+441632960000" } };

  it("is said of every way out, with its address here", () => {
    expect(Object.keys(AT_PROVIDER).toSorted()).toEqual(WAYS.map(({ name }) => name).toSorted());
    const lines = toPaste(place, ["twilio", "resend", "backend"]).join("\n");
    for (const path of ["flatpeak", "twilio", "resend"])
      expect(lines).toContain(`https://go.waermeplus.test/webhooks/${path}`);
    expect(lines).toContain("test data");
    expect(lines).not.toContain("tariff.connection.upgrade");
    const withUpgrade = { ...place, settings: { ...place.settings, LADDER_UPGRADE: "0" } };
    expect(toPaste(withUpgrade, []).join("\n")).toContain("tariff.connection.upgrade");
  });

  it.each([
    [undefined, "case.handed_over, supplier.outage, channel.closed, account.refused, and of no message that went out"],
    ["off", "nothing that happens"],
    ["notification.sent,link.opened", "notification.sent, link.opened"],
  ])("says of what a backend hears: EVENTS_OUT %s", (given, told) => {
    const settings = given === undefined ? said : { ...said, EVENTS_OUT: given };
    expect(toPaste({ ...place, settings }, ["backend"]).join("\n")).toContain(`It hears of ${told}. EVENTS_OUT says`);
  });

  it("names a channel of the company's own, what it goes by, and where its provider reports to", async () => {
    vi.resetModules();
    const { addProviders } = await import("../../../src/channels/registry.ts");
    const { twilio } = await import("../../../src/channels/twilio/provider.ts");
    const settings = { GATEWAY_URL: twilio.settings.TWILIO_FROM, GATEWAY_KEY: twilio.settings.TWILIO_AUTH_TOKEN };
    const needs = ["GATEWAY_URL", "GATEWAY_KEY"];
    addProviders([{ ...twilio, name: "gateway", settings, needs, secrets: { given: ["GATEWAY_KEY"] } }]);
    const next = await import("../../../src/dev/setup/next.ts");
    expect(next.toPaste(place, ["gateway"]).slice(-2)).toEqual([
      "gateway, your own channel for sms: by GATEWAY_URL, GATEWAY_KEY; of these GATEWAY_KEY in .secrets.staging.json.",
      "  Its provider reports to https://go.waermeplus.test/webhooks/gateway (HTTP POST).",
    ]);
  });

  it("warns of a backend that hears of messages and brings none", () => {
    const warned = (settings = {}) =>
      toPaste({ ...place, settings: { ...place.settings, ...settings } }, ["backend"])
        .join("\n")
        .includes("2xx");
    expect(warned()).toBe(true);
    expect(warned({ CHANNEL_ORDER: "push,email,sms" })).toBe(false);
  });

  it("names commands in an order in which secrets are there with the first code", () => {
    const commands = deployPlan(place).filter((line) => !line.startsWith("#"));
    expect(commands[0]).toBe("npx wrangler login");
    expect(commands[1]).toBe("npx wrangler deploy --env=staging --secrets-file .secrets.staging.json");
    expect(commands[2]).toBe("curl https://go.waermeplus.test/healthz");
  });
});

describe("the files of a setup", () => {
  const inFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), "reconnect-files-"));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    writeFileSync(join(folder, "wrangler.toml"), toml);
    return folder;
  };

  it("puts a secret into no file that others have open, or may read", () => {
    const folder = inFolder();
    const path = join(folder, ".secrets.json");
    writeFileSync(path, "{}");
    chmodSync(path, 0o644);
    const { ino } = statSync(path);
    const before = readBefore(folder, PRODUCTION);
    expect(writePlan(folder, PRODUCTION, before, plan({}, before))).toContain(".secrets.json");
    expect([statSync(path).mode & 0o777, statSync(path).ino === ino]).toEqual([0o600, false]);
  });

  it("says where a wrangler.toml breaks, and quotes nothing of it", () => {
    const broken = () => deploymentIn('name = "x"\n[vars]\nFLATPEAK_API_KEY = "sk_live_canary\n', PRODUCTION);
    expect(broken).toThrow(/^wrangler\.toml cannot be read, line 3: /);
    expect(broken).not.toThrow(/canary/);
  });
});

/** A deployment that answers its checks to whoever has its key, until the test is over. */
async function deployed(token: () => string): Promise<string> {
  const finding = { name: "cron", result: "ok", found: "cron has come", remedy: null };
  const report = { checked_at: "2026-03-01T09:00:00.000Z", status: "ok", version: "0.1.0", data: [finding] };
  const server = createServer((request, response) => {
    const isCheck = request.url === "/v1/checks";
    const isKnown = request.headers.authorization === `Bearer ${token()}`;
    response.writeHead(isCheck && !isKnown ? 401 : 200, { "Content-Type": "application/json" });
    response.end(JSON.stringify(isCheck ? report : { status: "ok", configuration: "complete" }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

describe("npm run setup, without a terminal", () => {
  const folder = mkdtempSync(join(tmpdir(), "reconnect-setup-"));
  writeFileSync(join(folder, "wrangler.toml"), toml);
  const script = join(root, "src/dev/setup/run.ts");
  const run = (...words: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], {
      cwd: folder,
      encoding: "utf8",
      input: "",
    });
    return { status, output: stdout + stderr };
  };
  const at = (name: string): string => readFileSync(join(folder, name), "utf8");

  it("writes three files, shows no secret, and the second time changes nothing", () => {
    writeFileSync(join(folder, "answers.json"), JSON.stringify(said));
    const first = run("--env", "staging", "--from", "answers.json", "--offline");
    expect(first).toMatchObject({ status: 0 });
    const secrets = JSON.parse(at(".secrets.staging.json")) as Record<string, string>;
    for (const name of [".secrets.staging.json", ".dev.vars"])
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    for (const secret of Object.values(secrets)) {
      expect(first.output).not.toContain(secret);
      expect(at("wrangler.toml")).not.toContain(secret);
      expect(at(".dev.vars")).toContain(secret);
    }
    const files = ["wrangler.toml", ".secrets.staging.json", ".dev.vars"];
    const texts = files.map(at);
    expect(run("--env", "staging", "--yes", "--offline")).toMatchObject({ status: 0 });
    expect(files.map(at)).toEqual(texts);
  });

  it("ends by the checks of the deployment, where it answers", async () => {
    const secrets = (): Record<string, string> => JSON.parse(at(".secrets.json")) as Record<string, string>;
    const url = await deployed(() => secrets()["OPERATOR_TOKEN"] ?? "");
    const words = ["--from", "answers.json", "--set", `PUBLIC_URL=${url}`, "--set", "HANDOFF_URL=http://localhost/x"];
    const child = spawn(process.execPath, [script, ...words], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
    const [output, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
    expect(output).toContain("cron has come");
    expect(code).toBe(0);
    for (const secret of Object.values(secrets())) expect(output).not.toContain(secret);
  });

  it("refuses what it does not understand, and says how it is called", () => {
    const { status, output } = run("--env", "nowhere");
    expect(status).toBe(2);
    expect(output).toContain("it has production and staging");
    expect(readWords([])).toMatchObject({ asksNothing: false, environment: null });
    expect(readWords(["--set", "BRAND_NAME=a=b"])).toMatchObject({ asksNothing: true, given: { BRAND_NAME: "a=b" } });
    expect(() => readWords(["--set", "canary"])).toThrow(/^--set takes NAME=value\.\nUsage/);
  });
});
