// FlatPeak's answers as its documentation, its release notes and its own clients print them, of every generation, read into one.

import { describe, expect, it } from "vitest";
import { readAnswer } from "../../../src/flatpeak/connect/read.ts";
import type { Answered, Page } from "../../../src/flatpeak/connect/page.ts";

const read = (body: unknown, status = 200, zone: string | null = "Europe/London"): Answered =>
  readAnswer(status, body, { token: "cot_asked", generation: "anode", zone });

function pageOf(route: string, data: object = {}, rest: object = {}, zone: string | null = "Europe/London"): Page {
  const answer = read({ connect_token: "cot_1", route, data, ...rest }, 200, zone);
  if (answer.kind !== "turn") throw new Error(`no turn but ${answer.kind}`);
  return answer.turn.page;
}

describe("a page", () => {
  it.each([
    ["postal_address_capture", "postal_address"],
    ["postal_address_input", "postal_address"],
    ["provider_select", "provider_select"],
    ["provider_name_capture", "provider_name"],
    ["tariff_select", "tariff_select"],
    ["rate_fixed_capture", "rate_fixed"],
    ["rate_tod_capture", "rate_tod"],
    ["surcharge_capture", "surcharge"],
    ["market_surcharge_capture", "surcharge"],
    ["tariff_name_capture", "tariff_name"],
    ["tariff_name_input", "tariff_name"],
    ["contract_term_capture", "contract_term"],
    ["tariff_connection_pending", "pending"],
    ["connection_pending", "pending"],
    ["summary_tariff_inprogress", "pending"],
    ["tariff_connection_failed", "failed"],
    ["connection_failed", "failed"],
    ["summary_tariff_failed", "failed"],
    ["tariff_summary", "summary"],
    ["tariffs_summary", "summary"],
    ["summary_fixed_confirm", "summary"],
    ["summary_tou_confirm", "summary"],
    ["session_complete", "complete"],
    ["complete_tariff", "complete"],
  ])("called %s is %s, whatever of it is missing", (wireRoute, route) => {
    for (const data of [{}, null, [], "text"]) {
      const answer = read({ connect_token: "cot_1", route: wireRoute, data });
      expect(answer).toMatchObject({ kind: "turn", turn: { wireRoute, page: { route } } });
    }
  });

  it.each([
    ["vpp_landing", {}],
    ["constructor", {}],
    ["__proto__", {}],
    ["tariff_structure_select", { options: [] }],
    ["region_select", { regions: null }],
    ["session_redirect", {}],
  ])("like %s that lacks what it cannot do without is unknown", (route, data) => {
    expect(pageOf(route, data).route).toBe("unknown");
  });

  it("keeps the token it was asked with where none comes, and names actions of ours and others", () => {
    const answer = read({
      route: "provider_select",
      actions: ["back", "CLOSE", "DANCE", 7],
      direction: "export",
      type: "NON_COMMODITY",
    });
    expect(answer).toMatchObject({
      turn: {
        token: "cot_asked",
        direction: "EXPORT",
        type: "NON_COMMODITY",
        actions: ["BACK", "CLOSE"],
        unknownActions: ["DANCE"],
      },
    });
  });

  it("is of the generation that alone has it, else of the one that is asked", () => {
    const of = (route: string, generation: "zero" | "anode") => {
      const answer = readAnswer(200, { route, data: {} }, { token: "cot_1", generation, zone: null });
      return answer.kind === "turn" ? answer.turn.generation : null;
    };
    expect([of("summary_tariff_failed", "anode"), of("tariff_summary", "zero")]).toEqual(["zero", "anode"]);
    expect([of("provider_select", "zero"), of("provider_select", "anode")]).toEqual(["zero", "anode"]);
  });

  it("shows logos from https and pictures it carries, and nothing else", () => {
    const logos = [
      "https://x.test/a.svg",
      "data:image/png;base64,AAAA",
      "http://x.test/a",
      "javascript:alert(1)",
      "data:text/html,x",
      "https://u:p@x.test/",
      7,
    ];
    const page = pageOf("provider_select", {
      providers: logos.map((logo_url, i) => ({ id: `prv_${i}`, display_name: "A", logo_url })),
    });
    expect(page.route === "provider_select" && page.providers.map(({ logoUrl }) => logoUrl !== null)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  const listed = (count: number, name: string) =>
    pageOf("provider_select", {
      providers: Array.from({ length: count }, (_, i) => ({ id: `prv_${i}`, display_name: name })),
    });

  it("keeps ten thousand of a list", () => {
    expect(listed(10_001, "x".repeat(60))).toMatchObject({ route: "provider_select", providers: { length: 10_000 } });
  });

  it("keeps each text short, and no list that is too long to be kept", () => {
    const page = listed(1, "x".repeat(1_000));
    expect(page.route === "provider_select" ? page.providers[0]?.name?.length : page).toBe(299);
    expect(listed(10_000, "x".repeat(1_000)).route).toBe("unknown");
  });

  it("reads periods as FlatPeak writes them, and leaves out what is none", () => {
    const hours = [
      { cost: 0.1, valid_from: "00:00:00", valid_to: "07:30:00" },
      { cost: "0,3", valid_from: "07:30", valid_to: "24:00:00" },
      { cost: null, valid_from: "25:00:00", valid_to: "01:00:00" },
      null,
    ];
    expect(pageOf("rate_tod_capture", { currency_code: "gbp", hours })).toMatchObject({
      currency: "GBP",
      hours: [
        { from: "00:00", to: "07:30", cost: 0.1 },
        { from: "07:30", to: "00:00", cost: 0.3 },
      ],
    });
  });
});

describe("a date", () => {
  it.each([
    ["2026-12-02", "Europe/Berlin", "2026-12-02"],
    ["2026-12-02T00:00:00Z", "Europe/Berlin", "2026-12-02"],
    ["2026-12-02T00:00:00.000", "America/Los_Angeles", "2026-12-02"],
    // Midnight at the home as an instant, which is how FlatPeak's own client sends the 2nd.
    ["2026-12-01T23:00:00Z", "Europe/Berlin", "2026-12-02"],
    ["2026-12-02T08:00:00Z", "America/Los_Angeles", "2026-12-02"],
    ["2026-12-01T13:00:00Z", "Pacific/Auckland", "2026-12-02"],
    ["2026-12-02T23:59:59Z", "Asia/Tokyo", "2026-12-02"],
    ["", "Europe/Berlin", null],
    [null, "Europe/Berlin", null],
    ["soon", "Europe/Berlin", null],
    ["0001-01-01T00:00:00Z", "Europe/Berlin", null],
  ])("written %s is in %s the day %s", (contract_end_date, zone, end) => {
    expect(pageOf("contract_term_capture", { contract_end_date }, {}, zone)).toMatchObject({ end });
    expect(pageOf("tariff_summary", { tariff: { contract_end_date } }, {}, zone)).toMatchObject({ contractEnd: end });
  });
});

describe("a summary", () => {
  const at = { valid_from: "2026-11-26T00:00:00+00:00", valid_to: "2026-11-27T00:00:00+00:00" };

  it.each([
    ["release notes", { prices: { today: [{ ...at, price: { cost: 0.2, confidence: 1 } }] } }],
    ["its page and FlatPeak's client", { rates: { today: [{ ...at, tariff: { cost: 0.2, confidence: 1 } }] } }],
    ["prices of the API", { prices: { today: [{ ...at, price: { value: 0.2, confidence: 1 } }] } }],
    ["the guide to time zones", { rates: { today: [{ ...at, tariff: { rate: 0.2, confidence: 1 } }] } }],
    [
      "the newest documentation",
      { tariffs: [{ prices: { today: [{ ...at, price: { value: 0.2, confidence: 1 } }] } }] },
    ],
  ])("has its prices as in the %s", (_, data) => {
    const page = pageOf("tariff_summary", data);
    expect(page.route === "summary" && page.prices.today).toEqual([
      { from: at.valid_from, to: at.valid_to, cost: 0.2, confidence: 1 },
    ]);
  });

  it("of Zero has one price for the whole day, and is not saved", () => {
    expect(
      pageOf("summary_fixed_confirm", { currency_code: "GBP", cost: 0.25, tariff: { name: "Flat" } }),
    ).toMatchObject({
      isSaved: false,
      structure: "FIXED",
      prices: { today: [{ cost: 0.25 }] },
    });
  });

  it.each([
    ["FIXEDRATE", "FIXED"],
    ["TIMEOFUSE", "TIME_OF_DAY"],
    ["FIXED", "FIXED"],
    ["TIME_OF_DAY", "TIME_OF_DAY"],
    ["Time of use", "TIME_OF_DAY"],
    ["MARKET", "MARKET"],
    ["DYNAMIC", "DYNAMIC"],
    ["ADVANCED", "ADVANCED"],
    ["toString", null],
    ["", null],
  ])("calls the structure %s %s", (structure_type, structure) => {
    expect(pageOf("tariff_summary", { tariff: { structure_type } })).toMatchObject({ structure });
  });

  it("of the newest documentation lists its tariffs", () => {
    const tariffs = [
      {
        id: "trf_1",
        status: "CONNECTED",
        display_name: "Flat",
        provider: { display_name: "Meadow" },
        market_rates_source: true,
      },
    ];
    expect(pageOf("tariffs_summary", { tariffs }, { currency_code: "EUR" })).toMatchObject({
      name: "Flat",
      status: "CONNECTED",
      currency: "EUR",
      isMarket: true,
      provider: { name: "Meadow" },
    });
  });
});

describe("an error", () => {
  const error = (code: string | undefined, rest: object = {}) => ({
    object: "error",
    type: "invalid_request",
    code,
    message: "no",
    ...rest,
  });

  it.each([
    [
      422,
      error("post_code_missing", { request_id: "req_1" }),
      { kind: "refused", code: "post_code_missing", requestId: "req_1" },
    ],
    [200, error("cost_value_zero"), { kind: "refused", code: "cost_value_zero" }],
    [400, error(undefined), { kind: "refused", code: "unknown" }],
    [
      200,
      { route: "error", error_code: "city_missing", error_message: "no" },
      { kind: "refused", code: "city_missing" },
    ],
    [429, error("slow_down"), { kind: "unavailable", mayBeTaken: false }],
    [200, error("slow_down", { type: "rate_limit" }), { kind: "unavailable", mayBeTaken: false }],
    [500, error("internal", { type: "api_error" }), { kind: "unavailable", mayBeTaken: true }],
    [502, undefined, { kind: "unavailable", mayBeTaken: true }],
    [200, undefined, { kind: "unavailable", mayBeTaken: true }],
    [503, { route: "provider_select", data: {} }, { kind: "unavailable", mayBeTaken: true }],
    [404, error("connect_token_invalid"), { kind: "ended" }],
    [422, error("connect_token_expired"), { kind: "ended" }],
    [200, error("session_completed"), { kind: "ended" }],
    [404, undefined, { kind: "ended" }],
    [400, error(undefined, { message: "Connect token has expired" }), { kind: "ended" }],
  ])("by %i and %j is understood", (status, body, answered) => {
    expect(read(body, status)).toMatchObject(answered);
  });
});
