// The emulated Connect page: speaks the real conversation with /_flatpeak/connect, no kinder than FlatPeak's own client.
import type { PageViews } from "../views.ts";
import { button, type Child, facts, fill, h, logo, served } from "./dom.js";
import { fieldsOf, messageOf, textOf } from "./read.js";
import type { Supplier } from "../suppliers.ts";

/** What the pages are called in either generation. */
interface RouteNames {
  failed: "tariff_connection_failed" | "summary_tariff_failed";
  pending: "tariff_connection_pending" | "summary_tariff_inprogress";
  provider: "provider_select";
  providerName: "provider_name_capture";
  libraryTariff: "tariff_select";
  structure: "tariff_structure_select";
  rate: "rate_fixed_capture";
  term: "contract_term_capture";
  summary: "tariff_summary" | "summary_fixed_confirm";
  ended: "session_complete" | "session_redirect";
}

/** A page of the conversation as it is sent. */
interface Page<Name extends keyof PageViews> {
  route: RouteNames[Name];
  direction: "IMPORT" | "EXPORT";
  actions: string[];
  data: PageViews[Name];
}

// The end is no page: it sends the browser on.
type Drawn = Exclude<keyof PageViews, "ended">;
type AnyPage = { [Name in Drawn]: Page<Name> }[Drawn];

const root = served("connect");
const token = new URLSearchParams(location.search).get("fp_cot") ?? undefined;

/** One turn of the conversation. `turn` holds either `data` or `action`, or neither to begin. */
async function say(route: string, turn: { action?: string; data?: object } = {}): Promise<void> {
  root.setAttribute("aria-busy", "true");
  try {
    const response = await fetch("/_flatpeak/connect", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ connect_token: token, route, ...turn, type: "submit" }),
    });
    show(await response.json());
  } catch (error) {
    wrong("no_answer", `Connect did not answer: ${messageOf(error)}`);
  }
  root.removeAttribute("aria-busy");
}

function show(answer: unknown): void {
  const { object, code, message, route, data } = fieldsOf(answer);
  if (object === "error") return wrong(textOf(code), textOf(message));
  const { redirect_url, redirect_uri, callback_uri } = fieldsOf(data);
  const leave = textOf(redirect_url) ?? textOf(redirect_uri) ?? textOf(callback_uri);
  if (leave !== null) return location.replace(leave);
  return isPage(answer) ? drawPage(answer) : unknown(textOf(route));
}

/** Whether an answer is built like a page; what its data holds is taken from its route. */
function isPage(answer: unknown): answer is AnyPage {
  const { route, actions, data } = fieldsOf(answer);
  return typeof route === "string" && Array.isArray(actions) && typeof data === "object" && data !== null;
}

function drawPage(page: AnyPage): void {
  const route: string = page.route;
  switch (page.route) {
    case "tariff_connection_failed":
    case "summary_tariff_failed":
      return failed(page);
    case "tariff_connection_pending":
    case "summary_tariff_inprogress":
      return pending(page);
    case "provider_select":
      return chooseProvider(page);
    case "provider_name_capture":
      return nameProvider(page);
    case "tariff_select":
      return chooseTariff(page);
    case "tariff_structure_select":
      return chooseStructure(page);
    case "rate_fixed_capture":
      return askRate(page);
    case "contract_term_capture":
      return askTerm(page);
    case "tariff_summary":
    case "summary_fixed_confirm":
      return summary(page);
    default:
      return unknown(route);
  }
}

