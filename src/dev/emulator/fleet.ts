// A small fleet beside the people of the control room: customers in every state there is, so that lists, the funnel and the
// dashboard have something to show. They live by the product's own routes, and the control room speaks of none of them.
import { makeEvent, rememberEvent } from "./events.ts";
import type { EventType } from "./events.ts";
import { deliver } from "./delivery.ts";
import { meet, moveIn } from "./housing.ts";
import type { ProviderOptions } from "./provider.ts";
import { suppliers } from "./suppliers.ts";
import { asText, repairTariff, setTruth, tariffName } from "./tariffs.ts";
import { dayFrom, findTariff } from "./world.ts";
import type { WorldState } from "./world.ts";

/** What every id of the fleet begins with, after its prefix. */
const digits = "f1ee70000000";
const atOnce = 3;
const languages = ["en", "de", "fr", "nl", "es", "it"];

/** Whether a text names one of the fleet. */
export const isOfFleet = (text: string): boolean => text.includes(`_${digits}`);

/**
 * What happens to a customer after the event. Time passes; they tap, want to wait, or stop; the tariff is repaired or gone. The event comes again, a weaker one, or an old one late. An operator keeps messages back, or has the next
 * one sent now, or closes the case.
 */
type Act = keyof typeof spans | "tap" | "repair" | "gone" | Retold | "stop" | "snooze" | "hold" | "send" | "close";
type Retold = "again" | "weaker" | "late";

/** `told`: longer than whatever else may come is waited for. Then until just before the second reminder, and just after it. */
const spans = { told: "12m", nearly: "4297m", nearer: "15m", day: "25h", week: "7d", month: "45d" };

const lives: readonly (readonly [EventType, ...Act[]])[] = [
  // Each of these is silent for a reason of its own.
  ["tariff.expired", "told", "again"],
  ["tariff.expired", "told", "weaker"],
  ["tariff.fetch.failed", "day", "tap", "repair", "late"],
  ["tariff.expired", "month", "again"],
  ["tariff.expired", "told", "snooze", "week"],
  ["tariff.expired", "told", "nearly", "tap", "nearer"],
  ["tariff.expired", "told", "send", "told"],
  ["tariff.expired", "told", "stop", "week"],
  ["tariff.expired", "told", "tap", "gone"],
  ["tariff.connection.upgrade"],
  ["tariff.expired", "told", "close", "late"],
  ["tariff.expired", "told"],
  ["tariff.expired", "told", "tap"],
  ["tariff.expiring", "told", "tap", "repair"],
  ["tariff.fetch.failed", "day", "tap", "repair"],
  ["tariff.expired", "month"],
  ["tariff.expiring", "stop", "day"],
  ["tariff.fetch.failed", "hold", "day"],
  ["tariff.fetch.failed"],
  ["tariff.expired", "told", "week", "tap", "repair"],
  ["tariff.expiring", "repair", "day"],
  ["tariff.expired", "told", "day", "week", "tap"],
  ["tariff.fetch.failed", "month"],
  ["tariff.expiring", "told", "week"],
];

function settle(world: WorldState, no: number, now: number): { customerId: string; tariffId: string } {
  const hex = digits + no.toString(16).padStart(12, "0");
  const [customerId, homeId, tariffId] = [`cus_${hex}`, `loc_${hex}`, `trf_${hex}`];
  const chosen = suppliers[no % suppliers.length];
  if (chosen !== undefined && findTariff(world, tariffId) === null) {
    const { provider, connectionType } = chosen;
    meet(world, customerId, now);
    moveIn(world, homeId, customerId, now).tariffs.push({
      id: tariffId,
      slot: "commodity_import",
      status: "CONNECTED",
      connectionType,
      provider,
      displayName: tariffName(provider),
      structureType: "FIXED",
      contractEndDate: dayFrom(now, 300),
    });
  }
  return { customerId, tariffId };
}

/** The link of the newest message to a customer; null where none came. */
function linkTo(world: WorldState, customerId: string): string | null {
  const last = world.messages.findLast(
    ({ facts, to }) => facts.customer_id === customerId || to === `emulated-token-${customerId}`,
  );
  const { link = null, text = null } = last?.facts ?? {};
  return /https?:\/\/\S+\/c\/[\w-]+/.exec(`${asText(link) ?? ""} ${asText(text) ?? ""}`)?.[0] ?? null;
}

const isSpan = (act: Act): act is keyof typeof spans => act in spans;
const minuteMs = 60_000;

async function live(world: WorldState, no: number, options: ProviderOptions): Promise<void> {
  const { now, courier, settings } = options;
  const { customerId, tariffId } = settle(world, no, now());
  const [type, ...acts] = lives[no % lives.length] ?? ["tariff.expired"];
  const headers = { Authorization: `Bearer ${settings.operatorToken}`, "Content-Type": "application/json" };
  const ask = async (request: Request): Promise<void> => {
    await (await courier.product(request)).body?.cancel();
  };
  const operate = (what: string, method: string, body: object): Promise<void> =>
    ask(
      new Request(`${courier.publicUrl}/v1/customers/${customerId}/${what}`, {
        method,
        headers,
        body: JSON.stringify(body),
      }),
    );
  const visit = async (path: string): Promise<void> => {
    const link = linkTo(world, customerId);
    const asPerson = { "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)", Accept: "text/html" };
    if (link !== null) await ask(new Request(`${link}${path}`, { headers: asPerson, redirect: "manual" }));
  };
  const tell = async (told: EventType, at: number): Promise<void> => {
    const event = makeEvent(world, told, tariffId, "zero-seed", at);
    if (event !== null) await deliver(world, rememberEvent(world, event, now(), null), courier, now());
  };
  const retell: Readonly<Record<Retold, () => Promise<void>>> = {
    again: () => tell(type, now()),
    weaker: () => tell("tariff.expiring", now()),
    late: () => tell(type, now() - minuteMs),
  };
  // Nobody but their own provider reads it: who is told by which channel differs, as in any fleet.
  const channels = [["sms"], ["email"], ["push"]][no % 3] ?? [];
  await operate("contact", "PUT", { locale: languages[no % languages.length], timezone: "Europe/London", channels });
  await tell(type, now());
  for (const act of acts) {
    if (isSpan(act)) await operate("clock", "POST", { advance: spans[act] });
    else if (act === "tap") await visit("");
    else if (act === "stop") await operate("contact", "PUT", { opted_out: true });
    else if (act === "snooze") await operate("snooze", "POST", { until: dayFrom(now(), 30) });
    else if (act === "hold") await operate("hold", "POST", {});
    else if (act === "send") await operate("cases/1/advance", "POST", {});
    else if (act === "close") await operate("cases/1/close", "POST", {});
    else if (act === "repair" || act === "gone") {
      const tariff = findTariff(world, tariffId)?.tariff;
      if (tariff !== undefined && act === "repair") repairTariff(tariff, now());
      if (tariff !== undefined && act === "gone") setTruth(tariff, { status: "NOT_CONNECTED" });
      await visit("/done");
    } else await retell[act]();
  }
  // Whatever is still to be written of them is written with the next thing that happens.
  await operate("clock", "POST", { advance: "1s" });
}

/** Has a fleet of `count` customers live, a few at a time. What fails with one of them is that one's alone. */
export async function settleFleet(world: WorldState, count: number, options: ProviderOptions): Promise<void> {
  for (let first = 0; first < count; first += atOnce) {
    const some = Array.from({ length: Math.min(atOnce, count - first) }, (_, nth) => first + nth);
    await Promise.allSettled(some.map((no) => live(world, no, options)));
  }
}
