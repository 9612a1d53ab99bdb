// Any conversation that FlatPeak's documentation allows, in any order: every page, every documented error, every list of actions, and
// answers that never come. Nobody ends up at a page without a way on, nothing typed is lost, and nothing is sent twice.
// CONNECT_SESSIONS=5000 runs as many.

import fc from "fast-check";
import { exports } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { journeyName } from "../../../src/objects/journey-pass.ts";
import { Browser, installConnect, serveConnect, turn, wrong } from "../../support/connect-stand-in.ts";
import { runsFrom } from "../../support/runs.ts";
import { bindings } from "../../support/worker.ts";
import type { Asked, Screen } from "../../support/connect-stand-in.ts";

serveConnect();

const PROVIDER = { id: "prv_1", display_name: "Meadow", logo_url: "https://logos.example.test/1.svg" };
const PRICED = { currency_code: "GBP", provider: PROVIDER };
const JSON_ERROR = "data_json_invalid";

interface Documented {
  readonly data: readonly object[];
  readonly actions: readonly string[];
  readonly errors: readonly string[];
  /** What an answer may hold; nothing on a page that is answered by an action alone. */
  readonly sends: readonly string[];
}

/** FlatPeak's documentation, "Connect pages": what each page shows, takes and refuses. */
const PAGES: Readonly<Record<string, Documented>> = {
  postal_address_capture: {
    data: [{}, { postal_address: { city: "Leeds", country_code: "GB" } }],
    actions: [],
    errors: [
      "address_line1_missing",
      "city_missing",
      "post_code_missing",
      "country_code_missing",
      "country_code_invalid",
      "geo_location_not_found",
      "timezone_not_found",
      JSON_ERROR,
    ],
    sends: ["postal_address"],
  },
  provider_select: {
    data: [{ providers: [PROVIDER, { id: "prv_2", display_name: "Octane", logo_url: "" }] }, { providers: [] }, {}],
    actions: ["PROVIDER_MISSING", "ADDRESS_CHANGE"],
    errors: ["provider_not_found", JSON_ERROR],
    sends: ["provider"],
  },
  provider_name_capture: {
    data: [{ provider: { name: "" } }, {}],
    actions: ["ADDRESS_CHANGE"],
    errors: ["provider_name_missing", JSON_ERROR],
    sends: ["provider"],
  },
  tariff_select: {
    data: [{ provider: PROVIDER, tariffs: [{ id: "trt_1", name: "Fixed", description: "" }] }, {}],
    actions: ["TARIFF_MISSING", "ADDRESS_CHANGE"],
    errors: ["tariff_id_missing", "tariff_not_found", "tariff_id_invalid", JSON_ERROR],
    sends: ["tariff"],
  },
  tariff_structure_select: {
    data: [
      { options: ["FIXED", "TIME_OF_DAY", "MARKET", "ADVANCED"] },
      { options: ["SOMETHING_NEW"] },
      { options: [] },
    ],
    actions: [],
    errors: [JSON_ERROR],
    sends: ["options"],
  },
  rate_fixed_capture: {
    data: [PRICED, { ...PRICED, cost: 0.2 }, {}],
    actions: [],
    errors: ["cost_value_zero", "cost_value_negative", JSON_ERROR],
    sends: ["cost"],
  },
  rate_tod_capture: {
    data: [
      PRICED,
      {
        ...PRICED,
        hours: [
          { cost: 0.1, valid_from: "00:00:00", valid_to: "07:00:00" },
          { cost: 0.3, valid_from: "07:00:00", valid_to: "00:00:00" },
        ],
      },
    ],
    actions: [],
    errors: [
      "cost_value_zero",
      "cost_value_negative",
      "valid_from_invalid",
      "valid_to_invalid",
      "gap_in_time_period",
      "incomplete_time_period",
      JSON_ERROR,
    ],
    sends: ["hours"],
  },
  surcharge_capture: {
    data: [PRICED, { ...PRICED, surcharge: { fixed: 0.01, percentage: 5 } }],
    actions: [],
    errors: ["surcharge_percentage_invalid", JSON_ERROR],
    sends: ["surcharge"],
  },
  market_surcharge_capture: {
    data: [{ ...PRICED, regions: ["NO1", "NO2"], region: "NO2" }],
    actions: [],
    errors: ["surcharge_percentage_invalid", "geo_location_not_found", "market_region_invalid"],
    sends: ["surcharge", "region"],
  },
  region_select: {
    data: [{ provider: PROVIDER, regions: ["CORS", "FR"] }, { regions: [] }],
    actions: [],
    errors: [JSON_ERROR],
    sends: ["region"],
  },
  tariff_name_capture: {
    data: [{ tariff: { name: "" } }, {}],
    actions: [],
    errors: ["tariff_name_missing", JSON_ERROR],
    sends: ["tariff"],
  },
  contract_term_capture: {
    data: [
      { contract_end_date: "2027-03-31" },
      { contract_end_date: "2027-03-31T00:00:00Z", contract_term_type: "" },
      {},
    ],
    actions: [],
    errors: [JSON_ERROR, "contract_end_date_invalid"],
    sends: ["contract_end_date", "contract_term_type"],
  },
  tariff_connection_pending: {
    data: [{ provider: PROVIDER, connection_type: "DIRECT" }],
    actions: ["EDIT", "DISCONNECT", "DISMISS_DIRECT"],
    errors: ["action_missing", "action_invalid", JSON_ERROR],
    sends: [],
  },
  summary_tariff_inprogress: {
    data: [{ provider: PROVIDER }],
    actions: ["SAVE", "DISCONNECT", "DISMISS_DIRECT"],
    errors: ["action_invalid"],
    sends: [],
  },
  tariff_connection_failed: {
    data: [{ provider: PROVIDER }, {}],
    actions: ["RECONNECT", "EDIT", "DISCONNECT"],
    errors: ["action_missing", "action_invalid"],
    sends: [],
  },
  summary_tariff_failed: { data: [{}], actions: ["RECONNECT", "DISCONNECT"], errors: ["action_invalid"], sends: [] },
  tariff_summary: {
    data: [
      {
        ...PRICED,
        tariff: { name: "Flat", status: "CONNECTED", structure_type: "FIXED", contract_end_date: "2027-01-31" },
        rates: {
          today: [
            {
              valid_from: "2026-11-26T00:00:00+00:00",
              valid_to: "2026-11-27T00:00:00+00:00",
              tariff: { cost: 0.2, confidence: 1 },
            },
          ],
        },
      },
      {
        ...PRICED,
        tariff: { status: "CONNECTED", structure_type: "DYNAMIC" },
        prices: {
          today: [
            {
              valid_from: "2026-11-26T22:00:00Z",
              valid_to: "2026-11-26T00:00:00Z",
              price: { cost: -0.02, confidence: 0.5 },
            },
          ],
        },
      },
      {},
    ],
    actions: ["EDIT", "DISCONNECT", "WRONG_TARIFF", "WRONG_TARIFF_REPORT"],
    errors: ["action_invalid"],
    sends: [],
  },
  tariffs_summary: {
    data: [{ tariffs: [{ tariff_id: "trf_1", status: "CONNECTED", display_name: "Flat", prices: { today: [] } }] }],
    actions: ["RECONNECT", "DISCONNECT", "CREATE_ISSUE_REPORT"],
    errors: ["action_invalid"],
    sends: [],
  },
  summary_fixed_confirm: {
    data: [{ ...PRICED, cost: 0.2, tariff: { name: "Flat" } }],
    actions: ["SAVE", "EDIT", "DISCONNECT"],
    errors: ["action_invalid"],
    sends: [],
  },
  vpp_landing: { data: [{ tariff_connected: true }], actions: ["EDIT"], errors: ["action_invalid"], sends: [] },
};
const ROUTES = Object.keys(PAGES);

