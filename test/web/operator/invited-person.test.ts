// One person, whatever they are invited to and whoever they are already: caps, stops, waits and hours are shared.

import { beforeEach, describe, expect, it } from "vitest";
import { CUSTOMER, setContact, visit } from "../../support/links.ts";
import { BY_PHONE, DAY, advance, make, storyOf, toldOf } from "../../support/invitations.ts";
import { bindings } from "../../support/worker.ts";
import { customerAt } from "../../../src/objects/rooms.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
});

const sent = (): number => toldOf(flatpeak, "notification.requested").length;
/** The clock of an invitation stands this far after the other's. */
async function together(ids: readonly string[], ms: number): Promise<void> {
  for (const id of ids) await advance(id, ms);
}

describe("two invitations for one person", () => {
  it.each<[string, object]>([
    ["by the company's own name of them", { customer_reference_id: "C-77" }],
    ["by FlatPeak's", { customer_id: CUSTOMER }],
    ["by their number alone", {}],
  ])("are sent under the same caps: %s", async (_, who) => {
    const one = await make({ ...BY_PHONE, ...who, tariff_direction: "IMPORT" });
    const other = await make({ ...BY_PHONE, ...who, tariff_direction: "EXPORT" });
    const ids = [one.invitation_id, other.invitation_id];
    await together(ids, DAY);
    expect(sent()).toBe(1);
    await together(ids, 3 * DAY);
    expect(sent()).toBe(2);
  });

  it("are not those of another person", async () => {
    const one = await make({ ...BY_PHONE, customer_reference_id: "C-77" });
    const other = await make({ ...BY_PHONE, customer_reference_id: "C-78" });
    await together([one.invitation_id, other.invitation_id], DAY);
    expect(sent()).toBe(2);
  });
});

describe("what is asked for by one link", () => {
  it("holds for every other: a stop, and its end", async () => {
    const one = await make({ ...BY_PHONE, customer_reference_id: "C-77" });
    const other = await make({ ...BY_PHONE, customer_reference_id: "C-77", tariff_direction: "EXPORT" });
    await visit(`${one.link}/stop`, { form: {} });
    await advance(other.invitation_id, 5 * DAY);
    expect(sent()).toBe(0);
    const third = await make({ ...BY_PHONE, customer_reference_id: "C-77", tariff_type: "NON_COMMODITY" });
    await visit(`${one.link}/stop`, { form: { undo: "1" } });
    await advance(third.invitation_id, DAY);
    expect(sent()).toBe(1);
  });

  it("reaches the customer they are already, and theirs reach the invitation", async () => {
    await setContact({ phone: "+447700900123" });
    const one = await make({ ...BY_PHONE, customer_id: CUSTOMER });
    await visit(`${one.link}/stop`, { form: {} });
    expect((await customerAt(bindings, CUSTOMER).story())?.contact.opted_out).toBe(true);
  });

  it("a wait holds for an invitation too, and no longer than the invitation stands", async () => {
    const first = await make({ ...BY_PHONE, customer_reference_id: "C-77" });
    const day = new Date(Date.now() + 10 * DAY).toISOString().slice(0, 10);
    await visit(`${first.link}/snooze`, { form: { until: day } });
    const short = await make({ ...BY_PHONE, customer_reference_id: "C-77", expires: "5d" });
    const long = await make({ ...BY_PHONE, customer_reference_id: "C-77", expires: "30d" });
    await advance(short.invitation_id, 6 * DAY);
    expect([sent(), toldOf(flatpeak, "invitation.expired").length]).toEqual([0, 1]);
    await advance(long.invitation_id, 8 * DAY);
    expect(sent()).toBe(0);
    await advance(long.invitation_id, 5 * DAY);
    expect(sent()).toBe(1);
    expect(await storyOf(short.invitation_id)).toMatchObject({ state: "expired", sent: [] });
  });
});
