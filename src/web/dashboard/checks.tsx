// Is it set up right? The check of everything outside, by a button: it asks others, so that no look at a page makes it.

import { runChecks } from "../operator/checks/all.ts";
import { FormToken, operatorPage } from "./shell.tsx";
import { clockIn } from "./words/told.ts";
import type { CheckReport } from "../operator/checks/all.ts";
import type { RouteContext } from "../http/context.ts";
import type { Signed } from "./session.ts";

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

const Found = ({ report: { findings, at } }: { report: CheckReport }) => (
  <section class="panel" aria-labelledby="found">
    <h2 id="found">What was found</h2>
    <p>Checked at {clock(new Date(at).toISOString())}</p>
    <ul class="items">
      {ORDER.flatMap((result) => findings.filter((it) => it.result === result)).map(
        ({ name, result, found, remedy }) => (
          <li>
            <span class={`badge ${VERDICTS[result][1]}`}>{VERDICTS[result][0]}</span>{" "}
            <strong>{name.replaceAll("_", " ")}</strong>: {found}
            {remedy === null ? null : <div class="remedy">{remedy}</div>}
          </li>
        ),
      )}
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
        <Ask signed={signed} again={report !== null} />
      </>
    ),
  });

/** GET /operator/checks */
export const askForCheck = (c: RouteContext, signed: Signed): Promise<Response> => show(c, signed, null);

/** POST /operator/checks: it changes nothing, so the answer is a page. */
export const makeCheck = async (c: RouteContext, signed: Signed): Promise<Response> =>
  show(c, signed, await runChecks(c.env, c.get("deps"), new URL(c.req.url).origin));
