// Has every silence happen to a customer of its own, and walks to the words of it as somebody does who is asked "why was nothing sent?":
// two clicks from the dashboard. Not among the tests, since some need a company with other settings, which is a server of its own:
// `node test/browser/silences.ts`.
import { randomBytes } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { SILENCE_REASONS } from "../../src/core/journal.ts";
import type { SilenceReason } from "../../src/core/journal.ts";
import { launchChromium } from "./chromium.ts";
import { startDevServer, until } from "../dev/server/server.ts";
import type { DevServer } from "../dev/server/server.ts";

/** Somebody new, with two homes and five tariffs, and what may happen to them. */
interface Scene {
  readonly customer: string;
  readonly tariffs: readonly string[];
  trigger(type: string, tariff?: string): Promise<void>;
  later(span: string): Promise<void>;
  fault(target: string, mode: string, code?: string): Promise<void>;
  dev(path: string, body: object): Promise<void>;
  /** A call of /v1 about the customer. */
  order(path: string, method: string, body?: object): Promise<unknown>;
  /** Opens the link of a case, or a page behind it, as a person does. */
  tap(path?: string, form?: Readonly<Record<string, string>>): Promise<void>;
  /** A call of /v1 about somebody else. */
  call(path: string, method: string, body?: object): Promise<unknown>;
}

/** What happens; gives whose page tells of it, where that is not the customer's. */
type Life = (it: Scene) => Promise<string | null>;

