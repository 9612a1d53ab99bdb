// The control room: asks the emulator and the product how things stand once a second, and draws what has changed.
import type { Attempt } from "../world.ts";
import type { InboxView, PricesView, StateView } from "../views.ts";
import { ask, holds } from "./ask.js";
import { type Child, fill, h, served } from "./dom.js";
import { fieldsOf, textOf } from "./read.js";
import { customerPanel } from "./room-customer.js";
import { logPanel } from "./room-logs.js";
import { phonePanel, setPhoneClock } from "./room-phone.js";
import { currentStep, hintOf, stepsPanel } from "./room-steps.js";
import { storyPanel, type Told } from "./room-story.js";
import { isOffered, pricesPanel, pricesPath, shownOf } from "./room-prices.js";
import { faultPanel } from "./room-faults.js";
import { delayOf, nextMessage } from "./room-next.js";
import type { Command } from "./room-command.js";
import { clockPanel, differencePanel, homesPanel, noQuietHours } from "./room-world.js";
import type { Story } from "../../../objects/customer/contract.ts";

/** How things stood when they were last asked for. */
interface World {
  state: StateView;
  inbox: InboxView;
  told: Told;
  prices: PricesView | null;
}

interface Choice {
  tariff: string | null;
  customer: string | null;
  mail: string | null;
  /** The day whose prices are shown; null for today. */
  day: string | null;
}

const root = served("room");
const brand = root.dataset["brand"] ?? "";
const choice: Choice = { tariff: null, customer: null, mail: null, day: null };
let world: World | null = null;

const panel = (name: string) => h("section", { class: `panel ${name}` });
const panels = {
  steps: panel("steps"),
  clock: panel("clock"),
  homes: panel("homes"),
  prices: h("div", { class: "fold" }),
  faults: h("div", { class: "fold" }),
  settings: h("div", { class: "fold" }),
  handset: panel("handset"),
  customer: panel("customer"),
  story: panel("story"),
  logs: panel("logs"),
};
/** A panel that can be folded away, as it is on a phone until somebody wants it. */
const folded = (name: "prices" | "faults" | "settings", title: string) =>
  h(
    "details",
    { class: `panel ${name}`, open: !matchMedia("(max-width: 720px)").matches },
    h("summary", {}, h("h2", {}, title)),
    panels[name],
  );
const notice = h("p", { id: "notice", role: "status" });
notice.addEventListener("click", () => notice.replaceChildren());

root.append(
  h(
    "header",
    {},
    h(
      "div",
      {},
      h("h1", {}, "Control room"),
      h(
        "p",
        { class: "soft" },
        "flatpeak-reconnect with an emulated FlatPeak. Nothing leaves this machine. ",
        h("a", { href: "/operator" }, "Operator's dashboard"),
        " · ",
        h("a", { href: "/_dev/messages" }, "See every message"),
      ),
    ),
  ),
  panels.steps,
  h(
    "div",
    { class: "columns" },
    h(
      "div",
      { class: "column" },
      panels.clock,
      panels.homes,
      folded("prices", "Prices"),
      folded("faults", "Make something fail"),
    ),
    h("div", { class: "middle" }, panels.handset, panels.customer),
    h("div", { class: "column" }, panels.story, panels.logs, folded("settings", "Not as in production")),
  ),
  notice,
);

/** Sends one of the page's commands and draws the result; says so where it was refused. */
const command: Command = async (name, body) => {
  const { failure, body: result } = await ask(`/_dev/${name}`, { method: "POST", body: JSON.stringify(body) });
  notice.textContent = failure === null ? remark(result) : `${failure.code}: ${failure.message}`;
  await refresh();
};

/** What there is to say of an event that a trigger delivered; nothing where somebody is about to be told of it. */
function remark(result: object): string {
  if (!holds<{ delivery: Pick<Attempt, "status" | "body">; outcome: string | null }>(result, "delivery")) return "";
  const { delivery, outcome } = result;
  const refusal = delivery.status === 200 ? "" : `The product answered ${delivery.status}: ${delivery.body} `;
  return `${refusal}${outcome ?? ""}`;
}

