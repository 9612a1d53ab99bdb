// The audit trail: who changed what, when and why, newest first.

import { isCustomerId } from "../../objects/rooms.ts";
import { Problem } from "../operator/route.ts";
import { ROUTES } from "../operator/routes.ts";
import { listAudit } from "../operator/shapes/audit.ts";
import { make } from "./make.ts";
import { pathOf } from "./order.tsx";
import { Time, operatorPage } from "./shell.tsx";
import { clockIn } from "./words/told.ts";
import type { AnswerOf } from "../operator/shapes/call.ts";
import type { RouteContext } from "../http/context.ts";
import type { Signed } from "./session.ts";

type Entry = AnswerOf<typeof listAudit>["data"][number];

const HERE = "/operator/audit";
const MAX_QUERY = 200;
const clock = clockIn(null);

const SUMMARIES = new Map(ROUTES.map(({ call }) => [`${call.method} ${call.path}`, call.summary]));

/** What was done, as the list of calls says it. */
const whatWords = (what: string): string => SUMMARIES.get(what) ?? what;

function outcomeOf({ status }: Entry): readonly [words: string, tone: string] {
  if (status === null) return ["cut off: it may have been done", "warn"];
  if (status < 300) return ["done", "ok"];
  if (status === 401 || status === 403) return ["refused", "bad"];
  return status < 500 ? [`not done (${status})`, "warn"] : [`failed (${status})`, "bad"];
}

const Line = ({ it }: { it: Entry }) => {
  const [words, tone] = outcomeOf(it);
  return (
    <li>
      <span class={`badge ${tone}`}>{words}</span> <strong>{whatWords(it.what)}</strong>
      {it.times > 1 ? ` (${it.times} times)` : ""}
      <dl>
        <div>
          <dt>When</dt>
          <dd>
            <Time iso={it.at} clock={clock} />
          </dd>
        </div>
        <div>
          <dt>Who</dt>
          <dd>
            <a href={`${HERE}?who=${encodeURIComponent(it.who)}`}>{it.who}</a> (
            {it.role === "none" ? "no role" : it.role})
          </dd>
        </div>
        <div>
          <dt>About</dt>
          <dd>
            {it.about === null ? (
              "nobody in particular"
            ) : isCustomerId(it.about) ? (
              <a href={pathOf(it.about)}>{it.about}</a>
            ) : (
              <code>{it.about}</code>
            )}
          </dd>
        </div>
        <div>
          <dt>Why</dt>
          <dd>{it.why ?? "not said"}</dd>
        </div>
      </dl>
    </li>
  );
};

/** What the list is narrowed to, as a person says it. */
const narrowed = (about: string | undefined, who: string | undefined): string =>
  [about === undefined ? [] : [`about ${about}`], who === undefined ? [] : [`by ${who}`]].flat().join(", ");

/** GET /operator/audit; `?about=` one customer, `?who=` one operator. */
export async function showTrail(c: RouteContext, signed: Signed): Promise<Response> {
  const asked = (name: string): string | undefined => {
    const given = (c.req.query(name) ?? "").trim().slice(0, MAX_QUERY);
    return given === "" ? undefined : given;
  };
  const [about, who, cursor] = [asked("about"), asked("who"), asked("after")];
  const kept = { ...(about === undefined ? {} : { about }), ...(who === undefined ? {} : { who }) };
  const found = await make(c, signed.who, listAudit, {
    query: { ...kept, ...(cursor === undefined ? {} : { cursor }) },
  });
  const words = narrowed(about, who);
  const body =
    found instanceof Problem ? (
      <p>There is no such page of the trail.</p>
    ) : (
      <section class="panel" aria-labelledby="trail">
        <h2 id="trail">{words === "" ? "Changes of a year" : `Changes ${words}`}</h2>
        <p>{words === "" ? "Times are in UTC." : <a href={HERE}>Show all changes</a>}</p>
        {found.data.length === 0 ? <p>Nothing was changed.</p> : null}
        <ul class="items">
          {found.data.map((it) => (
            <Line it={it} />
          ))}
        </ul>
        {found.next_cursor === null ? null : (
          <a href={`${HERE}?${new URLSearchParams({ ...kept, after: found.next_cursor }).toString()}`}>Older ones</a>
        )}
      </section>
    );
  const status = found instanceof Problem ? 400 : 200;
  return operatorPage(c, signed, { title: "Who changed what", here: HERE, body, status });
}
