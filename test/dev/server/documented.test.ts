// Every event body of FlatPeak's documentation, as a person finds and posts it: the customer is told, or the answer says
// why not.
import { readdirSync, readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { startDevServer, until } from "./server.ts";

const fixtures = new URL("../../fixtures/", import.meta.url);
const bodies = readdirSync(fixtures).filter((name) => name.endsWith(".json"));

interface Message {
  customer_id: string;
  reason: string;
  cases: { tariff_id: string }[] | null;
}

test("every documented body tells its customer, or says in its answer why not (row 83)", async () => {
  expect(bodies.length).toBeGreaterThanOrEqual(8);
  const server = await startDevServer();
  onTestFinished(() => server.stop());
  const messages = async () => ((await server.get("/_dev/inbox")).json as { messages: Message[] }).messages;

  const told: string[] = [];
  const explained: string[] = [];
  for (const name of bodies) {
    const before = (await messages()).length;
    const form = { "Content-Type": "application/x-www-form-urlencoded" };
    const answer = await server.post("/webhooks/flatpeak", readFileSync(new URL(name, fixtures)), form);
    expect([name, answer.status]).toEqual([name, 200]);
    const { status, emulator } = answer.json as { status: string; emulator?: { outcome: string | null } };
    expect([name, status]).not.toEqual([name, "quarantined"]);
    const { data } = JSON.parse(readFileSync(new URL(name, fixtures), "utf8")) as { data: Record<string, unknown> };
    const outcome = emulator?.outcome ?? null;
    if (outcome !== null && !outcome.includes("the customer is told")) {
      explained.push(name);
      continue;
    }
    await server.post("/_dev/clock", { advance: "1m" });
    const tariff = data["tariff_id"] ?? data["id"];
    const all = await until(messages, (seen) => seen.length > before, `${name}: a message`);
    const message = all.at(-1);
    const customer = data["customer_id"] ?? message?.customer_id;
    expect([name, message]).toMatchObject([name, { customer_id: customer, cases: [{ tariff_id: tariff }] }]);
    told.push(name);
  }
  expect(told).toEqual([
    "anode.tariff.expired.json",
    "zero-later-1.tariff.expiring.json",
    "zero-later-2.tariff.expiring.json",
  ]);
  expect(explained).toEqual(bodies.filter((name) => !told.includes(name)));
});

test("what came while FlatPeak's API failed is found by the sweep, an old body at hand or not (row 84)", async () => {
  const server = await startDevServer();
  onTestFinished(() => server.stop());
  const messages = async () => ((await server.get("/_dev/inbox")).json as { messages: Message[] }).messages;

  await server.post("/_dev/faults", { target: "api", mode: "500" });
  const missed = (await server.post("/_dev/trigger", { type: "tariff.expired" })).json;
  expect(missed).toMatchObject({ delivery: { status: 503 }, outcome: expect.stringContaining("delivered again") });
  const old = readFileSync(new URL("zero-later-2.tariff.expiring.json", fixtures));
  expect((await server.post("/webhooks/flatpeak", old)).status).toBe(503);
  await server.post("/_dev/faults", { target: "api", mode: "none" });

  const bearer = { Authorization: `Bearer ${server.operatorToken}` };
  expect((await server.post("/v1/sweep", "", bearer)).json).toMatchObject({ missed_by_webhooks: 1 });
  await server.post("/_dev/clock", { advance: "10s" });
  await until(messages, (seen) => seen.length > 0, "a message of what was missed");
});
