// HTTP/1.1 by hand on kept connections: requests are bytes made beforehand, so that the client costs as little as it can
// and its latencies are in microseconds. Understands exactly the answers of the servers measured here.

import { connect } from "node:net";
import type { Socket } from "node:net";

/** What came of a run of requests. */
export interface Fired {
  readonly seconds: number;
  /** Answers by "status word", where the word is the `status` of a JSON body. */
  readonly answers: Readonly<Record<string, number>>;
  /** Microseconds, in no order. */
  readonly latencies: Float64Array;
}

/** The bytes of a request. */
export function requestBytes(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array = new Uint8Array(),
): Buffer {
  const lines = [`${method} ${path} HTTP/1.1`, "Host: go.example.test"];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (method !== "GET") lines.push(`Content-Length: ${body.length}`);
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`), body]);
}

/** Where the answer at the beginning of `buffer` ends; -1 when it has not all arrived. */
function endOfAnswer(buffer: Buffer): number {
  const head = buffer.indexOf("\r\n\r\n");
  if (head === -1) return -1;
  const headers = buffer.toString("latin1", 0, head).toLowerCase();
  const length = /\r\ncontent-length: (\d+)/.exec(headers)?.[1];
  if (length !== undefined) {
    const end = head + 4 + Number(length);
    return buffer.length >= end ? end : -1;
  }
  if (!headers.includes("\r\ntransfer-encoding: chunked")) return head + 4;
  const end = buffer.indexOf("0\r\n\r\n", head + 4);
  return end === -1 ? -1 : end + 5;
}

function nameOf(answer: Buffer): string {
  const text = answer.toString("latin1");
  const word = /"status":"(\w+)"/.exec(text)?.[1];
  return word === undefined ? text.slice(9, 12) : `${text.slice(9, 12)} ${word}`;
}

function lane(port: number): Promise<Socket> {
  return new Promise((ready, fail) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true }, () => ready(socket));
    socket.once("error", fail);
  });
}

/** Sends every request once, on so many connections at a time. Rejects when a connection breaks. */
export async function fire(port: number, requests: readonly Buffer[], connections: number): Promise<Fired> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => lane(port)));
  const answers: Record<string, number> = {};
  const latencies = new Float64Array(requests.length);
  let next = 0;
  const startedAt = performance.now();
  const drive = (socket: Socket): Promise<void> =>
    new Promise((done, fail) => {
      let sentAt = 0;
      let nth = 0;
      let rest: Buffer = Buffer.alloc(0);
      const send = (): void => {
        const request = requests[next];
        if (request === undefined) return done();
        nth = next++;
        sentAt = performance.now();
        socket.write(request);
      };
      socket.on("data", (chunk) => {
        rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
        const end = endOfAnswer(rest);
        if (end === -1) return;
        latencies[nth] = (performance.now() - sentAt) * 1_000;
        const name = nameOf(rest.subarray(0, end));
        answers[name] = (answers[name] ?? 0) + 1;
        rest = rest.subarray(end);
        send();
      });
      socket.once("error", fail);
      socket.once("close", () => fail(new Error("the server closed a connection")));
      send();
    });
  await Promise.all(sockets.map(drive));
  const seconds = (performance.now() - startedAt) / 1_000;
  for (const socket of sockets) socket.removeAllListeners("close").destroy();
  return { seconds, answers, latencies };
}
