// The right side of the control room: what the product knows and did, and what went over the wire.
import { day, h } from "./dom.js";

const reasons = {
  expiring: "Ends soon",
  expired: "Has ended",
  fetch_failed: "Cannot be read",
  upgrade: "Better connection",
};
const looks = { open: "warn", repaired: "good", disconnected: "muted", handed_over: "muted" };

/** The customer's cases and journal, or why they cannot be shown. */
export function storyPanel({ state, customer, chosenCustomer }, choose) {
  const heading = [h("h2", {}, "The product’s story"), chooser(state, chosenCustomer, choose)];
  if (customer === null || customer.error) return [...heading, problem(customer?.error)];
  const cases = (customer.cases ?? []).toReversed();
  const journal = (customer.journal ?? []).toReversed().slice(0, 60);
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
      : cases.map((entry) => caseCard(entry, state))),
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

function chooser(state, chosen, choose) {
  if (state.customers.length < 2) return null;
  const select = h(
    "select",
    { "aria-label": "Customer", onchange: (event) => choose(event.target.value) },
    ...state.customers.map(({ id }) =>
      h("option", { value: id, selected: id === (chosen ?? state.customers[0].id) }, id),
    ),
  );
  return select;
}

function problem(error) {
  if (error?.code?.endsWith("not_found") || error?.code === "404") {
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
    h("p", { class: "small" }, error === undefined ? "No answer." : `${error.code}: ${error.message}`),
  );
}

function caseCard(entry, state) {
  const home = state.locations.find(({ id }) => id === entry.location_id);
  const tariff = home?.tariffs.find(({ id }) => id === entry.tariff_id);
  const what = [home?.label, tariff?.provider.display_name].filter(Boolean).join(" · ") || entry.tariff_id;
  const facts = [
    ["opened", stamp(entry.opened_at)],
    entry.contract_end_date && ["contract end", day(entry.contract_end_date)],
    entry.ended_at && ["ended", stamp(entry.ended_at)],
    !entry.ended_at && ["next reminder", entry.next_reminder_at ? stamp(entry.next_reminder_at) : "none planned"],
  ].filter(Boolean);
  return h(
    "article",
    { class: "case", "data-testid": "case", "data-state": entry.state },
    h(
      "div",
      { class: "case-head" },
      h("div", {}, h("strong", {}, reasons[entry.reason] ?? entry.reason), h("p", { class: "soft small" }, what)),
      h("span", { class: `pill ${looks[entry.state] ?? "muted"}` }, plain(entry.state)),
    ),
    h("dl", {}, ...facts.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
  );
}

function journalLine({ at, what, detail }) {
  const more = typeof detail === "string" ? detail : factsOf(detail ?? {});
  return h(
    "li",
    {},
    h("time", { datetime: at }, stamp(at)),
    h("div", {}, h("span", {}, plain(what)), more !== "" && h("p", { class: "soft small" }, more)),
  );
}

/** A journal entry's facts on one line. */
function factsOf(detail) {
  return Object.entries(detail)
    .map(([name, value]) => `${plain(name)} ${short(typeof value === "object" ? JSON.stringify(value) : value)}`)
    .join(" · ");
}

/** Long ids keep their kind and their last digits; a word written with underscores becomes words. */
function short(value) {
  if (/^[a-z_]+$/.test(String(value))) return plain(value);
  return String(value).replaceAll(/\b([a-z]{3}_)\w{12,}(\w{4})\b/g, "$1…$2");
}

/** Deliveries, API requests and publications, each folded away until somebody wants it. */
export function logPanel(state, inbox, before) {
  const opened = [...before.querySelectorAll("details[open]")].map((element) => element.dataset.log);
  const fold = (name, title, lines, none) =>
    h(
      "details",
      { "data-log": name, open: opened.includes(name) },
      h("summary", {}, title, h("span", { class: "count" }, String(lines.length))),
      lines.length === 0 ? h("p", { class: "soft empty" }, none) : h("ul", { class: "lines" }, ...lines.slice(0, 100)),
    );
  const deliveries = state.deliveries.toReversed().map((delivery) => {
    const last = delivery.attempts.at(-1);
    const next = delivery.next_attempt_at ? `again ${stamp(delivery.next_attempt_at)}` : "";
    return line(last?.at, delivery.type, `${count(delivery.attempts.length)} ${next}`, last?.status);
  });
  const requests = state.requests
    .toReversed()
    .map((entry) => line(entry.at, `${entry.method} ${entry.path}`, "", entry.status));
  const publications = inbox.publications.toReversed().map((entry) => line(entry.received_at, entry.type, "", 200));
  return [
    fold("deliveries", "Webhooks from FlatPeak", deliveries, "None sent yet."),
    fold("requests", "Requests to FlatPeak’s API", requests, "The product has not asked FlatPeak anything yet."),
    fold("publications", "Handed to the company’s backend", publications, "Nothing yet."),
  ];
}

function line(at, text, note, status) {
  const look = status >= 200 && status < 300 ? "good" : "bad";
  return h(
    "li",
    {},
    h("time", {}, at ? stamp(at) : ""),
    h("code", {}, text),
    h("span", { class: "soft small" }, note),
    h("span", { class: `pill ${look}` }, String(status ?? "")),
  );
}

function count(attempts) {
  return attempts === 1 ? "" : `${attempts} attempts`;
}

function plain(text) {
  return String(text ?? "").replaceAll("_", " ");
}

function stamp(iso) {
  return new Date(iso).toLocaleString("en-GB", {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "Europe/London",
  });
}
