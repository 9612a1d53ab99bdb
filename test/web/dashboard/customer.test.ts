// One customer's page: why nothing was sent, for every reason there is, and what may be done about them, by whom.

import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { SILENCE_REASONS } from "../../../src/core/journal.ts";
import { Customer } from "../../../src/objects/customer/object.ts";
import { sealReference } from "../../../src/objects/reference.ts";
import { SILENCES } from "../../../src/web/dashboard/words/silence.ts";
import { clockIn, toldOf } from "../../../src/web/dashboard/words/told.ts";
import { MAX_REASON } from "../../../src/web/operator/change.ts";
import { READER, SUPPORT, call, get, hiddenIn, post, signIn } from "../../support/dashboard.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { CUSTOMER, PHONE, codeOf, firstLink, story, visit } from "../../support/links.ts";
import { LATER, entryOf, messageWith, storyWith } from "../../support/story.ts";
import { testSettings } from "../../settings.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

const ADMIN = testSettings.OPERATOR_TOKEN;
const PATH = `/operator/customers/${CUSTOMER}`;

let fake: FakeFlatPeak;
beforeEach(async () => {
  fake = await installFlatPeak();
});

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("'", "&#39;");
const mock = (shown: ReturnType<typeof storyWith>): void => {
  vi.spyOn(Customer.prototype, "story").mockImplementation(() => Promise.resolve(shown));
};

it("why nothing was sent is answered on the customer's page, for every reason there is", async () => {
  const cookie = await signIn(READER);
  for (const why of SILENCE_REASONS) {
    const detail = { why, case: 1, until: LATER, held: "expired", reason: "expiring" };
    mock(storyWith({ journal: [entryOf("silent", detail)] }));
    const found = await get("/operator?q=cus_1", cookie);
    const text = await (await get(found.headers.get("Location") ?? "", cookie)).text();
    expect(text).toContain(`data-reason="${why}"`);
    expect(text).toContain(escaped(SILENCES[why].words(toldOf(detail, clockIn("Europe/London")))));
  }
});

/** Fills in the form of an order and sends it. */
async function order(
  path: string,
  cookie: string,
  fields: Record<string, string> = { why: "asked on the phone" },
): Promise<Response> {
  return post(path, { ...(await hiddenIn(path, cookie)), ...fields }, { Cookie: cookie });
}

const dayIn = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

it("is found by a link, by a message's name at its provider, and by a message's id, and by nothing that was forged", async () => {
  const link = await firstLink(fake);
  const cookie = await signIn(READER);
  const { LINK_KEYS } = testSettings;
  const reference = await sealReference({ customerId: CUSTOMER, no: 1 }, [LINK_KEYS]);
  const foundBy = async (asked: string): Promise<string | null> =>
    (await get(`/operator?q=${encodeURIComponent(asked)}`, cookie)).headers.get("Location");
  for (const asked of [link, codeOf(link), ` ${link}/stop?x=1 `, reference, `ntf_${CUSTOMER}_1`, CUSTOMER])
    expect([asked, await foundBy(asked)]).toEqual([asked, PATH]);
  const forged = await sealReference({ customerId: CUSTOMER, no: 1 }, ["another-key-0123456789abcdef0123456789"]);
  for (const asked of [`${link.slice(0, -1)}${link.endsWith("A") ? "B" : "A"}`, forged, "ntf_cus_nobody_1", "/c/"])
    expect([asked, await foundBy(asked)]).toEqual([asked, null]);
});

it("has a style that is not escaped, which would mean something else", async () => {
  const page = await (await get("/operator", await signIn(READER))).text();
  expect(page).toContain("ul.items>li{");
});

