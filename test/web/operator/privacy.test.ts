// What the operator asks of one person's data: to erase it, to let them back in, to hand it over.

import { beforeEach, describe, expect, it, vi } from "vitest";
import { NAMES_AT_ONCE } from "../../../src/objects/forgetting.ts";
import { customerAt } from "../../../src/objects/rooms.ts";
import { erasure, personRecord } from "../../../src/web/operator/shapes/privacy.ts";
import { testSettings } from "../../settings.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { whereIs } from "../../support/everywhere.ts";
import { make } from "../../support/invitations.ts";
import { bindings } from "../../support/worker.ts";
import { CUSTOMER, ORIGIN, TARIFF, firstLink, happen, setContact, visit } from "../../support/links.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  flatpeak = await installFlatPeak();
});

const ask = (method: string, path = "", json?: object): Promise<Response> =>
  visit(`${ORIGIN}/v1/customers/${CUSTOMER}${path}`, {
    method,
    headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` },
    ...(json === undefined ? {} : { json }),
  });

describe("a person's data", () => {
  it("is handed over whole, in the shape that is documented", async () => {
    await setContact({ phone: "+447700900123", email: "ann@example.com", locale: "de" });
    const link = await firstLink(flatpeak);
    expect((await visit(link)).status).toBe(302);
    const answer = await ask("GET", "/export");
    expect(answer.status).toBe(200);
    const record = personRecord.parse(await answer.json());
    expect(record.customer?.contact).toMatchObject({ phone: "+447700900123", email: "ann@example.com", locale: "de" });
    expect(record.customer?.cases).toMatchObject([{ no: 1, reason: "expired" }]);
    expect(record.customer?.messages).toMatchObject([{ no: 1, words: { reason: "expired" } }]);
    expect(record.customer?.events).toMatchObject([{ type: "tariff.expired", body: { type: "tariff.expired" } }]);
    expect(record.customer?.journal.map(({ what }) => what)).toEqual(
      expect.arrayContaining(["case_opened", "message_sent", "link_opened"]),
    );
    expect(record.customer?.contact["phone_since"]).toMatch(/^\d{4}-/);
    expect(JSON.stringify(record)).not.toContain(link);
  });

  it("is handed over with an entry in the trail, which names nobody any more who was erased, however often that is asked", async () => {
    await firstLink(flatpeak);
    const trail = async (): Promise<readonly { what: string; about: string | null; why: string | null }[]> => {
      const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
      const page = await visit(`${ORIGIN}/v1/audit`, { headers });
      return (await page.json<{ data: { what: string; about: string | null; why: string | null }[] }>()).data;
    };
    const asked = (method: string, path = "", key = "once"): Promise<Response> =>
      visit(`${ORIGIN}/v1/customers/${CUSTOMER}${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}`,
          "X-Reason": "as asked by letter",
          "Idempotency-Key": key,
        },
      });
    await asked("GET", "/export");
    expect(await trail()).toMatchObject([
      { what: "GET /v1/customers/:id/export", about: CUSTOMER, why: "as asked by letter" },
    ]);
    const [first, second] = [await asked("DELETE"), await asked("DELETE", "", "twice")];
    expect(await second.json()).toEqual(await first.json());
    await asked("DELETE", "", "twice");
    await asked("POST", "/hold");
    await asked("GET", "/export");
    const entries = await trail();
    expect(entries).toHaveLength(6);
    expect(new Set(entries.map(({ about }) => about)).size).toBe(1);
    expect(JSON.stringify(entries)).not.toContain(CUSTOMER);
  });

  it("is erased, and says what is not within reach", async () => {
    await setContact({ phone: "+447700900123" });
    const link = await firstLink(flatpeak);
    const first = erasure.parse(await (await ask("DELETE")).json());
    expect(first).toMatchObject({ customer_id: CUSTOMER, status: "erased", left: [] });
    expect(first.elsewhere.map(({ holder }) => holder)).toEqual(expect.arrayContaining(["FlatPeak", "Cloudflare"]));
    const backend = first.elsewhere.find(({ holder }) => holder === "backend");
    expect(backend?.what).toBe("what it keeps of the messages that it brought, with address and words");
    expect(erasure.parse(await (await ask("DELETE")).json())).toEqual(first);
    for (const path of ["", "/export"]) expect((await ask("GET", path)).status).toBe(404);
    expect((await visit(link)).status).toBe(404);
    const refused = await ask("PUT", "/contact", { locale: "de" });
    expect([refused.status, await refused.json()]).toMatchObject([409, { error: { code: "erased" } }]);
  });

  it("is erased with a word of each provider by which no message that was kept went", async () => {
    await setContact({ phone: "+447700900123" });
    const { elsewhere } = erasure.parse(await (await ask("DELETE")).json());
    expect(elsewhere.find(({ holder }) => holder === "backend")?.what).toMatch(/^no message that was kept went by it;/);
  });

  it("is told of and erased in parts where many know them: 202 until it is done, and again however often it is asked", async () => {
    await setContact({ phone: "+447700900123" });
    for (let no = 0; no < NAMES_AT_ONCE; no++) await customerAt(bindings, CUSTOMER).noteJourney(`journey${no}`);
    const part = personRecord.parse(await (await ask("GET", "/export")).json());
    expect(part.customer?.contact).toMatchObject({ phone: "+447700900123" });
    const further = await ask("GET", `/export?cursor=${part.next_cursor}`);
    expect(personRecord.parse(await further.json())).toMatchObject({ customer: null, next_cursor: null });
    expect((await ask("GET", "/export?cursor=W10")).status).toBe(400);
    const first = await ask("DELETE");
    expect(first.status).toBe(202);
    const { status, left, to_ask: toAsk } = erasure.parse(await first.json());
    expect([status, left, toAsk > 0]).toEqual(["erasing", ["journeys"], true]);
    expect((await ask("GET")).status).toBe(404);
    const second = await ask("DELETE");
    expect(second.status).toBe(200);
    const done = erasure.parse(await second.json());
    expect(done).toMatchObject({ status: "erased", left: [], to_ask: 0, forgotten: { journeys: NAMES_AT_ONCE } });
    expect(erasure.parse(await (await ask("DELETE")).json())).toEqual(done);
  });

  it("is begun anew when they are let back in, and only then", async () => {
    await setContact({ phone: "+447700900123" });
    expect(await (await ask("POST", "/readmit")).json()).toEqual({ customer_id: CUSTOMER, status: "not_erased" });
    await ask("DELETE");
    expect(await (await ask("POST", "/readmit")).json()).toEqual({ customer_id: CUSTOMER, status: "readmitted" });
    await setContact({ locale: "fr" });
    expect(await (await ask("GET")).json()).toMatchObject({ contact: { locale: "fr", phone: null } });
  });
});

describe("who is invited", () => {
  const STREET = "1 Canary Lane";
  const address = { postal_address: { country_code: "GB", address_line1: STREET } };

  it("is told of, and forgotten with the customer; a new invitation lets them back in", async () => {
    const { invitation_id: id, link } = await make({ customer_id: CUSTOMER, ...address });
    expect((await visit(link)).status).toBe(302);
    const told = personRecord.parse(await (await ask("GET", "/export")).json());
    expect(told.invitations).toMatchObject([{ invitation_id: id, invitation: { who: { customer_id: CUSTOMER } } }]);
    expect(JSON.stringify(told)).toContain(STREET);
    expect(await whereIs(STREET)).toEqual(["CUSTOMER"]);
    expect(erasure.parse(await (await ask("DELETE")).json())).toMatchObject({
      left: [],
      forgotten: { invitations: 1 },
    });
    expect(await whereIs(STREET)).toEqual([]);
    expect((await visit(link)).status).toBe(404);
    await expect(happen(flatpeak, "tariff.expired", TARIFF)).rejects.toThrow("ignored");
    expect((await ask("GET")).status).toBe(404);

    expect((await make({ customer_id: CUSTOMER, reference: "again" })).status).toBe("made");
    await happen(flatpeak, "tariff.expired", TARIFF);
    expect((await ask("GET")).status).toBe(200);
  });

  it("is forgotten by the invitation's own id, where FlatPeak does not know them yet", async () => {
    const { invitation_id: id } = await make({ ...address, contact: { phone: "+447700900123" }, channels: ["sms"] });
    const call = (method: string, path: string): Promise<Response> =>
      visit(`${ORIGIN}/v1/customers/${id}${path}`, {
        method,
        headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` },
      });
    expect((await call("GET", "/export")).status).toBe(200);
    expect(erasure.parse(await (await call("DELETE", "")).json())).toMatchObject({ status: "erased" });
    for (const gone of [STREET, "+447700900123"]) expect([gone, await whereIs(gone)]).toEqual([gone, []]);
  });
});
