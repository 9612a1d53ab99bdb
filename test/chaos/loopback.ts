// A small HTTP server on this machine whose handler may also cut the line.

import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { once } from "node:events";

/** A request as it came, read whole. */
export interface Call {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
  /** The caller has hung up: nobody waits for the answer. */
  readonly hasHungUp: () => boolean;
}

/** What to answer; `cut` ends the connection without a word. */
export type Reply = Response | "cut";

/** A server that is up. */
export interface Loopback {
  readonly origin: string;
  /** Errors of the handler itself: bugs of the rig, to be shown at the end. */
  readonly broken: readonly unknown[];
  close(): Promise<void>;
}

async function read(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const body = Buffer.concat(chunks).toString("utf8");
  const hasHungUp = (): boolean => request.socket.destroyed;
  return { method: request.method ?? "GET", path: request.url ?? "/", headers, body, hasHungUp };
}

async function write(reply: Response, response: ServerResponse): Promise<void> {
  response.writeHead(reply.status, Object.fromEntries(reply.headers));
  response.end(Buffer.from(await reply.arrayBuffer()));
}

/** Listens on a free port. A caller that goes away in the middle is part of the game and no error. */
export async function listen(handle: (call: Call) => Promise<Reply>): Promise<Loopback> {
  const broken: unknown[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const reply = await handle(await read(request));
      if (reply === "cut") request.socket.destroy();
      else await write(reply, response);
    } catch (error) {
      if (!request.socket.destroyed) broken.push(error);
      request.socket.destroy();
    }
  };
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    broken,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