describe("an order", () => {
  beforeEach(async () => {
    await firstLink(fake);
  });

  it("is given with a reason, done, told of, and in the trail", async () => {
    const cookie = await signIn(SUPPORT);
    const since = expect.any(String) as string;
    for (const [name, of, after] of [
      ["hold", "", { held_since: since }],
      ["release", "", { held_since: null }],
      ["snooze", "", { snoozed_until: since }],
      ["wake", "", { snoozed_until: null }],
      ["stop", "", { contact: { opted_out: true } }],
      ["resume", "", { contact: { opted_out: false } }],
      ["end-links", "", {}],
      ["send-now", "?of=1", { cases: [{ state: "open" }] }],
      ["resend", `?of=ntf_${CUSTOMER}_1`, { notifications: [{}, { repeats: `ntf_${CUSTOMER}_1` }] }],
      ["end-case-links", "?of=1", {}],
      ["mute", "?of=1", { cases: [{ muted: true }] }],
      ["unmute", "?of=1", { cases: [{ muted: false }] }],
      ["close", "?of=1", { cases: [{ state: "closed" }] }],
    ] as const) {
      // Only what fits how the customer stands is offered.
      expect(await (await get(PATH, cookie)).text()).toContain(`/${name}${of}"`);
      const answer = await order(`${PATH}/${name}${of}`, cookie, { why: `because of ${name}`, value: dayIn(5) });
      expect([answer.status, answer.headers.get("Location")]).toEqual([303, PATH]);
      expect(await story()).toMatchObject(after);
      // It is told on this page once, and not when the page is loaded anew.
      const [told = "", where] = (answer.headers.get("Set-Cookie") ?? "").split("; ");
      expect([told, where]).toEqual([`operator-done=${name}`, `Path=${PATH}`]);
      const page = await get(PATH, `${cookie}; ${told}`);
      expect(await page.text()).toContain('role="status"');
      expect(page.headers.get("Set-Cookie")).toMatch(new RegExp(`^operator-done=; Path=${PATH}; Max-Age=0`));
      expect(await (await get(PATH, cookie)).text()).not.toContain('role="status"');
    }
    const headers = { Authorization: `Bearer ${ADMIN}` };
    const { data } = await (await call(`/v1/audit?about=${CUSTOMER}`, { headers })).json<{ data: object[] }>();
    const entry = (what: string, why: string) => ({ who: "helper", role: "support", status: 200, what, why });
    expect(data).toMatchObject([
      entry("POST /v1/customers/:id/cases/:case/close", "because of close"),
      entry("POST /v1/customers/:id/cases/:case/mute", "because of unmute"),
      entry("POST /v1/customers/:id/cases/:case/mute", "because of mute"),
      entry("DELETE /v1/customers/:id/cases/:case/links", "because of end-case-links"),
      { ...entry("POST /v1/customers/:id/notifications/:notification/resend", "because of resend"), status: 202 },
      entry("POST /v1/customers/:id/cases/:case/advance", "because of send-now"),
      entry("DELETE /v1/customers/:id/links", "because of end-links"),
      entry("PUT /v1/customers/:id/contact", "because of resume"),
      entry("PUT /v1/customers/:id/contact", "because of stop"),
      entry("POST /v1/customers/:id/snooze", "because of wake"),
      entry("POST /v1/customers/:id/snooze", "because of snooze"),
      entry("POST /v1/customers/:id/release", "because of release"),
      entry("POST /v1/customers/:id/hold", "because of hold"),
    ]);
    const page = await (await get(`/operator/audit?about=${CUSTOMER}`, await signIn(ADMIN))).text();
    expect(page).toContain("because of snooze");
    expect(page).toContain("Keep a customer&#39;s unsent messages back");
  });

  it("is given once, however often its form is sent", async () => {
    const cookie = await signIn(SUPPORT);
    const path = `${PATH}/send-now?of=1`;
    const fields = { ...(await hiddenIn(path, cookie)), why: "now" };
    for (const expected of [303, 303, 303])
      expect((await post(path, fields, { Cookie: cookie })).status).toBe(expected);
    expect((await story()).journal.filter(({ what }) => what === "case_advanced")).toHaveLength(1);
    const headers = { Authorization: `Bearer ${ADMIN}` };
    const { data } = await (await call(`/v1/audit?about=${CUSTOMER}`, { headers })).json<{ data: object[] }>();
    expect(data).toHaveLength(1);
  });

  it("for a link shows it once, and keeps it nowhere", async () => {
    const cookie = await signIn(SUPPORT);
    const answer = await order(`${PATH}/link?of=1`, cookie);
    const [link = ""] = /https:\/\/[^<\s]+\/c\/[\w-]+/.exec(await answer.text()) ?? [];
    expect([answer.status, (await visit(link, { headers: { "User-Agent": PHONE } })).status]).toEqual([200, 302]);
    expect(JSON.stringify(await story())).not.toContain(codeOf(link));
  });

  it("is not given without a reason, nor by a form that is not whole, and what was filled in stays", async () => {
    const cookie = await signIn(SUPPORT);
    const empty = await order(`${PATH}/hold`, cookie, { why: "  " });
    expect([empty.status, (await empty.text()).includes("Please say why.")]).toEqual([400, true]);
    const torn = await order(`${PATH}/hold`, cookie, { why: "kept <b>here</b>", once: "" });
    expect([torn.status, (await torn.text()).includes("kept &lt;b&gt;here")]).toEqual([400, true]);
    expect((await story()).held_since).toBeNull();
  });

  it("takes as many words for the reason in any script as its field does", async () => {
    const cookie = await signIn(SUPPORT);
    const why = "\u7406".repeat(MAX_REASON);
    expect((await order(`${PATH}/hold`, cookie, { why })).status).toBe(303);
  });

  it("that cannot be done says why, and one that names nothing is not found", async () => {
    const cookie = await signIn(SUPPORT);
    for (const [path, fields, status, words] of [
      ["snooze", { value: dayIn(-1) }, 400, "a day from tomorrow to 90 days on"],
      ["snooze", { value: "soon" }, 400, "a day"],
      ["close?of=9", {}, 404, "no such case is known here"],
      ["arrived?of=ntf_none", {}, 409, "no message of this id is in doubt"],
    ] as const) {
      const answer = await order(`${PATH}/${path}`, cookie, { why: "tried", ...fields });
      expect([path, answer.status, (await answer.text()).includes(words)]).toEqual([path, status, true]);
    }
    for (const path of ["close", "arrived", "hold?of=1", "nothing", "close?of=../1"])
      expect([path, (await get(`${PATH}/${path}`, cookie)).status]).toEqual([path, 404]);
  });

  it("is neither shown to a role that may not, nor taken from it", async () => {
    const cookie = await signIn(READER);
    const page = await (await get(PATH, cookie)).text();
    for (const words of ["Keep messages back", "Close the case", "Erase", "Download", "Audit"])
      expect(page).not.toContain(words);
    expect((await get(`${PATH}/hold`, cookie)).status).toBe(403);
    const form = (await hiddenIn("/operator", cookie)).form;
    expect((await post(`${PATH}/hold`, { form, once: "1", why: "x" }, { Cookie: cookie })).status).toBe(403);
    expect((await story()).held_since).toBeNull();
    const helper = await (await get(PATH, await signIn(SUPPORT))).text();
    expect(helper).toContain("Keep messages back");
    for (const words of ["Erase", "Download", "Audit"]) expect(helper).not.toContain(words);
    const trail = await (await get("/operator/audit?who=reader", await signIn(ADMIN))).text();
    expect(trail).toContain("refused");
  });

  it("is not taken from another site, of which the trail tells", async () => {
    const cookie = await signIn(SUPPORT);
    const fields = { ...(await hiddenIn(`${PATH}/hold`, cookie)), why: "x" };
    const headers = { Cookie: cookie, "Sec-Fetch-Site": "cross-site" };
    expect((await post(`${PATH}/hold`, fields, headers)).status).toBe(403);
    expect((await post(`${PATH}/hold`, { ...fields, form: "" }, { Cookie: cookie })).status).toBe(403);
    expect((await story()).held_since).toBeNull();
    const authorization = { Authorization: `Bearer ${ADMIN}` };
    const { data } = await (await call("/v1/audit", { headers: authorization })).json<{ data: object[] }>();
    const what = "POST /operator/customers/:id/hold by a form of another site";
    expect(data).toMatchObject([{ who: "helper", role: "support", what, about: CUSTOMER, status: 403, times: 2 }]);
  });
});