function draw(heading: string, ...content: readonly Child[]): void {
  const title = h("h1", { tabindex: "-1" }, heading);
  fill(root, [h("p", { class: "brand" }, "Flatpeak Connect", h("span", {}, "emulated")), title, ...content]);
  title.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function wrong(code: string | null, message: string | null): void {
  draw(
    "Something went wrong",
    h("p", { role: "alert" }, message),
    h("p", { class: "soft small" }, code),
    button("Start again", () => void say("session_start"), "primary"),
  );
}

function unknown(route: string | null): void {
  draw("A page this client does not know", h("p", {}, route));
}

function act(page: AnyPage, action: string, label: string, look = ""): HTMLElement {
  return button(label, () => void say(page.route, { action }), look);
}

/** Back and Close where the page allows them. */
function leaving(page: AnyPage): HTMLElement {
  return h(
    "nav",
    { "aria-label": "Leave this page" },
    page.actions.includes("BACK") && act(page, "BACK", "Back", "quiet"),
    page.actions.includes("CLOSE") && act(page, "CLOSE", "Close", "quiet"),
  );
}

function failed(page: Page<"failed">): void {
  const edit = page.actions.includes("RECONNECT") ? "RECONNECT" : "EDIT";
  draw(
    "Your tariff needs connecting again",
    who(page.data.provider, "We can no longer read this tariff. Connect it again, or disconnect it by the link below."),
    act(page, edit, "Choose your supplier", "primary"),
    act(page, "DISCONNECT", "Cancel"),
    leaving(page),
    aside("As in FlatPeak’s own page, “Cancel” disconnects the tariff."),
  );
}

function pending(page: Page<"pending">): void {
  const edit = page.actions.includes("DISMISS_DIRECT") ? "DISMISS_DIRECT" : "EDIT";
  draw(
    "We are connecting your tariff",
    who(page.data.provider, "This can take some hours. Check back later."),
    page.actions.includes("SAVE") && act(page, "SAVE", "Save", "primary"),
    act(page, edit, "Start again"),
    act(page, "DISCONNECT", "Cancel"),
    leaving(page),
    aside("As in FlatPeak’s own page, “Cancel” disconnects the tariff, and only closing leaves it connecting."),
  );
}

/** A word for the developer, which no customer would see. */
function aside(text: string): HTMLElement {
  return h("p", { class: "soft small aside" }, text);
}

/** Answers to choose from, each with what it says when it is chosen. */
function choices(page: AnyPage, offered: readonly { shown: readonly Child[]; data: object }[]): HTMLElement {
  const items = offered.map(({ shown, data }) => {
    const onclick = () => void say(page.route, { data });
    return h("li", {}, h("button", { type: "button", class: "choice", onclick }, ...shown));
  });
  return h("ul", { class: "choices" }, ...items);
}

function chooseProvider(page: Page<"provider">): void {
  const offered = page.data.providers.map((provider) => ({
    shown: [logo(provider), provider.display_name],
    data: { provider: { id: provider.id } },
  }));
  draw(
    "Who is your supplier?",
    choices(page, offered),
    act(page, "PROVIDER_MISSING", "My supplier is not listed"),
    leaving(page),
  );
}

function chooseTariff(page: Page<"libraryTariff">): void {
  const offered = page.data.tariffs.map((tariff) => ({ shown: [tariff.name], data: { tariff: { id: tariff.id } } }));
  draw(
    "Which tariff is yours?",
    choices(page, offered),
    act(page, "TARIFF_MISSING", "My tariff is not listed"),
    leaving(page),
  );
}

interface Form {
  page: AnyPage;
  heading: string;
  about: HTMLElement;
  label: string;
  input: HTMLInputElement;
  /** Makes what was typed into the data that is said. */
  read: (typed: string) => object;
  /** What stands below the form. */
  below?: HTMLElement;
}

/** A page with one field to fill in. */
function form({ page, heading, about, label, input, read, below }: Form): void {
  const onsubmit = (event: Event) => {
    event.preventDefault();
    void say(page.route, { data: read(input.value) });
  };
  const field = h("label", {}, label, input);
  const submit = h("button", { type: "submit", class: "primary" }, "Continue");
  draw(heading, about, h("form", { onsubmit }, field, submit), below, leaving(page));
}

function nameProvider(page: Page<"providerName">): void {
  form({
    page,
    heading: "What is your supplier called?",
    about: who(null, ""),
    label: "Name of your supplier",
    input: h("input", { name: "provider", required: true, autocomplete: "off" }),
    read: (name) => ({ provider: { name } }),
  });
}

function chooseStructure(page: Page<"structure">): void {
  const words: Readonly<Record<string, string>> = {
    FIXED: "The same price all day",
    TIME_OF_DAY: "Prices by time of day",
    MARKET: "The market's price",
  };
  const offered = page.data.options.map((option) => ({
    shown: [words[option] ?? option],
    data: { options: [option] },
  }));
  draw("How is your energy priced?", choices(page, offered), leaving(page));
}

function askRate(page: Page<"rate">): void {
  const number = { type: "number", step: "0.0001", min: "0", inputmode: "decimal" };
  form({
    page,
    heading: "What do you pay?",
    about: who(page.data.provider, "Look at your latest bill"),
    label: `Price of one kWh in ${page.data.currency_code}`,
    input: h("input", { name: "cost", ...number, required: true }),
    read: (cost) => ({ cost: Number(cost) }),
  });
}

function askTerm(page: Page<"term">): void {
  const proposed = page.data.contract_end_date.slice(0, 10);
  const isZero = proposed === page.data.contract_end_date;
  form({
    page,
    heading: "When does your new contract end?",
    about: who(page.data.provider, "The contract you are moving to, not the one that ends"),
    label: "Contract end date",
    input: h("input", { name: "contract_end_date", type: "date", value: proposed, required: true }),
    read: (date) => ({ contract_end_date: isZero ? date : localMidnight(date) }),
    below: button("It has no end date", () => void say(page.route)),
  });
}

/** A day as FlatPeak's client sends it: midnight here as UTC, which east of Greenwich is the evening before. */
function localMidnight(date: string): string {
  return new Date(`${date}T00:00:00`).toISOString();
}

function summary(page: Page<"summary">): void {
  const { tariff, provider, currency_code: currency, rates } = page.data;
  const cost = rates.today[0]?.tariff.cost;
  const saves = page.actions.includes("SAVE");
  const lines: [string, string][] = [["Tariff", tariff.name]];
  if (cost !== undefined) lines.push(["Price", `${cost} ${currency} per kWh`]);
  if (saves) lines.push(["Contract", tariff.contract_end_date ?? "until terminated"]);
  draw(
    saves ? "Check your tariff" : "Your tariff is connected",
    who(provider, page.direction === "EXPORT" ? "What you sell" : "What you buy"),
    facts(lines),
    saves && act(page, "SAVE", "Save", "primary"),
    act(page, "EDIT", "Choose your supplier"),
    act(page, "DISCONNECT", "Disconnect"),
    page.actions.includes("WRONG_TARIFF") && act(page, "WRONG_TARIFF", "Report a problem", "quiet"),
    leaving(page),
    !saves && aside("As in FlatPeak’s own page, there is no way forward here: only “Close” leads back to the app."),
  );
}

/** Whose tariff it is, null while that has no name, with a word on the page. */
function who(provider: Supplier | null, note: string): HTMLElement {
  return h(
    "div",
    { class: "who" },
    logo(provider),
    h("div", {}, h("strong", {}, provider?.display_name), h("p", { class: "soft small" }, note)),
  );
}

void say("session_start");
