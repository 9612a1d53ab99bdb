// People of its own for each test, in the one dev server that all tests share.
import { createHash } from "node:crypto";
import { expect, inject } from "vitest";
import { clientOf, until } from "./server.ts";
import type { Client } from "./server.ts";

/** A customer with the two homes and five tariffs of the emulated world, under ids of their own. */
export interface Household {
  readonly server: Client;
  readonly customer: string;
  /** In the order of the world: import and grid fee of the first home, then import, export and grid fee of the second. */
  readonly tariffs: readonly [string, string, string, string, string];
}

interface State {
  readonly customers: readonly { readonly id: string }[];
  readonly locations: readonly { readonly tariffs: readonly { readonly id: string }[] }[];
}

interface Inbox {
  readonly messages: readonly { readonly link: string }[];
}

let households = 0;

/**
 * Empties a server's world and brings new people into it; the shared one's, unless told. Nobody else may be using it: files run
 * one by one.
 */
export async function moveIn(server: Client = clientOf(inject("devServer").origin)): Promise<Household> {
  households += 1;
  const name = `${expect.getState().testPath ?? ""} ${households}`;
  const people = createHash("sha256").update(name).digest("hex").slice(0, 12);
  const { customers, locations } = (await server.post("/_dev/reset", { people })).json as State;
  const [customer] = customers;
  const tariffs = locations.flatMap((home) => home.tariffs.map(({ id }) => id));
  if (customer === undefined || tariffs.length !== 5) throw new Error("the world is not as it was");
  const headers = { Authorization: `Bearer ${server.operatorToken}` };
  const contact = JSON.stringify({ locale: "en", timezone: "Europe/London" });
  const url = `/v1/customers/${customer.id}/contact`;
  const { status, text } = await server.get(url, { method: "PUT", headers, body: contact });
  if (status !== 200) throw new Error(`the contact was answered ${status} ${text}`);
  return { server, customer: customer.id, tariffs: tariffs as unknown as Household["tariffs"] };
}

/** The links of all messages in the inbox, oldest first. */
export async function linksIn(server: Client): Promise<string[]> {
  const { messages } = (await server.get("/_dev/inbox")).json as Inbox;
  return messages.map(({ link }) => link);
}

/** Lets the wait for more to tell of pass, and gives the link of the message that goes out then. */
export async function firstLink(server: Client): Promise<string> {
  await server.post("/_dev/clock", { advance: "10m" });
  const [link] = await until(
    async () => linksIn(server),
    (links) => links.length > 0,
    "a message in the inbox",
  );
  if (link === undefined) throw new Error("the message is gone");
  return link;
}