/** Companies: as the dev server is, one that has less, and two that have hours for messages. */
const COMPANIES = {
  usual: {},
  frugal: { CHANNEL_ORDER: "sms", SMS_MAX: "1", OUTAGE_AT: "1/1h", LADDER_INVITATION: "0,3d" },
  open: { SEND_WINDOW: "00:01-23:59", SEND_WINDOW_HARD: "00:00-24:00" },
  shut: { SEND_WINDOW: "03:00-04:00", SEND_WINDOW_HARD: "03:00-04:00" },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;
type Company = keyof typeof COMPANIES;

const lived =
  (live: (it: Scene) => Promise<unknown>): Life =>
  async (it) => {
    await live(it);
    return null;
  };

/** A reminder is out, and the next event is another one. */
const told = async (it: Scene, type = "tariff.expired"): Promise<void> => {
  await it.trigger(type);
  await it.later("12m");
};

/** Events that come late are among the lives of the small fleet: those of nobody else are dated back. */
async function inFleet(it: Scene, no: number): Promise<string> {
  await it.dev("/_dev/fleet", { customers: no + 1 });
  return `cus_f1ee70000000${no.toString(16).padStart(12, "0")}`;
}

const LIVES: { readonly [R in SilenceReason]: readonly [Company, Life] } = {
  tap_hold: [
    "usual",
    lived(async (it) => {
      await told(it);
      await it.later("4297m");
      await it.tap();
      await it.later("15m");
    }),
  ],
  cap: [
    "usual",
    lived(async (it) => {
      await told(it);
      await it.order("cases/1/advance", "POST");
      await it.later("1m");
    }),
  ],
  other_messages: [
    "frugal",
    async (it) => {
      await told(it);
      const made = await it.call("/v1/invitations", "POST", {
        customer_id: it.customer,
        channels: ["sms"],
        contact: { phone: "+447700900123", locale: "en-GB", timezone: "Europe/London" },
      });
      const id = (made as { invitation_id: string }).invitation_id;
      await it.call(`/v1/customers/${id}/clock`, "POST", { advance: "1h" });
      return id;
    },
  ],
  send_window: ["shut", lived(async (it) => told(it))],
  // Some hours later than the reminder is due, and on the same day: not seen late in the evening.
  usual_hour: [
    "open",
    lived(async (it) => {
      await told(it);
      await it.later("3h");
      await it.tap();
      await it.later("70h");
    }),
  ],
  snoozed: [
    "usual",
    lived(async (it) => {
      await told(it);
      await it.order("snooze", "POST", { until: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10) });
      await it.later("7d");
    }),
  ],
  supplier_outage: [
    "frugal",
    lived(async (it) => {
      await it.trigger("tariff.fetch.failed");
      await it.later("3h");
    }),
  ],
  reconnecting: [
    "usual",
    lived(async (it) => {
      await it.fault("twilio", "429");
      await told(it);
      await it.fault("status", "code", "pending_connect");
      await it.later("30m");
    }),
  ],
  connection_pending: [
    "usual",
    lived(async (it) => {
      await it.fault("status", "code", "pending_connect");
      await told(it);
    }),
  ],
  disconnected_while_reconnecting: [
    "usual",
    lived(async (it) => {
      await told(it);
      await it.tap();
      await it.dev("/_dev/tariff", { tariff_id: it.tariffs[0], status: "NOT_CONNECTED" });
      await it.tap("/done");
    }),
  ],
  prices_missing: [
    "usual",
    lived(async (it) => {
      await told(it);
      await it.fault("energy", "code", "no_price_data");
      await it.dev("/_dev/repair", { tariff_id: it.tariffs[0] });
      await it.tap("/done");
    }),
  ],
  prices_pending: [
    "usual",
    lived(async (it) => {
      await told(it);
      await it.fault("energy", "code", "pending_connect");
      await it.dev("/_dev/repair", { tariff_id: it.tariffs[0] });
      await it.tap("/done");
    }),
  ],
  opted_out: [
    "usual",
    lived(async (it) => {
      await told(it);
      await it.order("contact", "PUT", { opted_out: true });
      await it.later("7d");
    }),
  ],
  tariff_stopped: [
    "usual",
    lived(async (it) => {
      await told(it);
      await it.tap("/stop", { tariff: it.tariffs[0] ?? "" });
      await it.later("7d");
    }),
  ],
  cannot_be_reached: [
    "frugal",
    lived(async (it) => {
      await it.order("contact", "PUT", { channels: ["email"] });
      await told(it);
    }),
  ],
  sms_limit: [
    "frugal",
    lived(async (it) => {
      await told(it);
      await it.later("4d");
    }),
  ],
  told_by_a_late_message: [
    "usual",
    lived(async (it) => {
      // Its provider is too busy for it; an operator keeps it back until the next reminder is due as well.
      await it.fault("twilio", "429");
      await told(it);
      await it.order("hold", "POST");
      await it.later("4d");
      await it.fault("twilio", "none");
      await it.order("release", "POST");
      await it.later("1h");
    }),
  ],
  case_already_open: [
    "usual",
    lived(async (it) => {
      await told(it);
      await it.trigger("tariff.expired");
    }),
  ],
  inhibited_by_a_stronger_reason: [
    "usual",
    lived(async (it) => {
      await told(it);
      await it.trigger("tariff.expiring");
    }),
  ],
  older_than_the_repair: ["usual", (it) => inFleet(it, 2)],
  reason_switched_off: ["usual", lived(async (it) => it.trigger("tariff.connection.upgrade"))],
  already_handed_over: [
    "usual",
    lived(async (it) => {
      await told(it);
      await it.later("45d");
      await it.trigger("tariff.expired");
    }),
  ],
  older_than_the_closing: ["usual", (it) => inFleet(it, 10)],
};

const asPerson = { "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)", Accept: "text/html" };

