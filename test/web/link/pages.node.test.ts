// What holds for every page in every language: small, whole, harmless, and silent about who the customer is.
import { describe, expect, test } from "vitest";
import { LANGUAGES, TONGUES } from "../../../src/text/language.ts";
import type { Language } from "../../../src/text/language.ts";
import { readTexts } from "../../../src/text/tongue.ts";
import { expired, nowhere } from "../../../src/web/link/notes.tsx";
import { snoozed } from "../../../src/web/link/notes.tsx";
import { snooze } from "../../../src/web/link/snooze.tsx";
import { stopped } from "../../../src/web/link/stop.tsx";
import type { Overview, OverviewTariff } from "../../../src/core/link/overview.ts";
import { overview } from "../../../src/web/link/tariffs.tsx";
import { phone } from "../../../src/web/link/phone.tsx";
import type { PageView } from "../../../src/web/html/view.ts";
import { STYLE } from "../../../src/web/html/style.ts";
import { BRAND, CODE, draw, HOMES, LINK, NO_WAIT, NONCE, OVERVIEW, PAGES, viewIn } from "./samples.ts";

const LIMIT = 20_000;
const form = { code: CODE, min: "2026-03-02", max: "2026-08-29" };
const english = viewIn("en");
const bytes = (html: string): number => new TextEncoder().encode(html).length;
const everywhere = LANGUAGES.flatMap((language) => Object.entries(PAGES).map(([name, of]) => ({ language, name, of })));

