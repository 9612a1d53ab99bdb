// What somebody asks a Connect session to be opened with, checked before FlatPeak is asked. Closed: what nobody knows is
// refused by its name. Loaded with what takes invitations, and never by a tap.

import * as z from "zod/mini";
import { isIdOf } from "./ids.ts";
import type { IdPrefix } from "./ids.ts";
import type { SessionFields } from "./port.ts";

const TEXT_MAX = 200;

const idOf = (prefix: IdPrefix) => {
  const problem = `must be an id of FlatPeak's, like ${prefix}_...`;
  return z.optional(z.string(problem).check(z.refine((id) => isIdOf(id, prefix), problem)));
};

const textForm = `must be a text of 1 to ${TEXT_MAX} characters`;
/** No control characters: FlatPeak shows these texts to people. */
const word = z
  .string(textForm)
  .check(z.refine((it) => it.trim() !== "" && it.length <= TEXT_MAX && !/\p{Cc}/u.test(it), textForm));
const text = z.optional(word);
const flag = z.optional(z.boolean("must be true or false"));

const oneOf = <const T extends readonly [string, ...string[]]>(...values: T) =>
  z.optional(z.enum(values, `must be ${values.slice(0, -1).join(", ")} or ${values.at(-1) ?? ""}`));

/** What ICU counts among regions and ISO 3166-1 does not. */
const NO_COUNTRIES = new Set([
  "AC",
  "CP",
  "CQ",
  "DG",
  "EA",
  "EU",
  "EZ",
  "IC",
  "QO",
  "TA",
  "UN",
  "XA",
  "XB",
  "XK",
  "ZZ",
]);
const regions = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
const countryForm = "must be two capital letters of ISO 3166-1, like GB";

function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code) || NO_COUNTRIES.has(code)) return false;
  // An alias has another region for its own: UK is GB.
  return new Intl.Locale(`und-${code}`).region === code && regions.of(code) !== undefined;
}

/** Fields nobody knows are named; else whoever sent them could not mend it. */
const shapeProblem =
  (what: string) =>
  (issue: z.core.$ZodRawIssue): string =>
    issue.code === "unrecognized_keys"
      ? `has fields that nobody knows: ${issue.keys.map((key) => key.slice(0, 60)).join(", ")}`
      : `must be an object with ${what}`;

const address = z
  .strictObject(
    {
      address_line1: text,
      address_line2: text,
      city: text,
      state: text,
      post_code: text,
      country_code: z.optional(z.string(countryForm).check(z.refine(isCountry, countryForm))),
    },
    { error: shapeProblem("parts of an address") },
  )
  .check(z.refine((it) => Object.keys(it).length > 0, "must not be empty"));

const direction = oneOf("IMPORT", "EXPORT", "LOCAL");
const type = oneOf("COMMODITY", "NON_COMMODITY");

/** The fields by Anode's names, with Zero's beside them. */
export const SESSION_SHAPE = {
  customer_id: idOf("cus"),
  customer_reference_id: text,
  location_id: idOf("loc"),
  location_reference_id: text,
  tariff_direction: direction,
  direction,
  tariff_type: type,
  type,
  tariff_id: idOf("trf"),
  actions: z.optional(
    z.strictObject(
      { disconnect_tariff: flag, edit_tariff: flag },
      { error: shapeProblem("disconnect_tariff or edit_tariff") },
    ),
  ),
  route_options: z.optional(
    z.strictObject(
      { advanced_tariff_capture: flag, tariff_name_capture: flag, contract_term_capture: flag },
      { error: shapeProblem("advanced_tariff_capture, tariff_name_capture or contract_term_capture") },
    ),
  ),
  postal_address_type: oneOf("RESIDENTIAL", "COMMERCIAL"),
  postal_address: z.optional(address),
};

const shape = z.strictObject(SESSION_SHAPE);
export type GivenSession = z.output<typeof shape>;

/** What Zero has no field for. */
const ANODE_ONLY = ["actions", "route_options", "postal_address_type"] as const;

/**
 * What is wrong with fields that are right each for itself, in words with the name of the field before them; empty where nothing
 * is. `isZero`: the deployment speaks Zero.
 */
export function sessionComplaints(given: GivenSession, isZero: boolean): readonly string[] {
  const complaints: string[] = [];
  const complainIf = (isWrong: boolean, what: string): void => {
    if (isWrong) complaints.push(what);
  };
  const { actions = {} } = given;
  const both = (one: keyof GivenSession, other: keyof GivenSession): boolean =>
    given[one] !== undefined && given[other] !== undefined;
  complainIf(
    both("location_id", "location_reference_id"),
    "location_reference_id: excludes location_id; send one of them",
  );
  complainIf(
    both("tariff_direction", "direction") && given.tariff_direction !== given.direction,
    "direction: says something else than tariff_direction",
  );
  complainIf(
    both("tariff_type", "type") && given.type !== given.tariff_type,
    "type: says something else than tariff_type",
  );
  const way = given.tariff_direction ?? given.direction;
  const kind = given.tariff_type ?? given.type;
  complainIf(
    kind === "NON_COMMODITY" && way !== undefined && way !== "IMPORT",
    "tariff_type: NON_COMMODITY, a grid fee, is there for IMPORT alone",
  );
  complainIf(
    actions.disconnect_tariff === true && actions.edit_tariff === true,
    "actions: a tariff is disconnected or edited, not both",
  );
  const isThere = given.tariff_id ?? given.location_id ?? given.location_reference_id;
  complainIf(
    (actions.disconnect_tariff === true || actions.edit_tariff === true) && isThere === undefined,
    "actions: need a tariff that is there: send tariff_id, or the location",
  );
  if (isZero)
    for (const name of ANODE_ONLY)
      complainIf(given[name] !== undefined, `${name}: is not in Zero, which this account speaks`);
  return complaints;
}

/** The fields as FlatPeak's port takes them: each by one name, without those that were left out. */
export function sessionFieldsOf(given: GivenSession): SessionFields {
  const { direction: zeroDirection, type: zeroType, ...same } = given;
  const { tariff_direction = zeroDirection, tariff_type = zeroType } = given;
  const named = { ...same, tariff_direction, tariff_type };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}
