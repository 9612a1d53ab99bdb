// FlatPeak's documentation of its Connect pages, as a table for tests: what each page shows, takes and refuses, in the names of every
// generation. Written from the documentation alone.

const PROVIDER = { id: "prv_1", display_name: "Meadow", logo_url: "https://logos.example.test/1.svg" };
const PRICED = { currency_code: "GBP", provider: PROVIDER };
const JSON_ERROR = "data_json_invalid";

/** A page as FlatPeak documents it. */
export interface Documented {
  readonly data: readonly object[];
  readonly actions: readonly string[];
  readonly errors: readonly string[];
  /** What an answer may hold; nothing on a page that is answered by an action alone. */
  readonly sends: readonly string[];
}

/** FlatPeak's documentation, "Connect pages": what each page shows, takes and refuses. */
export const PAGES: Readonly<Record<string, Documented>> = {
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
  postal_address_input: {
    data: [{ postal_address: { country_code: "GB" } }],
    actions: [],
    errors: ["address_line1_missing", "post_code_missing", JSON_ERROR],
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
  tariff_name_input: {
    data: [{ provider: PROVIDER, tariff: { name: "Flat" } }],
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
  connection_pending: {
    data: [{ provider: PROVIDER, connection_type: "DIRECT" }],
    actions: ["EDIT", "DISCONNECT"],
    errors: ["action_missing", "action_invalid", JSON_ERROR],
    sends: [],
  },
  connection_failed: {
    data: [{ provider: PROVIDER }],
    actions: ["EDIT", "DISCONNECT"],
    errors: ["action_missing", "action_invalid"],
    sends: [],
  },
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
    actions: ["RECONNECT", "DISCONNECT", "CREATE_ISSUE_REPORT", "UPDATE_ISSUE_REPORT", "CANCEL_ISSUE_REPORT"],
    errors: ["action_invalid"],
    sends: [],
  },
  summary_tou_confirm: {
    data: [
      {
        ...PRICED,
        market_rates_source: true,
        tariff: { name: "Agile", structure_type: "TIMEOFUSE" },
        rates: {
          today: [
            {
              valid_from: "2026-11-26T00:00:00+00:00",
              valid_to: "2026-11-26T12:00:00+00:00",
              tariff: { cost: 0.1, confidence: 1 },
            },
          ],
        },
      },
    ],
    actions: ["SAVE", "EDIT", "DISCONNECT"],
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

/** One way that a page can be met: with these actions on it, and its answer refused like this. */
export interface Meeting {
  readonly route: string;
  readonly error: string;
  readonly actions: readonly string[];
}

const subsets = (words: readonly string[]): readonly (readonly string[])[] =>
  words.reduce<readonly (readonly string[])[]>((all, word) => all.flatMap((it) => [it, [...it, word]]), [[]]);

/** What FlatPeak lists on a page: any of its actions, with the ways out or without, which hold either way. */
const listsOf = (actions: readonly string[]): readonly (readonly string[])[] =>
  subsets(actions).flatMap((it) => [it, [...it, "BACK", "CLOSE"]]);

/** Every page with each of its errors and each list of its actions. */
export const MEETINGS: readonly Meeting[] = Object.entries(PAGES).flatMap(([route, { errors, actions }]) =>
  errors.flatMap((error) => listsOf(actions).map((list) => ({ route, error, actions: list }))),
);

export const pairOf = ({ route, error }: Meeting): string => `${route} ${error}`;
const nameOf = (it: Meeting): string => `${pairOf(it)} [${it.actions.join()}]`;

/** Deals out the meetings so that all come about: first each page with each error, then each list of actions as well. */
export class Deck {
  readonly #met = new Set<string>();
  readonly #pairs = new Set<string>();

  /** The next one to be brought about; `pick` chooses one of so many. */
  deal(pick: (of: number) => number): Meeting {
    const unmet = MEETINGS.filter((it) => !this.#met.has(nameOf(it)));
    const first = unmet.filter((it) => !this.#pairs.has(pairOf(it)));
    const from = first.length > 0 ? first : unmet.length > 0 ? unmet : MEETINGS;
    const [next] = from.slice(pick(from.length));
    if (next === undefined) throw new Error("there is no page");
    return next;
  }

  /** Notes that the page was shown with these actions, and an answer to it refused. */
  meet(it: Meeting): void {
    this.#met.add(nameOf(it));
    this.#pairs.add(pairOf(it));
  }

  /** What did not come about: pages with an error of theirs, and those with each list of actions. */
  get missing(): { readonly pairs: readonly string[]; readonly meetings: readonly string[] } {
    const pairs = new Set(MEETINGS.map(pairOf).filter((it) => !this.#pairs.has(it)));
    return { pairs: [...pairs], meetings: MEETINGS.map(nameOf).filter((it) => !this.#met.has(it)) };
  }
}
