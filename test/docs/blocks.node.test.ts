// No example of the documents is only written: each block is run by a test that is named here, and a new one by none is found.

import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parse } from "smol-toml";
import { expect, test } from "vitest";
import { EVENTS } from "../../src/web/operator/shapes/events.ts";
import { showFunnel } from "../../src/web/operator/shapes/fleet.ts";
import { line } from "../../src/core/journal.ts";
import { tellDecisions } from "../../src/objects/customer/decisions.ts";
import { SAMPLE } from "../../src/dev/messages/all.ts";
import { faultComplaint, faultModes, faultTargets } from "../../src/dev/emulator/faults.ts";
import { allTemplates } from "../../src/dev/messages/write-templates.ts";
import { policyFrom } from "../../src/dev/simulator/policy-file.ts";
import { readConfig } from "../../src/setup/config.ts";
import { customComplaints } from "../../src/text/lint.ts";
import { testSettings } from "../settings.ts";
import { BY_NAME } from "../../src/web/operator/shapes/all.ts";
import { BLOCKS, blockWith, root, textOf } from "./blocks.ts";
import type { FaultMode, FaultTarget } from "../../src/dev/emulator/faults.ts";
import type { CustomTexts } from "../../src/text/custom.ts";

const HERE = "test/docs/blocks.node.test.ts";
const COMMANDS = "test/docs/commands.node.test.ts";
const PROJECT = "test/dev/server/project.test.ts";

/** Which test runs a block, by something that stands in it alone. A drawing is run by none, and neither is a question to Cloudflare's own database. */
const RUN_BY: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  "README.md": {
    "FlatPeak --POST-->": null,
    "npm ci && npm run dev": COMMANDS,
    "curl -d @test/fixtures": HERE,
    "npm ci && npm test": COMMANDS,
    "createClient(": "test/client/client.node.test.ts",
    "createEnergy(": "test/flatpeak/energy/readme.node.test.ts",
  },
  "docs/ADOPT.md": {
    "BRAND_NAME=": PROJECT,
    "words: NonNullable": PROJECT,
    "CONTACT_LOOKUP_URL=": PROJECT,
    "node backend.mjs": PROJECT,
    "curl http": PROJECT,
    "npm run setup": COMMANDS,
  },
  "docs/ARCHITECTURE.md": { "a folder per surface": null, "EVENT  POST": null },
  "docs/BACKEND.md": { "notification.requested": HERE },
  "docs/DEPLOY.md": { "npm run setup -- --env staging": COMMANDS },
  "docs/EVENTS.md": { "import { createHmac": "test/channels/backend/receiver.node.test.ts" },
  "docs/EXPERIMENTS.md": { "EXPERIMENT =": HERE },
  "docs/EXTEND.md": { "printf 'LADDER": HERE },
  "docs/MESSAGES.md": { customTexts: HERE },
  "docs/METRICS.md": { '"what":"decided"': HERE, "SELECT blob1": null },
  "docs/MIGRATION.md": { "BEARER=": "test/dev/server/bridge-guide.test.ts" },
  "docs/PROJECT.md": { "starter . --channel": COMMANDS, "createReconnect(": HERE, "rehearse(": PROJECT },
  "docs/SIMULATOR.md": {
    "--customers 100000": COMMANDS,
    "LADDER_EXPIRED=": HERE,
    "--search --customers": COMMANDS,
    "funnel.json": HERE,
  },
  "docs/VERSIONS.md": { "npm run deploy:staging": COMMANDS },
  "docs/WHATSAPP.md": { ApprovalRequests: HERE },
  "src/dev/starter/files/README.md": { "npm run messages": COMMANDS },
};

/** Every block of a page is run by one test, which speaks of the page by its name. */
const WHOLE: Readonly<Record<string, string>> = { "docs/OPERATE.md": "test/web/operator/operate-docs.test.ts" };

test("every block of the documents is run by a test", () => {
  const strangers = BLOCKS.filter(
    ({ page, text }) =>
      WHOLE[page] === undefined && !Object.keys(RUN_BY[page] ?? {}).some((sign) => text.includes(sign)),
  );
  expect(strangers.map(({ page, line, text }) => `${page}:${line} no test runs ${text.split("\n")[0]}`)).toEqual([]);
});

test("each of those tests is there and reads the page, and none is named for a block that is gone", () => {
  const named = Object.entries(RUN_BY).flatMap(([page, signs]) =>
    Object.entries(signs).map(([sign, by]) => ({ block: blockWith(page, sign), by })),
  );
  for (const { block, by } of [...named, ...Object.entries(WHOLE).map(([page, by]) => ({ block: { page }, by }))]) {
    if (by === null || by === COMMANDS) continue;
    const read = existsSync(join(root, by)) ? readFileSync(join(root, by), "utf8") : "";
    expect([by, read.includes(basename(block.page, ".md"))]).toEqual([by, true]);
  }
});

test("the first event of the README is one that the dev server is tried with", () => {
  const { text } = blockWith("README.md", "curl -d @test/fixtures");
  const [, fixture = "", name = ""] =
    /@(test\/fixtures\/zero-seed\.tariff\.([a-z.]+)\.json) \S+\/webhooks\/flatpeak$/m.exec(text) ?? [];
  expect(existsSync(join(root, fixture))).toBe(true);
  const [, tried = ""] =
    /documented = \[(.*?)\]/.exec(readFileSync(join(root, "test/dev/server/curl.test.ts"), "utf8")) ?? [];
  expect(tried).toContain(JSON.stringify(name));
  expect(text).toMatch(/^curl \S+\/_dev\/inbox$/m);
});

