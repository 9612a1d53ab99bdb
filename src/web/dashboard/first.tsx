// The first page: who needs somebody, and a customer found by an id or the beginning of one, by a reference, or by a link.

import { customerAt } from "../../objects/rooms.ts";
import { redirect } from "../http/respond.ts";
import { Problem } from "../operator/route.ts";
import * as calls from "../operator/shapes/fleet.ts";
import { customerNamed } from "../operator/named.ts";
import { Closed, closedWays } from "./closed.tsx";
import { make } from "./make.ts";
import { NoIndex } from "./no-index.tsx";
import { pathOf } from "./order.tsx";
import { Time, operatorPage } from "./shell.tsx";
import { needWords, reasonWords } from "./words/names.ts";
import { clockIn } from "./words/told.ts";
import type { Child } from "hono/jsx";
import type { AnswerOf, GivenQuery } from "../operator/shapes/call.ts";
import type { RouteContext } from "../http/context.ts";
import type { Signed } from "./session.ts";

type CaseRow = AnswerOf<typeof calls.listCases>["data"][number];

const HERE = "/operator";
/** A link is longer than any id. */
const MAX_QUERY = 600;
const ROWS = "50";
const clock = clockIn(null);

/** What may be listed: what needs somebody, or all that is open. */
const LISTS = {
  needs: { title: "Needs action", query: { needs_action: "any" }, empty: "No customer needs anything at the moment." },
  open: { title: "Open cases", query: { state: "open" }, empty: "No case is open." },
} as const;
type ListName = keyof typeof LISTS;

const Find = ({ asked, problem }: { asked: string; problem: string | null }) => (
  <form class="find" method="get" action={HERE} role="search">
    <div>
      <label for="q">Find a customer</label>
      <input
        type="search"
        id="q"
        name="q"
        value={asked}
        required
        aria-describedby="q-help"
        {...(problem === null ? {} : { "aria-invalid": "true" })}
      />
      <p class={problem === null ? "hint" : "error"} id="q-help" {...(problem === null ? {} : { role: "alert" })}>
        {problem ??
          "The id of a customer, a home, a tariff or a message, or its beginning; a provider's reference; a link."}
      </p>
    </div>
    <button class="button" type="submit">
      Find
    </button>
  </form>
);

const Row = ({ it }: { it: CaseRow }) => (
  <li>
    {it.needs_action === null ? (
      <span class="badge">{it.state.replaceAll("_", " ")}</span>
    ) : (
      <span class="badge warn">{needWords(it.needs_action)}</span>
    )}{" "}
    <a href={pathOf(it.customer_id)}>{it.customer_id}</a>: {reasonWords(it.reason)}
    {it.supplier === null ? "" : `, supplier ${it.supplier}`}
    <dl>
      <div>
        <dt>Began</dt>
        <dd>
          <Time iso={it.opened_at} clock={clock} />
        </dd>
      </div>
      <div>
        <dt>First told</dt>
        <dd>{it.told_at === null ? "never" : <Time iso={it.told_at} clock={clock} />}</dd>
      </div>
      <div>
        <dt>Next step</dt>
        <dd>{it.next_step_at === null ? "none" : <Time iso={it.next_step_at} clock={clock} />}</dd>
      </div>
    </dl>
  </li>
);

/** Cases, and the way to those behind them. The page's own heading says what cases they are. */
const List = ({
  title,
  empty,
  found,
  more,
}: {
  title: string;
  empty: string;
  found: AnswerOf<typeof calls.listCases>;
  more: string;
}) => (
  <section class="panel" aria-label={title}>
    {found.rebuilding ? <p>The index is being written anew: more may come.</p> : null}
    {found.data.length === 0 ? <p>{empty}</p> : null}
    <ul class="items">
      {found.data.map((it) => (
        <Row it={it} />
      ))}
    </ul>
    {found.next_cursor === null ? null : <a href={`${HERE}?${more}&after=${found.next_cursor}`}>Older ones</a>}
  </section>
);

const Choice = ({ list }: { list: ListName }) => (
  <p>
    {list === "needs" ? (
      <a href={`${HERE}?list=open`}>Show every open case</a>
    ) : (
      <a href={HERE}>Show what needs action</a>
    )}
  </p>
);

const titled = (
  c: RouteContext,
  signed: Signed,
  title: string,
  body: Child,
  status: 200 | 400 = 200,
): Promise<Response> => operatorPage(c, signed, { title, here: HERE, body, status });

type Query = NonNullable<GivenQuery<typeof calls.listCases>>;

/** A page of cases: that from where the address says, or the first. */
function listed(c: RouteContext, signed: Signed, query: Query): Promise<AnswerOf<typeof calls.listCases> | Problem> {
  const cursor = c.req.query("after");
  const from = cursor === undefined ? {} : { cursor };
  return make(c, signed.who, calls.listCases, { query: { limit: ROWS, ...query, ...from } });
}

/** What begins as was asked for; by the index where there is one. */
async function find(c: RouteContext, signed: Signed, asked: string): Promise<Response> {
  const found = await listed(c, signed, { search: asked });
  const nobody = (
    <>
      <Find asked={asked} problem="Nobody is known by this." />
      {found instanceof Problem && found.code === "fleet_index_missing" ? <NoIndex what="no lists" /> : null}
    </>
  );
  if (found instanceof Problem || found.data.length === 0) return titled(c, signed, "Nobody found", nobody);
  return titled(
    c,
    signed,
    "Found",
    <>
      <Find asked={asked} problem={null} />
      <List title="Found" empty="" found={found} more={`q=${encodeURIComponent(asked)}`} />
    </>,
  );
}

/** The customer who is meant, where something is known of them. */
async function knownBy(c: RouteContext, asked: string): Promise<string | null> {
  const id = await customerNamed(asked, c.get("deps").config.link.keys);
  return id !== null && (await customerAt(c.env, id).story()) !== null ? id : null;
}

/** GET /operator; with `?q=` whoever is meant by it. */
export async function showFirst(c: RouteContext, signed: Signed): Promise<Response> {
  const asked = (c.req.query("q") ?? "").trim().slice(0, MAX_QUERY);
  const known = asked === "" ? null : await knownBy(c, asked);
  if (known !== null) return redirect(pathOf(known), 303);
  if (asked !== "") return find(c, signed, asked);
  const list: ListName = c.req.query("list") === "open" ? "open" : "needs";
  const { title, query, empty } = LISTS[list];
  const [found, closed] = await Promise.all([listed(c, signed, query), closedWays(c)]);
  const isNoPage = found instanceof Problem && found.code !== "fleet_index_missing";
  return titled(
    c,
    signed,
    title,
    <>
      <Closed ways={closed} />
      <Find asked="" problem={null} />
      {isNoPage ? (
        <p>There is no such page of the list.</p>
      ) : found instanceof Problem ? (
        <NoIndex what="no lists" />
      ) : (
        <>
          <Choice list={list} />
          <List title={title} empty={empty} found={found} more={`list=${list}`} />
        </>
      )}
    </>,
    isNoPage ? 400 : 200,
  );
}
