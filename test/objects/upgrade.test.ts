// What each released version left in every object, in the index and with customers, found by this code. Tables are made as that version made
// them. Links and cookies are signed with the key that is in the settings of the tests. What is left is made by test/objects/left.

import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { CASES, NOTIFICATIONS } from "../../src/objects/fleet/tables.ts";
import { writeLines } from "../../src/objects/fleet/write.ts";
import { journeyName } from "../../src/objects/journey-pass.ts";
import { VERSIONS, bound, insertInto, leftBy, put, withNews } from "./left/kept.ts";
import { AT, PHONE_NUMBER } from "./left/people.ts";
import { ALERT_URL, takeAlerts } from "../support/chat.ts";
import { Browser, installConnect, serveConnect, turn } from "../support/connect-stand-in.ts";
import { installFlatPeak } from "../support/flatpeak.ts";
import { caseOf } from "../support/fleet-lines.ts";
import { CUSTOMER, ORIGIN, TARIFF, customer, mints, story, tariffIn, visit } from "../support/links.ts";
import { bindings } from "../support/worker.ts";
import { testSettings } from "../settings.ts";
import {
  customerStub,
  deskStub,
  gateStub,
  locationStub,
  phoneStub,
  quarantineStub,
  rebuildStub,
  supplierStub,
  sweepStub,
} from "../support/stubs.ts";
import type { Decision } from "../../src/objects/decision/object.ts";
import type { KeptObject } from "./left/dump.ts";
import type { FakeFlatPeak } from "../support/flatpeak.ts";

serveConnect();
Object.assign(bindings, { ALERT_URL });

let flatpeak: FakeFlatPeak;
beforeEach(async () => {
  for (const name of ["log", "error"] as const) vi.spyOn(console, name).mockImplementation(() => undefined);
  minutesLater(1);
  flatpeak = await installFlatPeak();
});

const asOperator = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
const asked = async (path: string): Promise<Record<string, unknown>> =>
  (await visit(`${ORIGIN}${path}`, { headers: asOperator })).json();
const minutesLater = (minutes: number): unknown => vi.useFakeTimers({ toFake: ["Date"], now: AT + minutes * 60_000 });

const AS_IT_WAS = (it: KeptObject): KeptObject => it;
/** Going back: what newer code of the same form added is no trouble to this code. */
const NEWER = VERSIONS.slice(-1).map((it) => [it, "and newer code added to", withNews] as const);