test("the message in BACKEND is one as it is sent", () => {
  const { type, timestamp, data } = JSON.parse(blockWith("docs/BACKEND.md", "notification.requested").text) as {
    readonly type: string;
    readonly timestamp: string;
    readonly data: object;
  };
  // What is handed over at the end is the same body under another name.
  const shape = EVENTS.find((it) => it.type === "case.handed_over")?.body;
  const sent = { type: "case.handed_over", timestamp, data };
  expect([type, shape?.parse(sent)]).toEqual(["notification.requested", sent]);
});

test("each body in the table of OPERATE is one that its call takes", () => {
  const rows = [...textOf("docs/OPERATE.md").matchAll(/^\| `([A-Z]+) (\/v1\S*)` \| `(\{".*?\})`/gm)];
  expect(rows.length).toBeGreaterThan(4);
  for (const [, method = "", path = "", body = ""] of rows) {
    const call = Object.values(BY_NAME).find((it) => it.method === method && it.path === path);
    const sent: unknown = JSON.parse(body.replaceAll('"..."', '"ann@example.com"').replaceAll("_...", "_1"));
    const read = call !== undefined && "body" in call ? call.body.safeParse(sent) : null;
    expect([path, read?.data]).toEqual([path, sent]);
  }
});

test.each(inlineFaults().map((it) => [it]))("the fault %s in ARCHITECTURE is one that the emulator plays", (fault) => {
  const { target, mode, code } = JSON.parse(fault) as { target: FaultTarget; mode: FaultMode; code?: string | number };
  expect(faultTargets).toContain(target);
  expect(faultModes).toContain(mode);
  expect(faultComplaint(target, mode, code)).toBeNull();
});

/** The faults that stand in lines of ARCHITECTURE. */
function inlineFaults(): readonly string[] {
  return [...textOf("docs/ARCHITECTURE.md").matchAll(/`(\{"target".*?\})`/g)].map(([, fault = ""]) => fault);
}

test("the experiment in EXPERIMENTS is one that a deployment takes", () => {
  const settings = parse(blockWith("docs/EXPERIMENTS.md", "EXPERIMENT =").text) as Record<string, string>;
  const read = readConfig({ ...testSettings, ...settings });
  expect(read.ok ? [] : read.complaints).toEqual([]);
  expect(read.ok && read.config.experiment !== null).toBe(true);
});

test("the words in MESSAGES are in place of ours", async () => {
  const { text } = blockWith("docs/MESSAGES.md", "customTexts");
  const code = encodeURIComponent(stripTypeScriptTypes(text));
  const { customTexts } = (await import(`data:text/javascript,${code}`)) as { readonly customTexts: CustomTexts };
  expect([Object.keys(customTexts.en ?? {}).length, customComplaints(customTexts)]).toEqual([2, []]);
});

test("the line of the log in METRICS is one that is written", () => {
  const lines: object[] = [];
  const write = (what: string, facts?: object): unknown => lines.push({ what, ...facts });
  const log = { info: write, warn: write, error: write };
  tellDecisions({ log, analytics: null }, "cus_...", [
    line(0, "silent", { why: "cap", case: 1, until: 1_764_140_400_000 }),
  ]);
  expect(lines).toEqual([JSON.parse(blockWith("docs/METRICS.md", '"what":"decided"').text)]);
});

test.each([
  ["docs/SIMULATOR.md", blockWith("docs/SIMULATOR.md", "LADDER_EXPIRED=").text],
  [
    "docs/EXTEND.md",
    /printf '([^']*)'/.exec(blockWith("docs/EXTEND.md", "printf").text)?.[1]?.replaceAll("\\n", "\n") ?? "",
  ],
])("the policy in %s is one that the simulator takes", (_page, text) => {
  const file = join(mkdtempSync(join(tmpdir(), "policy-")), "policy.env");
  writeFileSync(file, text);
  expect(policyFrom(file)).not.toEqual(policyFrom(null));
});

test("the funnels that SIMULATOR exports can be asked for", () => {
  const { text } = blockWith("docs/SIMULATOR.md", "funnel.json");
  const [, asked = ""] = /for by in ([a-z_ ]+); do/.exec(text) ?? [];
  expect(text).toContain(`$URL${showFunnel.path}?by=`);
  expect(asked.split(" ").filter((by) => !showFunnel.query.safeParse({ by }).success)).toEqual([]);
});

test("what PROJECT deploys is what the starter writes", () => {
  const worker = readFileSync(join(root, "src/dev/starter/files/src/worker.ts"), "utf8");
  expect(worker.replace(/^\/\/.*\n/, "").trim()).toBe(blockWith("docs/PROJECT.md", "createReconnect(").text);
});

test("the template that WHATSAPP hands in is one that is written", () => {
  const { text } = blockWith("docs/WHATSAPP.md", "ApprovalRequests");
  const [, language, name] = /-d @(\w+)\/(\w+)\.json/.exec(text) ?? [];
  const [, approval = "{}"] = /-d '(\{.*?\})'/.exec(text) ?? [];
  const template = allTemplates(SAMPLE).templates.find((it) => it.language === language && it.name === name);
  expect(template?.approval).toEqual(JSON.parse(approval));
});
