// The control room: asks the emulator and the product how things stand once a second, and draws what has changed.
import { h } from "./dom.js";
import { clockPanel, faultPanel, homesPanel } from "./room-world.js";
import { phonePanel } from "./room-phone.js";
import { logPanel, storyPanel } from "./room-story.js";

const root = document.getElementById("room");
const brand = root.dataset.brand;
const view = { state: null, inbox: null, customer: null, chosenTariff: null, chosenCustomer: null, notice: "" };

const steps = [
  ["Break a tariff", "Press “expired” on the left. FlatPeak sends the webhook."],
  ["Read the message", "One message reaches the phone a few seconds later."],
  ["Tap the link", "It leads into a fresh Connect session for that tariff."],
  ["Repair it", "Choose a supplier and the new contract’s end date."],
  ["Skip 30 days", "Silence. A repaired tariff is never mentioned again."],
];

const slots = {};
for (const name of ["steps", "clock", "homes", "faults", "handset", "story", "logs"]) {
  slots[name] = h("section", { class: `panel ${name}` });
}
root.append(
  h(
    "header",
    {},
    h(
      "div",
      {},
      h("h1", {}, "Control room"),
      h("p", { class: "soft" }, "flatpeak-reconnect with an emulated FlatPeak. Nothing leaves this machine."),
    ),
    h("p", { id: "notice", role: "status" }),
  ),
  slots.steps,
  h(
    "div",
    { class: "columns" },
    h("div", { class: "column" }, slots.clock, slots.homes, slots.faults),
    slots.handset,
    h("div", { class: "column" }, slots.story, slots.logs),
  ),
);

/** Sends one of the page's commands and draws the result; says so where it was refused. */
async function command(path, body, method = "POST") {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const answer = await ask(`/_dev/${path}`, init);
  const error =
    answer.error ?? (answer.delivery?.status >= 300 || answer.delivery?.status === 0 ? answer.delivery : null);
  view.notice =
    error === null ? "" : `${error.code ?? `The product answered ${error.status}`}: ${error.message ?? error.body}`;
  await refresh();
}

/** JSON of an address; where there is none, an error of the same form as the server's. */
async function ask(path, init) {
  try {
    const response = await fetch(path, init);
    const text = await response.text();
    if (text === "") return {};
    try {
      const body = JSON.parse(text);
      return response.ok || body.error
        ? body
        : { error: { code: String(response.status), message: text.slice(0, 300) } };
    } catch {
      return { error: { code: String(response.status), message: text.slice(0, 300) } };
    }
  } catch (error) {
    return { error: { code: "no_answer", message: `The dev server does not answer (${error.message}).` } };
  }
}

const drawn = new Map();

/** Draws a panel only when what it shows has changed, so that nobody's click or focus is lost. */
function draw(name, shown, build) {
  const key = JSON.stringify(shown);
  if (drawn.get(name) === key) return;
  drawn.set(name, key);
  slots[name].replaceChildren(...build().flat().filter(Boolean));
}

function choose(change) {
  Object.assign(view, change);
  render();
  void refresh();
}

function currentStep() {
  const cases = view.customer?.cases ?? [];
  if (cases.length === 0) return 0;
  const open = cases.filter((entry) => entry.ended_at === null);
  if (open.length === 0) return 4;
  const openedAt = Math.min(...open.map((entry) => Date.parse(entry.opened_at)));
  const after = (list, field) => list.some((entry) => Date.parse(entry[field]) >= openedAt);
  if (!after(view.inbox.messages, "received_at")) return 1;
  return after(view.state.tokens, "created_at") ? 3 : 2;
}

function render() {
  const { state, inbox, customer } = view;
  document.getElementById("notice").textContent = view.notice;
  if (state === null || inbox === null) return;
  const step = currentStep();
  draw("steps", step, () => [
    h("h2", { class: "hidden" }, "What to do"),
    h(
      "ol",
      {},
      ...steps.map(([title, text], index) =>
        h(
          "li",
          { "aria-current": index === step && "step", class: index < step && "done" },
          h("span", { class: "number" }, String(index + 1)),
          h("div", {}, h("strong", {}, title), h("p", { class: "soft small" }, text)),
        ),
      ),
    ),
  ]);
  draw("clock", [state.now.slice(0, 16), state.clock_offset_ms], () => clockPanel(state, command));
  draw("homes", [state.locations, view.chosenTariff], () =>
    homesPanel(state, view.chosenTariff, (chosenTariff) => choose({ chosenTariff }), command),
  );
  draw("faults", state.faults, () => faultPanel(state, command));
  draw("handset", [inbox.messages, state.now.slice(0, 16)], () => phonePanel(brand, inbox, state));
  draw("story", [customer, state.customers, view.chosenCustomer, state.locations, state.now.slice(0, 16)], () =>
    storyPanel(view, (chosenCustomer) => choose({ chosenCustomer })),
  );
  draw("logs", [state.deliveries, state.requests, inbox.publications], () => logPanel(state, inbox, slots.logs));
}

async function refresh() {
  const [state, inbox] = await Promise.all([ask("/_dev/state"), ask("/_dev/inbox")]);
  if (state.error) {
    view.notice = state.error.message;
  } else {
    const id = view.chosenCustomer ?? state.customers[0].id;
    const customer = await ask(`/_dev/customers/${encodeURIComponent(id)}`);
    Object.assign(view, { state, inbox, customer });
  }
  render();
}

async function poll() {
  await refresh();
  setTimeout(() => void poll(), 1000);
}

void poll();
