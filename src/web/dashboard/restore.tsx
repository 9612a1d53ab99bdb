// Putting a customer back to an earlier instant, in two steps: which instant, by a clock that is named; and then, with that instant in
// UTC before one's eyes, what comes of it, why, and a button.

import { isCustomerId, isInvitationId } from "../../objects/rooms.ts";
import { Problem } from "../operator/route.ts";
import { restoreCustomer } from "../operator/shapes/restore.ts";
import { fieldsIn } from "./fields.ts";
import { Field, FormParts, Refused, missingIn, pageStatus, readForm } from "./form.tsx";
import { readInstant, showInstant } from "./instant.ts";
import { make } from "./make.ts";
import { Offers, pathOf } from "./order.tsx";
import { readStory } from "./read-story.ts";
import { operatorPage } from "./shell.tsx";
import type { AnswerOf } from "../operator/shapes/call.ts";
import type { PageStatus } from "../http/respond.ts";
import type { RouteContext } from "../http/context.ts";
import type { Signed } from "./session.ts";
import type { Wall, WrongWall } from "./instant.ts";

export const RESTORE = "restore";
export const RESTORE_TITLE = "Put back to an earlier instant";

const HERE = "/operator";
const UTC = "UTC";
const NOTHING: Wall = { day: "", time: "", zone: UTC };

/** The clock that the customer's page goes by; UTC where what is kept of them cannot be read, which is when somebody may need this most. */
async function zoneOf(c: RouteContext, id: string): Promise<string> {
  const story = await readStory(c, id);
  return story === null || story === "unreadable" ? UTC : (story.contact.timezone ?? UTC);
}

const Clocks = ({ zone, chosen }: { zone: string; chosen: string }) => (
  <fieldset>
    <legend>By which clock</legend>
    {[...new Set([zone, UTC])].map((it) => (
      <label class="tick">
        <input type="radio" name="zone" value={it} checked={it === chosen} />{" "}
        {it === zone && zone !== UTC ? `${it}, as on the customer's page` : it}
      </label>
    ))}
  </fieldset>
);

/** The first step; it changes nothing, so its form asks for a page. */
async function askWhen(
  c: RouteContext,
  signed: Signed,
  id: string,
  { given, wrong = {} }: { given?: Wall; wrong?: WrongWall } = {},
): Promise<Response> {
  const zone = await zoneOf(c, id);
  const { day, time, zone: chosen } = given ?? { ...NOTHING, zone };
  const body = (
    <section class="panel">
      <p>
        To which instant is <a href={pathOf(id)}>{id}</a> to be put back? It may be ten minutes ago at least, and thirty
        days at most. Choose one before the mistake. Nothing is changed yet.
      </p>
      <form class="fields" method="get" action={`${pathOf(id)}/${RESTORE}`}>
        <Field
          name="day"
          type="date"
          label="Day"
          hint="A day of the last thirty."
          value={day}
          problem={wrong.day ?? null}
        />
        <Field
          name="time"
          type="time"
          label="Time"
          hint="Hours and minutes, like 14:30."
          value={time}
          problem={wrong.time ?? null}
        />
        <Clocks zone={zone} chosen={chosen} />
        <button class="button" type="submit">
          Go on
        </button>
      </form>
    </section>
  );
  const status = Object.keys(wrong).length === 0 ? 200 : 400;
  return operatorPage(c, signed, { title: RESTORE_TITLE, here: HERE, body, status });
}

/** What is asked for, and what was wrong with the form. */
interface Asked {
  readonly at: number;
  readonly zone: string;
  readonly why?: string;
  readonly noWhy?: string;
  readonly refused?: string;
  readonly status?: PageStatus;
}

