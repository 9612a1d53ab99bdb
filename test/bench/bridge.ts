// The bridge from Zero, measured: what goes through it beside a bare proxy, and ninety days of prices in quarter hours, bridged and
// handed through. All of it comes from one stand-in of FlatPeak on this machine.

import { createServer } from "node:http";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { startWorkerd } from "../chaos/workerd.ts";
import { cpuMicros, pin } from "./cpu.ts";
import { startProduct } from "./servers.ts";
import { fire, requestBytes } from "./wire.ts";
import type { Sample, Samples } from "./measure.ts";
import type { Ground, Server } from "./servers.ts";

const QUARTERS = 90 * 96;
const START = Date.parse("2026-01-01T00:00:00Z");
const QUARTER_MS = 900_000;
const HOME = "loc_65e42ce4d3b813479b252160";
const WINDOW = "start_time=2026-01-01T00:00:00Z&end_time=2026-04-01T00:00:00Z";

const instant = (no: number): string => new Date(START + no * QUARTER_MS).toISOString().replace(".000", "");

/** Anode's answer about ninety days: 8,640 entries, a megabyte. */
export const LONG = JSON.stringify({
  id: "prs_65e42cdd73e9f861edda35d7",
  object: "price",
  live_mode: true,
  location_id: HOME,
  location_timezone: "Europe/London",
  currency_code: "EUR",
  tariff_direction: "IMPORT",
  last_updated: instant(0),
  request: { tariff_direction: "IMPORT", start_time: instant(0), end_time: instant(QUARTERS) },
  data: Array.from({ length: QUARTERS }, (_, no) => ({
    valid_from: instant(no),
    valid_to: instant(no + 1),
    price: { value: ((no * 7_919) % 50_000) / 100_000, confidence: no % 96 === 0 ? 0.8 : 1 },
  })),
  time_created: instant(0),
  account_id: "acc_661677911f2197045e6cf1b1",
});
const SHORT = JSON.stringify({ id: "cus_65e421d1daa4a24082b4f590", object: "customer", live_mode: true });

interface Measured {
  readonly name: string;
  readonly server: "floor" | "product";
  readonly path: string;
  readonly times: number;
  readonly connections: number;
}

/** What goes through, and what is bridged. `events`: how many of the short ones. */
const parts = (events: number): readonly Measured[] => {
  const [short, long] = [
    { path: "/zero/customers/cus_65e421d1daa4a24082b4f590", times: events, connections: 32 },
    { path: "/zero/long", times: Math.ceil(events / 50), connections: 4 },
  ];
  return [
    { name: "through.floor", server: "floor", ...short },
    { name: "through.product", server: "product", ...short },
    { name: "long.floor", server: "floor", ...long },
    { name: "long.product", server: "product", ...long },
    { name: "bridged.product", server: "product", ...long, path: `/zero/tariffs/rates/${HOME}?${WINDOW}` },
  ];
};

async function startProxy(ground: Ground, upstream: string): Promise<Server> {
  const source = await readFile(join(import.meta.dirname, "floor/proxy.ts"), "utf8");
  await writeFile(join(ground.folder, "proxy.js"), stripTypeScriptTypes(source));
  const file = join(ground.folder, "proxy.capnp");
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker), (name = "internet", network = (allow = ["public", "private"]))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "proxy.js", esModule = embed "proxy.js")],
  compatibilityDate = "2026-10-23",
  bindings = [(name = "UPSTREAM", text = ${JSON.stringify(upstream)})],
  globalOutbound = "internet",
);
`;
  await writeFile(file, config);
  const worker = await startWorkerd(file);
  if (ground.cores !== null) pin(worker.pid, ground.cores);
  return { port: Number(new URL(worker.origin).port), pid: worker.pid, stop: () => worker.kill() };
}

/** Fires one part; throws unless every answer is 200. */
async function take({ path, times, connections }: Measured, server: Server): Promise<Sample> {
  const request = requestBytes("GET", path, { Authorization: "Bearer a.bearer.of-the-bench" });
  const before = cpuMicros(server.pid);
  const { seconds, answers, latencies } = await fire(server.port, Array<Buffer>(times).fill(request), connections);
  const after = cpuMicros(server.pid);
  if (answers["200"] !== times) throw new Error(`${path}: ${JSON.stringify(answers)} instead of 200`);
  latencies.sort();
  const at = (share: number): number => latencies[Math.floor((times - 1) * share)] ?? 0;
  const cpu = before === null || after === null ? null : (after - before) / times;
  return { rate: times / seconds, cpu, p50: at(0.5), p99: at(0.99) };
}

/** The servers of this part, and a round of it. */
export interface BridgeField {
  round(samples: Samples): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the product with its bridge, the proxy, and what both ask; and warms them up. */
export async function bridgeField(ground: Ground, events: number): Promise<BridgeField> {
  const flatpeak = createServer((request, response) => {
    const isLong = request.url?.startsWith("/long") === true || request.url?.startsWith("/prices/") === true;
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end(isLong ? LONG : SHORT);
  });
  flatpeak.listen(0, "127.0.0.1");
  await once(flatpeak, "listening");
  const address = flatpeak.address();
  if (address === null || typeof address === "string") throw new Error("the stand-in has no port");
  const origin = `http://127.0.0.1:${address.port}`;
  const servers = {
    floor: await startProxy(ground, origin),
    product: await startProduct({ ...ground, flatpeakOrigin: origin }, "product.bridge", {
      settings: { ZERO_BRIDGE: "on" },
    }),
  };
  for (const part of parts(Math.max(500, events / 4))) await take(part, servers[part.server]);
  return {
    async round(samples) {
      for (const part of parts(events)) {
        samples.set(part.name, [...(samples.get(part.name) ?? []), await take(part, servers[part.server])]);
      }
    },
    async stop() {
      await Promise.all([servers.floor.stop(), servers.product.stop()]);
      flatpeak.closeAllConnections();
      flatpeak.close();
    },
  };
}
