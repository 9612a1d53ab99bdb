// Where the home is: what is known is shown, what is missing is asked.

import { countriesFor, countryName, isCountry, statesOf } from "./countries.ts";
import { AgainButton, DefaultButton, Kept, Select, TextField, lineOf, valueOf, withTyped } from "./fields.tsx";
import { plainText } from "./plain.ts";
import type { ConnectPage, Mistake, PageContext, Typed } from "./form.ts";

type Context = PageContext<"postal_address">;

/** The fields of an address as FlatPeak names them, which are their names in the form too. */
const LINES = ["address_line1", "address_line2", "post_code", "city"] as const;
type Line = (typeof LINES)[number];

const LABELS = {
  address_line1: "connect.postal_address.line1",
  address_line2: "connect.postal_address.line2",
  post_code: "connect.postal_address.post_code",
  city: "connect.postal_address.city",
} as const;

/** What browsers fill in by themselves (HTML, autofill field names). */
const AUTOFILL = {
  address_line1: "address-line1",
  address_line2: "address-line2",
  post_code: "postal-code",
  city: "address-level2",
} as const;

/** Codes that are written for those of ISO 3166. */
const SAME_COUNTRY = new Map([
  ["UK", "GB"],
  ["EL", "GR"],
]);

type Known = Readonly<Record<Line | "state" | "country_code", string>>;

function knownAddress({ turn, home }: Context): Known {
  const { address } = turn.page;
  const known = {
    address_line1: address.addressLine1,
    address_line2: address.addressLine2,
    post_code: address.postCode,
    city: address.city,
    state: address.state,
  };
  const written = address.countryCode.toUpperCase();
  const country = SAME_COUNTRY.get(written) ?? written;
  return { ...known, country_code: isCountry(country) ? country : (home.country ?? "") };
}

/** The state as its field holds it: with its country, by code, whichever of code and name FlatPeak wrote. */
function stateField({ state, country_code: country }: Known): string {
  const match = statesOf(country).find(({ value, label }) => [value, label].includes(state));
  return match === undefined ? "" : `${country}-${match.value}`;
}

/** True where only some of an address is missing, and nobody wanted to change the rest or was refused it. */
function isFolded({ typed, mistakes, turn }: Context): boolean {
  const { addressLine1, postCode, city, countryCode } = turn.page.address;
  const all = [addressLine1, postCode, city, countryCode];
  const missing = all.filter((it) => it === "").length;
  return typed?.get("all") !== "1" && mistakes.length === 0 && missing > 0 && missing < all.length;
}

const Line = ({ context, known, name }: { context: Context; known: Known; name: Line }) => (
  <TextField
    context={context}
    name={name}
    label={context.words.say(LABELS[name])}
    known={known[name]}
    autocomplete={AUTOFILL[name]}
    isRequired={name !== "address_line2"}
  />
);

const CountryField = ({ context, known }: { context: Context; known: Known }) => {
  const { language, home, words } = context;
  const { likely, all } = countriesFor(language, home.country);
  return (
    <Select
      context={context}
      name="country_code"
      label={words.say("connect.postal_address.country")}
      known={known.country_code}
      autocomplete="country"
      groups={[
        { label: null, options: [{ value: "", label: words.say("connect.choose") }] },
        { label: words.say("connect.postal_address.country.likely"), options: likely },
        { label: words.say("connect.postal_address.country.all"), options: all },
      ]}
    />
  );
};

/** Shown for a country that has states; who chooses one that nobody knew of is asked for the state when the form comes again. */
const StateField = ({ context, known }: { context: Context; known: Known }) => {
  const { words } = context;
  const country = valueOf(context, "country_code", known.country_code);
  const states = statesOf(country);
  if (states.length === 0) return null;
  // Two countries may have a state of one code: the country goes along.
  const options = states.map(({ value, label }) => ({ value: `${country}-${value}`, label }));
  return (
    <Select
      context={context}
      name="state"
      label={words.say("connect.postal_address.state")}
      known={stateField(known)}
      autocomplete="address-level1"
      groups={[{ label: null, options: [{ value: "", label: words.say("connect.choose") }, ...options] }]}
    />
  );
};

