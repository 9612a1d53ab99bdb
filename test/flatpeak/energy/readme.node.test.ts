// The example of the README, run as it stands there, by the name of the package.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PRICES } from "./examples.ts";

const root = join(import.meta.dirname, "../../..");

const exampleIn = (text: string): string => {
  const blocks = [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code ?? "");
  const found = blocks.filter((it) => it.includes("flatpeak-reconnect/flatpeak"));
  if (found.length !== 1) throw new Error(`${found.length} examples of the energy client in the README`);
  return found.join("");
};

describe("the example of the README", () => {
  it("prints today's prices", async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const isLogin = request.url === "/login";
      const body = isLogin ? { bearer_token: "bearer", expires_in: 3_600, live_mode: false } : PRICES;
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify(body));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    try {
      // The one thing that is changed: the address.
      const code = exampleIn(readFileSync(join(root, "README.md"), "utf8")).replace(
        "createEnergy({",
        `createEnergy({ apiUrl: "http://127.0.0.1:${address.port}",`,
      );
      const env = { ...process.env, FLATPEAK_ACCOUNT_ID: "acc_1", FLATPEAK_API_KEY: "sk_test_1", NODE_OPTIONS: "" };
      // By the name of the package, from the sources: what is built of them is not there yet.
      const words = ["--conditions=source", "--input-type=module-typescript", "--eval", code];
      const child = spawn(process.execPath, words, { cwd: root, env });
      let printed = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8");
        stream.on("data", (text: string) => (printed += text));
      }
      await once(child, "close");
      expect(printed).toBe("2026-06-15T08:00:00+01:00 0.24501 GBP\n2026-06-15T09:00:00+01:00 -0.012 GBP\n");
      expect(asked).toEqual(["GET /login", "POST /prices/loc_65e0839faca22517d5d51cd5"]);
    } finally {
      server.close();
    }
  });
});
