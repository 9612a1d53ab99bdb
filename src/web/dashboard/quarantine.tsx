// What was genuine and could not be taken in, with a button to take it in again.

import * as calls from "../operator/shapes/quarantine.ts";
import { mayDo } from "../operator/shapes/call.ts";
import { Problem } from "../operator/route.ts";
import { make } from "./make.ts";
import { FormToken, Time, operatorPage } from "./shell.tsx";
import { clockIn } from "./words/told.ts";
import type * as z from "zod/mini";
import type { RouteContext } from "../http/context.ts";
import type { Signed } from "./session.ts";

type Kept = z.output<(typeof calls.listQuarantine.answers)[200]>["data"][number];

const HERE = "/operator/quarantine";
const clock = clockIn(null);
/** As much of a body as somebody needs to see what it is. */
const SHOWN = 1_500;

const REASONS: Readonly<Record<Kept["reason"], string>> = {
  not_json: "It is no JSON.",
  not_understood: "It is no event that this version can read.",
  other_account: "It is another account's.",
  other_mode: "It is of the other mode, live or test.",
  too_old: "It was signed too long ago.",
  other_body: "Another event has come under the same id.",
  broke_the_reader: "It broke the reader, which is a fault of ours.",
  unknown_location: "FlatPeak does not know its home.",
  unreadable_owner: "FlatPeak names the owner of its home in a way that cannot be read.",
  not_placed: "It could not be placed for a week.",
};

/** What became of an event that was taken in again. */
const BECAME: Readonly<Record<string, string>> = {
  stored: "The event was taken in.",
  duplicate: "The event was known already, and left the quarantine.",
  ignored: "The event says nothing to act upon, and left the quarantine.",
  quarantined: "The event still cannot be taken in, and stays.",
};

const Entry = ({ it, signed }: { it: Kept; signed: Signed }) => (
  <section class="panel" aria-labelledby={`q${it.digest.slice(0, 12)}`}>
    <h2 id={`q${it.digest.slice(0, 12)}`}>{REASONS[it.reason]}</h2>
    <p>
      Received <Time iso={it.received_at} clock={clock} />
    </p>
    <pre>{it.body.length > SHOWN ? `${it.body.slice(0, SHOWN)} …` : it.body}</pre>
    {mayDo(signed.who.role, calls.replayQuarantined.role) ? (
      <form class="row" method="post" action={`${HERE}/${it.digest}/replay`}>
        <FormToken signed={signed} />
        <button class="button quiet" type="submit" aria-describedby={`q${it.digest.slice(0, 12)}`}>
          Take it in again
        </button>
      </form>
    ) : null}
  </section>
);

async function show(
  c: RouteContext,
  signed: Signed,
  said: string | null,
  status: 200 | 404 | 503 = 200,
): Promise<Response> {
  const listed = await make(c, signed.who, calls.listQuarantine);
  if (listed instanceof Problem) throw new TypeError("a list of what is kept cannot be refused");
  const { count, data } = listed;
  const body = (
    <>
      {said === null ? null : (
        <p class="notice ok" role="status">
          {said}
        </p>
      )}
      <p>
        {count === 0
          ? "Nothing is kept here. What is genuine and cannot be taken in comes here, and nothing of it is lost."
          : `${count === 1 ? "One event is kept here." : `${count} events are kept here; the newest are shown.`} A new version reads again what an earlier one could not.`}
      </p>
      {data.map((it) => (
        <Entry it={it} signed={signed} />
      ))}
    </>
  );
  return operatorPage(c, signed, { title: "Quarantine", here: HERE, body, status });
}

/** GET /operator/quarantine */
export const showQuarantine = (c: RouteContext, signed: Signed): Promise<Response> => show(c, signed, null);

/** POST /operator/quarantine/:digest/replay */
export async function replay(c: RouteContext, signed: Signed, digest: string): Promise<Response> {
  const made = await make(c, signed.who, calls.replayQuarantined, { params: { digest } });
  if (!(made instanceof Problem)) return show(c, signed, BECAME[made.status] ?? made.status);
  return made.code === "unavailable"
    ? show(c, signed, "The event cannot be placed at the moment. Please try again later.", 503)
    : show(c, signed, "Nothing with this digest is kept any more.", 404);
}
