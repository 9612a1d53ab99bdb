// GET /metrics: what Prometheus reads, for an operator alone; and the lines and data points of decisions.

import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { app } from "../../src/app.ts";
import { makeEvent } from "../../src/dev/emulator/events.ts";
import { documentedCustomer, documentedTariff } from "../../src/dev/emulator/world.ts";
import { tellDecisions } from "../../src/objects/customer/decisions.ts";
import { line } from "../../src/core/journal.ts";
import { textOf } from "../../src/web/metrics/text.ts";
import { installFlatPeak, signed } from "../support/flatpeak.ts";
import { testSettings } from "../settings.ts";
import type { FakeFlatPeak } from "../support/flatpeak.ts";
import documentation from "../../docs/METRICS.md?raw";

let fake: FakeFlatPeak;
beforeEach(async () => {
  fake = await installFlatPeak();
});

const ask = (token: string | null, method = "GET"): Promise<Response> =>
  Promise.resolve(
    app.fetch(
      new Request("https://go.example.test/metrics", {
        method,
        headers: token === null ? {} : { Authorization: `Bearer ${token}` },
      }),
      { ...env, ...testSettings },
    ),
  );

/** The name of each sample. */
const namesIn = (text: string): readonly string[] => [
  ...new Set(text.split("\n").flatMap((it) => /^(reconnect_\w+)[ {]/.exec(it)?.[1] ?? [])),
];

async function happens(): Promise<void> {
  const event = makeEvent(fake.world, "tariff.expired", documentedTariff, "zero-later-2", Date.now());
  if (event === null) throw new Error("no such tariff");
  expect((await app.fetch(await signed(fake, JSON.stringify(event)), { ...env })).status).toBe(200);
}

describe("the metrics", () => {
  it("are there for an operator, as Prometheus reads them", async () => {
    const answer = await ask(testSettings.OPERATOR_TOKEN);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Content-Type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(answer.headers.get("Cache-Control")).toContain("no-store");
    const text = await answer.text();
    expect(text).toContain('reconnect_channel_open{channel="handoff"} 1\n');
    expect(text).toContain("reconnect_flatpeak_refuses_us 0\n");
    for (const it of text.trimEnd().split("\n"))
      expect(it).toMatch(
        /^(?:# (?:HELP|TYPE) reconnect_\w+ \S.*|reconnect_\w+(?:\{(?:\w+="[^"]*",?)+\})? -?\d+(?:\.\d+)?)$/,
      );
  });

  it("are there for nobody else, and by GET alone", async () => {
    expect((await ask(null)).status).toBe(401);
    expect((await ask("another-token-0123456789abcdef0123456789")).status).toBe(401);
    const other = await ask(testSettings.OPERATOR_TOKEN, "POST");
    expect([other.status, other.headers.get("Allow")]).toEqual([405, "GET"]);
  });

  it("are documented each, and each that is documented is there", async () => {
    await happens();
    const names = namesIn(await (await ask(testSettings.OPERATOR_TOKEN)).text());
    const documented = [...documentation.matchAll(/^\| `(reconnect_\w+)`/gm)].map(([, name]) => name);
    expect(names.filter((name) => !documented.includes(name))).toEqual([]);
    // Those that are not known yet have no sample.
    const unknown = documented.filter((name) => name !== undefined && !names.includes(name));
    expect(
      unknown.filter(
        (name) =>
          !/timestamp|oldest|lateness|delivery|experiment|^reconnect_(?:open_)?cases|needs|notifications$/.test(
            name ?? "",
          ),
      ),
    ).toEqual([]);
  });

  it("name no customer", async () => {
    await happens();
    const text = await (await ask(testSettings.OPERATOR_TOKEN)).text();
    expect(text).not.toMatch(/\b(?:cus|loc|trf|evt|acc)_/);
  });

  it("escape what a label holds", () => {
    const samples = [{ labels: { channel: 'a"b\\c\nd' }, value: 1 }];
    expect(textOf([{ name: "x", type: "gauge", help: "h", samples }])).toContain('x{channel="a\\"b\\\\c\\nd"} 1');
  });
});

describe("a decision", () => {
  it("is one line in the log, under a stable name, with its facts", async () => {
    const lines: unknown[] = [];
    vi.spyOn(console, "log").mockImplementation((text: string) => void lines.push(JSON.parse(text)));
    await happens();
    const decided = lines.filter((it) => (it as { what: string }).what === "decided");
    expect(decided).toContainEqual(
      expect.objectContaining({
        decision: "case_opened",
        customer: documentedCustomer,
        tariff: documentedTariff,
        reason: "expired",
      }),
    );
  });

  it("is a data point where one is bound, which names nobody", () => {
    const points: AnalyticsEngineDataPoint[] = [];
    const analytics = { writeDataPoint: (point?: AnalyticsEngineDataPoint) => void points.push(point ?? {}) };
    const log = { info: () => undefined, error: () => undefined };
    tellDecisions({ log, analytics }, documentedCustomer, [
      line(1, "silent", { why: "cap", until: 2, case: 1 }),
      line(1, "tariff_replaced", { case: 1, tariff: "trf_1", from: "trf_2" }),
      line(1, "case_opened", { case: 1, tariff: "trf_1", reason: "expired", event: "evt_1" }),
    ]);
    expect(points.map(({ indexes, blobs, doubles }) => [indexes, blobs, doubles])).toEqual([
      [["silent"], ["silent", "cap", "", "", ""], [1]],
      [["tariff_replaced"], ["tariff_replaced", "", "", "", ""], [1]],
      [["case_opened"], ["case_opened", "", "expired", "", ""], [1]],
    ]);
  });
});
