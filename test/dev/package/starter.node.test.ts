// A project of a company's own, as it is written: its names, its configuration, its versions.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { unboundIn } from "../../../src/dev/build/bound.ts";
import { mayBeThere, productFor } from "../../../src/dev/starter/product.ts";
import { forPackage } from "../../../src/dev/package/declarations.ts";
import { readSources } from "../../walls/walls.ts";
import {
  channelSettings,
  complaintAbout,
  configOf,
  packageOf,
  placeOf,
  withNames,
} from "../../../src/dev/starter/project.ts";

const root = new URL("../../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const plain = { name: "acme", channel: null, spec: "1.2.0" };
const withChannel = { ...plain, channel: "acme-sms" };

describe("a project of one's own", () => {
  it("has the product's configuration under its own name, and shares no count of a rate limit with another", () => {
    const ours = read("wrangler.toml");
    const config = configOf(plain, ours);
    expect(config).toContain('\nname = "acme"\n');
    expect(config).toContain('\ndatabase_name = "acme-fleet"\n');
    expect(config).toContain('command = "npx flatpeak-reconnect build"');
    expect(config).not.toMatch(/"flatpeak-reconnect|src\/dev/);
    const countsOf = (text: string): readonly string[] => text.match(/^namespace_id = .*/gm) ?? [];
    const other = configOf({ ...plain, name: "other" }, ours);
    expect(countsOf(config)).toHaveLength(countsOf(ours).length);
    expect(new Set([ours, config, other].flatMap(countsOf)).size).toBe(3 * countsOf(ours).length);
    expect(config.split("\n")).toHaveLength(ours.split("\n").length);
  });

  it("is not built where an object of this version is not bound, or its class not declared", () => {
    const config = configOf(plain, read("wrangler.toml"));
    expect(unboundIn(config)).toEqual([]);
    expect(unboundIn(config.replace('name = "DESK"', 'name = "DESKS"'))).toEqual(["DESK"]);
    expect(unboundIn(config.replace("[exports.Gate]", "[exports.Gates]"))).toEqual(["GATE"]);
    expect(unboundIn("").length).toBeGreaterThan(9);
    expect(() => unboundIn("[[")).toThrow("TOML");
  });

  it("has its tools at the versions that the product was tested with", () => {
    const product = JSON.parse(read("package.json")) as Parameters<typeof packageOf>[1];
    const made = JSON.parse(packageOf(plain, product)) as {
      readonly dependencies: object;
      readonly devDependencies: Record<string, string>;
    };
    expect(made.dependencies).toEqual({ "flatpeak-reconnect": "1.2.0" });
    expect(made.devDependencies["wrangler"]).toBe(product.devDependencies["wrangler"]);
    expect(Object.values(made.devDependencies)).not.toContain(undefined);
  });

  it("has a channel of its own only where one is wished for, under its name everywhere", () => {
    const templates = ["src/ours.ts", "src/ours.channel.ts", "src/channels/own-channel.ts", "test/own-channel.test.ts"];
    expect(templates.map((it) => placeOf(it, plain))).toEqual(["src/ours.ts", null, null, null]);
    expect(templates.map((it) => placeOf(it, withChannel))).toEqual([
      null,
      "src/ours.ts",
      "src/channels/acme-sms.ts",
      "test/acme-sms.test.ts",
    ]);
    const text = withNames(read("src/dev/starter/files/src/channels/own-channel.ts"), withChannel);
    expect(text).toContain('name: "acme-sms"');
    expect(text).not.toMatch(/own-channel|OWN_CHANNEL/);
    expect(channelSettings(withChannel)).toContain("ACME_SMS_URL=");
    expect(channelSettings(plain)).toBe("");
  });

  it.each([
    [{ ...plain, name: "Wärmeplus" }, "Wärmeplus is no name of a Worker"],
    [{ ...plain, name: "" }, "is no name of a Worker"],
    [{ ...plain, channel: "../x" }, "../x is no name of a channel"],
  ])("is not made as %j", (wish, complaint) => {
    expect(complaintAbout(wish)).toContain(complaint);
    expect(complaintAbout(plain)).toBeNull();
  });

  it("leaves nothing behind where it is refused", () => {
    const folder = mkdtempSync(join(tmpdir(), "starter-"));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    writeFileSync(join(folder, "file"), "");
    const script = fileURLToPath(new URL("src/dev/starter/run.ts", root));
    for (const [name, complaint] of [
      ["Not A Name", "is no name of a Worker"],
      ["file", "is no folder"],
    ] as const) {
      const { status, stderr } = spawnSync(process.execPath, [script, join(folder, name)], { encoding: "utf8" });
      expect([status, stderr.split("\n").length]).toEqual([2, 2]);
      expect(stderr).toContain(complaint);
    }
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it("is made beside what installing the package left there, with whatever it was installed", () => {
    const left = ["package.json", "package-lock.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", "yarn.lock", "a.tgz"];
    expect(left.filter((it) => !mayBeThere(it))).toEqual([]);
    expect(["src", "wrangler.toml", "package.json5", "pnpm.yaml"].filter(mayBeThere)).toEqual([]);
  });

  it("has the tarball that it was made with, below another project or in a folder of its own too", () => {
    const above = mkdtempSync(join(tmpdir(), "reconnect-product-"));
    onTestFinished(() => {
      rmSync(above, { recursive: true });
    });
    const folderOf = (name: string): string => {
      mkdirSync(join(above, name));
      return join(above, name);
    };
    const [below, other, stranger] = [folderOf("below"), folderOf("other"), folderOf("stranger")];
    const tarball = "flatpeak-reconnect-1.2.0.tgz";
    // npm installs into the project above where a folder has no package.json.
    writeFileSync(join(below, tarball), "packed");
    writeFileSync(
      join(above, "package.json"),
      JSON.stringify({ dependencies: { "flatpeak-reconnect": `file:below/${tarball}` } }),
    );
    expect(productFor(below, "1.2.0", below)).toBe(`file:${tarball}`);
    expect(productFor(other, "1.2.0", stranger)).toBe(`file:${tarball}`);
    expect(readFileSync(join(other, tarball), "utf8")).toBe("packed");
    writeFileSync(join(above, "package.json"), JSON.stringify({ dependencies: { "flatpeak-reconnect": "^1.2.0" } }));
    expect(productFor(stranger, "1.2.0", stranger)).toBe("1.2.0");
    expect(readdirSync(stranger)).toEqual([]);
  });

  it("finds every package that its sources import among those that the package brings", () => {
    const { dependencies } = JSON.parse(read("package.json")) as { readonly dependencies: Record<string, string> };
    const names = [...readSources(new URL("src/", root))].flatMap(([path, source]) =>
      path.startsWith("dev/starter/files/")
        ? []
        : [...source.matchAll(/(?:\bfrom |\bimport\()"(?!node:|cloudflare:)((?:@[\w-]+\/)?[\w-]+)[^"]*"/g)].map(
            ([, it = ""]) => it,
          ),
    );
    const strangers = new Set(names.filter((it) => !Object.hasOwn(dependencies, it)));
    expect(names).toContain("hono");
    expect([...strangers]).toEqual([]);
  });

  it("declares the names of texts so that every compiler reads them", () => {
    const declared = forPackage(read("src/text/tongue.ts"), (path) => JSON.parse(read(`src/text/${path}`)) as object);
    expect(declared).toMatch(/^declare const messagesInEnglish: \{ .*readonly "sms\.expired\.first": string;/m);
    expect(declared).not.toMatch(/\.json"|\.ts"/);
  });

  it("names, for each file that the package promises, a source that is there", () => {
    const { exports, bin } = JSON.parse(read("package.json")) as {
      readonly exports: Record<string, { readonly types: string; readonly default: string }>;
      readonly bin: Record<string, string>;
    };
    const files = [...Object.values(exports).flatMap((it) => [it.default, it.types]), ...Object.values(bin)];
    for (const file of files) {
      const source = file
        .replace(/^\.\//, "")
        .replace(/^lib/, "src")
        .replace(/(?:\.d)?\.[jt]s$/, ".ts");
      expect(read(source)).not.toBe("");
    }
  });
});
