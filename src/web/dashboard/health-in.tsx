// What the health page tells of the ways in: FlatPeak, its webhooks, and the sweep.

import { checkCron, hasLooked } from "../operator/checks/sweep.ts";
import { clockIn } from "./words/told.ts";
import type { Child } from "hono/jsx";
import type { Figures } from "../operator/figures.ts";

export const clock = clockIn(null);
/** An instant in words. */
export const at = (ms: number | null, never = "never"): string =>
  ms === null ? never : clock(new Date(ms).toISOString());

export const Badge = ({ tone, children }: { tone: "ok" | "warn" | "bad"; children?: Child }) => (
  <span class={`badge ${tone}`}>{children}</span>
);

/** What is said where no event is known. */
const noneIn = (sweep: Figures["sweep"]): string =>
  hasLooked(sweep) ? "none yet" : "not known before the first run of the sweep";

/** What FlatPeak says of us and to us. */
export const FlatPeak = ({ sweep, flatpeak }: Figures) => (
  <section class="panel" aria-labelledby="flatpeak">
    <h2 id="flatpeak">FlatPeak</h2>
    <ul>
      <li>
        {flatpeak.closed === null ? (
          <>
            <Badge tone="ok">takes us</Badge> The account is taken.
          </>
        ) : (
          <>
            <Badge tone="bad">refuses us</Badge> Since {at(flatpeak.closed.since)}: {flatpeak.closed.why}. Every message
            waits.
          </>
        )}
      </li>
      <li>
        {sweep.silent ? (
          <Badge tone="warn">silent</Badge>
        ) : sweep.lastEventAt === null ? null : (
          <Badge tone="ok">speaks</Badge>
        )}{" "}
        The newest event it lists happened: {at(sweep.lastEventAt, noneIn(sweep))}.
      </li>
      <li>The newest event that a webhook brought in time happened: {at(sweep.broughtAt, noneIn(sweep))}.</li>
      <li>
        {sweep.missed === 0 ? <Badge tone="ok">none missed</Badge> : <Badge tone="warn">{sweep.missed} missed</Badge>}{" "}
        Events that FlatPeak lists and no webhook brought
        {sweep.missedAt === null ? "" : `; the last was found at ${at(sweep.missedAt)}`}.
      </li>
    </ul>
  </section>
);

const CRON = { ok: ["comes", "ok"], warn: ["not yet", "warn"], failed: ["late", "bad"], skipped: ["", ""] } as const;

/** `now` in ms; `publicUrl`: where this deployment is reached. */
type Here = Pick<Figures, "sweep"> & { readonly now: number; readonly publicUrl: string };

const Cron = ({ sweep, now, publicUrl }: Here) => {
  const { result, remedy } = checkCron(sweep, now, publicUrl);
  const [words, tone] = CRON[result];
  return (
    <li>
      {tone === "" ? null : <Badge tone={tone}>{words}</Badge>} Cron last came: {at(sweep.cronAt)}.
      {remedy === null ? null : <div class="remedy">{remedy}</div>}
    </li>
  );
};

/** How what the webhooks missed is looked for. */
export const Sweep = ({ sweep, now, publicUrl }: Here) => (
  <section class="panel" aria-labelledby="sweep">
    <h2 id="sweep">Sweep</h2>
    <p>Looks every quarter of an hour, called by cron, for what the webhooks missed.</p>
    <ul>
      <Cron sweep={sweep} now={now} publicUrl={publicUrl} />
      <li>
        {sweep.failingSince === null ? <Badge tone="ok">gets on</Badge> : <Badge tone="bad">held up</Badge>}{" "}
        {sweep.failingSince === null
          ? "FlatPeak lists all that is asked for."
          : `Since ${at(sweep.failingSince)}: ${sweep.passes.flatMap(({ failing }) => failing?.why ?? [])[0] ?? "no reason known"}.`}
      </li>
      <li>Events that could not be placed yet: {sweep.aside}.</li>
    </ul>
  </section>
);
