// Every page in every language: whole, harmless, its form labelled and read back as it was filled in.

import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../../../src/text/language.ts";
import { SHOWN_ROUTES, pageFor } from "../../../../src/web/connect/pages/pages.ts";
import { styleOf } from "../../../../src/web/connect/pages/style.ts";
import { mistakeOf } from "../../../../src/web/connect/pages/refusals.ts";
import { PAGES, SUMMARY, contextOf, dataOf, drawn, fieldsOf, filledIn } from "./samples.ts";
import type { Page } from "../../../../src/flatpeak/connect/page.ts";

const pageOf = (route: (typeof SHOWN_ROUTES)[number]): Page => {
  const page = PAGES[route];
  if (page === undefined) throw new Error(`no sample of ${route}`);
  return page;
};

const MARKUP = `"><script>alert(1)</script><img src=x onerror=alert(1)>'&`;

/** A page with markup in every text that FlatPeak sends. */
function hostile(value: unknown, key = ""): unknown {
  if (typeof value === "string") {
    return /route|Route|structure|from|to|contract|status/.test(key) && key !== "description" ? value : MARKUP;
  }
  if (Array.isArray(value)) return value.map((it: unknown) => hostile(it, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, hostile(it, name)]));
}

describe.each(SHOWN_ROUTES)("%s", (route) => {
  it.each(LANGUAGES)("is whole in %s", async (language) => {
    const { heading, html, button } = await drawn(contextOf(pageOf(route), { language }));
    for (const text of [heading, html, button ?? ""]) {
      expect(text).not.toMatch(/undefined|\bnull\b|NaN|\[object|connect\.[a-z]|[{}]/);
    }
    expect(heading).not.toBe("");
    expect(button !== null || /<button[^>]*class="item"/.test(html)).toBe(true);
  });

  it("names every control, and no id twice", async () => {
    const { html } = await drawn(contextOf(pageOf(route)));
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map((it) => it[1] ?? "");
    expect(ids).toEqual([...new Set(ids)]);
    for (const [, attributes = ""] of html.matchAll(/<(?:input|select)\b([^>]*)>/g)) {
      if (attributes.includes('type="hidden"')) continue;
      const id = / id="([^"]*)"/.exec(attributes)?.[1];
      expect(html).toContain(`for="${id}"`);
    }
    for (const [, target = ""] of html.matchAll(/aria-describedby="([^"]*)"/g)) {
      for (const id of target.split(" ")) expect(ids).toContain(id);
    }
  });

  it("shows markup as text, wherever FlatPeak or a person wrote it", async () => {
    const page = hostile(pageOf(route)) as Page;
    const names = [...fieldsOf((await drawn(contextOf(pageOf(route)))).html).keys()];
    const typed = new URLSearchParams(names.map((it) => [it, it === "rows" ? "2" : MARKUP]));
    for (const given of [{}, { typed }, { home: { supplier: MARKUP } }]) {
      const { html } = await drawn(contextOf(page, given));
      expect(html).not.toMatch(/<script|<img src=x|onerror=alert\(1\)>(?!.*&)/);
    }
  });

  it("says what FlatPeak refused, in words, at a field it has or above", async () => {
    const codes = [
      "address_line1_missing",
      "cost_value_zero",
      "gap_in_time_period",
      "tariff_not_found",
      "whatever_new",
    ];
    for (const code of [...codes, "constructor", "market_region_invalid", "surcharge_percentage_invalid"]) {
      const mistake = mistakeOf(route, code);
      const context = contextOf(pageOf(route), { mistakes: [mistake] });
      const { html } = await drawn(context);
      expect(context.words.tell(mistake)).not.toBe("");
      expect(mistake.field === null || html.includes(`id="${mistake.field}"`)).toBe(true);
    }
  });

  it("reads nonsense without breaking, and sends none of it", () => {
    const page = pageFor(route);
    for (const typed of [
      "",
      "again=zzz",
      "rows=1e9",
      "rows=-1&again=remove-77",
      "provider=nope&tariff=nope&region=nope",
    ]) {
      const reading = page?.read(contextOf(pageOf(route)), new URLSearchParams(typed));
      expect(JSON.stringify(reading)).not.toContain('nope"}');
    }
  });
});

