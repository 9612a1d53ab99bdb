// A CPU profile of the product while events come in: by the inspector protocol of workerd, written as Chrome reads it.

import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { once } from "node:events";
import { around, newCustomers } from "./homes.ts";
import { measure } from "./measure.ts";
import { startProduct } from "./servers.ts";
import type { SigningKey } from "../../src/dev/emulator/signing.ts";
import type { Loader } from "./loader.ts";
import type { Ground } from "./servers.ts";

interface Node {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
}

interface Profile {
  readonly nodes: readonly Node[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** A function and its share of the samples, what it calls left out. */
export interface Share {
  readonly name: string;
  readonly share: number;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

/** A line to the inspector: sends a command and gives its result. */
async function inspect(port: number): Promise<{
  readonly ask: (method: string, params?: object) => Promise<unknown>;
  readonly close: () => void;
}> {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as {
    readonly webSocketDebuggerUrl: string;
  }[];
  const [target] = targets;
  if (target === undefined) throw new Error("workerd offers nothing to inspect");
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await once(socket, "open");
  let last = 0;
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener("message", ({ data }) => {
    const said = JSON.parse(String(data)) as { id?: number; result?: unknown };
    if (said.id !== undefined) waiting.get(said.id)?.(said.result);
  });
  return {
    ask: (method, params = {}) =>
      new Promise((done) => {
        last += 1;
        waiting.set(last, done);
        socket.send(JSON.stringify({ id: last, method, params }));
      }),
    close: () => socket.close(),
  };
}

function sharesOf({ nodes, samples, timeDeltas }: Profile): readonly Share[] {
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
      id,
      url === ""
        ? functionName || "(anonymous)"
        : `${functionName || "(anonymous)"} ${url.split("/").at(-1)}:${lineNumber + 1}`,
    ]),
  );
  const times = new Map<string, number>();
  let whole = 0;
  for (const [nth, id] of samples.entries()) {
    const name = names.get(id) ?? "";
    const time = timeDeltas[nth] ?? 0;
    if (name === "(idle)") continue;
    whole += time;
    times.set(name, (times.get(name) ?? 0) + time);
  }
  return [...times].map(([name, time]) => ({ name, share: time / whole })).sort((a, b) => b.share - a.share);
}

/** Profiles the product while it takes in so many events of a hundred customers, and writes the profile to `file`. */
export async function profileIngest(
  ground: Ground,
  loader: Loader,
  { kid, privateKey }: SigningKey,
  events: number,
  file: string,
): Promise<readonly Share[]> {
  const fleet = newCustomers(100);
  for (const [batch, count] of [
    ["warm", 3_000],
    ["profiled", events],
  ] as const) {
    const customers = around(fleet, count);
    await loader.order({ do: "prepare", batch, customers, kid, privateKey: { ...privateKey } });
  }
  const port = await freePort();
  const server = await startProduct(ground, "product.profiled", { words: [`--inspector-addr=127.0.0.1:${port}`] });
  try {
    await measure(loader, server, "warm", "200 stored");
    const { ask, close } = await inspect(port);
    await ask("Profiler.enable");
    await ask("Profiler.setSamplingInterval", { interval: 200 });
    await ask("Profiler.start");
    await measure(loader, server, "profiled", "200 stored");
    const { profile } = (await ask("Profiler.stop")) as { profile: Profile };
    close();
    await writeFile(file, JSON.stringify(profile));
    return sharesOf(profile);
  } finally {
    await server.stop();
  }
}
