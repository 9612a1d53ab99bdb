// /c/:code/snooze: how a customer has our messages wait until a date, and takes that back.

import { longDate } from "../../text/dates.ts";
import { Saying } from "../html/parts.tsx";
import { queryOf } from "../http/query.ts";
import { page } from "../http/respond.ts";
import { WAYS_IN, customerOf, letIn, notHere, readForm } from "./door.ts";
import { note, snoozed, takenBack } from "./notes.tsx";
import { OnlyOwn, ownQuiet, ownSnooze } from "./own.tsx";
import { stopped } from "./stop.tsx";
import type { OwnTariff } from "../../core/link/own.ts";
import type { Snoozing } from "../../core/person/snooze.ts";
import type { CivilDate } from "../../core/time.ts";
import type { PageContent, PageView } from "../html/view.ts";
import type { RouteContext } from "../http/context.ts";
import type { GenuineLink } from "./door.ts";

/** A form on the way to `POST /c/:code/snooze`. */
export interface SnoozeForm {
  readonly code: string;
  /** The first and the last date that can be chosen. */
  readonly min: CivilDate;
  readonly max: CivilDate;
  /** It is about this tariff alone, by its id; left out where it is about all. */
  readonly tariff?: string;
  /** What was sent and could not be taken; absent on a fresh form. */
  readonly rejected?: string;
}

/** A fresh form behind this link. */
export const snoozeFormOf = ({ code }: GenuineLink, { range }: Snoozing): SnoozeForm => ({
  code,
  min: range.first,
  max: range.last,
});

/** Posts `until`, a date `YYYY-MM-DD`; browsers without a date field send what was typed. */
export const SnoozeFields = ({ view, form }: { view: PageView; form: SnoozeForm }) => {
  const { say, language } = view;
  const range = { from: longDate(language, form.min), to: longDate(language, form.max) };
  const isWrong = form.rejected !== undefined;
  return (
    <form method="post" action={`/c/${form.code}/snooze`}>
      {form.tariff === undefined ? null : <input type="hidden" name="tariff" value={form.tariff} />}
      <label for="until">{say("page.snooze.label")}</label>
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
          {say("page.snooze.wrong", range)}
        </p>
      ) : (
        <p class="hint" id="until-help">
          {say("page.snooze.range", range)}
        </p>
      )}
      <button class="button quiet" type="submit">
        {say("page.snooze.button")}
      </button>
    </form>
  );
};

/** The form on a page of its own: asked for, or sent back because of its date. */
export function snooze(view: PageView, form: SnoozeForm, own: OwnTariff | null = null): PageContent {
  return {
    title: view.say("page.snooze.title"),
    ways: { code: form.code, only: "stop" },
    body: (
      <>
        <Saying view={view} about="page.snooze" />
        <SnoozeFields view={view} form={form} />
        <OnlyOwn view={view} own={own} at={`/c/${form.code}/snooze`} />
      </>
    ),
  };
}

/** The wait was taken back. */
export const snoozeUndone = (view: PageView, { code }: { code: string }): PageContent =>
  takenBack(view, "page.snooze.undone", code);

/** Nothing needs the customer, so that there is no message that could wait. */
export const nothingToSnooze = (view: PageView, code: string | null = null): PageContent =>
  note(view, "page.snooze.nothing", "done", code);

/** GET /c/:code/snooze: the form on a page of its own; in its place, what was chosen, or why there is nothing to choose. */
export async function askSnooze(c: RouteContext): Promise<Response> {
  const link = await letIn(c, WAYS_IN);
  if (link instanceof Response) return link;
  const { code } = link;
  const asked = queryOf(c, "tariff") ?? null;
  const silence = await customerOf(c, link).silence(link.address, asked);
  if (silence?.isAlive !== true) return notHere(c);
  const { waysBack, language, snoozing, own } = silence;
  const { until, isWorthwhile } = snoozing;
  return page(
    c,
    (view) => {
      if (waysBack.length > 0) return stopped(view, { code, waysBack });
      if (until !== null) return snoozed(view, { code, until });
      if (own !== null && asked !== null) return askOwnSnooze(view, snoozeFormOf(link, snoozing), own);
      return isWorthwhile ? snooze(view, snoozeFormOf(link, snoozing), own) : nothingToSnooze(view, code);
    },
    200,
    language,
  );
}

/** POST /c/:code/snooze: no reminder before the day `until`, of `tariff` or of any; with `undo`, that is taken back. */
export async function takeSnooze(c: RouteContext): Promise<Response> {
  const link = await letIn(c, WAYS_IN);
  if (link instanceof Response) return link;
  const { code, address } = link;
  const form = await readForm(c);
  const until = form.has("undo") ? null : (form.get("until") ?? "");
  const tariff = form.get("tariff");
  const customer = customerOf(c, link);
  const answer = await (tariff === null
    ? customer.snooze(address, until)
    : customer.quiet(address, tariff, until === null ? null : { day: until }));
  if (answer === null) return notHere(c);
  const { language, snoozing, waysBack, done, own } = answer;
  if (waysBack.length > 0) return page(c, (view) => stopped(view, { code, waysBack }), 200, language);
  if (until === null) return page(c, (view) => snoozeUndone(view, { code }), 200, language);
  const about = tariff === null ? null : own;
  if (done) {
    const said = (view: PageView): PageContent =>
      about === null ? snoozed(view, { code, until }) : ownQuiet(view, { code, own: about });
    return page(c, said, 200, language);
  }
  // A day that can be shown in a field is; what was typed into one that is none is not.
  const rejected = /^\d{4}-\d{2}-\d{2}$/.test(until) ? until : "";
  const again = { ...snoozeFormOf(link, snoozing), rejected };
  return page(c, (view) => (about === null ? snooze(view, again) : askOwnSnooze(view, again, about)), 400, language);
}

/** The form for one tariff of several; in its place, what was asked for before. */
function askOwnSnooze(view: PageView, form: SnoozeForm, own: OwnTariff): PageContent {
  const { code, rejected } = form;
  if (own.quiet !== null && rejected === undefined) return ownQuiet(view, { code, own });
  if (!own.isWorthwhile) return nothingToSnooze(view, code);
  return ownSnooze(view, { own, code }, <SnoozeFields view={view} form={{ ...form, tariff: own.tariffId }} />);
}
