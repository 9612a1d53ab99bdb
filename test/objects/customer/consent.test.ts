// Proves that what a customer asked for is remembered whole: who, when, by which door and link, whatever else happens since.

import { evictDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { CUSTOMER, ORIGIN, customer, firstLink, setContact, story, visit } from "../../support/links.ts";
import { testSettings } from "../../settings.ts";
import type { Story } from "../../../src/objects/customer/contract.ts";

let link: string;
beforeEach(async () => {
  link = await firstLink(await installFlatPeak());
});

const DAY_MS = 86_400_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const now = async (): Promise<number> => Date.parse((await story()).now);
const stop = (form: Record<string, string> = {}): Promise<Response> => visit(`${link}/stop`, { form });
const STOPPED = {
  to: "stopped",
  by: "page",
  door: "link",
  only: null,
  address: null,
  link: "open 1",
  standing: ["page"],
};

describe("the record of consent (row 101)", () => {
  it("stands in the customer's story, whole, and tells stop, undo and the company's stop apart", async () => {
    await stop();
    await stop({ undo: "1" });
    await visit(`${link}/stop`, { form: { "List-Unsubscribe": "One-Click" } });
    await setContact({ opted_out: true });
    const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
    const told: Story = await (await visit(`${ORIGIN}/v1/customers/${CUSTOMER}`, { headers })).json();
    expect(told.consent).toEqual([
      { ...STOPPED, at: expect.stringMatching(/^\d{4}-.*Z$/) as string },
      { ...STOPPED, at: expect.any(String) as string, to: "resumed", standing: [] },
      { ...STOPPED, at: expect.any(String) as string, by: "one_click", door: "email", standing: ["one_click"] },
      {
        ...STOPPED,
        at: expect.any(String) as string,
        by: "company",
        door: "api",
        link: null,
        standing: ["one_click", "company"],
      },
    ]);
  });

  it("is pushed out by no number of later lines: 220 snoozes, equal ones of which write nothing", async () => {
    await stop();
    const at = await now();
    const first = dayOf(at + 3 * DAY_MS);
    const lines = (await story()).journal.length;
    for (let times = 0; times < 220; times++) await customer().snooze({ purpose: "open", no: 1, epoch: 0 }, first);
    expect((await story()).journal).toHaveLength(lines + 1);
    for (let times = 0; times < 220; times++) {
      const day = dayOf(at + (4 + (times % 5)) * DAY_MS);
      await customer().snooze({ purpose: "open", no: 1, epoch: 0 }, day);
    }
    const { journal, consent } = await story();
    expect(journal.some((it) => it.what === "opted_out")).toBe(false);
    expect(consent).toMatchObject([STOPPED]);
  });

  it("outlasts the journal, the contact and every eviction", async () => {
    await setContact({ phone: "+447700900123" });
    await stop();
    for (let times = 0; times < 3; times++) {
      await customer().advanceClock(390 * DAY_MS);
      await evictDurableObject(customer());
    }
    const { journal, consent, contact } = await story();
    expect(journal.some((it) => it.what === "opted_out")).toBe(false);
    expect(contact).toMatchObject({ opted_out: true, phone: null });
    expect(consent).toMatchObject([STOPPED]);
  });

  it("has no line for what changes nothing: the same stop by every link, again and again", async () => {
    await stop();
    for (let times = 0; times < 5; times++) await stop();
    for (let times = 0; times < 5; times++) await setContact({ opted_out: false });
    await customer().stop("page", { purpose: "stop", no: 1, epoch: 3 });
    expect((await story()).consent).toHaveLength(1);
  });
});