describe("how a customer is reached", () => {
  const path = `${PATH}/contact`;
  beforeEach(async () => {
    await firstLink(fake);
  });

  it("is changed by what is filled in, with a reason, and what is left empty stays", async () => {
    const cookie = await signIn(SUPPORT);
    expect(await (await get(PATH, cookie)).text()).toContain(`${path}"`);
    const before = (await story()).contact;
    const answer = await order(path, cookie, { why: "told us so", locale: "de", email: "jo@example.com", phone: "" });
    expect([answer.status, answer.headers.get("Location")]).toEqual([303, PATH]);
    const told = (answer.headers.get("Set-Cookie") ?? "").split(";")[0] ?? "";
    expect(await (await get(PATH, `${cookie}; ${told}`)).text()).toContain("was changed");
    const { contact } = await story();
    expect(contact).toMatchObject({ language: "de", phone: before.phone });
    expect(contact.email).not.toBeNull();
    expect((await order(path, cookie, { why: "no mail", forget: "email" })).status).toBe(303);
    expect((await story()).contact.email).toBeNull();
    const headers = { Authorization: `Bearer ${ADMIN}` };
    const { data } = await (await call(`/v1/audit?about=${CUSTOMER}`, { headers })).json<{ data: object[] }>();
    expect(data).toMatchObject([{ why: "no mail" }, { what: "PUT /v1/customers/:id/contact", why: "told us so" }]);
  });

  it("says that a backend which is asked for addresses has the last word", async () => {
    const cookie = await signIn(SUPPORT);
    const lookup = {
      ...env,
      ...testSettings,
      OPERATOR_KEYS: `support:helper:${SUPPORT}`,
      CONTACT_LOOKUP_URL: "https://people.example.test/contact",
      CONTACT_LOOKUP_SECRET: "whsec_Y2FuYXJ5LWxvb2t1cC1zZWNyZXQtMDEyMzQ1Njc4OQ==",
    };
    const words = "what it answers wins";
    expect(await (await get(path, cookie)).text()).not.toContain(words);
    expect(await (await get(path, cookie, lookup)).text()).toContain(words);
  });

  it("is not changed by what cannot be read, which stays with a word beside it", async () => {
    const cookie = await signIn(SUPPORT);
    const before = (await story()).contact;
    for (const [fields, words] of [
      [{ phone: "020 7946" }, "It must be in E.164"],
      [{ email: "nobody" }, "It must be an email address"],
      [{ timezone: "Mars/Olympus" }, "It must be a name of the tz database"],
      [{ email: "jo@example.com", forget: "email" }, "Either a new one or none"],
      [{ locale: "de", why: "" }, "Please say why."],
      [{}, "nothing was filled in"],
    ] as const) {
      const answer = await order(path, cookie, { why: "tried", ...fields });
      const page = await answer.text();
      expect([fields, answer.status, page.includes(words)]).toEqual([fields, 400, true]);
      for (const value of Object.values(fields)) expect(page).toContain(`value="${value}"`);
    }
    expect((await story()).contact).toEqual(before);
  });
});

