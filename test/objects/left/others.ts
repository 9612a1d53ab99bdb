// Every object beside the customers', as this code leaves it with something in each of its tables and keys.

import { runDurableObjectAlarm } from "cloudflare:test";
import { vi } from "vitest";
import { consequencesOf } from "../../../src/core/message/outcome.ts";
import { Customer } from "../../../src/objects/customer/object.ts";
import { phoneNames } from "../../../src/objects/phone/names.ts";
import { CUSTOMER } from "../../support/links.ts";
import { gateStub, locationStub, phoneStub, quarantineStub, supplierStub, sweepStub } from "../../support/stubs.ts";
import { bindings } from "../../support/worker.ts";
import { testSettings } from "../../settings.ts";
import { dumpOf } from "./dump.ts";
import { AT, PHONE_NUMBER } from "./people.ts";
import type { Decision } from "../../../src/objects/decision/object.ts";
import type { Incoming } from "../../../src/objects/customer/incoming.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";
import type { Objects } from "./people.ts";

const unreachable = (): Error => new Error("played: it cannot be reached");
const down = (): Response => Response.json({}, { status: 503 });

/** A home whose owner is known, and one whose owner FlatPeak cannot tell, which holds what came for it. */
async function homes(flatpeak: FakeFlatPeak): Promise<Objects> {
  const [known, waiting] = [locationStub("loc_661677cdc31d91695fd8f33d"), locationStub("loc_661677cdc31d91695fd8f3aa")];
  await known.claim("loc_661677cdc31d91695fd8f33d", CUSTOMER);
  const event = {
    kind: "session_complete",
    id: "evt_held",
    type: "location.update",
    locationId: "loc_661677cdc31d91695fd8f3aa",
    occurredAt: AT,
    late: false,
  } as const;
  const incoming: Incoming = { event, source: "wire", body: JSON.stringify({ id: event.id, type: event.type }) };
  await waiting.receive(event.locationId, incoming, false);
  flatpeak.intercept = down;
  await runDurableObjectAlarm(waiting);
  flatpeak.intercept = () => null;
  return { location: await dumpOf(known, "LOCATION"), home_waiting: await dumpOf(waiting, "LOCATION") };
}

/** A number that went over to another key, and has customers who could not be told yet what its owner said. */
async function numbers(): Promise<Objects> {
  const OLDER = "older-link-key-0123456789abcdef0123456789";
  const names = await phoneNames(PHONE_NUMBER, [testSettings.LINK_KEYS, OLDER]);
  const [now, before] = [await phoneStub(PHONE_NUMBER), await phoneStub(PHONE_NUMBER, OLDER)];
  await before.claim(CUSTOMER, names.slice(1));
  const untold = vi.spyOn(Customer.prototype, "hearReply").mockRejectedValue(unreachable());
  await now.claim(CUSTOMER, names);
  vi.setSystemTime(AT + 30_000);
  await now.hear({ by: "reply", stop: true, message: "SM1" }, names);
  await now.hearLater("SM2", names);
  untold.mockRestore();
  vi.setSystemTime(AT);
  return { phone: await dumpOf(now, "PHONE"), phone_before: await dumpOf(before, "PHONE") };
}

async function quarantined(): Promise<Objects> {
  const quarantine = quarantineStub("a");
  const entry = {
    reason: "not_understood",
    receivedAt: AT,
    body: new TextEncoder().encode('{"id":"evt_odd"}'),
  } as const;
  await quarantine.put({ ...entry, digest: "a1b2" });
  await quarantine.put({ ...entry, digest: "a3c4" });
  await quarantine.noteRead("a3c4", "0.0.9");
  await quarantine.noteTried("a3c4", AT);
  return { quarantine: await dumpOf(quarantine, "QUARANTINE") };
}

/** So many customers of one supplier cannot be read that it is an outage. */
async function outage(): Promise<Objects> {
  const supplier = supplierStub("prv_1");
  await supplier.failing("prv_1", CUSTOMER);
  for (let no = 1; no < 20; no++) await supplier.failing("prv_1", `cus_${String(no).padStart(24, "0")}`);
  return { supplier: await dumpOf(supplier, "SUPPLIER") };
}

/** A provider that refuses our account, of which neither the backend nor the chat could be told yet. */
async function closedGate(flatpeak: FakeFlatPeak): Promise<Objects> {
  const gate = gateStub("sms");
  flatpeak.backend = down;
  const says = (outcome: Parameters<typeof consequencesOf>[0], who: string | null) =>
    gate.hear("sms", { consequences: consequencesOf(outcome), who, isLate: false });
  await says({ kind: "failed", why: "twilio 21408", scope: "platform" }, "5f2b");
  await says({ kind: "misconfigured", why: "twilio 20003", scope: "account" }, null);
  await says({ kind: "failed", why: "twilio 63024", scope: "unproven" }, "5f2b");
  await gate.stopEvents(true);
  await gate.keepBack(CUSTOMER, true);
  await gate.noteUnknownPage("page new_page");
  await runDurableObjectAlarm(gate);
  flatpeak.backend = () => new Response(null, { status: 204 });
  return { gate: await dumpOf(gate, "GATE") };
}

/** A sweep that met an event of a home that cannot be placed yet. */
async function sweptOnce(flatpeak: FakeFlatPeak): Promise<Objects> {
  const sweep = sweepStub();
  const listed = [
    { id: "evt_2", ids: "661677cdc31d91695fd8f3aa" },
    { id: "evt_1", ids: "661677cdc31d91695fd8f3bb" },
  ].map(({ id, ids }) => ({
    id,
    object: "event",
    type: "tariff.expired",
    live_mode: false,
    account_id: testSettings.FLATPEAK_ACCOUNT_ID,
    time_created: new Date(AT).toISOString(),
    data: { object: "tariff", id: `trf_${ids}`, location_id: `loc_${ids}`, customer_id: `cus_${ids}` },
  }));
  flatpeak.intercept = ({ url }) =>
    new URL(url).pathname === "/events" ? Response.json({ object: "list", data: listed, has_more: false }) : null;
  const receive = vi.spyOn(Customer.prototype, "receive");
  receive.mockRejectedValueOnce(unreachable());
  await sweep.run(true);
  receive.mockRestore();
  flatpeak.intercept = () => null;
  return { sweep: await dumpOf(sweep, "SWEEP") };
}

/** All of them, in one world. */
export async function leaveOthers(flatpeak: FakeFlatPeak): Promise<Objects> {
  const decision = bindings.DECISION.get(bindings.DECISION.idFromName("decision"));
  await (decision as unknown as DurableObjectStub<Decision>).decide(null);
  return {
    ...(await homes(flatpeak)),
    ...(await numbers()),
    ...(await quarantined()),
    ...(await outage()),
    ...(await closedGate(flatpeak)),
    ...(await sweptOnce(flatpeak)),
    decision: await dumpOf(decision, "DECISION"),
  };
}
