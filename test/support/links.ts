// What the tests of links share: a customer with broken tariffs, the link of their first message, and how it is visited.

import { env, exports } from "cloudflare:workers";
import { app } from "../../src/app.ts";
import { encodeLink } from "../../src/objects/link-code.ts";
import { findTariff } from "../../src/dev/emulator/world.ts";
import { testSettings } from "../settings.ts";
import { signed } from "./flatpeak.ts";
import { customerStub } from "./stubs.ts";
import type { Tariff } from "../../src/dev/emulator/world.ts";
import type { FakeFlatPeak } from "./flatpeak.ts";
import type { LinkPurpose, LinkSeat } from "../../src/core/link/links.ts";

export const ORIGIN = testSettings.PUBLIC_URL;
export const CUSTOMER = "cus_661677a19018beef00a29fae";
/** The tariff that `firstLink` breaks, and its home. */
export const TARIFF = "trf_6597ef46529ab4467502af0b";
export const LOCATION = "loc_661677cdc31d91695fd8f33d";

/** User agents of people, as browsers of each kind send them. */
export const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
export const DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0";

export const customer = () => customerStub(CUSTOMER);

/** What the customer's object tells of itself. Throws where it knows nothing. */
export async function story() {
  const told = await customer().story();
  if (told === null) throw new Error("the customer is not known");
  return told;
}

/** A tariff of the emulated world, to be broken or repaired. */
export function tariffIn({ world }: FakeFlatPeak, id: string): Tariff {
  const found = findTariff(world, id);
  if (found === null) throw new Error(`the emulated world knows no ${id}`);
  return found.tariff;
}

/** Takes in a signed event about a tariff, as of now. */
export async function happen(fake: FakeFlatPeak, type: string, tariffId: string, data: object = {}): Promise<void> {
  const found = findTariff(fake.world, tariffId);
  const body = {
    id: `evt_${crypto.randomUUID().replaceAll("-", "")}`,
    type,
    live_mode: false,
    account_id: testSettings.FLATPEAK_ACCOUNT_ID,
    time_created: new Date().toISOString(),
    data: { object: "tariff", id: tariffId, location_id: found?.home.id, customer_id: CUSTOMER, ...data },
  };
  const answer = await exports.default.fetch(await signed(fake, JSON.stringify(body)));
  const { status } = await answer.json<{ status?: string }>();
  if (status !== "stored") throw new Error(`the event was not stored: ${status}`);
}

/** Breaks the tariff and gives the link of the message that follows. */
export async function firstLink(fake: FakeFlatPeak, tariffId = TARIFF): Promise<string> {
  tariffIn(fake, tariffId).status = "ERROR";
  await happen(fake, "tariff.expired", tariffId);
  await customer().advanceClock(6 * 60_000);
  const [message] = fake.handoffs;
  if (message === undefined) throw new Error("no message went out");
  return message.body.data.link;
}

export const codeOf = (link: string): string => link.split("/").at(-1) ?? "";

/** The number of an overview that stands on every case there is. */
export const ALL_CASES = 16_000;

/** Where a link stands: on a case, or with number 0 as an overview on all of them. */
export const seatOf = (no: number, purpose: LinkPurpose = no === 0 ? "overview" : "open", epoch = 0): LinkSeat => ({
  purpose,
  no: no === 0 ? ALL_CASES : no,
  epoch,
});

/** The genuine code for a purpose. */
export const codeFor = (no: number, purpose?: LinkPurpose, epoch = 0, key = testSettings.LINK_KEYS): Promise<string> =>
  encodeLink({ ...seatOf(no, purpose, epoch), customerId: CUSTOMER }, [key]);

/** The genuine link of a case; number 0 is the overview's. */
export const linkTo = async (no: number, key = testSettings.LINK_KEYS): Promise<string> =>
  `${ORIGIN}/c/${await codeFor(no, undefined, 0, key)}`;

export interface Visit {
  readonly method?: string;
  readonly agent?: string;
  readonly headers?: Record<string, string>;
  /** Sent as a form. */
  readonly form?: Record<string, string>;
  /** Sent as JSON. */
  readonly json?: object;
  /** Sent as it is. */
  readonly raw?: string;
  /** Sent as it is. */
  readonly body?: string;
  /** Settings of the deployment that differ from those of the tests, or bindings. Seen by the routes, not by objects. */
  readonly settings?: Record<string, unknown>;
}

/** One request, by a phone unless told; redirects are not followed. */
export async function visit(url: string, how: Visit = {}): Promise<Response> {
  const { form, json, settings } = how;
  const body = form === undefined ? (how.body ?? JSON.stringify(json)) : new URLSearchParams(form).toString();
  const request = new Request(url, {
    method: how.method ?? (form === undefined ? "GET" : "POST"),
    headers: {
      "User-Agent": how.agent ?? PHONE,
      ...(form === undefined ? {} : { "Content-Type": "application/x-www-form-urlencoded" }),
      ...how.headers,
    },
    redirect: "manual",
    ...(body === undefined ? {} : { body }),
  });
  return settings === undefined ? exports.default.fetch(request) : app.fetch(request, { ...env, ...settings });
}

export const mints = ({ calls }: FakeFlatPeak): number => calls.filter((it) => it === "POST /connect/token").length;

/** What the operator tells of the customer. */
export async function setContact(contact: object): Promise<void> {
  const answer = await visit(`${ORIGIN}/v1/customers/${CUSTOMER}/contact`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` },
    json: contact,
  });
  if (answer.status !== 200) throw new Error(`the contact was not taken: ${await answer.text()}`);
}

/** The tariffs that tokens were asked for, in order. */
export const minted = ({ world }: FakeFlatPeak): readonly string[] =>
  world.tokenRequests.map(({ body }) => (body as { tariff_id: string }).tariff_id);

/** A page without what differs in any two answers: the nonce of their policies. */
export const withoutNonce = (html: string): string => html.replaceAll(/nonce="[^"]*"/g, "");
