// How a customer has our messages wait until a date, or stop, and takes either back.

import { isEnough } from "../../core/person/optout.ts";
import { longDate } from "../../text/dates.ts";
import { AppLink, LinkButton, Mark, PostButton } from "../html/parts.tsx";
import type { WayBack } from "../../core/person/optout.ts";
import type { CivilDate } from "../../core/time.ts";
import type { PageText } from "../../text/page-copy.ts";
import type { PageContent, PageView } from "../html/view.ts";

/** A form on the way to `POST /c/:code/snooze`. */
export interface SnoozeForm {
  readonly code: string;
  /** The first and the last date that can be chosen. */
  readonly min: CivilDate;
  readonly max: CivilDate;
  /** What was sent and could not be taken; absent on a fresh form. */
  readonly rejected?: string;
}

/** Posts `until`, a date `YYYY-MM-DD`; browsers without a date field send what was typed. */
export const SnoozeFields = ({ view, form }: { view: PageView; form: SnoozeForm }) => {
  const { label, range, wrong, button } = view.copy.snooze;
  const from = longDate(view.language, form.min);
  const to = longDate(view.language, form.max);
  const isWrong = form.rejected !== undefined;
  return (
    <form method="post" action={`/c/${form.code}/snooze`}>
      <label for="until">{label}</label>
      <input
        type="date"
        id="until"
        name="until"
        required
        min={form.min}
        max={form.max}
        value={form.rejected ?? ""}
        aria-describedby="until-help"
        {...(isWrong ? { "aria-invalid": "true" } : {})}
      />
      {isWrong ? (
        <p class="error" id="until-help" role="alert">
          {wrong(from, to)}
        </p>
      ) : (
        <p class="hint" id="until-help">
          {range(from, to)}
        </p>
      )}
      <button class="button quiet" type="submit">
        {button}
      </button>
    </form>
  );
};

/** The form on a page of its own: asked for, or sent back because of its date. */
export function snooze(view: PageView, form: SnoozeForm): PageContent {
  const { title, heading, text } = view.copy.snooze;
  return {
    title,
    body: (
      <>
        <h1>{heading}</h1>
        <p>{text}</p>
        <SnoozeFields view={view} form={form} />
      </>
    ),
  };
}

/** The ladder waits until that day. */
export function snoozed(view: PageView, { code, until }: { code: string; until: CivilDate }): PageContent {
  const { done, until: untilText, undo } = view.copy.snooze;
  return {
    title: done.title,
    body: (
      <>
        <Mark icon="done" />
        <h1>{untilText(longDate(view.language, until))}</h1>
        <p>{done.text}</p>
        <AppLink view={view} label={view.copy.backToApp} />
        <PostButton action={`/c/${code}/snooze`} quiet undo>
          {undo}
        </PostButton>
      </>
    ),
  };
}

/** Asks once more before messages stop; a mail client that follows links stops nothing. */
export function stop(view: PageView, { code }: { code: string }): PageContent {
  const { title, heading, text, button } = view.copy.stop;
  return {
    title,
    body: (
      <>
        <h1>{heading}</h1>
        <p>{text}</p>
        <PostButton action={`/c/${code}/stop`}>{button}</PostButton>
      </>
    ),
  };
}

/** How the messages come back: by a button where that is enough, and else in words, since a button would do nothing. */
export const WaysBack = ({ view, code, ways }: { view: PageView; code: string; ways: readonly WayBack[] }) => {
  const { undo, back } = view.copy.stop;
  if (isEnough("page", ways)) {
    return (
      <PostButton action={`/c/${code}/stop`} quiet undo>
        {undo}
      </PostButton>
    );
  }
  return ways.filter((it) => it !== "page").map((it) => <p>{back[it ?? "none"](view.brand.name)}</p>);
};

/** Messages are stopped; after the button, or because they were before. */
export function stopped(
  view: PageView,
  { code, waysBack }: { code: string; waysBack: readonly WayBack[] },
): PageContent {
  const { done } = view.copy.stop;
  return {
    title: done.title,
    body: (
      <>
        <Mark icon="done" />
        <h1>{done.heading}</h1>
        <p>{done.text}</p>
        {isEnough("page", waysBack) ? null : <WaysBack view={view} code={code} ways={waysBack} />}
        <AppLink view={view} label={view.copy.backToApp} />
        {isEnough("page", waysBack) ? <WaysBack view={view} code={code} ways={waysBack} /> : null}
      </>
    ),
  };
}

function undone(view: PageView, words: PageText, code: string): PageContent {
  return {
    title: words.title,
    body: (
      <>
        <Mark icon="done" />
        <h1>{words.heading}</h1>
        <p>{words.text}</p>
        <LinkButton href={`/c/${code}/tariffs`}>{view.copy.overview.title}</LinkButton>
        <AppLink view={view} label={view.copy.backToApp} quiet />
      </>
    ),
  };
}

/** The wait was taken back. */
export const snoozeUndone = (view: PageView, { code }: { code: string }): PageContent =>
  undone(view, view.copy.snooze.undone, code);

/** The stop was taken back. */
export const stopUndone = (view: PageView, { code }: { code: string }): PageContent =>
  undone(view, view.copy.stop.undone, code);