describe("an address", () => {
  const context = contextOf(pageOf("postal_address"));

  it("is asked for where it is missing, and kept where it is known", async () => {
    const { html } = await drawn(context);
    expect(html).toContain("WC2N 5EH London");
    expect([...html.matchAll(/<input id="([^"]*)"/g)].map((it) => it[1])).toEqual(["address_line1", "address_line2"]);
    expect(dataOf(await filledIn(context, { address_line1: " 1  Main Street " }))).toEqual({
      postal_address: {
        address_line1: "1 Main Street",
        address_line2: "",
        post_code: "WC2N 5EH",
        city: "London",
        country_code: "GB",
      },
    });
  });

  it("can be changed as a whole", async () => {
    const again = await filledIn(context, { again: "all" });
    if (again.kind !== "again") throw new Error(again.kind);
    const { html } = await drawn(contextOf(pageOf("postal_address"), { typed: again.typed }));
    expect(html).toContain('value="London"');
    expect(html).toContain('autocomplete="address-level2"');
    expect(html).toContain("United Kingdom");
  });

  it("names what is missing at its field", async () => {
    const empty = { address_line1: "", post_code: " ", city: "", country_code: "" };
    const reading = await filledIn(context, empty);
    expect(reading).toMatchObject({ kind: "mistakes" });
    if (reading.kind !== "mistakes") return;
    expect(reading.mistakes.map((it) => it.field)).toEqual(["address_line1", "post_code", "city", "country_code"]);
    const { html } = await drawn(contextOf(pageOf("postal_address"), { mistakes: reading.mistakes }));
    expect(html.match(/aria-invalid="true"/g)).toHaveLength(4);
  });

  it("may name its country by another code than ISO's", async () => {
    const address = {
      addressLine1: "1 Main",
      addressLine2: "",
      city: "",
      state: "England",
      postCode: "N1",
      countryCode: "UK",
    };
    const british = contextOf({ route: "postal_address", address });
    expect(dataOf(await filledIn(british, { city: "London" }))).toMatchObject({
      postal_address: { country_code: "GB", city: "London" },
    });
  });

  it("has a state in three countries, by its code", async () => {
    const american = { address_line1: "1 Main", post_code: "94016", city: "San Francisco", country_code: "US" };
    // Nobody is asked for one before the country is known.
    expect((await drawn(context)).html).not.toContain('name="state"');
    expect(await filledIn(context, american)).toMatchObject({ kind: "mistakes", mistakes: [{ field: "state" }] });
    const again = { ...context, typed: new URLSearchParams(american) };
    expect(dataOf(await filledIn(again, { ...american, state: "US-CA" }))).toMatchObject({
      postal_address: { country_code: "US", state: "CA" },
    });
    expect(await filledIn(again, { ...american, state: "" })).toMatchObject({ kind: "mistakes" });
    // Whoever changes the country then is asked for that one's.
    expect(await filledIn(again, { ...american, country_code: "AU", state: "US-WA" })).toMatchObject({
      kind: "mistakes",
      mistakes: [{ field: "state" }],
    });
  });
});

describe("a supplier", () => {
  const many = Array.from({ length: 10_000 }, (_, at) => ({ id: `prv_${at}`, name: `Supplier ${at}`, logoUrl: null }));
  const page: Page = { route: "provider_select", providers: many, address: null };

  it("of before is one tap away", async () => {
    const { html } = await drawn(contextOf(pageOf("provider_select")));
    expect(html.indexOf("Still with Octopus Energy?")).toBeLessThan(html.indexOf("EDF"));
    expect(dataOf(await filledIn(contextOf(pageOf("provider_select")), { provider: "prv_1" }))).toEqual({
      provider: { id: "prv_1" },
    });
  });

  it("is found among ten thousand, of which few are drawn", async () => {
    const { html } = await drawn(contextOf(page));
    expect(html.length).toBeLessThan(20_000);
    expect(html).toContain("20 of 10000 are shown");
    const searched = await filledIn(contextOf(page), { find: "suplier 7431", again: "find" });
    if (searched.kind !== "again") throw new Error(searched.kind);
    const found = await drawn(contextOf(page, { typed: searched.typed }));
    expect(found.html).toContain('value="prv_7431"');
    expect(found.html).toContain('value="suplier 7431"');
  });

  it("can be looked for further on, twenty at a time, to an end", async () => {
    let typed: URLSearchParams | null = null;
    for (let more = 0; more < 30; more += 1) {
      const reading = await filledIn(contextOf(page, { typed }), { again: "more" });
      if (reading.kind !== "again") throw new Error(reading.kind);
      ({ typed } = reading);
    }
    const { html } = await drawn(contextOf(page, { typed }));
    expect(html.match(/class="item"/g)).toHaveLength(200);
    expect(html).not.toContain('value="more"');
  });

  it("that is not found is said so, with what was typed", async () => {
    const { html } = await drawn(contextOf(page, { typed: new URLSearchParams({ find: "Zzyzx" }) }));
    expect(html).toContain("We find nothing called “Zzyzx”.");
  });

  it("is searched for by Enter, and not chosen by it", async () => {
    const { html } = await drawn(contextOf(page));
    expect(/<button[^>]*>/.exec(html)?.[0]).toContain('value="find"');
  });

  it.each([
    [{ direction: "EXPORT" }, "Who pays you for your electricity?"],
    [{ type: "NON_COMMODITY" }, "Who charges you for the grid?"],
    [{}, "Who is your electricity supplier?"],
  ] as const)("of %j is asked for by what they do", async (turn, heading) => {
    expect((await drawn(contextOf(page, { turn }))).heading).toBe(heading);
  });
});

describe("what is chosen and named", () => {
  it("is sent as FlatPeak wants it", async () => {
    expect(dataOf(await filledIn(contextOf(pageOf("provider_name")), {}))).toEqual({ provider: { name: "Octopus" } });
    expect(dataOf(await filledIn(contextOf(pageOf("tariff_select")), { tariff: "trt_2" }))).toEqual({
      tariff: { id: "trt_2" },
    });
    expect(dataOf(await filledIn(contextOf(pageOf("tariff_structure")), { structure: "SEASONAL_BLOCKS" }))).toEqual({
      options: ["SEASONAL_BLOCKS"],
    });
    expect(dataOf(await filledIn(contextOf(pageOf("region")), { region: "CORS" }))).toEqual({ region: "CORS" });
    expect(dataOf(await filledIn(contextOf(pageOf("tariff_name")), {}))).toEqual({
      tariff: { name: "Octopus Energy" },
    });
  });

  it("is asked for where it was left out", async () => {
    for (const route of ["provider_select", "tariff_select", "tariff_structure", "region"] as const) {
      expect(await filledIn(contextOf(pageOf(route)), {})).toMatchObject({ kind: "mistakes" });
    }
    for (const route of ["provider_name", "tariff_name"] as const) {
      expect(await filledIn(contextOf(pageOf(route)), { name: " \u200B " })).toMatchObject({ kind: "mistakes" });
    }
  });

  it("has the same name in every generation, and is sent as FlatPeak spells it", async () => {
    const options = ["FIXEDRATE", "TIMEOFUSE", "MARKET", "DYNAMIC", "ADVANCED"];
    const context = contextOf({ route: "tariff_structure", provider: null, options });
    const { html } = await drawn(context);
    expect(html).toContain("A price for each time of day");
    expect(html).not.toContain("Another kind");
    expect(dataOf(await filledIn(context, { structure: "TIMEOFUSE" }))).toEqual({ options: ["TIMEOFUSE"] });
  });

  it("leaves the present supplier out of the list below, be it there twice, and has all of it in a search", async () => {
    const names = ["Octane", "Meadow", "meadow", "Brook"];
    const providers = names.map((name, index) => ({ id: `prv_${index}`, name, logoUrl: null }));
    const page = { route: "provider_select", providers, address: null } as const;
    const listed = async (given: Parameters<typeof contextOf>[1]): Promise<readonly string[]> => {
      const { html } = await drawn(contextOf(page, { home: { supplier: "Meadow" }, ...given }));
      return [...html.matchAll(/<button class="item"[^>]*value="([^"]*)"/g)].map((it) => it[1] ?? "");
    };
    expect(await listed({})).toEqual(["prv_1", "prv_0", "prv_3"]);
    expect(await listed({ typed: new URLSearchParams({ find: "meadow" }) })).toEqual(["prv_1", "prv_2"]);
  });

  it("is called what people call it", async () => {
    const { html } = await drawn(contextOf(pageOf("region")));
    expect(html).toContain("Corse (CORS)");
    expect(html).toContain("Kristiansand (NO2)");
    expect(html).toContain("France (FR)");
    expect((await drawn(contextOf(pageOf("tariff_structure")))).html).toContain("Another kind: seasonal blocks");
  });
});

describe("a page without main question", () => {
  it.each([
    ["pending", ["CLOSE"], "CLOSE"],
    ["pending", ["SAVE", "DISCONNECT"], "SAVE"],
    ["failed", ["EDIT", "DISCONNECT"], "EDIT"],
    ["failed", ["RECONNECT", "DISCONNECT"], "RECONNECT"],
  ] as const)("%s with %j goes on by %s", async (route, actions, action) => {
    const reading = await filledIn(contextOf(pageOf(route), { turn: { actions } }), {});
    expect(reading).toEqual({ kind: "reply", reply: { kind: "action", action } });
  });

  it("says which supplier it is about and since when, and that the lights stay on", async () => {
    const { html } = await drawn(contextOf(pageOf("failed"), { home: { since: "2026-11-20" } }));
    expect(html).toContain("no more prices from Octopus Energy");
    expect(html).toContain("20 November 2026");
    expect(html).toContain("supply is not affected");
    const ended = await drawn(
      contextOf(pageOf("failed"), { home: { cause: "expired", oldContractEnd: "2026-11-01" } }),
    );
    expect(ended.heading).toBe("Your contract has ended");
  });
});

it("the looks hold nothing that would be escaped", () => {
  expect(styleOf(["form", "list", "periods", "question", "prices"])).not.toMatch(/["'&<>]/);
  expect(SUMMARY.prices.today).toHaveLength(24);
});
