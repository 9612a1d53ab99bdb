// What a short link answers with when it does not lead straight to Connect. No name, no address, no price: the phone may
// have a new owner.

import { longDate } from "../../text/dates.ts";
import { AppLink, LinkButton, Mark, PostButton, Saying } from "../html/parts.tsx";
import type { CivilDate } from "../../core/time.ts";
import { fieldsOfWish } from "./wish.ts";
import type { TariffWish } from "../../core/link/overview.ts";
import type { IconName } from "../html/parts.tsx";
import type { PageContent, PageView } from "../html/view.ts";

/** Where the button leads: what the link was sent for, or what is wanted of a tariff of the overview. */
interface WayOn {
  readonly code: string;
  readonly wish?: TariffWish | null;
  /** It is a first connection: nothing was connected before. */
  readonly isFirst?: boolean;
}

/**
 * One button between the link and Connect. Also what prefetchers and previewers see: it describes itself, true for everyone,
 * useful to none of them; and a person who was taken for one finds the way on.
 */
export function confirm(view: PageView, { code, wish = null, isFirst = false }: WayOn): PageContent {
  const about = isFirst ? "page.invited" : "page.confirm";
  return {
    title: view.say(`${about}.title`),
    description: view.say(`${about}.description`),
    leadsOut: true,
    ways: { code },
    body: (
      <>
        <Saying view={view} about={about} />
        <PostButton action={`/c/${code}`} fields={fieldsOfWish(wish)}>
          {view.say(`${about}.button`)}
        </PostButton>
      </>
    ),
  };
}

type Noted = "page.all_good" | "page.expired" | "page.nowhere" | "page.snooze.nothing" | "page.done.prices";

/** A page that says how it is, and leads to the app. `code` is of the link it was reached by, where it can still stop messages. */
export function note(view: PageView, about: Noted, icon: IconName, code: string | null = null): PageContent {
  // Nobody is sent to an app that there may not be.
  const isWithoutApp = view.appUrl === null && (about === "page.expired" || about === "page.nowhere");
  return {
    title: view.say(`${about}.title`),
    ...(code === null ? {} : { ways: { code, only: "stop" } }),
    body: (
      <>
        <Mark icon={icon} />
        <h1>{view.say(`${about}.heading`)}</h1>
        <p>{view.say(isWithoutApp ? `${about}.plain` : `${about}.text`)}</p>
        <AppLink view={view} label="page.open_app" />
      </>
    ),
  };
}

/** What the link was for is repaired. */
export const allGood = (view: PageView, code: string | null = null): PageContent =>
  note(view, "page.all_good", "done", code);

/**
 * The same for a link that ended and for one that never was, so that nobody can tell which. To keep it so, its view must
 * never depend on the customer: the language is that of the browser.
 */
export const expired = (view: PageView): PageContent => ({
  ...note(view, "page.expired", "ended"),
  ways: { code: null, only: "stop" },
});

/** An address that leads nowhere: typed, or broken on its way. */
export const nowhere = (view: PageView): PageContent => note(view, "page.nowhere", "unknown");

function later(view: PageView, about: "page.unavailable" | "page.too_many", code: string | null): PageContent {
  return {
    title: view.say(`${about}.title`),
    ...(code === null ? {} : { ways: { code } }),
    body: (
      <>
        <Saying view={view} icon="waiting" about={about} />
        <LinkButton href="">{view.say("page.try_again")}</LinkButton>
      </>
    ),
  };
}

/** We, or FlatPeak, cannot answer now; the same address again is the retry. */
export const unavailable = (view: PageView, code: string | null = null): PageContent =>
  later(view, "page.unavailable", code);

/** Too many requests: the same, with the reason. */
export const tooMany = (view: PageView, code: string | null = null): PageContent => later(view, "page.too_many", code);

/** No message before that day. `code` is null for who came by a link that may not end the wait. */
export function snoozed(view: PageView, { code, until }: { code: string | null; until: CivilDate }): PageContent {
  const { say, language } = view;
  return {
    title: say("page.snooze.done.title"),
    ...(code === null ? {} : { ways: { code, only: "stop" } }),
    body: (
      <>
        <Mark icon="done" />
        <h1>{say("page.snooze.until", { date: longDate(language, until) })}</h1>
        <p>{say("page.snooze.done.text")}</p>
        <AppLink view={view} />
        {code === null ? null : (
          <PostButton action={`/c/${code}/snooze`} quiet undo>
            {say("page.snooze.undo")}
          </PostButton>
        )}
      </>
    ),
  };
}

/** A stop or a wait was taken back: what it is now, and the way to the overview, unless `code` is null. */
export function takenBack(
  view: PageView,
  about: "page.snooze.undone" | "page.stop.undone",
  code: string | null,
): PageContent {
  return {
    title: view.say(`${about}.title`),
    body: (
      <>
        <Saying view={view} icon="done" about={about} />
        {code === null ? null : <LinkButton href={`/c/${code}/tariffs`}>{view.say("page.overview.title")}</LinkButton>}
        <AppLink view={view} quiet />
      </>
    ),
  };
}