/** What a careful person types, by the names of the fields; one who is not leaves them out or types nonsense. */
const TYPED: Readonly<Record<string, string>> = {
  address_line1: "1 High Street",
  city: "Leeds",
  post_code: "LS1 1AA",
  country_code: "GB",
  name: "Meadow",
  price: "27.5",
  fixed: "1.5",
  percentage: "5",
  end: "2028-05-01",
  "from-0": "00:00",
  "to-0": "00:00",
  "price-0": "27.5",
  "from-1": "07:00",
  "to-1": "00:00",
  "price-1": "30",
};

let serial = 0;

class Session {
  readonly #tape: readonly number[];
  #at = 0;
  readonly token = `cot_session${++serial}`;
  /** The page that FlatPeak is on. */
  #route: string;
  #data: object = {};
  #actions: readonly string[] = [];
  /** How the last question was answered. */
  #last: "page" | "refused" | "lost" | "out" = "page";

  constructor(tape: readonly number[]) {
    this.#tape = tape;
    this.#route = "";
    this.#move();
  }

  pick(of: number): number {
    return (this.#tape[this.#at++ % this.#tape.length] ?? 0) % of;
  }

  one<T>(of: readonly T[]): T {
    return of[this.pick(of.length)] as T;
  }

  hasRefused(): boolean {
    return this.#last === "refused";
  }

  #move(): void {
    this.#route = this.one(ROUTES);
    const { data, actions } = PAGES[this.#route] as Documented;
    this.#data = this.one(data);
    const listed = actions.filter(() => this.pick(3) > 0);
    this.#actions = this.pick(2) === 0 ? listed : [...listed, "BACK", "CLOSE"];
  }

  #page(): object {
    this.#last = "page";
    return { ...turn(this.#route, this.#data, { actions: this.#actions }), connect_token: this.token };
  }

  #redirect(url: string): object {
    this.#last = "out";
    return { connect_token: this.token, route: "session_redirect", live_mode: false, data: { redirect_url: url } };
  }

  answer(asked: Asked): object | Response {
    if (asked.route === "session_start") return this.pick(8) === 0 ? this.#lost() : this.#page();
    if (asked.action === "CLOSE" && this.pick(4) > 0) return this.#redirect("https://go.example.test/c/abc/done");
    const chance = this.pick(12);
    if (chance === 0) return this.#lost();
    if (chance === 1) return this.#redirect("https://meadow.connect.flatpeak.com/in");
    if (chance === 2) return this.#redirect("https://elsewhere.example/in");
    if (chance <= 5) {
      this.#last = "refused";
      return Response.json(wrong(this.one(PAGES[asked.route]?.errors ?? ["route_invalid"])), { status: 422 });
    }
    this.#move();
    return this.#page();
  }

  /** No answer, or none that says anything; FlatPeak may have gone on all the same. */
  #lost(): Response {
    this.#last = "lost";
    if (this.pick(2) === 0) this.#move();
    const kind = this.pick(4);
    if (kind === 0) throw new TypeError("the line broke");
    if (kind === 1) return new Response("<html>Bad gateway</html>", { status: 502 });
    if (kind === 2) return Response.json(wrong("busy", "rate_limit"), { status: 429 });
    return Response.json(wrong("internal", "api_error"), { status: 500 });
  }
}

