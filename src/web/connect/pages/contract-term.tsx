// How long a contract runs: to a day, for a year or two, or until it is given notice. That the old contract's day will not do is
// said before, and asked once more if it is chosen all the same.

import { addDays } from "../../../core/time.ts";
import { longDate } from "../../../text/dates.ts";
import { earliestEnd, isDate, isOldEnd, latestEnd, monthsAfter, readEndDate, writtenDate } from "./date.ts";
import { Choice, Kept, TextField, withTyped } from "./fields.tsx";
import type { CivilDate } from "../../../core/time.ts";
import type { ConnectPage, Mistake, PageContext, Reading, Typed } from "./form.ts";
import type { Option } from "./fields.tsx";

type Context = PageContext<"contract_term">;

/** How long most contracts run, in months. */
const TERMS = [12, 24];

/** True where an old contract is running out: then it is the new one that is asked for. */
const isRenewal = ({ home }: Context): boolean => home.cause === "expiring" || home.cause === "expired";

/** The last day of a contract of so many months that follows on the old one, or began lately. */
function endAfter({ home, turn, today }: Context, months: number): CivilDate {
  const { start } = turn.page;
  const follows = home.oldContractEnd !== null && home.oldContractEnd >= today ? addDays(home.oldContractEnd, 1) : null;
  const isRecent = start !== null && isDate(start) && monthsAfter(start, 12) > today && start <= latestEnd(today);
  return addDays(monthsAfter(follows ?? (isRecent ? start : today), months), -1);
}

/** The end FlatPeak knows, where it can be the one that is asked for. */
function knownEnd({ turn, home, today }: Context): CivilDate | null {
  const { end } = turn.page;
  const isPossible = end !== null && isDate(end) && end >= earliestEnd(today) && !isOldEnd(end, home.oldContractEnd);
  return isPossible ? end : null;
}

function optionsOf(context: Context): readonly Option[] {
  const { words, language } = context;
  const terms = TERMS.map((months) => ({
    value: String(months),
    label: words.say("connect.contract_term.months", {
      count: String(months),
      date: longDate(language, endAfter(context, months)),
    }),
  }));
  return [
    ...terms,
    {
      value: "open",
      label: words.say("connect.contract_term.open"),
      text: words.say("connect.contract_term.open.text"),
    },
    // Last, since its field stands below.
    { value: "date", label: words.say("connect.contract_term.date") },
  ];
}

/** What is chosen before anybody chose. */
function knownTerm(context: Context): string {
  if (knownEnd(context) !== null) return "date";
  return context.turn.page.isUntilTerminated && !isRenewal(context) ? "open" : "date";
}

function draw(context: Context) {
  const { words, language, home, today, typed } = context;
  const old = isRenewal(context) && home.oldContractEnd !== null ? longDate(language, home.oldContractEnd) : null;
  const asked = typed?.get("end-asked") ?? "";
  return (
    <>
      <p>
        {old === null ? words.say("connect.contract_term.text") : words.say("connect.contract_term.old", { date: old })}
      </p>
      <Choice
        context={context}
        name="term"
        legend={words.say("connect.contract_term.heading")}
        isLegendHidden
        options={optionsOf(context)}
        known={knownTerm(context)}
      />
      <TextField
        context={context}
        name="end"
        type="date"
        label={words.say("connect.contract_term.day")}
        known={knownEnd(context) ?? ""}
        min={earliestEnd(today)}
        max={latestEnd(today)}
      />
      {asked === "" ? null : <Kept name="end-asked" value={asked} />}
    </>
  );
}

function dateMistake({ language, today }: Context, kind: "missing" | "unreadable" | "early" | "late"): Mistake {
  const field = "end";
  const first = longDate(language, earliestEnd(today));
  switch (kind) {
    case "missing":
      return { field, key: "connect.errors.date_missing" };
    case "unreadable":
      return { field, key: "connect.errors.date_unreadable", facts: { date: earliestEnd(today) } };
    case "early":
      return { field, key: "connect.errors.date_early", facts: { date: first } };
    case "late":
      return { field, key: "connect.errors.date_late", facts: { date: longDate(language, latestEnd(today)) } };
  }
}

/**
 * FlatPeak's documentation: `contract_end_date`, or in Anode `contract_term_type: "UNTIL_TERMINATED"`. Zero has no word for it:
 * its client sends no end.
 */
function read(context: Context, typed: Typed): Reading {
  const { turn, home, today, language } = context;
  const term = typed.get("term") ?? "date";
  if (term === "open") {
    const data = turn.generation === "zero" ? { contract_end_date: null } : { contract_term_type: "UNTIL_TERMINATED" };
    return { kind: "reply", reply: { kind: "data", data }, said: { key: "connect.contract_term.said.open" } };
  }
  const months = TERMS.find((it) => String(it) === term);
  const reading = readEndDate(months === undefined ? (typed.get("end") ?? "") : endAfter(context, months), today);
  if (reading.kind !== "date") return { kind: "mistakes", mistakes: [dateMistake(context, reading.kind)] };
  const { date } = reading;
  const old = isRenewal(context) ? home.oldContractEnd : null;
  if (old !== null && isOldEnd(date, old) && typed.get("end-asked") !== date) {
    const facts = { date: longDate(language, old) };
    return {
      kind: "again",
      typed: withTyped(typed, { "end-asked": date }),
      ask: { field: "end", key: "connect.contract_term.ask", facts },
    };
  }
  return {
    kind: "reply",
    reply: { kind: "data", data: { contract_end_date: writtenDate(date, home.timeZone, turn.generation) } },
    said: { key: "connect.contract_term.said", facts: { date: longDate(language, date) } },
  };
}

export const contractTerm: ConnectPage<"contract_term"> = {
  route: "contract_term",
  looks: ["form"],
  heading: (context) =>
    context.words.say(isRenewal(context) ? "connect.contract_term.new.heading" : "connect.contract_term.heading"),
  draw,
  button: ({ words }) => words.say("connect.next.button"),
  read,
};
