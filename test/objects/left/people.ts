// Customers in the middle of something, as this code leaves them: what is in their objects, in the index and in their hands.

import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import { vi } from "vitest";
import { Customer } from "../../../src/objects/customer/object.ts";
import { writeLines } from "../../../src/objects/fleet/write.ts";
import { Phone } from "../../../src/objects/phone/object.ts";
import { journeyName } from "../../../src/objects/journey-pass.ts";
import { RebuildStore } from "../../../src/objects/rebuild/store.ts";
import { Browser, installConnect, turn } from "../../support/connect-stand-in.ts";
import { caseOf } from "../../support/fleet-lines.ts";
import { CUSTOMER, LOCATION, ORIGIN, customer, firstLink, setContact } from "../../support/links.ts";
import { make } from "../../support/invitations.ts";
import { customerStub, deskStub, locationStub, rebuildStub } from "../../support/stubs.ts";
import { bindings } from "../../support/worker.ts";
import { dumpOf, fleetOf } from "./dump.ts";
import type { NotificationLine } from "../../../src/core/fleet/line.ts";
import type { Journey } from "../../../src/objects/journey/object.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";
import type { KeptFleet, KeptObject } from "./dump.ts";

/** When all of it is left (ms): years ahead, so that no alarm goes off by itself. */
export const AT = 1_927_706_400_000;
export const PHONE_NUMBER = "+447700900123";
/** Somebody who is in the index by lines alone, and has something in each column of it. */
const BESIDE = "cus_5f2b000000000000000000aa";

export type Objects = Readonly<Record<string, KeptObject>>;

/** What a person has in hand. */
export interface KeptOutside {
  readonly link: string;
  readonly invitationId: string;
  readonly invitation: string;
  readonly at: string;
  readonly token: string;
  readonly cookies: readonly (readonly [name: string, value: string])[];
}

export interface People {
  readonly objects: Objects;
  readonly fleet: KeptFleet;
  readonly outside: KeptOutside;
}

const pathOf = (address: string): string => new URL(address, ORIGIN).pathname;

/** Whatever they do in Connect: the connection has failed, they name their supplier, and are asked how their price is set. */
function playConnect(flatpeak: FakeFlatPeak): void {
  const connect = installConnect(flatpeak);
  connect.answer = ({ route, connect_token }) => {
    const more = { connect_token };
    if (route === "session_start") {
      const failed = { connection_type: "DIRECT", provider: { id: "prv_9", display_name: "Old Power" } };
      return turn("tariff_connection_failed", failed, { ...more, actions: ["EDIT"] });
    }
    return route === "tariff_connection_failed"
      ? turn("provider_name_capture", { provider: { name: "" } }, more)
      : turn("tariff_structure_select", { options: ["FIXED"] }, more);
  };
}

/** Told of their tariff, they tap, and stop in the middle of Connect. */
async function goIntoConnect(flatpeak: FakeFlatPeak): Promise<Pick<KeptOutside, "link" | "at" | "token" | "cookies">> {
  await setContact({ phone: PHONE_NUMBER, email: "ann@example.com", locale: "en" });
  const link = pathOf(await firstLink(flatpeak));
  playConnect(flatpeak);
  const visitor = new Browser((request) => exports.default.fetch(request));
  const failed = await visitor.open(link);
  const named = await visitor.act(failed, "EDIT");
  const asked = await visitor.press(named, null, { name: "Meadow" });
  const { pathname, search } = new URL(asked.url);
  const token = new URL(visitor.history[1] ?? "", ORIGIN).searchParams.get("fp_cot");
  if (token === null) throw new Error(`they are not in Connect: ${visitor.history.join(" ")}`);
  return { link, at: `${pathname}${search}`, token, cookies: [...visitor.cookies] };
}

/** Lines with something in every column. */
const FULL_CASE = caseOf({
  needs: "handed_over",
  contractEnd: "2031-02-01",
  openedAt: AT,
  endedAt: AT,
  dueAt: AT,
  toldAt: AT,
  rung: 1,
  channel: "sms",
  language: "en",
  tappedAt: AT + 1_000,
  taps: String(AT + 1_000),
  pageAt: AT,
  onwardAt: AT,
  continuesAt: AT,
  sessionAt: AT,
  experiment: "try",
  arm: "b",
});
const FULL_NOTIFICATION: NotificationLine = {
  no: 1,
  id: `ntf_${BESIDE}_1`,
  kind: "notify",
  status: "sent",
  channel: "sms",
  reason: "expired",
  rung: 1,
  language: "en",
  cases: ",1,",
  attempts: 1,
  createdAt: AT,
  calledAt: AT,
  settledAt: AT,
  experiment: "try",
  arm: "b",
};