describe.each([...VERSIONS.map((it) => [it, "left", AS_IT_WAS] as const), ...NEWER])(
  "what %s %s",
  (version, _, made) => {
    const { objects: kept, fleet, outside } = leftBy(version);

    function left(stub: DurableObjectStub, name: string): Promise<void> {
      const object = kept[name];
      if (object === undefined) throw new Error(`${version} left no ${name}`);
      return put(stub, made(object), AT);
    }

    it("a home knows whose it is", async () => {
      const location = locationStub("loc_661677cdc31d91695fd8f33d");
      await left(location, "location");
      expect(await location.knownOwner()).toBe(CUSTOMER);
      expect(await location.recordOf(CUSTOMER)).toEqual({ toldAt: AT, held: [] });
    });

    it("a number knows who said STOP, and whose it is", async () => {
      const phone = await phoneStub(PHONE_NUMBER);
      await left(phone, "phone");
      expect(await phone.claim(CUSTOMER, ["5f2b"])).toMatchObject({
        since: AT,
        stop: { no: 1, by: "reply", at: AT + 30_000 },
      });
    });

    it("what could not be read is still there to be read", async () => {
      const quarantine = quarantineStub("a");
      await left(quarantine, "quarantine");
      expect(await quarantine.count()).toEqual({ kept: 2, ever: { not_understood: 2 } });
      expect((await quarantine.unreadBy("0.0.9", AT + 1, 9)).map(({ digest }) => digest)).toEqual(["a1b2"]);
      const entry = await quarantine.entryOf("a1b2");
      expect(new TextDecoder().decode(entry?.body)).toBe('{"id":"evt_odd"}');
    });

    it("a supplier knows who fails, a gate that it is closed and whom it may not tell, a desk what was done", async () => {
      const [supplier, gate, desk] = [supplierStub("prv_1"), gateStub("sms"), deskStub("5")];
      await left(supplier, "supplier");
      await left(gate, "gate");
      await left(desk, "desk");
      expect(await supplier.seenAt(CUSTOMER)).toBe(AT);
      expect(await gate.report()).toMatchObject({
        closed: { since: AT, why: "twilio 20003", trials: 0, trialAt: AT + 60_000 },
        impaired: [{ why: "twilio 21408", at: AT }],
      });
      expect(await gate.eventsStoppedAt()).toBe(AT);
      // Of FlatPeak's gate, which is open to everybody else.
      const back = { kind: "customer", name: CUSTOMER } as const;
      const ask = { key: "probe", dueAt: AT, rank: "message", isRetry: false, back } as const;
      expect(await gate.enter("flatpeak", { who: null, isAhead: false, ask })).toMatchObject({ kind: "away" });
      expect(await desk.list({ before: null, limit: 9, about: CUSTOMER, who: "desk" })).toMatchObject([
        { id: "5f2b-1", at: AT, why: "she called", status: 200 },
      ]);
    });

    it("the sweep goes on where it was, with what it had put aside", async () => {
      const sweep = sweepStub();
      await left(sweep, "sweep");
      const report = await sweep.report(7 * 86_400_000);
      expect(report).toMatchObject({ aside: 1, missed: 2, lastEventAt: AT });
      expect(report.passes[0]).toMatchObject({ name: "recent", cursors: ["evt_2"], doneAt: AT });
    });

    describe("a customer who has tapped, and is in the middle of Connect", () => {
      beforeEach(async () => {
        minutesLater(5);
        tariffIn(flatpeak, TARIFF).status = "ERROR";
        await left(customer(), "customer");
        await left(bindings.JOURNEY.get(bindings.JOURNEY.idFromName(await journeyName(outside.token))), "journey");
      });
      const browser = (): Browser => new Browser((request) => exports.default.fetch(request));

      it("goes on where they were, with what they typed, in the session they have", async () => {
        const connect = installConnect(flatpeak);
        connect.answer = () =>
          turn("provider_name_capture", { provider: { name: "" } }, { connect_token: outside.token });
        const visitor = browser();
        for (const [name = "", value = ""] of outside.cookies) visitor.cookies.set(name, value);
        const screen = await visitor.open(outside.at);
        expect([screen.heading, connect.asked.length]).toEqual(["How is your price set?", 0]);
        const before = await visitor.act(screen, "BACK");
        expect([before.heading, before.fields().get("name")]).toEqual(["What is your supplier called?", "Meadow"]);
        expect(connect.asked).toMatchObject([{ connect_token: outside.token, route: "tariff_structure_select" }]);
        expect(mints(flatpeak)).toBe(0);
      });

      it("opens the link of the message, which leads into the same session", async () => {
        const connect = installConnect(flatpeak);
        connect.answer = () =>
          turn("tariff_structure_select", { options: ["FIXED"] }, { connect_token: outside.token });
        const visitor = browser();
        await visitor.open(outside.link);
        expect(visitor.history[1]).toBe(`${ORIGIN}/connect?fp_cot=${outside.token}`);
        expect(mints(flatpeak)).toBe(0);
        expect(await story()).toMatchObject({
          contact: { phone: expect.stringContaining("23") as string },
          cases: [{ case: 1, state: "open", told: 1 }],
        });
      });

      it("was invited too, and that link opens", async () => {
        const id = outside.invitationId;
        await left(customerStub(id), "invitation");
        expect(await asked(`/v1/invitations/${id}`)).toMatchObject({ reference: "order 17", customer_id: CUSTOMER });
        const opened = await visit(`${ORIGIN}${outside.invitation}`);
        expect([opened.status, opened.headers.get("Location")]).toEqual([302, expect.stringContaining("fp_cot=cot_")]);
      });

      it("hears of the wish to wait that the owner of their number had", async () => {
        const phone = await phoneStub(PHONE_NUMBER);
        await left(phone, "phone");
        await runInDurableObject(phone, (_, { storage }) => storage.kv.delete("wish"));
        await runDurableObjectAlarm(phone);
        expect((await story()).snoozed_until).not.toBeNull();
      });

      it("is held, where they were being put back to an earlier instant", async () => {
        minutesLater(2 * 24 * 60);
        await left(deskStub("5"), "desk");
        await runDurableObjectAlarm(deskStub("5"));
        expect(await story()).toMatchObject({ cases: [{ case: 1, told: 1 }] });
        expect((await story()).held_since).not.toBeNull();
        const restores = await runInDurableObject(deskStub("5"), (_, { storage }) => [
          ...storage.kv.list({ prefix: "restore/" }),
        ]);
        expect(restores).toEqual([]);
      });
    });

    it("who was erased stays so", async () => {
      await left(customer(), "erased");
      const answer = await visit(`${ORIGIN}/v1/customers/${CUSTOMER}/contact`, {
        method: "PUT",
        headers: asOperator,
        json: { locale: "de" },
      });
      expect([answer.status, await customer().story()]).toEqual([409, null]);
      const home = locationStub("loc_661677cdc31d91695fd8f33d");
      await left(home, "home_erased");
      expect(await home.knownOwner()).toBeNull();
    });

    it("what is owed to the company is told: an alert and a notice of a channel that is closed, and an outage that lasts", async () => {
      const [gate, supplier] = [gateStub("sms"), supplierStub("prv_1")];
      const texts = takeAlerts();
      await left(gate, "gate");
      await runDurableObjectAlarm(gate);
      expect(texts).toEqual([expect.stringContaining("sms is closed: twilio 20003")]);
      const owed = [
        "sms_1927706400000_channel.impaired",
        "sms_1927706400000_channel.closed",
        "connect_1927706400000_0",
      ];
      const ids = (): readonly (string | null)[] => flatpeak.handoffs.map(({ headers }) => headers.get("webhook-id"));
      expect(new Set(ids())).toEqual(new Set(owed.map((it) => `ntc_${it}`)));
      // It is the same trouble for a day.
      await runDurableObjectAlarm(gate);
      expect([texts.length, ids().length]).toEqual([1, owed.length]);
      await gate.noteUnknownPage("page new_page");
      expect(ids()).toHaveLength(owed.length);
      await left(supplier, "supplier");
      expect(await supplier.outage()).toMatchObject({ since: AT, isHolding: true, customers: 20 });
    });

    describe("the index of the fleet", () => {
      /** Makes the tables as that version made them, with its rows. */
      async function leaveFleet(): Promise<D1Database> {
        const { FLEET: database } = bindings;
        if (database === undefined) throw new Error("the index is not bound");
        const rows = Object.entries(fleet.rows).flatMap(([table, all]) =>
          all.map((row) => database.prepare(insertInto(table, row)).bind(...bound(row))),
        );
        const dropped = Object.keys(fleet.rows).map((it) => database.prepare(`DROP TABLE IF EXISTS ${it}`));
        await database.batch([...dropped, ...fleet.sql.map((it) => database.prepare(it)), ...rows]);
        return database;
      }

      it("is read as it was left, and a newer line replaces an older one", async () => {
        minutesLater(60);
        const database = await leaveFleet();
        const [cases] = (await asked(`/v1/cases?customer_id=${CUSTOMER}`)).data as object[];
        expect(cases).toMatchObject({
          customer_id: CUSTOMER,
          case: 1,
          tariff_id: TARIFF,
          reason: "expired",
          state: "open",
        });
        const [message] = (await asked(`/v1/notifications?customer_id=${CUSTOMER}`)).data as object[];
        expect(message).toMatchObject({ id: `ntf_${CUSTOMER}_1`, status: "sent", channel: "handoff", cases: [1] });
        expect((await asked("/v1/fleet/funnel?by=reason")).data).toContainEqual(
          expect.objectContaining({ key: "expired", cases: 2, told: 2, tapped: 1 }),
        );
        for (const [version, state] of [
          [5, "open"],
          [7, "repaired"],
        ] as const) {
          const line = caseOf({ no: 1, state: "repaired" });
          await writeLines(database, { customerId: CUSTOMER, version, cases: [line], notifications: [] });
          expect((await asked(`/v1/cases?customer_id=${CUSTOMER}`)).data).toMatchObject([{ state }]);
        }
      });

      it.each([CASES, NOTIFICATIONS])(
        "has every column of $name that it had, and each means what it meant",
        ({ name, fields }) => {
          const made = fleet.sql.find((it) => it.startsWith(`CREATE TABLE ${name} `)) ?? "";
          const columns = /written_at INTEGER NOT NULL, (.*), PRIMARY KEY/.exec(made)?.[1]?.split(", ") ?? [];
          expect(columns.length).toBeGreaterThan(9);
          expect(columns.filter((it) => !Object.values(fields).includes(it))).toEqual([]);
        },
      );

      it("is written anew to the end by a rebuild that was under way, and one that is done says so", async () => {
        minutesLater(10);
        await leaveFleet();
        await left(customer(), "customer");
        await left(rebuildStub(), "rebuild");
        const { startedAt } = await rebuildStub().start();
        expect(startedAt).toBe(AT);
        for (let rings = 0; rings < 9 && (await rebuildStub().report()).state === "running"; rings += 1)
          await runDurableObjectAlarm(rebuildStub());
        expect(await rebuildStub().report()).toMatchObject({ state: "done", startedAt: AT, found: 3, written: 3 });
        await left(rebuildStub(), "rebuilt");
        expect(await rebuildStub().report()).toMatchObject({ state: "done", doneAt: AT, found: 3, written: 3 });
      });
    });

    it("what was decided for good stays so", async () => {
      const decision = bindings.DECISION.get(
        bindings.DECISION.idFromName("decision"),
      ) as unknown as DurableObjectStub<Decision>;
      await left(decision, "decision");
      expect(await decision.decide("eu")).toMatchObject({ jurisdiction: null });
    });
  },
);
