// How the machine is: FlatPeak, the sweep, the ways out, what waits, what is in quarantine.

import { readFigures } from "../operator/figures.ts";
import { Problem } from "../operator/route.ts";
import { sendTestAlert } from "../operator/shapes/alerts.ts";
import { listSuppliers } from "../operator/shapes/ways.ts";
import { Badge, FlatPeak, Sweep, at, clock } from "./health-in.tsx";
import { make } from "./make.ts";
import { Time, operatorPage } from "./shell.tsx";
import { Alerts } from "./test-alert.tsx";
import { wayWords } from "./words/names.ts";
import type { RouteContext } from "../http/context.ts";
import type { Figures } from "../operator/figures.ts";
import type { AnswerOf } from "../operator/shapes/call.ts";
import type { Signed } from "./session.ts";
import type { Tested } from "./test-alert.tsx";

const span = (ms: number | null): string => {
  if (ms === null) return "–";
  const seconds = Math.round(ms / 1_000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
};

const Ways = ({ ways, backlogs }: Figures) => (
  <section class="panel" aria-labelledby="ways">
    <h2 id="ways">Ways out</h2>
    <ul class="items">
      {backlogs.map(({ way, waiting, oldest, late }) => {
        const report = ways.find((it) => it.way === way);
        const closed = report?.closed ?? null;
        return (
          <li>
            {closed === null ? <Badge tone="ok">open</Badge> : <Badge tone="bad">closed</Badge>}{" "}
            <strong>{wayWords(way)}</strong>
            {closed === null ? null : `, since ${at(closed.since)}: ${closed.why}`}
            {(report?.impaired ?? []).map(({ why, at: last }) => (
              <div>
                Some are not reached: {why}, last {at(last)}
              </div>
            ))}
            <dl>
              <div>
                <dt>Waiting</dt>
                <dd>{waiting}</dd>
              </div>
              <div>
                <dt>The first of them is due since</dt>
                <dd>{span(oldest)}</dd>
              </div>
              <div>
                <dt>Latest in five minutes</dt>
                <dd>{span(late)}</dd>
              </div>
            </dl>
          </li>
        );
      })}
    </ul>
    <p>What a gate knows of its backlog is forgotten when it restarts.</p>
  </section>
);

const Suppliers = ({ found }: { found: AnswerOf<typeof listSuppliers> | Problem }) => (
  <section class="panel" aria-labelledby="suppliers">
    <h2 id="suppliers">Energy suppliers in trouble</h2>
    {found instanceof Problem ? (
      <p>Without an index of the fleet nobody can tell.</p>
    ) : found.data.length === 0 ? (
      <p>
        <Badge tone="ok">none</Badge> No supplier has an outage.
      </p>
    ) : (
      <ul>
        {found.data.map(({ supplier, since, holding, customers }) => (
          <li>
            {holding ? <Badge tone="bad">holds messages</Badge> : <Badge tone="warn">held long enough</Badge>}{" "}
            <code>{supplier}</code>, since <Time iso={since} clock={clock} />: {customers} customers at least.{" "}
            {holding ? "Nobody is told of it meanwhile." : "What is still broken is told."}
          </li>
        ))}
      </ul>
    )}
  </section>
);

const Unsent = ({ fleet }: Figures) =>
  fleet === null ? null : (
    <section class="panel" aria-labelledby="unsent">
      <h2 id="unsent">Messages on their way</h2>
      <ul>
        <li>
          Owed and not gone out: {fleet.waiting.count}
          {fleet.waiting.since === null ? "" : `, the first since ${at(fleet.waiting.since)}`}.
        </li>
        <li>
          From owed to gone out, of the last day: half within {span(fleet.lateness.median)}, the slowest in{" "}
          {span(fleet.lateness.most)}.
        </li>
      </ul>
    </section>
  );

const Kept = ({ quarantine: { kept, ever } }: Figures) => (
  <section class="panel" aria-labelledby="kept">
    <h2 id="kept">Quarantine</h2>
    <p>
      {kept === 0 ? (
        <Badge tone="ok">empty</Badge>
      ) : (
        <Badge tone="warn">{kept === 1 ? "one event" : `${kept} events`}</Badge>
      )}{" "}
      <a href="/operator/quarantine">Look at what is kept there</a>
    </p>
    {Object.keys(ever).length === 0 ? null : (
      <p>
        Ever put there:{" "}
        {Object.entries(ever)
          .map(([reason, count]) => `${count} ${reason.replaceAll("_", " ")}`)
          .join(", ")}
        .
      </p>
    )}
  </section>
);

async function show(c: RouteContext, signed: Signed, tested: Tested): Promise<Response> {
  const { config, now } = c.get("deps");
  const [figures, suppliers] = await Promise.all([
    readFigures(c.env, c.get("deps")),
    make(c, signed.who, listSuppliers),
  ]);
  const body = (
    <>
      <p>
        Version {figures.version}, {figures.liveMode ? "live" : "test"} mode. Times are in UTC.
      </p>
      {tested === null ? null : <Alerts alerts={config.alerts} signed={signed} tested={tested} />}
      <div class="two">
        <FlatPeak {...figures} />
        <Sweep {...figures} now={now()} publicUrl={config.link.publicUrl} />
      </div>
      <Suppliers found={suppliers} />
      <Unsent {...figures} />
      <Ways {...figures} />
      <Kept {...figures} />
      {tested === null ? <Alerts alerts={config.alerts} signed={signed} tested={null} /> : null}
    </>
  );
  return operatorPage(c, signed, { title: "Health", here: "/operator/health", body });
}

/** GET /operator/health */
export const showHealth = (c: RouteContext, signed: Signed): Promise<Response> => show(c, signed, null);

/** POST /operator/health: a test alert. It changes nothing here, so the answer is the page, with what came of it on top. */
export const testAlert = async (c: RouteContext, signed: Signed): Promise<Response> =>
  show(c, signed, await make(c, signed.who, sendTestAlert));
