// The right side of the control room: what the product knows and did.
import type { Reason } from "../../../core/case/reason.ts";
import type { CaseEnd } from "../../../core/case/problem.ts";
import type { HomeView, StateView } from "../views.ts";
import type { Failure } from "./ask.js";
import { type Child, facts, h } from "./dom.js";
import { type CaseView, casesOf } from "./room-cases.js";
import { day, plain, slotWords, stamp } from "./words.js";
import type { Story } from "../../../objects/customer/contract.ts";

const reasons: Readonly<Record<string, string>> = {
  expiring: "Ends soon",
  expired: "Has ended",
  fetch_failed: "Prices not coming through",
  upgrade: "Better connection",
  invitation: "Invited to connect",
} satisfies Record<Reason, string>;
const looks: Readonly<Record<string, string>> = {
  open: "warn",
  repaired: "good",
  disconnected: "muted",
  handed_over: "muted",
  moved: "muted",
  withdrawn: "muted",
  closed: "muted",
} satisfies Record<CaseEnd | "open", string>;

/** What the product says of a customer, or why it says nothing. */
export interface Told {
  story: Story | null;
  failure: Failure | null;
}

/** Chooses another customer by id. */
type Choose = (customerId: string) => void;

/** The customer's cases and journal, or why they cannot be shown. */
export function storyPanel(state: StateView, told: Told, shown: string, choose: Choose): Child[] {
  const heading = [
    h("h2", {}, "The product’s story"),
    chooser(state, shown, choose),
    h("p", {}, h("a", { href: `/operator/customers/${encodeURIComponent(shown)}` }, "Why was nothing sent?")),
  ];
  if (told.story === null) return [...heading, problem(told.failure)];
  const cases = casesOf(told.story).toReversed();
  const journal = told.story.journal.toReversed().slice(0, 60);
  return [
    ...heading,
    ...(cases.length === 0
      ? [
          h(
            "p",
            { class: "soft empty" },
            "No cases. One opens when FlatPeak reports that a tariff ends, has ended, or cannot be read.",
          ),
        ]
      : cases.map((entry) => caseCard(entry, state.locations))),
    h("h3", {}, "Journal"),
    journal.length === 0
      ? h(
          "p",
          { class: "soft empty" },
          "Nothing has happened yet. Every decision will be written here, silence included.",
        )
      : h(
          "ol",
          { class: "journal", tabindex: "0", "aria-label": "Journal, newest first" },
          ...journal.map(journalLine),
        ),
  ];
}

function chooser(state: StateView, shown: string, choose: Choose): HTMLElement | null {
  if (state.customers.length < 2) return null;
  const select: HTMLSelectElement = h(
    "select",
    { "aria-label": "Customer", onchange: () => choose(select.value) },
    ...state.customers.map(({ id }) => h("option", { value: id, selected: id === shown }, id)),
  );
  return select;
}

function problem(failure: Failure | null): HTMLElement {
  if (failure !== null && (failure.code.endsWith("not_found") || failure.code === "404")) {
    return h(
      "p",
      { class: "soft empty" },
      "The product has not met this customer yet. Break a tariff to introduce them.",
    );
  }
  return h(
    "div",
    { class: "problem", role: "alert" },
    h("strong", {}, "The product does not answer as it should."),
    h("p", { class: "small" }, failure === null ? "No answer." : `${failure.code}: ${failure.message}`),
  );
}

function caseCard(entry: CaseView, homes: HomeView[]): HTMLElement {
  const home = homes.find(({ id }) => id === entry.locationId);
  const tariff = home?.tariffs.find(({ id }) => id === entry.tariffId);
  // Not the supplier, who may be another one since.
  const names = [home?.label, tariff === undefined ? undefined : slotWords[tariff.slot]].filter(
    (it) => it !== undefined,
  );
  return h(
    "article",
    { class: "case", "data-testid": "case", "data-state": entry.state },
    h(
      "div",
      { class: "case-head" },
      h(
        "div",
        {},
        h("strong", {}, reasons[entry.reason] ?? entry.reason),
        h("p", { class: "soft small" }, names.join(" · ") || entry.tariffId),
      ),
      h("span", { class: `pill ${looks[entry.state] ?? "muted"}` }, plain(entry.state)),
    ),
    facts(timesOf(entry)),
  );
}

function timesOf(entry: CaseView): [name: string, value: string][] {
  const { contractEndDate, openedAt, endedAt, nextReminderAt } = entry;
  const times: [string, string][] = [["opened", stamp(openedAt)]];
  if (contractEndDate !== null) times.push(["contract end", day(contractEndDate)]);
  if (endedAt !== null) times.push(["ended", stamp(endedAt)]);
  else times.push(["next reminder", nextReminderAt === null ? "none planned" : stamp(nextReminderAt)]);
  return times;
}

function journalLine({ at, what, detail }: Story["journal"][number]): HTMLElement {
  const more = Object.entries(detail)
    .map(([name, value]) => `${plain(name)} ${listed(value)}`)
    .join(" · ");
  return h(
    "li",
    {},
    h("time", { datetime: at }, stamp(at)),
    h("div", {}, h("span", {}, plain(what)), more !== "" && h("p", { class: "soft small" }, more)),
  );
}

const listed = (value: Story["journal"][number]["detail"][string]): string =>
  [value]
    .flat()
    .map((it) => short(String(it)))
    .join(", ");

/** Long ids keep their kind and their last digits; instants and words written with underscores become words. */
function short(value: string): string {
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return stamp(value);
  if (/^[a-z_]+$/.test(value)) return plain(value);
  return value.replaceAll(/\b([a-z]{3}_)\w{12,}(\w{4})\b/g, "$1…$2");
}
