// The same ways out for one tariff of several: what it is called, that the others are not meant, and how it is taken back.

import { longDate } from "../../text/dates.ts";
import { AppLink, LinkButton, Mark, PostButton } from "../html/parts.tsx";
import type { OwnTariff } from "../../core/link/own.ts";
import type { Child } from "hono/jsx";
import type { PageContent, PageView } from "../html/view.ts";

interface OwnFacts {
  readonly code: string;
  readonly own: OwnTariff;
}

/** The tariff as the end of an address. */
export const queryOfOwn = ({ tariffId }: OwnTariff): string => `?tariff=${encodeURIComponent(tariffId)}`;

/** The way from a page about all messages to the same for the tariff that the link is about. */
export const OnlyOwn = ({ view, own, at }: { view: PageView; own: OwnTariff | null; at: string }) =>
  own === null ? null : (
    <LinkButton href={`${at}${queryOfOwn(own)}`} quiet>
      {view.say("page.own.only")}
    </LinkButton>
  );

const Which = ({ view: { say }, own: { slot, label } }: { view: PageView; own: OwnTariff }) => (
  <>
    <p>
      <strong>{say(`page.overview.slots.${slot}`)}</strong>
      {label === null ? null : (
        <>
          , <bdi>{label}</bdi>
        </>
      )}
    </p>
    <p>{say("page.own.others")}</p>
  </>
);

/** Asks once more before the messages about it stop. */
export function ownStop(view: PageView, { code, own }: OwnFacts): PageContent {
  const { say } = view;
  return {
    title: say("page.stop.title"),
    ways: { code, only: "later" },
    body: (
      <>
        <h1>{say("page.stop.heading")}</h1>
        <Which view={view} own={own} />
        <PostButton action={`/c/${code}/stop`} fields={{ tariff: own.tariffId }}>
          {say("page.stop.button")}
        </PostButton>
      </>
    ),
  };
}

/** Asks until when the messages about it wait. `fields` is the form. */
export function ownSnooze(view: PageView, { code, own }: OwnFacts, fields: Child): PageContent {
  const { say } = view;
  return {
    title: say("page.snooze.title"),
    ways: { code, only: "stop" },
    body: (
      <>
        <h1>{say("page.snooze.heading")}</h1>
        <Which view={view} own={own} />
        {fields}
      </>
    ),
  };
}

/** Its messages wait, or are stopped; and how they come back. */
export function ownQuiet(view: PageView, { code, own }: OwnFacts): PageContent {
  const { say, language } = view;
  const { quiet, tariffId } = own;
  const day = quiet === null || quiet === "stopped" ? null : longDate(language, quiet.until);
  return {
    title: say(day === null ? "page.stop.done.title" : "page.snooze.done.title"),
    ways: { code, only: "stop" },
    body: (
      <>
        <Mark icon="done" />
        <h1>{day === null ? say("page.stop.done.heading") : say("page.snooze.until", { date: day })}</h1>
        <Which view={view} own={own} />
        <AppLink view={view} />
        <PostButton action={`/c/${code}/${day === null ? "stop" : "snooze"}`} fields={{ tariff: tariffId }} quiet undo>
          {say(day === null ? "page.stop.undo" : "page.snooze.undo")}
        </PostButton>
      </>
    ),
  };
}
