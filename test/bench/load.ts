// The load generator, a process of its own so that it can be kept away from the server's cores. Signs events before a
// measurement and keeps the bytes; then fires them when told.

import { constants, createPrivateKey, randomBytes, sign } from "node:crypto";
import { promisify } from "node:util";
import { documentedAccount } from "../../src/dev/emulator/world.ts";
import { fire, requestBytes } from "./wire.ts";
import type { JsonWebKey } from "node:crypto";

/** Events to be signed: one for each customer named, in this order. */
export interface Preparation {
  readonly do: "prepare";
  readonly batch: string;
  readonly customers: readonly string[];
  readonly kid: string;
  readonly privateKey: JsonWebKey;
}

/** Requests for links, ready as they are. */
export interface Taps {
  readonly do: "taps";
  readonly batch: string;
  readonly paths: readonly string[];
}

export interface Shot {
  readonly do: "fire";
  readonly batch: string;
  readonly port: number;
  readonly connections: number;
}

export type Order = Preparation | Taps | Shot | { readonly do: "drop"; readonly batch: string };

/** What is reported of a shot; latencies in microseconds. */
export interface Report {
  readonly requests: number;
  readonly seconds: number;
  readonly answers: Readonly<Record<string, number>>;
  readonly p50: number;
  readonly p99: number;
}

const batches = new Map<string, readonly Buffer[]>();
const signAsync = promisify(sign);
const ALIKE = 512;

/** The tariff and home a customer's events speak of: always the same one. */
export const idsOf = (customerId: string): { tariff: string; location: string } => {
  const key = customerId.slice(4);
  return { tariff: `trf_${key}`, location: `loc_${key}` };
};

/** An event of today's shape, about the one tariff of its customer. */
export function eventBody(customerId: string, type = "tariff.expired"): string {
  const { tariff, location } = idsOf(customerId);
  return JSON.stringify({
    id: `evt_${randomBytes(12).toString("hex")}`,
    object: "event",
    type,
    time_created: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    account_id: documentedAccount,
    live_mode: false,
    data: {
      live_mode: false,
      object: "tariff",
      id: tariff,
      tariff_id: tariff,
      location_id: location,
      customer_id: customerId,
      account_id: documentedAccount,
      contract_end_date: "2026-01-31",
    },
  });
}

async function prepare({ customers, kid, privateKey }: Preparation): Promise<readonly Buffer[]> {
  const key = createPrivateKey({ key: privateKey, format: "jwk" });
  const options = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  const one = async (customerId: string): Promise<Buffer> => {
    const body = Buffer.from(eventBody(customerId));
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = await signAsync("sha256", Buffer.concat([Buffer.from(`${timestamp}.`), body]), options);
    const headers = {
      "Content-Type": "application/json",
      "Flatpeak-Signature": `v1=${signature.toString("base64url")}`,
      "Flatpeak-Signature-Scheme": "v1",
      "Flatpeak-Timestamp": timestamp,
      "Flatpeak-Key-ID": kid,
      "Flatpeak-Version": "2025-09-14.anode",
    };
    return requestBytes("POST", "/webhooks/flatpeak", headers, body);
  };
  const requests: Buffer[] = [];
  for (let from = 0; from < customers.length; from += ALIKE) {
    requests.push(...(await Promise.all(customers.slice(from, from + ALIKE).map(one))));
  }
  return requests;
}

async function shoot({ batch, port, connections }: Shot): Promise<Report> {
  const requests = batches.get(batch);
  if (requests === undefined) throw new Error(`no batch ${batch}`);
  const { seconds, answers, latencies } = await fire(port, requests, Math.min(connections, requests.length));
  latencies.sort();
  const at = (share: number): number => latencies[Math.floor((latencies.length - 1) * share)] ?? 0;
  return { requests: requests.length, seconds, answers, p50: at(0.5), p99: at(0.99) };
}

async function obey(order: Order): Promise<Report | null> {
  switch (order.do) {
    case "prepare":
      batches.set(order.batch, await prepare(order));
      return null;
    case "taps":
      batches.set(
        order.batch,
        order.paths.map((path) => requestBytes("GET", path, { "User-Agent": "Mozilla/5.0 (iPhone) Safari/604.1" })),
      );
      return null;
    case "fire":
      return shoot(order);
    case "drop":
      batches.delete(order.batch);
      return null;
  }
}

async function answer(order: Order): Promise<void> {
  try {
    process.send?.({ report: await obey(order) });
  } catch (error) {
    process.send?.({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

if (import.meta.main) process.on("message", (order: Order) => void answer(order));
