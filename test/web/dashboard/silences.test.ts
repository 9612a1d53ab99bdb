// Why nothing was sent, for every reason there is: the customer's page answers it, one click from the first.

import { env } from "cloudflare:workers";
import { beforeEach, expect, it, vi } from "vitest";
import { app } from "../../../src/app.ts";
import { SILENCE_REASONS } from "../../../src/core/journal.ts";
import { Customer } from "../../../src/objects/customer/object.ts";
import { SILENCES } from "../../../src/web/dashboard/words/silence.ts";
import { clockIn, toldOf } from "../../../src/web/dashboard/words/told.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { testSettings } from "../../settings.ts";
import type { Story } from "../../../src/objects/customer/contract.ts";

const ORIGIN = "https://go.example.test";
const environment = { ...env, ...testSettings };
const NOW = "2027-01-15T08:00:00.000Z";
const LATER = "2027-01-16T09:00:00.000Z";

beforeEach(async () => {
  await installFlatPeak();
});

const storyOf = (why: string): Story => ({
  customer_id: "cus_1",
  now: NOW,
  next_wake_at: null,
  held_since: null,
  snoozed_until: null,
  contact: {
    locale: "en",
    language: "en",
    timezone: "Europe/London",
    opted_out: false,
    opted_out_by: null,
    stops: [],
    phone: null,
    email: null,
    push: false,
    channels: null,
    labels: {},
  },
  reachable: {},
  cases: [],
  notifications: [],
  journal: [{ at: NOW, what: "silent", detail: { why, case: 1, until: LATER, held: "expired", reason: "expiring" } }],
  consent: [],
  events: 1,
});

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("'", "&#39;");

it.each(SILENCE_REASONS)("%s is answered on the customer's page", async (why) => {
  const signed = await app.fetch(
    new Request(`${ORIGIN}/operator/sign-in`, {
      method: "POST",
      headers: { Origin: ORIGIN },
      body: new URLSearchParams({ key: testSettings.OPERATOR_TOKEN, to: "/operator" }),
    }),
    environment,
  );
  const cookie = (signed.headers.get("Set-Cookie") ?? "").split(";")[0] ?? "";
  const story = storyOf(why);
  vi.spyOn(Customer.prototype, "story").mockImplementation(() => Promise.resolve(story));
  const found = await app.fetch(
    new Request(`${ORIGIN}/operator?q=cus_1`, { headers: { Cookie: cookie } }),
    environment,
  );
  const page = await app.fetch(
    new Request(`${ORIGIN}${found.headers.get("Location") ?? ""}`, { headers: { Cookie: cookie } }),
    environment,
  );
  const text = await page.text();
  expect(text).toContain(`data-reason="${why}"`);
  const detail = story.journal[0]?.detail ?? {};
  expect(text).toContain(escaped(SILENCES[why].words(toldOf(detail, clockIn("Europe/London")))));
});