it("an invitation has a page as well, which offers nothing that no call does for it", async () => {
  const id = "inv_000000000000000000000000";
  mock(storyWith({ customer_id: id }));
  const cookie = await signIn(ADMIN);
  const path = `/operator/customers/${id}`;
  const page = await (await get(path, cookie)).text();
  for (const words of ["Keep messages back", "End all links", "Change how they are reached"])
    expect(page).not.toContain(words);
  expect(page).toContain("Download all that is kept");
  expect((await get(`${path}/hold`, cookie)).status).toBe(404);
});

it("a message in doubt, and only one, may be said to have arrived or not", async () => {
  const notifications = [
    messageWith({ status: "uncertain", settled_at: null }),
    messageWith({ id: "ntf_cus_1_2" }),
    messageWith({ id: "ntf_cus_1_3", status: "uncertain" }),
  ];
  mock(storyWith({ notifications }));
  const page = await (await get("/operator/customers/cus_1", await signIn(SUPPORT))).text();
  expect(page).toContain("/arrived?of=ntf_cus_1_1");
  expect(page).toContain("/not-arrived?of=ntf_cus_1_1");
  expect(page).not.toContain("/arrived?of=ntf_cus_1_2");
  expect(page).toContain("/resend?of=ntf_cus_1_2");
  // A doubt that is over is nobody's to settle, and no dead end.
  expect(page).not.toContain("/arrived?of=ntf_cus_1_3");
  expect(page).toContain("/resend?of=ntf_cus_1_3");
});

describe("all that is kept of a customer", () => {
  beforeEach(async () => {
    await firstLink(fake);
  });

  it("comes as a file to who may and says why", async () => {
    const cookie = await signIn(ADMIN);
    expect((await order(`${PATH}/export`, cookie, { why: "" })).status).toBe(400);
    expect((await order(`${PATH}/export`, cookie, { why: "x", part: "9.~" })).status).toBe(400);
    expect((await order(`${PATH}/export`, cookie, { why: "x", part: "2.W10" })).status).toBe(400);
    const answer = await order(`${PATH}/export`, cookie, { why: "asked in writing", part: "1." });
    expect(answer.headers.get("Content-Disposition")).toBe(`attachment; filename="${CUSTOMER}.json"`);
    expect(await answer.json()).toMatchObject({ customer_id: CUSTOMER });
    const nobody = await order("/operator/customers/cus_nobody/export", cookie);
    expect([nobody.status, (await nobody.text()).includes("no such customer")]).toEqual([404, true]);
    expect((await get(`${PATH}/export`, await signIn(SUPPORT))).status).toBe(403);
  });

  it("is erased by who may, says why, and has typed the id", async () => {
    const cookie = await signIn(ADMIN);
    for (const fields of [
      { why: "asked in writing", value: "cus_other" },
      { why: "", value: CUSTOMER },
    ])
      expect((await order(`${PATH}/erase`, cookie, fields)).status).toBe(400);
    expect((await get(`${PATH}/erase`, await signIn(SUPPORT))).status).toBe(403);
    expect((await story()).events).toBeGreaterThan(0);
    const answer = await order(`${PATH}/erase`, cookie, { why: "asked in writing", value: CUSTOMER });
    const page = await answer.text();
    expect([answer.status, page.includes("What others keep")]).toEqual([200, true]);
    expect((await get(PATH, cookie)).status).toBe(404);
    const readmitted = await order(`${PATH}/readmit`, cookie);
    expect(readmitted.status).toBe(303);
  });
});
