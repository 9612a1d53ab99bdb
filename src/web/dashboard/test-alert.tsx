// Where trouble is told, and a test alert by a button: nobody should find out in trouble that nothing arrives.

import { Problem } from "../operator/route.ts";
import { mayDo } from "../operator/shapes/call.ts";
import { sendTestAlert } from "../operator/shapes/alerts.ts";
import { Refused } from "./form.tsx";
import { Badge } from "./health-in.tsx";
import { FormToken } from "./shell.tsx";
import type { AnswerOf } from "../operator/shapes/call.ts";
import type { AlertConfig } from "../../setup/alerts.ts";
import type { Signed } from "./session.ts";

export type Tested = AnswerOf<typeof sendTestAlert> | Problem | null;

const RESULTS = {
  ok: ["taken", "ok"],
  warn: ["not known", "warn"],
  failed: ["not taken", "bad"],
  skipped: ["not sent", "warn"],
} as const;

const Came = ({ tested }: { tested: Tested }) =>
  tested === null ? null : tested instanceof Problem ? (
    <Refused why={tested.message} />
  ) : (
    <div role="status">
      <ul class="items">
        {tested.data.map(({ result, found, remedy }) => (
          <li>
            <Badge tone={RESULTS[result][1]}>{RESULTS[result][0]}</Badge> {found}
            {remedy === null ? null : <div class="remedy">{remedy}</div>}
          </li>
        ))}
      </ul>
    </div>
  );

/** The section of the health page; `tested`: what came of a test alert that was just sent. */
export const Alerts = ({ alerts, signed, tested }: { alerts: AlertConfig | null; signed: Signed; tested: Tested }) => {
  const names = [
    (alerts?.url ?? null) === null ? [] : ["ALERT_URL"],
    (alerts?.email ?? null) === null ? [] : ["ALERT_EMAIL"],
  ].flat();
  return (
    <section class="panel" aria-labelledby="alerts">
      <h2 id="alerts">Alerts</h2>
      <Came tested={tested} />
      {names.length === 0 ? (
        <p>
          <Badge tone="warn">nobody is told</Badge> Set ALERT_URL or ALERT_EMAIL, so that somebody is told of trouble.
        </p>
      ) : (
        <p>Trouble is told by {names.join(" and ")}. A test alert says that nothing is wrong, and opens no trouble.</p>
      )}
      {names.length === 0 || !mayDo(signed.who.role, sendTestAlert.role) ? null : (
        <form class="row" method="post" action="/operator/health">
          <FormToken signed={signed} />
          <button class="button" type="submit">
            Send a test alert
          </button>
        </form>
      )}
    </section>
  );
};
