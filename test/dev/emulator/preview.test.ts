// The page with every message: all of them are on it, in the language and for the channel that were asked for.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { LANGUAGES } from "../../../src/text/language.ts";
import { sayIn } from "../../../src/text/page.ts";
import { companyOf } from "../../../src/dev/messages/company.ts";
import { messagesPage } from "../../../src/dev/emulator/preview.tsx";
import { CHANNELS } from "../../../src/core/policy.ts";
import { SAMPLE, allWordings } from "../../../src/dev/messages/all.ts";
import { contents, entriesOf, sheetOf } from "../../../src/dev/messages/sheet.ts";

const channels = CHANNELS.filter((it) => it !== "log");
const shown = (page: string): number => page.split('data-testid="message"').length - 1;

test.each(LANGUAGES.flatMap((language) => channels.map((channel) => [language, channel] as const)))(
  "%s by %s",
  async (language, channel) => {
    const page = String(await messagesPage("Example Energy", { language, channel }));
    const wordings = allWordings(language).filter((it) => it.channel === channel);
    expect(shown(page)).toBe(wordings.length);
    expect(page.split(`<article class=`).length - 1).toBe(wordings.length);
    expect(page).toContain(`lang="${language}"`);
    expect(page.includes("1 segment, ")).toBe(channel === "sms");
    expect(page.includes("<iframe")).toBe(channel === "email");
    // No two of a reason have the same name.
    for (const list of page.split("<ol>").slice(1)) {
      const names = [...list.matchAll(/href="#m\d+">(.*?)<\/a>/g)].map(([, name]) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  },
);

test("what is not there is English SMS", async () => {
  const page = await messagesPage("Example Energy", { language: "tlh", channel: "pigeon" });
  expect(String(page)).toBe(String(await messagesPage("Example Energy", { language: "en", channel: "sms" })));
});

test("`npm run messages` writes what will be sent: the brand and the links of the shell (row 85)", () => {
  const out = mkdtempSync(join(tmpdir(), "reconnect-messages-"));
  onTestFinished(() => rmSync(out, { recursive: true }));
  const run = (environment: Record<string, string>, ...more: string[]) =>
    spawnSync(process.execPath, ["src/dev/messages/preview.ts", "--out", out, ...more], {
      env: { PATH: process.env["PATH"], ...environment },
      encoding: "utf8",
    });

  const refused = run({ BRAND_NAME: "B".repeat(31), PUBLIC_URL: "go.example.com/links" });
  expect([refused.status, refused.stderr]).toEqual([
    1,
    "BRAND_NAME must have at most 30 characters\nPUBLIC_URL must be an https URL, without a user name in it\n",
  ]);
  const strange = run({}, "--folder");
  expect([strange.status, strange.stderr]).toEqual([1, expect.stringMatching(/^Unknown option '--folder'.*\nUsage: /)]);
  expect(readdirSync(out)).toEqual([]);

  const written = run({ BRAND_NAME: "Nordlicht Strom", PUBLIC_URL: "https://go.nordlicht.example" });
  expect([written.status, written.stdout]).toEqual([0, expect.stringContaining("messages of Nordlicht Strom")]);
  expect(written.stdout).toMatch(/^SMS of Nordlicht Strom that are too long for one text message.*: \d+ of \d+$/m);
  const texts = readdirSync(out)
    .filter((name) => name.endsWith(".txt"))
    .map((name) => [name, readFileSync(join(out, name), "utf8")] as const);
  expect(texts).toHaveLength(LANGUAGES.flatMap((language) => entriesOf(language, SAMPLE)).length);
  const begins = texts.filter(([, text]) => /^Nordlicht Strom\s?: /u.test(text));
  const links = texts.filter(([name, text]) => name.includes(".push.") || text.includes("//go.nordlicht.example/"));
  const samples = texts.filter(([, text]) => /Example Energy|go\.example\.com/.test(text));
  expect([begins.length, links.length, samples]).toEqual([texts.length, texts.length, []]);
  // A sheet for each language has its texts beside the English ones, and every look it leads to is there.
  const contents = readFileSync(join(out, "index.html"), "utf8");
  for (const language of LANGUAGES) {
    expect(contents).toContain(`href="${language}.html"`);
    const sheet = readFileSync(join(out, `${language}.html`), "utf8");
    const said = [sayIn(language)("page.done.repaired.text"), sayIn("en")("page.done.repaired.text")];
    expect(said.filter((it) => !sheet.includes(it))).toEqual([]);
    const looks = Array.from(sheet.matchAll(/<a href="([^"]+)"/g), ([, file]) => file ?? "");
    expect(looks.length).toBeGreaterThan(10);
    expect(looks.filter((it) => !existsSync(join(out, it)))).toEqual([]);
  }
});

test("they are those of the company that wrangler.toml names, unless the shell names another", () => {
  const vars = { BRAND_NAME: "Wärmeplus", BRAND_DEVICES: "de=Wallboxen", BRAND_LEGAL: "Wärmeplus GmbH, Beispielstadt" };
  const { sample, complaints } = companyOf(vars, { PUBLIC_URL: "https://go.waermeplus.example" });
  expect(complaints).toEqual([]);
  expect(sample).toMatchObject({ brand: "Wärmeplus", devices: { de: "Wallboxen" }, foot: { legal: vars.BRAND_LEGAL } });
  expect(sample.link).toMatch(/^https:\/\/go\.waermeplus\.example\/c\//);
  const [mail] = allWordings("de", sample).filter(({ channel }) => channel === "email");
  expect(mail).toMatchObject({ devices: "Wallboxen", foot: { legal: vars.BRAND_LEGAL } });
  expect(companyOf(vars, { BRAND_NAME: "Other" }).sample.brand).toBe("Other");
  expect(companyOf({ BRAND_NAME: "B".repeat(31) }, {}).complaints).toEqual([
    "BRAND_NAME must have at most 30 characters",
  ]);
  expect(companyOf({}, {}).sample.brand).toBe("Example Energy");
  // Its emails name the app where there is one.
  const app = { APP_URL: "https://app.waermeplus.example" };
  expect([companyOf({}, {}), companyOf(app, {})].map((it) => it.sample.hasApp)).toEqual([false, true]);
});

test("the index lists first what a deployment speaks", async () => {
  const { spoken } = companyOf({ LANGUAGES: "de,en", DEFAULT_LOCALE: "de" }, {});
  expect(spoken.toSorted()).toEqual(["de", "en"]);
  const [first = "", rest = ""] = (await contents("Wärmeplus", spoken)).split("nobody is sent any of them");
  for (const language of LANGUAGES)
    expect((spoken.includes(language) ? first : rest).includes(`href="${language}.html"`)).toBe(true);
  expect(await contents("Wärmeplus", LANGUAGES)).not.toContain("nobody is sent");
});

test("a text that is said of sold energy as of bought is marked, for it may name one of the two", async () => {
  const ours = entriesOf("de", SAMPLE);
  const [bought, sold] = ["de.sms.expired.first.one.stop-by-reply", "de.sms.expired.first.one.export.stop-by-reply"];
  const marks = async (entries: typeof ours) =>
    (await sheetOf("de", entries, [])).split("also of an export tariff").length;
  const before = await marks(ours);
  const said = ours.find(({ name }) => name === bought)?.message;
  const alike = ours.map((it) => (it.name === sold && said !== undefined ? { ...it, message: said } : it));
  expect(await marks(alike)).toBe(before + 1);
});
