// The control room: asks the emulator and the product how things stand once a second, and draws what has changed.
import type { Story } from "../../customer/story.ts";
import type { Attempt } from "../world.ts";
import type { InboxView, StateView } from "../views.ts";
import { ask, holds } from "./ask.js";
import { type Child, fill, h, served } from "./dom.js";
import { customerPanel } from "./room-customer.js";
import { logPanel } from "./room-logs.js";
import { phonePanel, setPhoneClock } from "./room-phone.js";
import { currentStep, stepsPanel } from "./room-steps.js";
import { storyPanel, type Told } from "./room-story.js";
import { clockPanel, type Command, faultPanel, homesPanel } from "./room-world.js";

/** How things stood when they were last asked for. */
interface World {
  state: StateView;
  inbox: InboxView;
  told: Told;
}

interface Choice {
  tariff: string | null;
  customer: string | null;
  mail: string | null;
}

const root = served("room");
const brand = root.dataset["brand"] ?? "";
const choice: Choice = { tariff: null, customer: null, mail: null };
let world: World | null = null;

const panel = (name: string) => h("section", { class: `panel ${name}` });
const panels = {
  steps: panel("steps"),
  clock: panel("clock"),
  homes: panel("homes"),
  faults: panel("faults"),
  handset: panel("handset"),
  customer: panel("customer"),
  story: panel("story"),
  logs: panel("logs"),
};
const notice = h("p", { id: "notice", role: "status" });

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
        h("a", { href: "/_dev/messages" }, "See every message"),
      ),
    ),
    notice,
  ),
  panels.steps,
  h(
    "div",
    { class: "columns" },
    h("div", { class: "column" }, panels.clock, panels.homes, panels.faults),
    h("div", { class: "middle" }, panels.handset, panels.customer),
    h("div", { class: "column" }, panels.story, panels.logs),
  ),
);

/** Sends one of the page's commands and draws the result; says so where it was refused. */
const command: Command = async (name, body) => {
  const { failure, body: result } = await ask(`/_dev/${name}`, { method: "POST", body: JSON.stringify(body) });
  if (failure !== null) notice.textContent = `${failure.code}: ${failure.message}`;
  else notice.textContent = complaint(result);
  await refresh();
};

/** What the product had against the event that a trigger delivered; nothing where all went well. */
function complaint(result: object): string {
  if (!holds<{ delivery: Pick<Attempt, "status" | "body"> }>(result, "delivery")) return "";
  const { status, body } = result.delivery;
  return status === 0 || status >= 300 ? `The product answered ${status}: ${body}` : "";
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
  const { state, inbox, told } = world;
  const minute = state.now.slice(0, 16);
  const step = currentStep(state, inbox, told.story);
  draw("steps", step, () => stepsPanel(step));
  draw("clock", [minute, state.clock_offset_ms], () => clockPanel(state, command));
  draw("homes", [state.locations, choice.tariff], () =>
    homesPanel(state, choice.tariff, (tariff) => choose({ tariff }), command),
  );
  draw("faults", state.faults, () => faultPanel(state.faults, command));
  draw("handset", [inbox.messages, choice.mail], () =>
    phonePanel({ brand, messages: inbox.messages, mail: choice.mail, openMail: (mail) => choose({ mail }) }),
  );
  setPhoneClock(panels.handset, state.now);
  const customer = choice.customer ?? state.customers[0]?.id ?? "";
  draw("customer", [told.story?.contact, customer], () => customerPanel(told.story, customer, command));
  // Not the story as a whole: it also says what time it is.
  const story = [told.story?.cases, told.story?.journal, told.failure];
  draw("story", [story, state.customers, choice.customer, state.locations], () =>
    storyPanel(state, told, choice.customer, (customer) => choose({ customer })),
  );
  draw("logs", [state.deliveries, state.requests, state.callbacks, inbox.publications], () =>
    logPanel(state, inbox, panels.logs),
  );
}

async function refresh(): Promise<void> {
  const [state, inbox] = await Promise.all([ask("/_dev/state"), ask("/_dev/inbox")]);
  const failure = state.failure ?? inbox.failure;
  if (failure !== null) notice.textContent = failure.message;
  if (!holds<StateView>(state.body, "locations") || !holds<InboxView>(inbox.body, "messages")) return;
  const customer = choice.customer ?? state.body.customers[0]?.id ?? "";
  const told = await ask(`/_dev/customers/${encodeURIComponent(customer)}`);
  const story = holds<Story>(told.body, "journal") ? told.body : null;
  world = { state: state.body, inbox: inbox.body, told: { story, failure: told.failure } };
  render();
}

async function poll(): Promise<void> {
  await refresh();
  setTimeout(() => void poll(), 1000);
}

void poll();