/** The customer whose story is shown: the one chosen, else the one whose home FlatPeak spoke of last. */
function customerOf(state: StateView): string {
  const homes = state.events.toReversed().flatMap((event) => {
    const { id, location_id, tariff_id } = fieldsOf(fieldsOf(event)["data"]);
    const named = [id, location_id, tariff_id];
    return state.locations.filter((it) => named.includes(it.id) || it.tariffs.some((own) => named.includes(own.id)));
  });
  return choice.customer ?? homes[0]?.customer_id ?? state.customers[0]?.id ?? "";
}

const drawn = new Map<string, string>();

/** Draws a panel only when what it shows has changed, so that nobody's click or focus is lost. */
function draw(name: keyof typeof panels, shown: unknown, build: () => Child[]): void {
  const key = JSON.stringify(shown);
  if (drawn.get(name) === key) return;
  drawn.set(name, key);
  fill(panels[name], build());
}

function choose(change: Partial<Choice>): void {
  Object.assign(choice, change);
  render();
  void refresh();
}

function render(): void {
  if (world === null) return;
  const { state, inbox, told, prices } = world;
  const minute = state.now.slice(0, 16);
  const step = currentStep(state, inbox, told.story);
  const next = nextMessage(told.story);
  // The customer's own clock, by which messages are planned.
  const now = told.story?.now ?? state.now;
  const delay = delayOf(next, now);
  const hint = hintOf(step, state, delay);
  draw("steps", [step, hint], () => stepsPanel(step, hint));
  draw("clock", [minute, state.clock_offset_ms, next], () => clockPanel(state, next, now, command));
  draw("homes", [state.locations, choice.tariff], () =>
    homesPanel(state, choice.tariff, (tariff) => choose({ tariff, day: null }), command),
  );
  const shown = shownOf(state, choice.tariff);
  // Not drawn anew with every second.
  draw("prices", [shown, { ...prices, now: prices?.now.slice(0, 15) }], () =>
    shown === null ? [] : pricesPanel(shown, prices, (day) => choose({ day }), command),
  );
  draw("faults", state.faults, () => faultPanel(state.faults, command));
  draw("settings", state.differences, () => differencePanel(state.differences));
  const window = state.differences.find(({ name }) => name === "SEND_WINDOW");
  const quietHours = window?.here === noQuietHours ? window.elsewhere : null;
  const { messages } = inbox;
  draw("handset", [messages, choice.mail, delay], () =>
    phonePanel({
      brand,
      messages,
      mail: choice.mail,
      openMail: (mail) => choose({ mail }),
      reply: ({ customer_id }, { title, id }) =>
        void command("reply", { customer_id: textOf(customer_id) ?? "", body: title, channel: "whatsapp", button: id }),
      quietHours,
      delay,
    }),
  );
  setPhoneClock(panels.handset, state.now);
  const customer = customerOf(state);
  draw("customer", [told.story?.contact, customer], () => customerPanel(told.story, customer, command));
  // Not the story as a whole: it also says what time it is.
  const story = [told.story?.cases, told.story?.journal, told.failure];
  draw("story", [story, state.customers, customer, state.locations], () =>
    storyPanel(state, told, customer, (customer) => choose({ customer })),
  );
  draw("logs", [state.deliveries, state.requests, state.callbacks, state.alerts, inbox.publications], () =>
    logPanel(state, inbox, panels.logs),
  );
}

/** The prices to show; null where they cannot be had. */
async function pricesFor(state: StateView): Promise<PricesView | null> {
  const shown = shownOf(state, choice.tariff);
  if (shown === null) return null;
  const { body } = await ask(pricesPath(shown, choice.day));
  if (!holds<PricesView>(body, "entries")) return null;
  if (choice.day === null || isOffered(body)) return body;
  choice.day = null;
  return pricesFor(state);
}

async function refresh(): Promise<void> {
  const [state, inbox] = await Promise.all([ask("/_dev/state"), ask("/_dev/inbox")]);
  const failure = state.failure ?? inbox.failure;
  if (failure !== null) notice.textContent = failure.message;
  if (!holds<StateView>(state.body, "locations") || !holds<InboxView>(inbox.body, "messages")) return;
  const customer = customerOf(state.body);
  const told = await ask(`/_dev/customers/${encodeURIComponent(customer)}`);
  const story = holds<Story>(told.body, "journal") ? told.body : null;
  const prices = await pricesFor(state.body);
  world = { state: state.body, inbox: inbox.body, told: { story, failure: told.failure }, prices };
  render();
}

async function poll(): Promise<void> {
  await refresh();
  setTimeout(() => void poll(), 1000);
}

void poll();
