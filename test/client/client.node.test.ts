// The typed client, against a server that answers as it is told; and the example of the README by the name of the package.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createClient } from "../../src/client/client.ts";

const root = join(import.meta.dirname, "../..");

interface Asked {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
}

/** A client whose calls are answered by these, in turn; null is a connection that breaks. */
function clientWith(...answers: readonly (Response | null)[]) {
  const asked: Asked[] = [];
  const waited: number[] = [];
  const reconnect = createClient({
    url: "https://go.acme.test/",
    key: "k",
    wait: (ms) => {
      waited.push(ms);
      return Promise.resolve();
    },
    fetch: async (input, init) => {
      const request = new Request(input, init);
      asked.push({ url: request.url, method: request.method, headers: request.headers, body: await request.text() });
      const answer = answers[asked.length - 1];
      if (answer === null || answer === undefined) throw new TypeError("fetch failed");
      return answer;
    },
  });
  return { reconnect, asked, waited };
}

const problem = (status: number, code: string, headers: Record<string, string> = {}): Response =>
  Response.json({ error: { code, message: "because", request_id: "r1" } }, { status, headers });

describe("the client", () => {
  it("asks as the call is declared", async () => {
    const { reconnect, asked } = clientWith(
      Response.json({ customer_id: "cus_1", status: "stored", opted_out: false }),
    );
    const answer = await reconnect("PUT /v1/customers/:id/contact", {
      params: { id: "cus_1/x" },
      body: { email: "jo@example.com" },
      reason: "moved",
    });
    expect(answer).toEqual({ ok: true, value: { customer_id: "cus_1", status: "stored", opted_out: false } });
    expect(asked[0]).toMatchObject({
      url: "https://go.acme.test/v1/customers/cus_1%2Fx/contact",
      method: "PUT",
      body: '{"email":"jo@example.com"}',
    });
    expect(asked[0]?.headers.get("Authorization")).toBe("Bearer k");
    expect(asked[0]?.headers.get("X-Reason")).toBe("moved");
  });

  it("asks with what stands behind the question mark, and with nothing where nothing is said", async () => {
    const { reconnect, asked } = clientWith(Response.json({ data: [] }), Response.json({ data: [] }));
    await reconnect("GET /v1/audit", { query: { limit: "3", about: "cus_1" } });
    await reconnect("GET /v1/audit");
    expect(asked.map(({ url }) => url)).toEqual([
      "https://go.acme.test/v1/audit?limit=3&about=cus_1",
      "https://go.acme.test/v1/audit",
    ]);
    expect(asked[0]?.headers.get("Idempotency-Key")).toBeNull();
  });

  it("gives what went wrong as a value", async () => {
    const { reconnect, asked } = clientWith(problem(404, "not_found"));
    expect(await reconnect("GET /v1/customers/:id", { params: { id: "cus_1" } })).toEqual({
      ok: false,
      code: "not_found",
      message: "because",
      status: 404,
      requestId: "r1",
    });
    expect(asked).toHaveLength(1);
  });

  it("asks again where no answer came, under the same key", async () => {
    const made = Response.json({ customer_id: "cus_1", status: "held" });
    const { reconnect, asked, waited } = clientWith(null, problem(503, "unavailable", { "Retry-After": "30" }), made);
    const answer = await reconnect("POST /v1/customers/:id/hold", { params: { id: "cus_1" } });
    expect(answer).toMatchObject({ ok: true });
    expect(new Set(asked.map(({ headers }) => headers.get("Idempotency-Key"))).size).toBe(1);
    expect(waited).toEqual([1_000, 30_000]);
  });

  it("asks again for a change that is being made, and not for what is a conflict for good", async () => {
    const done = Response.json({ customer_id: "cus_1", status: "held" });
    const first = clientWith(problem(409, "conflict", { "Retry-After": "1" }), done);
    expect(await first.reconnect("POST /v1/customers/:id/hold", { params: { id: "cus_1" } })).toMatchObject({
      ok: true,
    });
    const other = clientWith(problem(409, "conflict"));
    expect(await other.reconnect("POST /v1/customers/:id/hold", { params: { id: "cus_1" } })).toMatchObject({
      status: 409,
    });
  });

  it("says in the end that no answer came", async () => {
    const { reconnect, asked } = clientWith(null, null, null);
    expect(await reconnect("GET /v1/sweep")).toMatchObject({ ok: false, code: "unreachable", status: null });
    expect(asked).toHaveLength(3);
  });

  it("is told by whoever stands between", async () => {
    const { reconnect } = clientWith(new Response("<h1>Forbidden</h1>", { status: 403 }));
    expect(await reconnect("GET /v1/sweep")).toMatchObject({ ok: false, code: "unavailable", status: 403 });
  });
});

it("is used as the README shows", async () => {
  const blocks = [...readFileSync(join(root, "README.md"), "utf8").matchAll(/```ts\n(.*?)```/gs)];
  const found = blocks.map(([, code]) => code ?? "").filter((code) => code.includes("flatpeak-reconnect/client"));
  expect(found).toHaveLength(1);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    response.setHeader("Content-Type", "application/json");
    const journal = [{ at: "2026-03-01T09:00:00.000Z", what: "silent", detail: { why: "opted_out" } }];
    response.end(JSON.stringify({ journal }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  try {
    // The one thing that is changed: the address.
    const code = found.join("").replace("https://go.example.com", `http://127.0.0.1:${address.port}`);
    const env = { ...process.env, OPERATOR_TOKEN: "token-1", NODE_OPTIONS: "" };
    // By the name of the package, from the sources: what is built of them is not there yet.
    const words = ["--conditions=source", "--input-type=module-typescript", "--eval", code];
    const child = spawn(process.execPath, words, { cwd: root, env });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => (printed += text));
    }
    await once(child, "close");
    expect(printed).toBe("2026-03-01T09:00:00.000Z silent opted_out\n");
    expect(asked).toEqual(["GET /v1/customers/cus_661677a19018beef00a29fae Bearer token-1"]);
  } finally {
    server.close();
  }
});