/** What is known as lines to read, going along unseen. */
const KnownLines = ({ context, known }: { context: Context; known: Known }) => {
  const { words, language } = context;
  const country = known.country_code === "" ? "" : countryName(language, known.country_code);
  const lines = [known.address_line1, known.address_line2, `${known.post_code} ${known.city}`, country];
  return (
    <>
      <p>{words.say("connect.postal_address.known")}</p>
      <p class="known">{lines.map((it) => (it.trim() === "" ? null : <span>{plainText(it, 200)}</span>))}</p>
      {LINES.map((it) => (known[it] === "" ? null : <Kept name={it} value={known[it]} />))}
      {known.country_code === "" ? null : <Kept name="country_code" value={known.country_code} />}
    </>
  );
};

function draw(context: Context) {
  const known = knownAddress(context);
  const folded = isFolded(context);
  const isAsked = (name: Line | "country_code"): boolean => !folded || known[name] === "";
  return (
    <>
      <p>{context.words.say("connect.postal_address.text")}</p>
      <DefaultButton />
      {folded ? <KnownLines context={context} known={known} /> : <Kept name="all" value="1" />}
      {LINES.map((it) => (isAsked(it) ? <Line context={context} known={known} name={it} /> : null))}
      {isAsked("country_code") ? <CountryField context={context} known={known} /> : null}
      <StateField context={context} known={known} />
      {folded ? (
        <AgainButton value="all">{context.words.say("connect.postal_address.known.button")}</AgainButton>
      ) : null}
    </>
  );
}

/** A state counts where it belongs to the country; where we know of none, what FlatPeak knew stays. */
function stateOf({ turn }: Context, typed: Typed, country: string): string {
  const { address } = turn.page;
  if (statesOf(country).length === 0) return address.countryCode === country ? address.state : "";
  const [of = "", code = ""] = (typed.get("state") ?? "").split("-");
  return of === country && statesOf(country).some(({ value }) => value === code) ? code : "";
}

function mistakesIn(address: Known): readonly Mistake[] {
  const missing: (Mistake | null)[] = [
    address.address_line1 === "" ? { field: "address_line1", key: "connect.errors.address_line1" } : null,
    address.post_code === "" ? { field: "post_code", key: "connect.errors.post_code" } : null,
    address.city === "" ? { field: "city", key: "connect.errors.city" } : null,
    address.country_code === "" ? { field: "country_code", key: "connect.errors.country" } : null,
  ];
  return missing.filter((it) => it !== null);
}

/** FlatPeak's documentation: `postal_address` with its fields in snake case; its client leaves an empty state out. */
function read(context: Context, typed: Typed): ReturnType<ConnectPage<"postal_address">["read"]> {
  if (typed.get("again") === "all") return { kind: "again", typed: withTyped(typed, { all: "1" }) };
  const chosen = typed.get("country_code") ?? "";
  const country = isCountry(chosen) ? chosen : "";
  const address: Known = {
    address_line1: lineOf(typed, "address_line1"),
    address_line2: lineOf(typed, "address_line2"),
    post_code: lineOf(typed, "post_code"),
    city: lineOf(typed, "city"),
    state: stateOf(context, typed, country),
    country_code: country,
  };
  const mistakes = mistakesIn(address);
  const needsState = statesOf(country).length > 0 && address.state === "";
  const all: readonly Mistake[] = needsState
    ? [...mistakes, { field: "state", key: "connect.errors.state" }]
    : mistakes;
  if (all.length > 0) return { kind: "mistakes", mistakes: all };
  const { state, ...lines } = address;
  return {
    kind: "reply",
    reply: { kind: "data", data: { postal_address: { ...lines, ...(state === "" ? {} : { state }) } } },
  };
}

export const postalAddress: ConnectPage<"postal_address"> = {
  route: "postal_address",
  looks: ["form"],
  heading: ({ words }) => words.say("connect.postal_address.heading"),
  draw,
  button: ({ words }) => words.say("connect.next.button"),
  read,
};
