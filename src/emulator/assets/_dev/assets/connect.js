// The emulated Connect page: speaks the real conversation with /_flatpeak/connect and draws each page it is sent.
import { day, h, logo } from "./dom.js";

const root = document.getElementById("connect");
const token = new URLSearchParams(location.search).get("fp_cot") ?? undefined;

const drawings = {
  tariff_connection_failed: failed,
  summary_tariff_failed: failed,
  provider_select: chooseProvider,
  provider_name_capture: nameProvider,
  tariff_structure_select: chooseStructure,
  rate_fixed_capture: askRate,
  contract_term_capture: askTerm,
  tariff_summary: summary,
  summary_fixed_confirm: summary,
};

/** One turn of the conversation. `turn` holds either `data` or `action`, or neither to begin. */
async function say(route, turn = {}) {
  root.setAttribute("aria-busy", "true");
  try {
    const response = await fetch("/_flatpeak/connect", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ connect_token: token, route, ...turn, type: "submit" }),
    });
    show(await response.json());
  } catch (error) {
    show({ object: "error", code: "no_answer", message: `Connect did not answer: ${error.message}` });
  }
  root.removeAttribute("aria-busy");
}

function show(page) {
  if (page.object === "error") {
    const again = h("button", { type: "button", class: "primary", onclick: () => say("session_start") }, "Start again");
    return draw(
      "Something went wrong",
      h("p", { role: "alert" }, page.message),
      h("p", { class: "soft small" }, page.code),
      again,
    );
  }
  const leave = page.data?.redirect_url ?? page.data?.redirect_uri ?? page.data?.callback_uri;
  if (leave !== undefined) return location.replace(leave);
  const drawing = drawings[page.route];
  if (drawing === undefined) return draw("A page this client does not know", h("p", {}, page.route));
  return drawing(page);
}

function draw(heading, ...content) {
  const title = h("h1", { tabindex: "-1" }, heading);
  root.replaceChildren(
    h("p", { class: "brand" }, "Flatpeak Connect", h("span", {}, "emulated")),
    title,
    ...content.flat().filter(Boolean),
  );
  title.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function act(page, action, label, look = "") {
  return h("button", { type: "button", class: look, onclick: () => say(page.route, { action }) }, label);
}

/** Back and Close where the page allows them. */
function leaving(page) {
  const buttons = [
    page.actions?.includes("BACK") && act(page, "BACK", "Back", "quiet"),
    page.actions?.includes("CLOSE") && act(page, "CLOSE", "Close", "quiet"),
  ];
  return h("nav", { "aria-label": "Leave this page" }, ...buttons);
}

function failed(page) {
  const edit = page.actions.includes("RECONNECT") ? "RECONNECT" : "EDIT";
  draw(
    "Your tariff needs connecting again",
    who(page.data.provider, "We can no longer read this tariff"),
    act(page, edit, "Choose your supplier", "primary"),
    act(page, "DISCONNECT", "Disconnect"),
    leaving(page),
  );
}

function chooseProvider(page) {
  const choices = page.data.providers.map((provider) =>
    h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          class: "choice",
          onclick: () => say(page.route, { data: { provider: { id: provider.id } } }),
        },
        logo(provider),
        provider.display_name,
      ),
    ),
  );
  draw(
    "Who is your supplier?",
    h("ul", { class: "choices" }, ...choices),
    act(page, "PROVIDER_MISSING", "My supplier is not listed"),
    leaving(page),
  );
}

/** A form with one field; `read` turns its text into the turn that is said. */
function form(page, heading, intro, field, read, extra = null) {
  const submit = (event) => {
    event.preventDefault();
    void say(page.route, read(field.querySelector("input")?.value ?? ""));
  };
  const button = h("button", { type: "submit", class: "primary" }, "Continue");
  draw(
    heading,
    page.data.provider && who(page.data.provider, intro),
    h("form", { onsubmit: submit }, field, button),
    extra,
    leaving(page),
  );
}

function nameProvider(page) {
  const field = h(
    "label",
    {},
    "Name of your supplier",
    h("input", { name: "provider", required: true, autocomplete: "off" }),
  );
  form(page, "What is your supplier called?", "", field, (name) => ({ data: { provider: { name } } }));
}

function chooseStructure(page) {
  const words = { FIXED: "The same price all day", TIME_OF_DAY: "Prices by time of day", MARKET: "The market's price" };
  const choices = page.data.options.map((option) =>
    h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "choice", onclick: () => say(page.route, { data: { options: [option] } }) },
        words[option] ?? option,
      ),
    ),
  );
  draw("How is your energy priced?", h("ul", { class: "choices" }, ...choices), leaving(page));
}

function askRate(page) {
  const input = h("input", {
    name: "cost",
    type: "number",
    step: "0.0001",
    min: "0",
    required: true,
    inputmode: "decimal",
  });
  const field = h("label", {}, `Price of one kWh in ${page.data.currency_code}`, input);
  form(page, "What do you pay?", "Look at your latest bill", field, (cost) => ({ data: { cost: Number(cost) } }));
}

function askTerm(page) {
  const proposed = (page.data.contract_end_date ?? "").slice(0, 10);
  const input = h("input", { name: "contract_end_date", type: "date", value: proposed, required: true });
  const field = h("label", {}, "Contract end date", input);
  const endless = h("button", { type: "button", onclick: () => say(page.route) }, "It has no end date");
  form(
    page,
    "When does your new contract end?",
    "The contract you are moving to, not the one that ends",
    field,
    (date) => ({ data: { contract_end_date: `${date}T00:00:00.000Z` } }),
    endless,
  );
}

function summary(page) {
  const { tariff, provider, currency_code: currency } = page.data;
  const cost = page.data.rates?.today?.[0]?.tariff?.cost;
  const facts = [
    ["Tariff", tariff.name],
    ["Contract", tariff.contract_end_date ? `until ${day(tariff.contract_end_date)}` : "until terminated"],
    cost !== undefined && ["Price", `${cost} ${currency} per kWh`],
  ].filter(Boolean);
  const saves = page.actions.includes("SAVE");
  draw(
    saves ? "Check your tariff" : "Your tariff is connected",
    who(provider, page.direction === "EXPORT" ? "What you sell" : "What you buy"),
    h("dl", {}, ...facts.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
    saves && act(page, "SAVE", "Save", "primary"),
    page.actions.includes("CLOSE") && act(page, "CLOSE", "Done", "primary"),
    act(page, "EDIT", "Choose your supplier"),
    act(page, "DISCONNECT", "Disconnect", "quiet"),
  );
}

function who(provider, note) {
  return h(
    "div",
    { class: "who" },
    logo(provider),
    h("div", {}, h("strong", {}, provider.display_name), h("p", { class: "soft small" }, note)),
  );
}

void say("session_start");