describe.each(everywhere)("$name in $language", ({ language, of }) => {
  test("is a whole document of its language, with one heading and a title of its own", async () => {
    const html = await draw(of, viewIn(language));
    expect(html).toMatch(new RegExp(`^<!doctype html><html lang="${language}">`, "i"));
    expect(html.match(/<h1[ >]/g)).toHaveLength(1);
    expect(html.match(/<main[ >]/g)).toHaveLength(1);
    expect(html).toMatch(/<title>[^<]{3,60} · Zappelin Energy<\/title>/);
    expect(html).not.toMatch(/\b(undefined|null|NaN|Invalid Date)\b|\[object/);
  });

  test("asks for nothing: no script, no other address than the links it was given", async () => {
    const html = await draw(of, viewIn(language));
    expect(html).not.toMatch(/<script|<iframe|<object|@import|url\(|\son\w+=|javascript:/i);
    const given = ["https://app.example.com/", LINK];
    const addresses = [...html.matchAll(/https?:\/\/[^"<\s]+/g)].map(([it]) => it);
    expect(addresses.filter((it) => !given.includes(it))).toEqual([]);
    for (const [, source] of html.matchAll(/(?:src|rel="icon" href)="([^"]*)"/g))
      expect(source).toMatch(/^data:image\//);
    for (const [, action] of html.matchAll(/action="([^"]*)"/g))
      expect(action).toMatch(new RegExp(`^/c/${CODE}(/\\w+)?$`));
  });

  test("stays under 20 kB with the largest logo that the settings take", async () => {
    const logo = `data:image/png;base64,${"A".repeat(8_192 - 22)}`;
    expect(bytes(await draw(of, viewIn(language, { ...BRAND, logo })))).toBeLessThan(LIMIT);
  });
});

test("no language says in another's words what both can say", () => {
  const textsIn = (language: Language): string[] => Object.values(readTexts(TONGUES[language].pages));
  const wordsOf = (it: string): number => it.split(" ").filter((word) => !word.startsWith("{")).length;
  const sentences = LANGUAGES.map((language) => textsIn(language).filter((it) => wordsOf(it) > 3));
  const all = sentences.flatMap((own) => [...new Set(own)]);
  expect(all.length).toBeGreaterThan(100);
  expect(new Set(all).size).toBe(all.length);
});

test("no page sends anybody to an app where none is known", async () => {
  for (const language of LANGUAGES) {
    const view = { ...viewIn(language), appUrl: null };
    for (const of of [expired, nowhere, (it: PageView) => overview(it, { ...OVERVIEW, homes: [] }, form)]) {
      expect(await draw(of, view)).not.toMatch(/\bapps?\b|\bappen\b|aplica|applica|sovellu/i);
    }
  }
});

test("no text urges or promotes", () => {
  const everything = everywhere.map(({ language, of }) => draw(of, viewIn(language)));
  const loud =
    /\b(hurry|now or|urgent|dringend|sofort handeln|save|sparen|économis|bespaar|ahorr|risparmi|gratis|offer)\b/i;
  return Promise.all(everything).then((pages) => expect(pages.filter((it) => loud.test(it))).toEqual([]));
});

describe("what a stranger gave", () => {
  const hostile = `<script>alert(1)</script>"'&<img src=x onerror=alert(1)>`;
  const withLabel = (label: string): Overview => ({
    ...OVERVIEW,
    homes: HOMES.map((home) => ({ ...home, label })),
  });

  test("is text on the overview, in headings and in the names of links", async () => {
    const html = await draw((view) => overview(view, withLabel(hostile), form), english);
    expect(html).not.toMatch(/<script|<img|onerror=alert\(1\)>(?!&)/);
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  test("is text as the name of the brand", async () => {
    const html = await draw(expired, viewIn("en", { ...BRAND, name: hostile }));
    expect(html).not.toMatch(/<script|<img/);
  });

  test("cannot leave the value of the date field", async () => {
    const html = await draw((view) => snooze(view, { ...form, rejected: hostile }), english);
    expect(html).not.toMatch(/<script|<img/);
    expect(html).toContain('role="alert"');
  });

  test("cannot bring style in by a colour", async () => {
    const colour = "#fff}</style><script>alert(1)</script>";
    expect(await draw(expired, viewIn("en", { ...BRAND, colour }))).toBe(
      await draw(expired, viewIn("en", { ...BRAND, colour: null })),
    );
  });

  test("is not shown where it is a kind of connection nobody knows", async () => {
    const [home] = HOMES;
    const [tariff] = home?.tariffs ?? [];
    if (home === undefined || tariff === undefined) throw new Error("the sample has no tariff");
    const odd: OverviewTariff = { ...tariff, connectionType: "TELEPATHY" };
    const html = await draw(
      (view) => overview(view, { ...OVERVIEW, homes: [{ ...home, tariffs: [odd] }] }, form),
      english,
    );
    expect(html).not.toMatch(/telepathy|Prices come from/i);
  });
});

describe("the overview", () => {
  const shown = (facts: Partial<Overview>) => draw((view) => overview(view, { ...OVERVIEW, ...facts }, form), english);

  test("names each home, and each action with its tariff and home", async () => {
    const html = await shown({});
    expect(html).toContain("Beach house");
    expect(html).toContain("Home 2");
    expect(html).toContain('Reconnect<span class="hidden">: Network charges, Beach house</span>');
    expect(html).toContain("3 tariffs need your attention.");
    expect(html.match(new RegExp(`href="${LINK}"`, "g"))).toHaveLength(5);
  });

  test("says that it is old, and does not say that nothing is to be done", async () => {
    const calm = HOMES.map((home) => ({ ...home, tariffs: home.tariffs.filter((it) => it.action === null) }));
    expect(await shown({ homes: calm })).toContain("Nothing needs your attention.");
    const old = await shown({ homes: calm, stale: true });
    expect(old).toContain("Last updated on 1\u00A0March 2026 at 13:05.");
    expect(old).not.toContain("Nothing needs your attention.");
  });

  test("offers to wait, to take the wait back, to stop, and to take that back", async () => {
    const undo = '<input type="hidden" name="undo" value="1"/>';
    const [fresh, waiting, silent] = await Promise.all([
      shown({}),
      shown({ snoozing: { ...NO_WAIT, until: "2026-03-12" } }),
      shown({ waysBack: ["page"] }),
    ]);
    expect(fresh).toMatch(/name="until" required="" min="2026-03-02" max="2026-08-29"/);
    expect(fresh).not.toContain(undo);
    expect(waiting).toContain(`<form method="post" action="/c/${CODE}/snooze">${undo}`);
    expect(waiting).toContain("No messages before 12\u00A0March 2026");
    expect(waiting).not.toContain('name="until"');
    expect(silent).toContain(`<form method="post" action="/c/${CODE}/stop">${undo}`);
    expect(silent).not.toContain("/snooze");
  });

  test("offers no wait where there is nothing to wait with, and still the end of one that stands", async () => {
    const idle = { ...NO_WAIT, isWorthwhile: false };
    expect(await shown({ snoozing: idle })).not.toContain("/snooze");
    expect(await shown({ snoozing: { ...idle, until: "2026-03-12" } })).toContain(`action="/c/${CODE}/snooze"`);
  });

  test("says of a date whether it is past, whatever the state of its tariff", async () => {
    const [home] = HOMES;
    const [one] = home?.tariffs ?? [];
    if (home === undefined || one === undefined) throw new Error("no sample");
    const of = (change: Partial<OverviewTariff>) =>
      shown({ homes: [{ ...home, tariffs: [{ ...one, state: "failed", endDate: "2026-02-11", ...change }] }] });
    expect(await of({ hasEnded: true })).toContain("Contract ended");
    expect(await of({ hasEnded: false })).toContain("Contract ends");
  });

  test("shows the time of a place that is none as what it is", async () => {
    const lost = HOMES.map((home) => ({ ...home, timezone: "Mars/Olympus" }));
    expect(await shown({ homes: lost })).toContain("1 March 2026 at 12:05 UTC");
  });
});

test("dates are written as each language writes them, the day and the month on one line", async () => {
  const on = (language: Language, until: string) =>
    draw((view) => snoozed(view, { code: CODE, until }), viewIn(language));
  expect(await on("en", "2026-03-12")).toContain("12\u00A0March 2026");
  expect(await on("de", "2026-03-12")).toContain("12.\u00A0März 2026");
  expect(await on("fr", "2026-04-01")).toContain("1er\u00A0avril 2026");
  expect(await on("nl", "2026-03-12")).toContain("12\u00A0maart 2026");
  expect(await on("es", "2026-03-12")).toContain("12\u00A0de\u00A0marzo de 2026");
  expect(await on("it", "2026-03-12")).toContain("12\u00A0marzo 2026");
});

test("a stop and a wait can be undone on the spot", async () => {
  for (const html of [
    await draw((view) => stopped(view, { code: CODE, waysBack: ["page"] }), english),
    await draw((view) => snoozed(view, { code: CODE, until: "2026-03-12" }), english),
  ]) {
    expect(html).toContain('name="undo" value="1"');
  }
});

test("the code to scan fits the page even for the longest code", async () => {
  const link = `https://${"a".repeat(40)}.example.com/c/${"x".repeat(240)}`;
  const html = await draw((view) => phone(view, { link, code: CODE }), english);
  expect(bytes(html)).toBeLessThan(LIMIT);
  expect(html).toContain(link);
});

test("only the page for previewers describes itself to previewers", async () => {
  const description = async (name: string): Promise<boolean> =>
    /og:|name="description"/.test(await draw(PAGES[name] ?? expired, english));
  const names = await Promise.all(Object.keys(PAGES).map(async (name) => ((await description(name)) ? name : null)));
  expect(names.filter((it) => it !== null)).toEqual(["confirm"]);
  const html = await draw(PAGES["confirm"] ?? expired, english);
  expect(html).toContain('<meta property="og:site_name" content="Zappelin Energy"/>');
});

test("a page without a brand says nothing in its place", async () => {
  const html = await draw(nowhere, { ...viewIn("en", { ...BRAND, name: "", colour: null }), appUrl: null });
  expect(html).toContain("<title>Page not found</title>");
  expect(html).not.toMatch(/<header|class="tile"|<a /);
});

test("the foot says who the company is, where help is and what becomes of personal data, and is not there where it says none", async () => {
  const foot = {
    legal: "Zappelin <Ltd>",
    helpUrl: "https://example.com/help",
    privacyUrl: "https://example.com/privacy",
  };
  const html = await draw(nowhere, viewIn("de", { ...BRAND, ...foot }));
  const [, shown = ""] = /<footer class="foot">(.*)<\/footer>/s.exec(html) ?? [];
  expect(shown).toContain('<a href="https://example.com/help">Hilfe</a>');
  expect(shown).toContain('<a href="https://example.com/privacy">Datenschutz</a>');
  expect(shown).toContain("Zappelin &lt;Ltd&gt;");
  const privacyOnly = await draw(nowhere, viewIn("de", { ...BRAND, privacyUrl: foot.privacyUrl }));
  expect(privacyOnly).not.toContain("Hilfe");
  const without = await draw(nowhere, viewIn("de"));
  expect(without).not.toMatch(/foot/);
});

test("the style survives escaping, and carries the nonce", async () => {
  expect(STYLE).not.toMatch(/["'&<>]/);
  expect(await draw(expired, english)).toContain(`<style nonce="${NONCE}">`);
});
