// /c/:code/tariffs, the overview: every home and every tariff of a customer with its state, and how to have our messages wait
// or stop.

import { longDate, longTime } from "../../text/dates.ts";
import { AppLink, LinkButton, Notice, PostButton } from "../html/parts.tsx";
import { queryOf } from "../http/query.ts";
import { page, redirect } from "../http/respond.ts";
import { WAYS_IN, customerOf, letIn, notHere } from "./door.ts";
import { confirm } from "./notes.tsx";
import { carriesToken, isBack, withoutToken } from "./return.ts";
import { SnoozeFields, snoozeFormOf } from "./snooze.tsx";
import { WaysBack } from "./stop.tsx";
import { TariffItem } from "./tariff-item.tsx";
import { looksAhead, visitorOf } from "./visitor.ts";
import type { RouteContext } from "../http/context.ts";
import type { SnoozeForm } from "./snooze.tsx";
import type { Snoozing } from "../../core/person/snooze.ts";
import type { WayBack } from "../../core/person/optout.ts";
import type { Overview, OverviewHome } from "../../core/link/overview.ts";
import type { PageContent, PageView } from "../html/view.ts";

/** What needs the customer, in a sentence. Says "nothing" only where every state is shown, and known now. */
function summaryOf({ say, appUrl }: PageView, { homes, stale, elsewhere = 0, pages = 1 }: Overview): string | null {
  const tariffs = homes.flatMap((it) => it.tariffs);
  const none = appUrl === null ? "page.overview.none.plain" : "page.overview.none";
  if (tariffs.length === 0) return stale || homes.length > 0 ? null : say(none);
  // A better connection is an offer, and what is disconnected may be so by choice.
  const due = tariffs.filter(({ action, state }) => action !== null && state !== "upgrade" && state !== "disconnected");
  const count = due.length + elsewhere;
  if (count === 1) return say("page.overview.attention.one");
  if (count > 1) return say("page.overview.attention.many", { count: String(count) });
  const isSure = !stale && pages === 1 && tariffs.every(({ state }) => state !== "unknown");
  return isSure ? say("page.overview.settled") : null;
}

/** The way to the homes that are not on this page. */
const Pages = ({ view, code, no, pages }: { view: PageView; code: string; no: number; pages: number }) => {
  const current = view.say("page.overview.pages.current", { page: String(no), pages: String(pages) });
  const pathOf = (page: number): string => `/c/${code}/tariffs?page=${page}`;
  return (
    <nav class="pages" aria-label={current}>
      <p>{current}</p>
      {no < pages ? <LinkButton href={pathOf(no + 1)}>{view.say("page.overview.pages.next")}</LinkButton> : null}
      {no > 1 ? (
        <LinkButton href={pathOf(no - 1)} quiet>
          {view.say("page.overview.pages.previous")}
        </LinkButton>
      ) : null}
    </nav>
  );
};

const Home = ({ view, home }: { view: PageView; home: OverviewHome }) => {
  const name = home.label ?? view.say("page.home", { number: String(home.number) });
  const id = `home-${home.number}`;
  return (
    <section class="card home" aria-labelledby={id}>
      <h2 id={id}>
        <bdi>{name}</bdi>
      </h2>
      <ul class="tariffs">
        {home.tariffs.map((tariff) => (
          <TariffItem view={view} tariff={tariff} home={name} zone={home.timezone} />
        ))}
        {home.missing.length === 0 ? null : (
          <li class="add">
            <h3>{view.say("page.overview.add")}</h3>
            <p class="ways">
              {home.missing.map(({ slot, link }) => (
                <a href={link}>{view.say(`page.overview.slots.${slot}`)}</a>
              ))}
            </p>
          </li>
        )}
      </ul>
    </section>
  );
};

/** Nothing where there is nothing to wait with, and no wait to end. */
const Snooze = ({ view, snoozing, form }: { view: PageView; snoozing: Snoozing; form: SnoozeForm }) => {
  const { say, language } = view;
  const { until, isWorthwhile } = snoozing;
  if (until === null && !isWorthwhile) return null;
  return (
    <section class="card" aria-labelledby="snooze">
      <h2 id="snooze">{say("page.snooze.heading")}</h2>
      {until === null ? (
        <>
          <p>{say("page.snooze.text")}</p>
          <SnoozeFields view={view} form={form} />
        </>
      ) : (
        <>
          <p>{say("page.snooze.until", { date: longDate(language, until) })}.</p>
          <PostButton action={`/c/${form.code}/snooze`} quiet undo>
            {say("page.snooze.undo")}
          </PostButton>
        </>
      )}
    </section>
  );
};

const Stop = ({ view, code, waysBack }: { view: PageView; code: string; waysBack: readonly WayBack[] }) => {
  const { say } = view;
  const isStopped = waysBack.length > 0;
  return (
    <section class="card" aria-labelledby="stop">
      <h2 id="stop">{say(isStopped ? "page.stop.done.heading" : "page.overview.messages")}</h2>
      <p>{say(isStopped ? "page.stop.done.text" : "page.stop.text")}</p>
      {isStopped ? (
        <WaysBack view={view} code={code} ways={waysBack} />
      ) : (
        <PostButton action={`/c/${code}/stop`} quiet>
          {say("page.stop.button")}
        </PostButton>
      )}
    </section>
  );
};

/** The overview. `form` carries the code its forms post to and the dates that can be chosen. */
export function overview(view: PageView, facts: Overview, form: SnoozeForm): PageContent {
  const title = view.say("page.overview.title");
  const summary = summaryOf(view, facts);
  const { page: no = 1, pages = 1 } = facts;
  const zone = facts.homes[0]?.timezone ?? "UTC";
  return {
    title,
    wide: true,
    body: (
      <>
        <h1>{title}</h1>
        {summary === null ? null : <p>{summary}</p>}
        {facts.stale ? (
          <Notice icon="waiting">
            {view.say("page.overview.stale", { time: longTime(view.language, facts.asOf, zone) })}
          </Notice>
        ) : null}
        {facts.homes.map((home) => (
          <Home view={view} home={home} />
        ))}
        {pages > 1 ? <Pages view={view} code={form.code} no={no} pages={pages} /> : null}
        {facts.waysBack.length > 0 ? null : <Snooze view={view} snoozing={facts.snoozing} form={form} />}
        <Stop view={view} code={form.code} waysBack={facts.waysBack} />
        <AppLink view={view} quiet />
      </>
    ),
  };
}

/** GET /c/:code/tariffs: every home, every tariff, one action each; so many homes on one `page`. */
export async function showTariffs(c: RouteContext): Promise<Response> {
  const link = await letIn(c, WAYS_IN);
  if (link instanceof Response) return link;
  const { code, address } = link;
  if (carriesToken(c)) return redirect(withoutToken(c, `/c/${code}/tariffs`), 302);
  const isPerson = visitorOf(c) !== "automatic" || (isBack(c) && !looksAhead(c));
  if (!isPerson) return page(c, (view) => confirm(view, { code }), 200);
  const no = Number(/^[1-9]\d{0,3}$/.exec(queryOf(c, "page") ?? "")?.[0] ?? 1);
  const answer = await customerOf(c, link).overview(address, no);
  if (answer === null) return notHere(c);
  const form = snoozeFormOf(link, answer.overview.snoozing);
  return page(c, (view) => overview(view, answer.overview, form), 200, answer.language);
}
