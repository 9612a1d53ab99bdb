// What the operator asks of one person's data: to erase it, to let them back in, to hand it over.

import { beforeEach, describe, expect, it, vi } from "vitest";
import { erasure, personRecord } from "../../../src/web/operator/shapes/privacy.ts";
import { testSettings } from "../../settings.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { CUSTOMER, ORIGIN, firstLink, setContact, visit } from "../../support/links.ts";
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

  it("is erased, and says what is not within reach", async () => {
    await setContact({ phone: "+447700900123" });
    const link = await firstLink(flatpeak);
    const first = erasure.parse(await (await ask("DELETE")).json());
    expect(first).toMatchObject({ customer_id: CUSTOMER, status: "erased", left: [] });
    expect(first.elsewhere.map(({ holder }) => holder)).toEqual(expect.arrayContaining(["FlatPeak", "Cloudflare"]));
    expect(erasure.parse(await (await ask("DELETE")).json())).toEqual(first);
    for (const path of ["", "/export"]) expect((await ask("GET", path)).status).toBe(404);
    expect((await visit(link)).status).toBe(404);
    const refused = await ask("PUT", "/contact", { locale: "de" });
    expect([refused.status, await refused.json()]).toMatchObject([409, { error: { code: "erased" } }]);
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
