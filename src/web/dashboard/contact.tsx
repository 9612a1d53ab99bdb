// How a customer is reached, changed by hand: what somebody says on the telephone. A field that stays empty changes nothing.

import { isCustomerId } from "../../objects/rooms.ts";
import { Problem } from "../operator/route.ts";
import { putContact } from "../operator/shapes/contact.ts";
import { led } from "./done.ts";
import { fieldsIn } from "./fields.ts";
import { Field, FormParts, Refused, missingIn, pageStatus, readForm } from "./form.tsx";
import { make } from "./make.ts";
import { pathOf } from "./order.tsx";
import { operatorPage } from "./shell.tsx";
import type { GivenBody } from "../operator/shapes/call.ts";
import type { PageStatus } from "../http/respond.ts";
import type { RouteContext } from "../http/context.ts";
import type { Signed } from "./session.ts";

/** Its name in addresses, and what is told once it is done. */
export const CONTACT = "contact";
export const CONTACT_DONE = "What is kept of how they are reached was changed.";

const HERE = "/operator";
const TITLE = "Change how they are reached";
const MAX_VALUE = 400;

const FIELDS = [
  ["phone", "Phone", "With the country's code, like +447700900123."],
  ["email", "Email", "One address."],
  ["locale", "Language", "As a code, like en, de or pt-BR."],
  ["timezone", "Time zone", "A name of the tz database, like Europe/London."],
] as const;
const FORGET = [
  ["phone", "Forget the phone number"],
  ["email", "Forget the email address"],
  ["push_token", "Forget the device for push messages"],
] as const;

type Name = (typeof FIELDS)[number][0] | (typeof FORGET)[number][0];

/** What was filled in, and what was wrong with it, by field. */
interface State {
  readonly given: Readonly<Partial<Record<Name, string>>>;
  readonly forget: readonly string[];
  readonly why: string;
  readonly wrong: Readonly<Partial<Record<string, string>>>;
  readonly refused: string | null;
  readonly status: PageStatus;
}
const EMPTY: State = { given: {}, forget: [], why: "", wrong: {}, refused: null, status: 200 };

function ask(c: RouteContext, signed: Signed, id: string, state: State = EMPTY): Promise<Response> {
  const { given, forget, why, wrong, refused, status } = state;
  const body = (
    <section class="panel">
      {refused === null ? null : <Refused why={refused} />}
      <p>
        What is kept of <a href={pathOf(id)}>{id}</a> is changed by what you fill in. A field that stays empty changes
        nothing. Messages that are owed go to the new address.
      </p>
      {c.var.deps.contactLookup === null ? null : (
        <p>
          Your backend is asked before each message, and what it answers wins: an address that it has is to be changed
          there as well.
        </p>
      )}
      <form class="fields" method="post" action={`${pathOf(id)}/${CONTACT}`}>
        {FIELDS.map(([name, label, hint]) => (
          <Field
            name={name}
            label={label}
            hint={hint}
            optional
            value={given[name] ?? ""}
            problem={wrong[name] ?? null}
          />
        ))}
        <fieldset>
          <legend>Forget</legend>
          {FORGET.map(([name, label]) => (
            <label class="tick">
              <input type="checkbox" name="forget" value={name} checked={forget.includes(name)} /> {label}
            </label>
          ))}
        </fieldset>
        <FormParts signed={signed} why={why} problem={wrong["why"] ?? null} />
        <button class="button" type="submit">
          {TITLE}
        </button>
      </form>
    </section>
  );
  return operatorPage(c, signed, { title: TITLE, here: HERE, body, status });
}

const noSuch = (c: RouteContext, signed: Signed): Promise<Response> =>
  operatorPage(c, signed, {
    title: "No such customer",
    here: HERE,
    body: "This is no customer's id.",
    status: 404,
  });

/** GET /operator/customers/:id/contact */
export const askForContact = (c: RouteContext, signed: Signed, id: string): Promise<Response> =>
  isCustomerId(id) ? ask(c, signed, id) : noSuch(c, signed);

/** What is wrong with the fields, by their names. */
function wrongIn({ given, forget }: Pick<State, "given" | "forget">): Record<string, string> {
  const read = putContact.body.safeParse(given);
  const both = Object.keys(given).filter((name) => forget.includes(name));
  return {
    ...Object.fromEntries(both.map((name) => [name, "Either a new one or none: take back one of the two."])),
    ...Object.fromEntries((read.error?.issues ?? []).map(({ path, message }) => [String(path[0]), `It ${message}.`])),
  };
}

/** POST /operator/customers/:id/contact */
export async function changeContact(c: RouteContext, signed: Signed, id: string): Promise<Response> {
  if (!isCustomerId(id)) return noSuch(c, signed);
  const [{ why, once }, fields] = [await readForm(c), await fieldsIn(c)];
  const given = Object.fromEntries(
    FIELDS.map(([name]) => [name, (fields.get(name) ?? "").trim().slice(0, MAX_VALUE)]).filter(
      ([, value]) => value !== "",
    ),
  ) as Readonly<Partial<Record<Name, string>>>;
  const forget = FORGET.map(([name]) => name).filter((name) => fields.getAll("forget").includes(name));
  const missing = missingIn({ why, once });
  const wrong = { ...wrongIn({ given, forget }), ...(missing === "why" ? { why: "Please say why." } : {}) };
  const state: State = { given, forget, why, wrong, refused: null, status: 400 };
  if (missing === "once") return ask(c, signed, id, { ...state, refused: "the form was not whole" });
  if (Object.keys(wrong).length > 0) return ask(c, signed, id, state);
  const body: GivenBody<typeof putContact> = { ...given, ...Object.fromEntries(forget.map((name) => [name, null])) };
  if (Object.keys(body).length === 0) return ask(c, signed, id, { ...state, refused: "nothing was filled in" });
  const came = await make(c, signed.who, putContact, { params: { id }, body }, { why, once });
  if (came instanceof Problem)
    return ask(c, signed, id, { ...state, refused: came.message, status: pageStatus(came.code) });
  return led(pathOf(id), CONTACT);
}
