// The fleet in figures: how far customers come, and how everything stands. Each chart has its table.

import { Problem } from "../operator/route.ts";
import * as calls from "../operator/shapes/fleet.ts";
import { showExperiment } from "../operator/shapes/experiment.ts";
import { Bars } from "./chart.tsx";
import { ExperimentSection } from "./experiment.tsx";
import { make } from "./make.ts";
import { NoIndex } from "./no-index.tsx";
import { operatorPage } from "./shell.tsx";
import { NumberTable } from "./table.tsx";
import { channelWords, messageState, needWords, shortReason } from "./words/names.ts";
import type { AnswerOf } from "../operator/shapes/call.ts";
import type { RouteContext } from "../http/context.ts";
import type { Signed } from "./session.ts";

const HERE = "/operator/figures";

type Funnel = AnswerOf<typeof calls.showFunnel>;
type Step = Funnel["data"][number];
type Fleet = AnswerOf<typeof calls.showFleet>;
type By = (typeof calls.FUNNEL_KEYS)[number];

/** What the page tells cases apart by: all have one key for all, and messages are no cases. */
const APART = calls.FUNNEL_KEYS.filter((it) => it !== "all" && !it.startsWith("message"));

const COLUMNS = [
  ["cases", "Cases"],
  ["told", "Told"],
  ["tapped", "Tapped"],
  ["pages", "Page seen"],
  ["onward", "Went on"],
  ["continues", "Continues"],
  ["sessions", "Session"],
  ["repaired", "Repaired"],
  ["repaired_otherwise", "Without us"],
] as const;

/** The names of columns where there is room for them. */
const LONG: Readonly<Partial<Record<(typeof COLUMNS)[number][0], string>>> = {
  pages: "Saw the page before Connect",
  onward: "Went on from it to Connect",
  continues: "Said that the contract continues",
  repaired_otherwise: "Repaired without us",
};

/** The steps one after the other; a page stands before Connect for some alone, and who repairs without us is in none of them. */
const STEPS = COLUMNS.filter(([field]) => !["pages", "onward", "continues", "repaired_otherwise"].includes(field));

const nameOf = (by: By): string => (by === "rung" ? "reminder" : by);

function keyWords(by: string, { key }: Step): string {
  if (key === null) return "not known";
  if (by === "reason") return shortReason(String(key));
  if (by === "channel") return channelWords(String(key));
  return by === "rung" ? `reminder ${key}` : String(key);
}

const Whole = ({ all }: { all: Step | undefined }) => (
  <section class="panel" aria-labelledby="funnel">
    <h2 id="funnel">How far customers come</h2>
    {all === undefined ? (
      <p>No case was opened in the last ninety days.</p>
    ) : (
      <div class="two">
        <Bars
          title="Of the cases of ninety days: told, tapped, with a session, repaired"
          bars={STEPS.map(([field, name]) => ({ name, part: all[field], whole: all.cases }))}
        />
        <table class="dense">
          <caption>Cases that were opened in the last ninety days</caption>
          <tbody>
            {COLUMNS.map(([field, name]) => (
              <tr>
                <th scope="row">{LONG[field] ?? name}</th>
                <td class="n">{all[field]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )}
  </section>
);

const Apart = ({ by, data }: { by: By; data: readonly Step[] }) => (
  <section class="panel" aria-labelledby="apart">
    <h2 id="apart">Told apart by {nameOf(by)}</h2>
    <p>
      {APART.map((it) => (
        <>{it === by ? <strong>{nameOf(it)}</strong> : <a href={`${HERE}?by=${it}`}>{nameOf(it)}</a>} </>
      ))}
    </p>
    {data.length === 0 ? (
      <p>Nothing yet.</p>
    ) : (
      <>
        <Bars
          title={`Repaired of all cases, by ${nameOf(by)}`}
          bars={data.map((step) => ({ name: keyWords(by, step), part: step.repaired, whole: step.cases }))}
        />
        <NumberTable
          caption="The bar is what was repaired, its ground all cases"
          columns={COLUMNS.map(([, name]) => name)}
          rows={data.map((step) => ({ name: keyWords(by, step), cells: COLUMNS.map(([field]) => step[field]) }))}
        />
      </>
    )}
  </section>
);

const countsOf = (counts: Readonly<Record<string, number>>, words = (it: string) => it.replaceAll("_", " ")): string =>
  Object.keys(counts).length === 0
    ? "none"
    : Object.entries(counts)
        .map(([name, count]) => `${count} ${words(name)}`)
        .join(", ");

const seconds = (ms: number | null): string => (ms === null ? "not known" : `${Math.round(ms / 1_000)} s`);

const Standing = ({ fleet }: { fleet: Fleet }) => (
  <section class="panel" aria-labelledby="standing">
    <h2 id="standing">How everything stands</h2>
    <dl>
      {(
        [
          ["Cases", countsOf(fleet.cases)],
          ["Open, by reason", countsOf(fleet.open, shortReason)],
          ["Needs action", countsOf(fleet.needs_action, needWords)],
          ["Messages not settled, or failed in a week", countsOf(fleet.notifications, messageState)],
          ["Owed and not gone out", String(fleet.waiting.count)],
          ["From owed to gone out, half of a day's messages", seconds(fleet.lateness_ms.median)],
          ["The slowest of them", seconds(fleet.lateness_ms.most)],
        ] as const
      ).map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  </section>
);

/** GET /operator/figures; `?by=` tells the cases apart. */
export async function showFigures(c: RouteContext, signed: Signed): Promise<Response> {
  const by = APART.find((it) => it === c.req.query("by")) ?? "reason";
  const [fleet, whole, apart, tried] = await Promise.all([
    make(c, signed.who, calls.showFleet),
    make(c, signed.who, calls.showFunnel, { query: { by: "all" } }),
    make(c, signed.who, calls.showFunnel, { query: { by } }),
    make(c, signed.who, showExperiment),
  ]);
  const isMissing =
    fleet instanceof Problem || whole instanceof Problem || apart instanceof Problem || tried instanceof Problem;
  const body = isMissing ? (
    <NoIndex what="no figures" />
  ) : (
    <>
      {fleet.rebuilding ? <p>The index is being written anew: these figures may not be all there is.</p> : null}
      <Whole all={whole.data[0]} />
      <Apart by={by} data={apart.data} />
      {tried.experiment === null ? null : <ExperimentSection experiment={tried.experiment} />}
      <Standing fleet={fleet} />
    </>
  );
  return operatorPage(c, signed, { title: "Figures", here: HERE, body });
}
