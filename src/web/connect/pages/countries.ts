// Countries and their states, by the codes that FlatPeak takes (ISO 3166). Names of countries come from the runtime, in the
// customer's language.

import { habitsOf } from "../../../text/language.ts";
import type { Language } from "../../../text/language.ts";
import type { Option } from "./fields.tsx";

/** ISO 3166-1 alpha-2, all of them. */
const CODES = (
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG " +
  "CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL " +
  "GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA " +
  "LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP " +
  "NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV " +
  "SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
).split(" ");

export const isCountry = (code: string): boolean => CODES.includes(code);

const names = new Map<Language, Intl.DisplayNames>();

/** A country by its code, as the language calls it; the code where it is none. */
export function countryName(language: Language, code: string): string {
  const known = names.get(language) ?? new Intl.DisplayNames(habitsOf(language).locale, { type: "region" });
  names.set(language, known);
  return isCountry(code) ? (known.of(code) ?? code) : code;
}

/** The countries to choose from: those that are likely, the home's first of all, and then all by their names. */
export function countriesFor(language: Language, home: string | null) {
  const option = (code: string): Option => ({ value: code, label: countryName(language, code) });
  const likely = [...new Set([...(home !== null && isCountry(home) ? [home] : []), ...habitsOf(language).countries])];
  const { compare } = new Intl.Collator(habitsOf(language).locale);
  return { likely: likely.map(option), all: CODES.map(option).sort((a, b) => compare(a.label, b.label)) };
}

const states = (text: string): readonly Option[] =>
  text.split("|").map((it) => ({ value: it.slice(0, it.indexOf(" ")), label: it.slice(it.indexOf(" ") + 1) }));

/** The states of the countries whose addresses FlatPeak wants one in (its Connect client offers these). */
const STATES: ReadonlyMap<string, readonly Option[]> = new Map([
  [
    "US",
    states(
      "AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia|" +
        "FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|" +
        "MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|" +
        "NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|" +
        "PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|" +
        "WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming",
    ),
  ],
  [
    "CA",
    states(
      "AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador|NT Northwest Territories|" +
        "NS Nova Scotia|NU Nunavut|ON Ontario|PE Prince Edward Island|QC Quebec|SK Saskatchewan|YT Yukon",
    ),
  ],
  [
    "AU",
    states(
      "ACT Australian Capital Territory|NSW New South Wales|NT Northern Territory|QLD Queensland|SA South Australia|TAS Tasmania|" +
        "VIC Victoria|WA Western Australia",
    ),
  ],
]);

/** The states of a country; empty where its addresses have none. */
export const statesOf = (country: string): readonly Option[] => STATES.get(country) ?? [];
