// Erasing a customer: what is forgotten, what is not ours to forget, and the customer's id to be typed, since nothing brings it back.

import { isCustomerId } from "../../objects/rooms.ts";
import { Problem } from "../operator/route.ts";
import { eraseCustomer } from "../operator/shapes/privacy.ts";
import { make } from "./make.ts";
import { Field, FormParts, Refused, missingIn, pageStatus, readForm } from "./form.tsx";
import { Offers, pathOf } from "./order.tsx";
import { operatorPage } from "./shell.tsx";
import type { AnswerOf } from "../operator/shapes/call.ts";
import type { RouteContext } from "../http/context.ts";
import type { Signed } from "./session.ts";
import type { PageStatus } from "../http/respond.ts";

type Erasure = AnswerOf<typeof eraseCustomer>;

const HERE = "/operator";
const TITLE = "Erase the customer";

interface Wrong {
  readonly why?: string;
  readonly typed?: string;
  readonly refused?: string;
}

function ask(
  c: RouteContext,
  signed: Signed,
  id: string,
  { given = "", wrong = {}, status = 200 }: { given?: string; wrong?: Wrong; status?: PageStatus } = {},
): Promise<Response> {
  const body = (
    <section class="panel">
      {wrong.refused === undefined ? null : <Refused why={wrong.refused} />}
      <p>
        <strong>This cannot be undone.</strong> Everything that is kept of <code>{id}</code> is forgotten at once:
        contact, cases, messages, events and the journal, their homes and numbers, their ways through Connect, what is
        in quarantine and in the lists. Their links open nothing any more, and what still comes for them is not taken
        in.
      </p>
      <p>
        What stays: that somebody was erased and by whom, under another name. What others keep is theirs to erase:
        FlatPeak, the providers of messages, your own systems. The next page names them.
      </p>
      <form class="fields" method="post" action={`${pathOf(id)}/erase`}>
        <Field name="value" label="The customer's id" hint={`Type ${id} to confirm.`} problem={wrong.typed ?? null} />
        <FormParts signed={signed} why={given} problem={wrong.why ?? null} />
        <button class="button danger" type="submit">
          Erase for good
        </button>
      </form>
    </section>
  );
  return operatorPage(c, signed, { title: TITLE, here: HERE, body, status });
}

const Done = ({ it, signed }: { it: Erasure; signed: Signed }) => (
  <>
    <p class="notice ok" role="status">
      {it.left.length === 0
        ? "Nothing of this customer is kept here any more."
        : `Still to forget: ${it.left.join(", ").replaceAll("_", " ")}. That goes on by itself until all have forgotten.`}
    </p>
    <section class="panel" aria-labelledby="elsewhere">
      <h2 id="elsewhere">What others keep</h2>
      <ul>
        {it.elsewhere.map(({ holder, what }) => (
          <li>
            <strong>{holder}</strong>: {what}
          </li>
        ))}
      </ul>
    </section>
    <Offers signed={signed} id={it.customer_id} names={["readmit"]} />
  </>
);

/** GET /operator/customers/:id/erase */
export const askForErasure = (c: RouteContext, signed: Signed, id: string): Promise<Response> =>
  isCustomerId(id)
    ? ask(c, signed, id)
    : operatorPage(c, signed, {
        title: "No such customer",
        here: HERE,
        body: "This is no customer's id.",
        status: 404,
      });

/** POST /operator/customers/:id/erase */
export async function erase(c: RouteContext, signed: Signed, id: string): Promise<Response> {
  if (!isCustomerId(id)) return askForErasure(c, signed, id);
  const { value, ...form } = await readForm(c);
  const missing = missingIn(form);
  const wrong: Wrong = {
    ...(value === id ? {} : { typed: "This is not the customer's id." }),
    ...(missing === "why" ? { why: "Please say why." } : {}),
    ...(missing === "once" ? { refused: "the form was not whole" } : {}),
  };
  if (Object.keys(wrong).length > 0) return ask(c, signed, id, { given: form.why, wrong, status: 400 });
  const came = await make(c, signed.who, eraseCustomer, { params: { id } }, form);
  if (came instanceof Problem)
    return ask(c, signed, id, { given: form.why, wrong: { refused: came.message }, status: pageStatus(came.code) });
  return operatorPage(c, signed, { title: "Erased", here: HERE, body: <Done it={came} signed={signed} /> });
}