const fetchUs = (request: Request): Promise<Response> => exports.default.fetch(request);

/** The route of the page that a form was drawn for, as FlatPeak wrote it. */
async function routeOf(token: string, screen: Screen): Promise<string> {
  const stub = bindings.JOURNEY.get(bindings.JOURNEY.idFromName(await journeyName(token)));
  const no = screen.fields().get("step") ?? "";
  return runInDurableObject(
    stub,
    (_, { storage }) => storage.kv.get<{ turn: { wireRoute: string } }>(`step:${no}`)?.turn.wireRoute ?? "",
  );
}

const isField = (screen: Screen, name: string): boolean =>
  new RegExp(`<input[^>]* name="${name}"[^>]* type="(?:text|date|time|search)"`).test(screen.html);

describe("any conversation that is documented", () => {
  it("is gone through without a dead end, a lost word or a second sending", { timeout: 3_600_000 }, async () => {
    const connect = installConnect();
    for (const name of ["log", "error"] as const) vi.spyOn(console, name).mockImplementation(() => undefined);
    let now = 1_800_000_000_000;
    vi.useFakeTimers({ toFake: ["Date"], now });

    /** What went wrong in one session; nothing, where nothing did. */
    const run = async (tape: readonly number[]): Promise<readonly string[]> => {
      const breaches: string[] = [];
      const must = (holds: boolean, what: string): void => void (holds ? null : breaches.push(what));
      const session = new Session(tape);
      const browser = new Browser(fetchUs, session.pick(4) > 0);
      connect.answer = (asked) => session.answer(asked);
      const arrival = `/connect?fp_cot=${session.token}`;
      let screen = await browser.open(arrival);
      const older: Screen[] = [];
      for (let step = 0; step < 12 && browser.left === null; step++) {
        vi.setSystemTime((now += 60_000));
        if (screen.status === 503 || screen.status === 404 || screen.status === 429) {
          screen = await browser.open(arrival);
          continue;
        }
        must(screen.status === 200, `status ${screen.status}`);
        must(screen.heading !== "", "a page without a heading");
        const before = connect.asked.length;
        const kind = session.pick(10);
        if (kind === 0 && browser.cookies.size > 0) {
          screen = await browser.open("/connect");
          must(
            connect.asked.slice(before).every(({ route }) => route === "session_start"),
            "a reload sent something",
          );
          continue;
        }
        const buttons = screen.buttons();
        // A way on, always: a button of the page or a link that leads somewhere.
        must(buttons.length > 0, `no way on from ${screen.heading}`);
        const form = kind === 1 && older.length > 0 ? session.one(older) : screen;
        const route = await routeOf(session.token, form);
        const button = session.one(form.buttons());
        const isCareful = session.pick(4) > 0;
        const values: Record<string, string> = {};
        for (const [name] of form.fields()) {
          const value = isCareful ? TYPED[name] : "abc";
          if (value !== undefined && isField(form, name)) values[name] = value;
        }
        const choices = form.choices();
        if (choices.length > 0) {
          const [name, value] = session.one(choices);
          values[name] = value;
        }
        older.push(screen);
        const next = await browser.press(form, button, values);
        const asked = connect.asked.slice(before);
        const sent = asked.filter((it) => it.route !== "session_start");
        must(sent.length <= 1 && asked.length <= 2, `${asked.length} calls, ${sent.length} of them sent something`);
        for (const { route: to, action, data } of sent) {
          must(to === route, `${route} was answered as ${to}`);
          must((action === undefined) === (data !== undefined), "neither data nor action, or both");
          const isMain = data === undefined && ["EDIT", "RECONNECT", "SAVE", "CLOSE"].includes(action ?? "");
          const isData = Object.keys(data ?? {}).every((key) => PAGES[route]?.sends.includes(key) === true);
          const isRight = button.name === "action" ? action === button.value : data === undefined ? isMain : isData;
          must(isRight, `${route} got ${JSON.stringify({ button, action, data })}`);
        }
        if (browser.left !== null) break;
        must(next.status < 500, `status ${next.status}`);
        if (sent.length === 1 && session.hasRefused() && form === screen && sent[0]?.data !== undefined) {
          must(next.alert !== "", "a refusal without a word");
          for (const [name, value] of Object.entries(values)) {
            const stands = next.fields().get(name);
            must(!isField(next, name) || stands === value, `${name}: ${value} became ${stands}`);
          }
        }
        screen = next;
      }
      return breaches;
    };

    const tapes = fc.array(fc.nat(9_999), { minLength: 150, maxLength: 150 });
    const found: string[] = [];
    const isWell = async (tape: readonly number[]): Promise<boolean> => {
      const breaches = await run(tape);
      found.push(...breaches);
      return breaches.length === 0;
    };
    const { failed } = await fc.check(fc.asyncProperty(tapes, isWell), {
      numRuns: runsFrom("CONNECT_SESSIONS", 60),
      endOnFailure: true,
    });
    expect({ failed, found }).toEqual({ failed: false, found: [] });
  });
});