function theIndex(): D1Database {
  if (bindings.FLEET === undefined) throw new Error("the index is not bound");
  return bindings.FLEET;
}

/** What the rebuild keeps, as if the database's clock were played too. */
async function atPlayedTime(rebuild: ReturnType<typeof rebuildStub>): Promise<KeptObject> {
  const { kv, ...rest } = await dumpOf(rebuild, "REBUILD");
  return { ...rest, kv: { ...kv, head: { ...(kv["head"] as object), mark: AT } } };
}

/** A rebuild that a customer who cannot be reached stops in the middle, and one that is done. */
async function rebuildTwice(): Promise<Objects> {
  const rebuild = rebuildStub();
  await rebuild.start();
  await runInDurableObject(rebuild, (_, { storage }) => {
    const store = new RebuildStore(storage);
    store.add([BESIDE]);
    store.wrote([BESIDE]);
  });
  const lines = vi.spyOn(Customer.prototype, "lines").mockRejectedValue(new Error("played: it cannot be reached"));
  await runDurableObjectAlarm(rebuild);
  const half = await atPlayedTime(rebuild);
  lines.mockRestore();
  for (let rings = 0; rings < 9 && (await rebuild.report()).state === "running"; rings += 1)
    await runDurableObjectAlarm(rebuild);
  return { rebuild: half, rebuilt: await atPlayedTime(rebuild) };
}

/** An order to put the customer back is taken, and cut off where it would be carried out; another was carried out before. */
async function cutOffRestore(): Promise<Objects> {
  const desk = deskStub("5");
  const key = { name: "0a1b", print: "9c2d" };
  const change = {
    id: "5f2b-1",
    at: AT,
    who: "desk",
    role: "support",
    what: "POST /v1/customers/:id/hold",
    about: CUSTOMER,
    why: "she called",
    requestId: "req_1",
  };
  await desk.begin(change, key);
  await desk.settle(change.id, 200, key, '{"status":"held"}');
  const before = Date.now();
  await runInDurableObject(customer(), (_, { storage }) => {
    const prototype = Object.getPrototypeOf(storage) as DurableObjectStorage;
    vi.spyOn(prototype, "getBookmarkForTime").mockResolvedValue("played");
  });
  vi.setSystemTime(before + 86_400_000);
  const rewind = vi.spyOn(Customer.prototype, "rewind").mockRejectedValue(new Error("played: cut off"));
  await desk.restore(CUSTOMER, before);
  rewind.mockRestore();
  const kept = { desk: await dumpOf(desk, "DESK"), held: await dumpOf(customer(), "CUSTOMER") };
  // Carried out, it leaves its number.
  await runInDurableObject(customer(), (_, { storage }) => storage.kv.delete("restoring"));
  await desk.restore(CUSTOMER, before);
  return { ...kept, restored: await dumpOf(customer(), "CUSTOMER") };
}

/** Erased, with one who has yet to forget them. */
async function cutOffErasure(): Promise<Objects> {
  const home = locationStub(LOCATION);
  await home.claim(LOCATION, CUSTOMER);
  const phone = vi.spyOn(Phone.prototype, "forget").mockRejectedValue(new Error("played: it cannot be reached"));
  await customer().erase(CUSTOMER);
  phone.mockRestore();
  return { erased: await dumpOf(customer(), "CUSTOMER"), home_erased: await dumpOf(home, "LOCATION") };
}

/** One customer after another, in one world. */
export async function leavePeople(flatpeak: FakeFlatPeak): Promise<People> {
  const hand = await goIntoConnect(flatpeak);
  const { invitation_id: invitationId, link } = await make({ customer_id: CUSTOMER, reference: "order 17" });
  // It tells the index that it is there.
  await runDurableObjectAlarm(customerStub(invitationId));
  const journey = bindings.JOURNEY.get(bindings.JOURNEY.idFromName(await journeyName(hand.token)));
  await (journey as unknown as DurableObjectStub<Journey>).beganBy(invitationId, AT);
  const database = theIndex();
  await writeLines(database, {
    customerId: BESIDE,
    version: 1,
    cases: [FULL_CASE],
    notifications: [FULL_NOTIFICATION],
  });
  const middle = {
    customer: await dumpOf(customer(), "CUSTOMER"),
    journey: await dumpOf(journey, "JOURNEY"),
    invitation: await dumpOf(customerStub(invitationId), "CUSTOMER"),
  };
  const fleet = await fleetOf(database, AT);
  const objects = { ...middle, ...(await rebuildTwice()), ...(await cutOffRestore()), ...(await cutOffErasure()) };
  return { objects, fleet, outside: { ...hand, invitationId, invitation: pathOf(link) } };
}
