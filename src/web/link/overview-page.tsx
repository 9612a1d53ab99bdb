// Every home and every tariff of a customer with its state, and how to have our messages wait or stop.

import { longDate, longTime } from "../../text/dates.ts";
import { SnoozeFields, WaysBack } from "./message-pages.tsx";
import { AppLink, LinkButton, Notice, PostButton } from "../html/parts.tsx";
import { TariffItem } from "./tariff-item.tsx";
import type { SnoozeForm } from "./message-pages.tsx";
import type { WayBack } from "../../core/person/optout.ts";
import type { Overview, OverviewHome } from "../../core/link/overview.ts";
import type { PageContent, PageView } from "../html/view.ts";

/** What needs the customer, in a sentence. Says "nothing" only where every state is shown, and known now. */
function summaryOf({ copy }: PageView, { homes, stale, elsewhere = 0, pages = 1 }: Overview): string | null {
  const { attention, settled, none } = copy.overview;
  const tariffs = homes.flatMap((it) => it.tariffs);
  if (tariffs.length === 0) return stale ? null : none;
  // A better connection is an offer, and what is disconnected may be so by choice.
  const due = tariffs.filter(({ action, state }) => action !== null && state !== "upgrade" && state !== "disconnected");
  if (due.length + elsewhere > 0) return attention(due.length + elsewhere);
  return stale || pages > 1 || tariffs.some(({ state }) => state === "unknown") ? null : settled;
}

/** The way to the homes that are not on this page. */
const Pages = ({ view, code, page, pages }: { view: PageView; code: string; page: number; pages: number }) => {
  const { current, next, previous } = view.copy.overview.pages;
  const at = (no: number): string => `/c/${code}/tariffs?page=${no}`;
  return (
    <nav class="pages" aria-label={current(page, pages)}>
      <p>{current(page, pages)}</p>
      {page < pages ? <LinkButton href={at(page + 1)}>{next}</LinkButton> : null}
      {page > 1 ? (
        <LinkButton href={at(page - 1)} quiet>
          {previous}
        </LinkButton>
      ) : null}
    </nav>
  );
};

const Home = ({ view, home }: { view: PageView; home: OverviewHome }) => {
  const name = home.label ?? view.copy.home(home.number);
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
      </ul>
    </section>
  );
};

const Snooze = ({ view, until, form }: { view: PageView; until: string | null; form: SnoozeForm }) => {
  const { heading, text, until: untilText, undo } = view.copy.snooze;
  return (
    <section class="card" aria-labelledby="snooze">
      <h2 id="snooze">{heading}</h2>
      {until === null ? (
        <>
          <p>{text}</p>
          <SnoozeFields view={view} form={form} />
        </>
      ) : (
        <>
          <p>{untilText(longDate(view.language, until))}.</p>
          <PostButton action={`/c/${form.code}/snooze`} quiet undo>
            {undo}
          </PostButton>
        </>
      )}
    </section>
  );
};

const Stop = ({ view, code, waysBack }: { view: PageView; code: string; waysBack: readonly WayBack[] }) => {
  const { text, button, done } = view.copy.stop;
  const isStopped = waysBack.length > 0;
  return (
    <section class="card" aria-labelledby="stop">
      <h2 id="stop">{isStopped ? done.heading : view.copy.overview.messages}</h2>
      <p>{isStopped ? done.text : text}</p>
      {isStopped ? (
        <WaysBack view={view} code={code} ways={waysBack} />
      ) : (
        <PostButton action={`/c/${code}/stop`} quiet>
          {button}
        </PostButton>
      )}
    </section>
  );
};

/** The overview. `form` carries the code its forms post to and the dates that can be chosen. */
export function overview(view: PageView, facts: Overview, form: SnoozeForm): PageContent {
  const { title, stale } = view.copy.overview;
  const summary = summaryOf(view, facts);
  const { page = 1, pages = 1 } = facts;
  const zone = facts.homes[0]?.timezone ?? "UTC";
  return {
    title,
    wide: true,
    body: (
      <>
        <h1>{title}</h1>
        {summary === null ? null : <p>{summary}</p>}
        {facts.stale ? <Notice icon="waiting">{stale(longTime(view.language, facts.asOf, zone))}</Notice> : null}
        {facts.homes.map((home) => (
          <Home view={view} home={home} />
        ))}
        {pages > 1 ? <Pages view={view} code={form.code} page={page} pages={pages} /> : null}
        {facts.waysBack.length > 0 ? null : <Snooze view={view} until={facts.snoozedUntil} form={form} />}
        <Stop view={view} code={form.code} waysBack={facts.waysBack} />
        <AppLink view={view} label={view.copy.backToApp} quiet />
      </>
    ),
  };
}
