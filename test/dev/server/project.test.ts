// A project of a company's own, from the packed package alone: made, tested, built for deployment, and on the phone of its own control
// room with its own word, by its own channel, to the number that its own backend names: as docs/ADOPT.md has it. The packages that ours needs are lent by this project instead of fetched: CI asks no
// registry twice. That each of them is declared is looked at beside this.

import { execFile, spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { freePort, startDevServer } from "./server.ts";

const root = resolve(import.meta.dirname, "../../..");

/** What a command printed and how it ended. */
const run = (folder: string, command: string, ...words: string[]): Promise<{ code: number; printed: string }> =>
  new Promise((done) => {
    const { PATH, HOME } = process.env;
    const env = { PATH: `${join(root, "node_modules/.bin")}:${PATH ?? ""}`, HOME, WRANGLER_SEND_METRICS: "false" };
    const child = execFile(command, words, { cwd: folder, env, maxBuffer: 1e7 }, (_, out, err) =>
      done({ code: child.exitCode ?? -1, printed: out + err }),
    );
  });

async function mustRun(folder: string, command: string, ...words: string[]): Promise<string> {
  const { code, printed } = await run(folder, command, ...words);
  if (code !== 0) throw new Error(`${command} ${words.join(" ")} ended with ${code}:\n${printed}`);
  return printed;
}

/** The examples of a kind on a page of the documents. */
const blocksIn = (page: string, wanted: string): readonly string[] =>
  [...readFileSync(join(root, `docs/${page}.md`), "utf8").matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].flatMap(
    ([, kind = "", text = ""]) => (kind === wanted ? [text] : []),
  );

/** What `npm install` would do in a project, with the packages of this one. */
async function install(folder: string): Promise<void> {
  const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    readonly dependencies: Record<string, string>;
  };
  const tarball = dependencies["flatpeak-reconnect"]?.replace(/^file:/, "") ?? "";
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, ".bin"), { recursive: true });
  for (const name of readdirSync(join(root, "node_modules")))
    if (name !== ".bin") symlinkSync(join(root, "node_modules", name), join(modules, name));
  for (const name of readdirSync(join(root, "node_modules/.bin")))
    symlinkSync(join(root, "node_modules/.bin", name), join(modules, ".bin", name));
  await mustRun(folder, "tar", "xzf", tarball, "-C", modules);
  await mustRun(folder, "mv", join(modules, "package"), join(modules, "flatpeak-reconnect"));
  symlinkSync("../flatpeak-reconnect/lib/dev/bin.js", join(modules, ".bin/flatpeak-reconnect"));
}

test("a project of one's own has its word and its channel on the phone, from the package alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "own-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await mustRun(root, "node", "src/dev/starter/run.ts", folder, "--name", "waermeplus", "--channel", "own-sms");
  const [settings = "", places = ""] = blocksIn("ADOPT", "").filter((it) => /^[A-Z_]+=/.test(it));
  const port = String(await freePort());
  const added = `${settings}${places.replaceAll("8080", port)}`;
  writeFileSync(join(folder, "dev.env"), `${readFileSync(join(folder, "dev.env"), "utf8")}${added}`);
  writeFileSync(join(folder, "src/words/words.ts"), blocksIn("ADOPT", "ts").join(""));
  writeFileSync(join(folder, "backend.mjs"), blocksIn("EVENTS", "js").join(""));
  // Not twice into the same place: what somebody wrote there would be lost.
  expect(await run(root, "node", "src/dev/starter/run.ts", folder)).toMatchObject({
    code: 2,
    printed: expect.stringContaining("is not empty") as string,
  });
  await install(folder);

  expect(await mustRun(folder, "npm", "test")).toMatch(/pass 5\n.*fail 0/su);
  const dry = await mustRun(folder, "npm", "run", "deploy", "--", "--dry-run");
  expect(dry).toContain("env.CUSTOMER (Customer)");
  // What is only sometimes asked for is a module of its own here as well.
  expect(readdirSync(join(folder, "dist/worker")).filter((it) => it.endsWith(".mjs")).length).toBeGreaterThan(20);

  const environment = {
    HANDOFF_SECRET: "whsec_b3duLWJhY2tlbmQtaGFuZG9mZi0wMDAwMDAwMDE=",
    CONTACT_LOOKUP_SECRET: "whsec_b3duLWJhY2tlbmQtY29udGFjdC0wMDAwMDAwMDI=",
  };
  const backend = spawn(process.execPath, ["backend.mjs"], {
    cwd: folder,
    env: { ...environment, PORT: port },
    stdio: "inherit",
  });
  onTestFinished(() => void backend.kill());
  const server = await startDevServer({ project: folder, environment });
  onTestFinished(() => server.stop());
  // As docs/PROJECT.md has it.
  const [, rehearsal = ""] = blocksIn("PROJECT", "ts");
  writeFileSync(join(folder, "rehearsal.test.ts"), rehearsal.replace("http://127.0.0.1:8787", server.origin));
  expect(await mustRun(folder, "node", "--test", "rehearsal.test.ts")).toMatch(/pass 1\n.*fail 0/su);
  expect((await server.get("/_dev/inbox")).json).toMatchObject({
    messages: [{ channel: "sms", text: expect.stringMatching(/^Wärmeplus: Ihr Stromtarif ist zu Ende\./) as string }],
  });
  const [ofAnother = ""] = blocksIn("ADOPT", "").filter((it) => it.startsWith("curl "));
  const posted = await mustRun(folder, "sh", "-c", ofAnother.replace("http://127.0.0.1:8787", server.origin));
  expect(posted).toContain("as a home of cus_1");
  // The provider that the product brings was not asked: it would have told what became of the message.
  expect((await server.get("/_dev/state")).json).toMatchObject({ callbacks: [] });
});
