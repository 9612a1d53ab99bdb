// How an invitation comes to its end: by an event that names only the session, by the page after Connect, by FlatPeak being asked, and
// after its last day where somebody was still on their way.

import { beforeEach, describe, expect, it } from "vitest";
import { LOCATION, ORIGIN, visit } from "../../support/links.ts";
import { BY_PHONE, DAY, advance, completeWith, make, revoke, storyOf, tap, toldOf } from "../../support/invitations.ts";
import { app } from "../../../src/app.ts";
import { bindings } from "../../support/worker.ts";
import { testSettings } from "../../settings.ts";
import { installFlatPeak, signed } from "../../support/flatpeak.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

const MINUTE = 60_000;
let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
});

let events = 0;
/** FlatPeak says that a session is over, and names nothing else. */
async function sessionOver(token: string, type = "connect_session.complete"): Promise<number> {
  events += 1;
  const body = { id: `evt_over_${events}`, object: "event", type, data: { object: "connect_token", id: token } };
  return (await app.fetch(await signed(flatpeak, JSON.stringify(body)), { ...bindings, ...testSettings })).status;
}
const completed = () => toldOf(flatpeak, "connect.completed");

describe("a session that an invitation began", () => {
  it.each(["connect_session.complete", "connect.session.complete"])(
    "is known by its token alone (%s): the invitation is completed, and told of once",
    async (type) => {
      const { invitation_id: id, link } = await make({ ...BY_PHONE, reference: `order ${type}` });
      const token = await tap(link);
      completeWith(flatpeak, LOCATION);
      expect(await sessionOver(token, type)).toBe(200);
      await advance(id, MINUTE);
      expect(await storyOf(id)).toMatchObject({ state: "completed", location_id: LOCATION });
      expect(await sessionOver(token, type)).toBe(200);
      await visit(`${link}/done`);
      await advance(id, 40 * DAY);
      expect(completed().map(({ body }) => body.data)).toEqual([
        expect.objectContaining({ invitation_id: id, reference: `order ${type}`, location_id: LOCATION }),
      ]);
      expect(toldOf(flatpeak, "notification.requested")).toEqual([]);
      expect(toldOf(flatpeak, "invitation.expired")).toEqual([]);
    },
  );

  it("is asked again where the event comes before FlatPeak can tell: what it says is not lost", async () => {
    const { invitation_id: id, link } = await make({});
    const token = await tap(link);
    flatpeak.intercept = (request) =>
      request.method === "GET" && new URL(request.url).pathname.startsWith("/connect/")
        ? new Response("down", { status: 500 })
        : null;
    // FlatPeak brings it again later.
    expect(await sessionOver(token)).toBe(503);
    await advance(id, MINUTE);
    expect(await storyOf(id)).toMatchObject({ state: "open" });
    completeWith(flatpeak, LOCATION);
    await advance(id, 2 * 3_600_000);
    expect(await storyOf(id)).toMatchObject({ state: "completed", location_id: LOCATION });
  });

  it("completes an invitation for a home that was there before, once its end was told", async () => {
    const { invitation_id: id, link } = await make({ location_id: LOCATION });
    const token = await tap(link);
    // A generation that says nothing of how far a session is.
    completeWith(flatpeak, LOCATION);
    await visit(`${link}/done`);
    await advance(id, MINUTE);
    expect(await storyOf(id)).toMatchObject({ state: "open" });
    await sessionOver(token);
    await advance(id, MINUTE);
    expect(await storyOf(id)).toMatchObject({ state: "completed" });
    expect(completed()).toHaveLength(1);
  });

  it("that is nobody's, or another's, completes nothing", async () => {
    const { invitation_id: id, link } = await make({});
    await tap(link);
    completeWith(flatpeak, null);
    await sessionOver("cot_ffffffffffffffffffffffff");
    await advance(id, MINUTE);
    expect(await storyOf(id)).toMatchObject({ state: "open", location_id: null });
  });
});

describe("an invitation whose last day comes while somebody is in Connect", () => {
  it("is completed by what they finish, and is not told of as expired", async () => {
    const { invitation_id: id, link } = await make({ expires: "2h" });
    await advance(id, 110 * MINUTE);
    const token = await tap(link);
    await advance(id, 20 * MINUTE);
    expect((await visit(link)).status).toBe(404);
    expect(await storyOf(id)).toMatchObject({ state: "expired", link: null });
    completeWith(flatpeak, LOCATION);
    await sessionOver(token);
    await advance(id, 10 * DAY);
    expect(await storyOf(id)).toMatchObject({ state: "completed", location_id: LOCATION });
    expect([completed().length, toldOf(flatpeak, "invitation.expired").length]).toEqual([1, 0]);
  });

  it("is told of as expired two days later where nothing comes of it, once", async () => {
    const { invitation_id: id, link } = await make({ expires: "2h" });
    await tap(link);
    completeWith(flatpeak, null);
    await advance(id, 47 * 60 * MINUTE);
    expect(flatpeak.handoffs).toEqual([]);
    await advance(id, 3 * DAY);
    expect(toldOf(flatpeak, "invitation.expired")).toHaveLength(1);
    await advance(id, 60 * DAY);
    expect(flatpeak.handoffs).toHaveLength(1);
  });
});

describe("an invitation that is taken back while somebody is in Connect", () => {
  it("stays so, whatever comes later", async () => {
    const { invitation_id: id, link } = await make(BY_PHONE);
    const token = await tap(link);
    await revoke(id);
    completeWith(flatpeak, LOCATION);
    await sessionOver(token);
    await visit(`${link}/done`);
    await advance(id, 40 * DAY);
    expect(await storyOf(id)).toMatchObject({ state: "revoked", location_id: null });
    expect(flatpeak.handoffs).toEqual([]);
  });
});

it("says nothing of an invitation at an address of another kind", async () => {
  expect((await visit(`${ORIGIN}/v1/invitations/cus_1`)).status).toBe(401);
});