/** The second step: what comes of it, before it is done. */
function askWhy(c: RouteContext, signed: Signed, id: string, asked: Asked): Promise<Response> {
  const { at, zone, why = "", noWhy = null, refused, status = 200 } = asked;
  const body = (
    <section class="panel">
      {refused === undefined ? null : <Refused why={refused} />}
      <p>
        <a href={pathOf(id)}>{id}</a> is put back to <strong>{showInstant(at, zone, c.get("deps").now())}</strong>.
      </p>
      <ul>
        <li>What is kept of them is then as it was: cases, homes, number and address too.</li>
        <li>
          What must not be undone stays: what they were told since, that they asked for no messages, what was closed or
          handed over, links that were given out.
        </li>
        <li>All their messages are held until you let them go on their page. Look at what is kept there first.</li>
        <li>FlatPeak is asked about every home before anything goes. What it told since comes again within a day.</li>
        <li>Who was erased is not put back, and nobody to before they were.</li>
      </ul>
      <form class="fields" method="post" action={`${pathOf(id)}/${RESTORE}`}>
        <input type="hidden" name="value" value={new Date(at).toISOString()} />
        <input type="hidden" name="zone" value={zone} />
        <FormParts signed={signed} why={why} problem={noWhy} />
        <button class="button danger" type="submit">
          Put the customer back
        </button>
      </form>
      <p class="ways">
        <a href={`${pathOf(id)}/${RESTORE}`}>Choose another instant</a>
      </p>
    </section>
  );
  return operatorPage(c, signed, { title: RESTORE_TITLE, here: HERE, body, status });
}

type Restored = AnswerOf<typeof restoreCustomer>;

function showDone(c: RouteContext, signed: Signed, it: Restored, zone: string): Promise<Response> {
  const isDone = it.status === "restored";
  const when = showInstant(Date.parse(it.at), zone, c.get("deps").now());
  const body = (
    <>
      <p class="notice ok" role="status">
        {isDone
          ? `The customer was put back to ${when}. All their messages are held.`
          : `The customer is being put back to ${when}. It was cut off, and goes on by itself within a minute. All their messages are held then.`}
      </p>
      <section class="panel" aria-labelledby="further">
        <h2 id="further">What to do now</h2>
        {it.since_known ? null : (
          <p>
            What happened since that instant could not be read. All that was owed counts as told: nothing of it is sent.
          </p>
        )}
        <p>
          Look at <a href={pathOf(it.customer_id)}>what is kept of {it.customer_id}</a>, at their number and address
          above all, which are those of that instant.{" "}
          {isDone ? "Then let the messages go." : "Then release them there."}
        </p>
        {isDone ? <Offers signed={signed} id={it.customer_id} names={["release"]} /> : null}
      </section>
    </>
  );
  return operatorPage(c, signed, { title: isDone ? "Put back" : "Being put back", here: HERE, body });
}

const noSuch = (c: RouteContext, signed: Signed): Promise<Response> =>
  operatorPage(c, signed, { title: "No such customer", here: HERE, body: "This is no customer's id.", status: 404 });

const isRestorable = (id: string): boolean => isCustomerId(id) && !isInvitationId(id);

/** What was wrong with the instant, as a part of a sentence: the call names its field first. */
const inWords = (message: string): string => message.replace(/^at: (?=must)/, "the instant ").replace(/^at: /, "");

/** GET /operator/customers/:id/restore */
export async function askForRestore(c: RouteContext, signed: Signed, id: string): Promise<Response> {
  if (!isRestorable(id)) return noSuch(c, signed);
  const { day, time, zone } = c.req.query();
  if (day === undefined && time === undefined) return askWhen(c, signed, id);
  const given: Wall = { day: day ?? "", time: time ?? "", zone: zone ?? UTC };
  const read = readInstant(given);
  return read.at === null
    ? askWhen(c, signed, id, { given, wrong: read.wrong })
    : askWhy(c, signed, id, { at: read.at, zone: given.zone });
}

/** POST /operator/customers/:id/restore */
export async function restore(c: RouteContext, signed: Signed, id: string): Promise<Response> {
  if (!isRestorable(id)) return noSuch(c, signed);
  const [{ value, ...form }, fields] = [await readForm(c), await fieldsIn(c)];
  const at = Date.parse(value);
  if (Number.isNaN(at)) return askWhen(c, signed, id, { given: NOTHING, wrong: { day: "Please choose an instant." } });
  const asked: Asked = { at, zone: fields.get("zone") ?? UTC, why: form.why };
  const missing = missingIn(form);
  if (missing === "why") return askWhy(c, signed, id, { ...asked, noWhy: "Please say why.", status: 400 });
  if (missing !== null) return askWhy(c, signed, id, { ...asked, refused: "the form was not whole", status: 400 });
  const came = await make(c, signed.who, restoreCustomer, { params: { id }, body: { at: value } }, form);
  return came instanceof Problem
    ? askWhy(c, signed, id, { ...asked, refused: inWords(came.message), status: pageStatus(came.code) })
    : showDone(c, signed, came, asked.zone);
}
