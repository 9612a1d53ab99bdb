// Nobody is told of anything where EVENTS_OUT is off: not even of a hand-over or an outage. The log still says so.

import { env } from "cloudflare:workers";
import { runDurableObjectAlarm } from "cloudflare:test";
import { expect, it, vi } from "vitest";
import { supplierAt } from "../../src/objects/rooms.ts";
import { installFlatPeak } from "../support/flatpeak.ts";
import { customer, firstLink, story } from "../support/links.ts";
import { supplierStub } from "../support/stubs.ts";
import { bindings } from "../support/worker.ts";

it("EVENTS_OUT=off sends messages and nothing else", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
  Object.assign(env, { EVENTS_OUT: "off" });
  const flatpeak = await installFlatPeak();
  await firstLink(flatpeak);
  await customer().advanceClock(40 * 86_400_000);
  expect((await story()).cases).toMatchObject([{ state: "handed_over" }]);
  for (let no = 0; no < 25; no++) await supplierAt(bindings, "prv_1").failing("prv_1", `cus_${no}`);
  await runDurableObjectAlarm(supplierStub("prv_1"));
  expect(new Set(flatpeak.handoffs.map(({ body }) => body.type))).toEqual(new Set(["notification.requested"]));
  expect(errors.mock.calls.flat().map(String).join()).toContain("supplier_outage");
});
