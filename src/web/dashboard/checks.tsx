// Is it set up right? The check of everything outside, by a button: it asks others, so that no look at a page makes it.

import { Problem } from "../operator/route.ts";
import { mayDo } from "../operator/shapes/call.ts";
import { checkSetup } from "../operator/shapes/checks.ts";
import { make } from "./make.ts";
import { FormToken, operatorPage } from "./shell.tsx";
import { clockIn } from "./words/told.ts";
import type { AnswerOf } from "../operator/shapes/call.ts";
import type { RouteContext } from "../http/context.ts";
import type { Signed } from "./session.ts";

type CheckReport = AnswerOf<typeof checkSetup>;

const HERE = "/operator/checks";
const clock = clockIn(null);

const VERDICTS = {
  ok: ["well", "ok"],
  warn: ["look", "warn"],
  failed: ["failed", "bad"],
  skipped: ["not tried", ""],
} as const;
/** What needs somebody stands first. */
const ORDER = ["failed", "warn", "skipped", "ok"] as const;

const Found = ({ report: { data, checked_at: at } }: { report: CheckReport }) => (
  <section class="panel" aria-labelledby="found">
    <h2 id="found">What was found</h2>
    <p>Checked at {clock(at)}</p>
    <ul class="items">
      {ORDER.flatMap((result) => data.filter((it) => it.result === result)).map(({ name, result, found, remedy }) => (
        <li>
          <span class={`badge ${VERDICTS[result][1]}`}>{VERDICTS[result][0]}</span>{" "}
          <strong>{name.replaceAll("_", " ")}</strong>: {found}
          {remedy === null ? null : <div class="remedy">{remedy}</div>}
        </li>
      ))}
    </ul>
  </section>
);

const Ask = ({ signed, again }: { signed: Signed; again: boolean }) => (
  <form class="row" method="post" action={HERE}>
    <FormToken signed={signed} />
    <button class="button" type="submit">
      {again ? "Check again" : "Check everything"}
    </button>
  </form>
);

const show = (c: RouteContext, signed: Signed, report: CheckReport | null): Promise<Response> =>
  operatorPage(c, signed, {
    title: "Is it set up right?",
    here: HERE,
    body: (
      <>
        <p>
          Everything outside is tried for real and harmlessly: FlatPeak, the providers, your backend, the database, cron
          and the webhooks. Nobody is sent anything. It takes some seconds where something does not answer.
        </p>
        {report === null ? null : <Found report={report} />}
        {mayDo(signed.who.role, checkSetup.role) ? (
          <Ask signed={signed} again={report !== null} />
        ) : (
          <p>
            This is for the role {checkSetup.role}, and your key has the role {signed.who.role}.
          </p>
        )}
      </>
    ),
  });

/** GET /operator/checks */
export const askForCheck = (c: RouteContext, signed: Signed): Promise<Response> => show(c, signed, null);

/** POST /operator/checks: it changes nothing here, so the answer is a page. */
export async function makeCheck(c: RouteContext, signed: Signed): Promise<Response> {
  const found = await make(c, signed.who, checkSetup);
  if (found instanceof Problem) throw new TypeError(`a check cannot be refused: ${found.message}`);
  return show(c, signed, found);
}
