// The fleet that `npm run dev` starts with: customers in every state, behind the back of the control room.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDevServer, until } from "./server.ts";
import type { DevServer } from "./server.ts";

const COUNT = 21;
/** One is told of an upgrade, which nobody is written to about unless that is switched on. */
const WITH_A_CASE = COUNT - 1;

let server: DevServer;
beforeAll(async () => {
  server = await startDevServer({ fleet: COUNT });
});
afterAll(async () => {
  await server.stop();
});

interface Listed {
  readonly data: readonly {
    readonly customer_id: string;
    readonly state: string;
    readonly needs_action: string | null;
  }[];
}

const operator = async <T>(path: string): Promise<T> => {
  const response = await server.get(`/v1${path}`, { headers: { Authorization: `Bearer ${server.operatorToken}` } });
  return response.json as T;
};

describe("the fleet of the dev server", () => {
  it("has cases in every state, and a funnel that is one", async () => {
    const { data } = await until(
      () => operator<Listed>("/cases?limit=200"),
      (seen) => new Set(seen.data.map((it) => it.customer_id)).size === WITH_A_CASE,
      "all of the fleet in the index",
    );
    expect(new Set(data.map(({ state }) => state))).toEqual(new Set(["open", "repaired", "handed_over", "closed"]));
    const needs = new Set(data.map((it) => it.needs_action));
    expect(needs).toEqual(new Set([null, "handed_over", "opted_out", "held"]));
    const funnel = await operator<{ data: Record<string, number>[] }>("/fleet/funnel");
    const [step] = funnel.data;
    expect(step).toMatchObject({ cases: data.length });
    for (const name of ["told", "tapped", "repaired", "repaired_otherwise"]) expect(step?.[name]).toBeGreaterThan(0);
  });

  it("is none of the control room's", async () => {
    const state = (await server.get("/_dev/state")).text;
    const inbox = (await server.get("/_dev/inbox")).text;
    expect(state).not.toContain("f1ee7");
    expect(inbox).not.toContain("f1ee7");
    expect(JSON.parse(inbox)).toEqual({ messages: [], publications: [] });
  });
});