async function sceneAt(server: DevServer): Promise<Scene> {
  const people = randomBytes(6).toString("hex");
  await server.get("/_dev/faults", { method: "DELETE" });
  const { customers, locations } = (await server.post("/_dev/reset", { people })).json as {
    customers: { id: string }[];
    locations: { tariffs: { id: string }[] }[];
  };
  const customer = customers[0]?.id ?? "";
  const tariffs = locations.flatMap((home) => home.tariffs.map(({ id }) => id));
  const headers = { Authorization: `Bearer ${server.operatorToken}`, "Content-Type": "application/json" };
  const call = async (path: string, method: string, body: object = {}): Promise<unknown> => {
    const answer = await server.get(path, {
      method,
      headers,
      ...(method === "GET" ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.json;
  };
  const dev = async (path: string, body: object): Promise<void> => {
    const answer = await server.post(path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  };
  const order = (path: string, method: string, body: object = {}): Promise<unknown> =>
    call(`/v1/customers/${customer}/${path}`, method, body);
  await order("contact", "PUT", { locale: "en", timezone: "Europe/London" });
  return {
    customer,
    tariffs,
    call,
    dev,
    order,
    trigger: (type, tariff = tariffs[0]) => dev("/_dev/trigger", { type, tariff_id: tariff }),
    later: (span) => order("clock", "POST", { advance: span }).then(() => undefined),
    fault: (target, mode, code) => dev("/_dev/faults", { target, mode, ...(code === undefined ? {} : { code }) }),
    tap: async (path = "", form) => {
      const { link } = (await order("cases/1/links", "POST")) as { link: string };
      const init = form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) };
      await fetch(`${link}${path}`, { headers: asPerson, redirect: "manual", ...init });
    },
  };
}

async function signIn(page: Page, server: DevServer): Promise<void> {
  await page.goto(`${server.origin}/operator`);
  await page.getByLabel("Operator key").fill(server.operatorToken);
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Operator" }).waitFor();
}

/** Fills in the id and presses Find: the page of the customer tells the reason. Gives its words. */
async function walk(page: Page, server: DevServer, id: string, reason: SilenceReason): Promise<string> {
  const found = page.locator(`[data-reason="${reason}"]`);
  await until(
    async () => {
      await page.goto(`${server.origin}/operator`);
      await page.getByLabel("Find a customer").fill(id);
      await page.getByRole("button", { name: "Find" }).click();
      await page.getByRole("heading", { level: 1 }).waitFor();
      return found.count();
    },
    (count) => count > 0,
    `${reason} on the page of ${id}`,
    30_000,
  );
  return (await found.first().textContent()) ?? "";
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** One silence, in words; or what there is to see in place of them. True where it was told. */
async function tells(page: Page, server: DevServer, reason: SilenceReason): Promise<boolean> {
  try {
    const scene = await sceneAt(server);
    const id = (await LIVES[reason][1](scene)) ?? scene.customer;
    say(`${reason}: ${await walk(page, server, id, reason)}`);
    return true;
  } catch (error) {
    say(`${reason} was not found: ${String(error).slice(0, 600)}`);
    say((await page.locator("main").innerText()).slice(0, 3000));
    return false;
  }
}

/** The reasons of one company, on a server of its own. Gives how many were not told. */
async function tellAll(chromium: Browser, company: Company, reasons: readonly SilenceReason[]): Promise<number> {
  if (reasons.length === 0) return 0;
  const server = await startDevServer({ environment: COMPANIES[company] });
  try {
    const page = await (await chromium.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    await signIn(page, server);
    let missing = 0;
    for (const reason of reasons) missing += (await tells(page, server, reason)) ? 0 : 1;
    return missing;
  } finally {
    await server.stop();
  }
}

const wanted = process.argv.slice(2);
const chromium = await launchChromium();
let missing = 0;
try {
  for (const company of Object.keys(COMPANIES) as Company[]) {
    const reasons = SILENCE_REASONS.filter((it) => LIVES[it][0] === company);
    missing += await tellAll(
      chromium,
      company,
      reasons.filter((it) => wanted.length === 0 || wanted.includes(it)),
    );
  }
} finally {
  await chromium.close();
}
say(missing === 0 ? "Every silence there is says why." : `${missing} silences are not told.`);
process.exitCode = missing === 0 ? 0 : 1;
