// What a page weighs: each may be the first that somebody on a slow line waits for, in any language.

import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../../../../src/text/language.ts";
import { styleOf } from "../../../../src/web/connect/pages/style.ts";
import { BRAND, PAGES, draw, viewIn } from "../../link/samples.ts";
import { GALLERY, documentOf } from "./gallery.ts";

const MAX_BYTES = 20_000;
/** As the platform sends it, which compresses what browsers take compressed. */
const MAX_SENT_BYTES = 8_000;
/** A price for each quarter of an hour of two days is longer as it is written, and no longer than others as it is sent. */
const LONGEST: ReadonlyMap<string, number> = new Map([["summary-quarters", 32_000]]);

interface Weight {
  readonly name: string;
  readonly bytes: number;
  readonly sent: number;
}

const weigh = (name: string, text: string): Weight => ({
  name,
  bytes: Buffer.byteLength(text),
  sent: gzipSync(text).byteLength,
});

const tooHeavy = (all: readonly Weight[]): readonly Weight[] =>
  all.filter(({ name, bytes, sent }) => bytes >= (LONGEST.get(name) ?? MAX_BYTES) || sent >= MAX_SENT_BYTES);

const ALL_LOOKS = styleOf(["form", "list", "periods", "question", "prices"]);
const classesIn = (css: string): ReadonlySet<string> =>
  new Set([...css.matchAll(/\.([a-z]+)(?=[\s.,:{+[])/g)].map(([, name = ""]) => name));

/** What a document has of Connect's own classes and elements without the rules for them. */
function unstyled(text: string): readonly string[] {
  const [, css = "", body = ""] = /<style[^>]*>([^]*)<\/style>([^]*)/.exec(text) ?? [];
  const known = classesIn(css);
  const used = [...body.matchAll(/class="([^"]+)"/g)].flatMap(([, names = ""]) => names.split(" "));
  const classes = used.filter((it) => classesIn(ALL_LOOKS).has(it) && !known.has(it));
  const elements = ["select", "table", "fieldset", "summary"];
  return [
    ...classes,
    ...elements.filter((it) => body.includes(`<${it}`) && !new RegExp(`(^|})${it}[{[]`, "m").test(css)),
  ];
}

describe.each(LANGUAGES)("in %s", (language) => {
  test("every Connect page is small, and brings the rules for all that is on it", async () => {
    const weights: Weight[] = [];
    for (const name of Object.keys(GALLERY)) {
      const text = await documentOf(name, language, "bm9uY2U");
      expect([name, unstyled(text)]).toEqual([name, []]);
      weights.push(weigh(name, text));
    }
    expect(weights.length).toBeGreaterThan(20);
    expect(tooHeavy(weights)).toEqual([]);
  });

  test("every page behind a link is small", async () => {
    const weights: Weight[] = [];
    for (const [name, page] of Object.entries(PAGES))
      weights.push(weigh(name, await draw(page, viewIn(language, BRAND))));
    expect(weights.length).toBeGreaterThan(10);
    expect(tooHeavy(weights)).toEqual([]);
  });
});
