// Every call of the energy API: as it was written for Zero, as it is written today, and the old one through the bridge.
import type { ExampleCall, StateView, TriedView } from "../views.ts";
import { ask, holds } from "./ask.js";
import { differencesOf, namesIn } from "./compare.js";
import { type Child, fill, h, served } from "./dom.js";

type Side = "zero" | "anode" | "bridge";

const titles: Readonly<Record<Side, string>> = {
  zero: "Zero, as it was",
  anode: "Anode, as it is today",
  bridge: "Zero through the bridge",
};

/** One side of the page: its request, which can be changed, and its answer. */
interface Box {
  section: HTMLElement;
  path: HTMLInputElement;
  body: HTMLTextAreaElement;
  method: HTMLElement;
  answer: HTMLElement;
}

const root = served("energy");
const home = h("select", { "aria-label": "Home", onchange: () => void load() });
const call = h("select", { "aria-label": "Call", onchange: () => choose() });
const notice = h("p", { id: "notice", role: "status" });
const boxes = { zero: box("zero"), anode: box("anode") };
const bridge = h("div", { class: "answer" });
let calls: ExampleCall[] = [];

/** Waits for the calls there are: without one chosen there is nothing to be asked. */
const asking = h("button", { type: "submit", disabled: true }, "Ask");

const form = h(
  "form",
  {
    class: "row",
    onsubmit: (event) => {
      event.preventDefault();
      void askAll();
    },
  },
  call,
  home,
  asking,
);

root.append(
  h(
    "header",
    {},
    h("h1", {}, "Energy calls, old beside new"),
    h(
      "p",
      { class: "soft" },
      "What the emulated FlatPeak answers in both generations, and what our bridge makes of it. ",
      h("a", { href: "/_dev/" }, "Control room"),
    ),
  ),
  form,
  notice,
  h(
    "div",
    { class: "sides" },
    boxes.zero.section,
    boxes.anode.section,
    h("section", { class: "panel" }, h("h2", {}, titles.bridge), bridge),
  ),
);

function box(side: "zero" | "anode"): Box {
  const method = h("code", {}, "");
  const path = h("input", { "aria-label": `Path, ${titles[side]}`, spellcheck: "false" });
  const body = h("textarea", { "aria-label": `Body, ${titles[side]}`, rows: "9", spellcheck: "false" });
  const answer = h("div", { class: "answer" });
  const request = h("div", { class: "request" }, method, path);
  return {
    section: h("section", { class: "panel" }, h("h2", {}, titles[side]), request, body, answer),
    path,
    body,
    method,
    answer,
  };
}

async function start(): Promise<void> {
  const { body, failure } = await ask("/_dev/state");
  notice.textContent = failure?.message ?? "";
  if (!holds<StateView>(body, "locations")) return;
  fill(
    home,
    body.locations.map(({ id, label }) => h("option", { value: id }, label)),
  );
  await load();
}

async function load(): Promise<void> {
  const { body, failure } = await ask(`/_dev/energy/calls?location_id=${encodeURIComponent(home.value)}`);
  notice.textContent = failure?.message ?? "";
  if (!holds<{ calls: ExampleCall[] }>(body, "calls")) return;
  const before = call.value;
  ({ calls } = body);
  fill(
    call,
    calls.map(({ name }) => h("option", { value: name, selected: name === before }, name)),
  );
  choose();
  asking.disabled = calls.length === 0;
}

function choose(): void {
  const chosen = calls.find(({ name }) => name === call.value);
  if (chosen === undefined) return;
  for (const [{ method, path, body, answer }, request] of [
    [boxes.zero, chosen.old],
    [boxes.anode, chosen.today],
  ] as const) {
    method.textContent = request.method;
    path.value = request.path;
    body.value = request.body ?? "";
    body.hidden = request.body === null;
    fill(answer, []);
  }
  fill(bridge, []);
}

async function askAll(): Promise<void> {
  const asked = { zero: boxes.zero, anode: boxes.anode, bridge: boxes.zero };
  const send = async (to: Side): Promise<TriedView | null> => {
    const { method, path, body } = asked[to];
    const question = { to, method: method.textContent, path: path.value, ...(body.hidden ? {} : { body: body.value }) };
    const answer = await ask("/_dev/energy/try", { method: "POST", body: JSON.stringify(question) });
    notice.textContent = answer.failure?.message ?? "";
    return holds<TriedView>(answer.body, "status") ? answer.body : null;
  };
  const zero = await send("zero");
  const anode = await send("anode");
  const through = await send("bridge");
  if (zero === null || anode === null || through === null) return;
  const [old, today] = [parsed(zero), parsed(anode)];
  fill(boxes.zero.answer, answerOf("zero", zero, namesIn(today)));
  fill(boxes.anode.answer, answerOf("anode", anode, namesIn(old)));
  fill(bridge, [verdict(zero, through), ...(through.isOff ? [] : answerOf("bridge", through, namesIn(old)))]);
}

/** How the bridge's answer compares with Zero's own, field by field. */
function verdict(zero: TriedView, through: TriedView): HTMLElement {
  if (through.isOff) return h("p", { class: "soft" }, "The bridge is off. ZERO_BRIDGE=on npm run dev switches it on.");
  const found = differencesOf(parsed(zero), parsed(through));
  if (found.length === 0) return h("p", { class: "good" }, "Field by field as Zero answers.");
  const words = { missing: "is missing", new: "is new", other: "has another value" };
  return h(
    "div",
    {},
    h("p", {}, "As Zero answers, but for:"),
    h("ul", { class: "small" }, ...found.map(({ name, how }) => h("li", {}, h("code", {}, name), ` ${words[how]}`))),
  );
}

/** An answer; the names that the other side has not are marked. */
function answerOf(side: Side, { status, body, notes }: TriedView, others: ReadonlySet<string>): Child[] {
  const value = parsed({ body });
  const text = value === null ? body : JSON.stringify(value, null, 2);
  const lines = text.split("\n").map((line) => {
    const name = /^\s*"([^"]+)":/.exec(line)?.[1];
    return name !== undefined && !others.has(name) ? h("mark", {}, `${line}\n`) : `${line}\n`;
  });
  return [
    h("p", { class: status < 300 ? "good" : "bad" }, [String(status), ...notes].join(" · ")),
    h("pre", { tabindex: "0", role: "region", "aria-label": `Answer, ${titles[side]}` }, ...lines),
  ];
}

function parsed({ body }: Pick<TriedView, "body">): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

void start();
