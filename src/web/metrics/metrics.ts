// GET /metrics: the figures for Prometheus. Their names are an interface (docs/METRICS.md), and no customer is named in them.

import { readFigures } from "../operator/figures.ts";
import { DATA } from "../http/respond.ts";
import { admit, noteCall } from "../operator/who.ts";
import { QUARANTINE_REASONS } from "../../objects/quarantine/contract.ts";
import { textOf } from "./text.ts";
import type { Figures } from "../operator/figures.ts";
import type { RouteContext } from "../http/context.ts";
import type { Metric, Sample } from "./text.ts";

const CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1_000);

const gauge = (name: string, help: string, ...samples: readonly Sample[]): Metric => ({
  name: `reconnect_${name}`,
  type: "gauge",
  help,
  samples,
});

const counter = (name: string, help: string, ...samples: readonly Sample[]): Metric => ({
  ...gauge(`${name}_total`, help, ...samples),
  type: "counter",
});

const ofFlatPeak = ({ sweep, flatpeak }: Figures): readonly Metric[] => [
  gauge("flatpeak_refuses_us", "1 while FlatPeak refuses the account, key or version.", {
    value: flatpeak.closed !== null,
  }),
  gauge("flatpeak_silent", "1 where FlatPeak has had nothing to tell for SILENCE_AFTER.", { value: sweep.silent }),
  gauge("flatpeak_last_event_timestamp_seconds", "When the newest event happened that FlatPeak lists.", {
    value: seconds(sweep.lastEventAt),
  }),
];

const ofSweep = ({ sweep }: Figures): readonly Metric[] => [
  counter("webhooks_missed", "Events that FlatPeak lists and no webhook had brought.", { value: sweep.missed }),
  gauge(
    "webhook_last_brought_timestamp_seconds",
    "When the newest event happened whose webhook came before the sweep.",
    {
      value: seconds(sweep.broughtAt),
    },
  ),
  gauge("cron_last_run_timestamp_seconds", "When cron last came.", { value: seconds(sweep.cronAt) }),
  gauge("sweep_failing", "1 while FlatPeak does not list all that is asked for.", {
    value: sweep.failingSince !== null,
  }),
  gauge("sweep_put_aside", "Events that could not be placed yet.", { value: sweep.aside }),
];

const ofWays = ({ ways, backlogs }: Figures): readonly Metric[] => [
  gauge(
    "channel_open",
    "1 where the provider of a channel takes our account, 0 where it is closed.",
    ...ways.map(({ way, closed }) => ({ labels: { channel: way }, value: closed === null })),
  ),
  gauge(
    "channel_impaired",
    "1 where some recipients of a channel cannot be reached.",
    ...ways.map(({ way, impaired }) => ({ labels: { channel: way }, value: impaired.length > 0 })),
  ),
  gauge(
    "backlog_waiting",
    "Calls that were put off at the gate of an outside and have not come back.",
    ...backlogs.map(({ way, waiting }) => ({ labels: { way }, value: waiting })),
  ),
  gauge(
    "backlog_oldest_seconds",
    "How long the first of them has been due.",
    ...backlogs.map(({ way, oldest }) => ({ labels: { way }, value: seconds(oldest) })),
  ),
  gauge(
    "lateness_seconds",
    "How late the latest call was that the gate let through in the last five minutes.",
    ...backlogs.map(({ way, late }) => ({ labels: { way }, value: seconds(late) })),
  ),
];

const ofQuarantine = ({ quarantine: { kept, ever } }: Figures): readonly Metric[] => [
  gauge("quarantine_events", "Events in quarantine.", { value: kept }),
  counter(
    "quarantined_events",
    "Events that were ever put into quarantine.",
    ...QUARANTINE_REASONS.map((reason) => ({ labels: { reason }, value: ever[reason] ?? 0 })),
  ),
];

const counts = (label: string, counted: Readonly<Record<string, number>>): readonly Sample[] =>
  Object.entries(counted).map(([name, value]) => ({ labels: { [label]: name }, value }));

const ofFleet = ({ fleet }: Figures): readonly Metric[] =>
  fleet === null
    ? []
    : [
        gauge("cases", "Cases by how they stand.", ...counts("state", fleet.cases)),
        gauge("open_cases", "Open cases by reason.", ...counts("reason", fleet.open)),
        gauge("needs_action", "Cases that need somebody, by why.", ...counts("need", fleet.needs)),
        gauge(
          "notifications",
          "Notifications that are not settled, or failed or stayed uncertain within a week.",
          ...counts("status", fleet.notifications),
        ),
        gauge("unsent_notifications", "Notifications that are owed and have not gone out.", {
          value: fleet.waiting.count,
        }),
        gauge("unsent_oldest_timestamp_seconds", "Since when the first of them is owed.", {
          value: seconds(fleet.waiting.since),
        }),
        gauge(
          "delivery_seconds",
          "How long the messages of the last day took from being owed to being handed over.",
          { labels: { quantile: "0.5" }, value: seconds(fleet.lateness.median) },
          { labels: { quantile: "1" }, value: seconds(fleet.lateness.most) },
        ),
      ];

const ofArms = ({ arms }: Figures): readonly Metric[] => {
  const samples = (value: (it: Figures["arms"][number]) => number): readonly Sample[] =>
    arms.map((it) => ({ labels: { experiment: it.experiment, arm: it.arm }, value: value(it) }));
  return arms.length === 0
    ? []
    : [
        gauge("experiment_customers", "Customers in each arm so far.", ...samples((it) => it.customers)),
        gauge("experiment_known", "Those of them whose outcome is known.", ...samples((it) => it.known)),
        gauge("experiment_repaired", "Those of these who were repaired.", ...samples((it) => it.repaired)),
      ];
};

/** All metrics there are. */
export const metricsOf = (figures: Figures): readonly Metric[] => [
  gauge("info", "The version that runs, and its mode.", {
    labels: { version: figures.version, mode: figures.liveMode ? "live" : "test" },
    value: 1,
  }),
  ...ofFlatPeak(figures),
  ...ofSweep(figures),
  ...ofWays(figures),
  ...ofQuarantine(figures),
  ...ofFleet(figures),
  ...ofArms(figures),
];

/** For whoever has a key. */
export async function showMetrics(c: RouteContext): Promise<Response> {
  const who = await admit(c, "read");
  if (who instanceof Response) return who;
  const figures = await readFigures(c.env, c.get("deps"));
  noteCall(c, who, null, 200);
  return c.body(textOf(metricsOf(figures)), 200, { ...DATA, "Content-Type": CONTENT_TYPE });
}
