import { exports } from "cloudflare:workers";
import { listDurableObjectIds, reset } from "cloudflare:test";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { installFlatPeak, signed } from "../../support/flatpeak.ts";
import { mutated } from "../../support/mutate.ts";
import { runsFrom } from "../../support/runs.ts";
import { bindings } from "../../support/worker.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

const total = runsFrom("FUZZ_BODIES", 1_500);
/** Objects are thrown away after so many bodies, so that a long run does not keep them all. */
const BATCH = 2_500;

/** Every word of the bodies sent that may name a customer, by the documented form of an id. */
function idsIn(bytes: Uint8Array): readonly string[] {
  const text = new TextDecoder().decode(bytes);
  const plain = text.replaceAll(/\\u00([0-7][0-9a-fA-F])/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return [...plain.matchAll(/"\s*((?:cus|loc)_[A-Za-z0-9_-]{1,120})\s*"/g)].flatMap((it) => it[1] ?? []);
}

async function post(flatpeak: FakeFlatPeak, bytes: Uint8Array): Promise<Response> {
  return exports.default.fetch(await signed(flatpeak, bytes));
}

describe("genuine bodies of any content", () => {
  it("are all answered calmly, break nothing, and make no customer of a bad id", { timeout: 3_600_000 }, async () => {
    const statuses = new Map<string, number>();
    const named = new Set(["cus_661677a19018beef00a29fae"]);
    for (let done = 0; done < total; done += BATCH) {
      vi.restoreAllMocks();
      await reset();
      vi.spyOn(console, "log").mockImplementation(() => undefined);
      const broken = vi.spyOn(console, "error").mockImplementation(() => undefined);
      const flatpeak = await installFlatPeak();
      const property = fc.asyncProperty(mutated, async (bytes) => {
        const response = await post(flatpeak, bytes);
        const text = await response.text();
        const known = `${response.status} ${(JSON.parse(text) as { status?: string }).status ?? ""}`;
        statuses.set(known, (statuses.get(known) ?? 0) + 1);
        for (const id of idsIn(bytes)) named.add(id);
        expect([200, 413]).toContain(response.status);
        expect(broken).not.toHaveBeenCalled();
      });
      await fc.assert(property, { numRuns: Math.min(BATCH, total - done) });
      const good = new Set([...named].map((id) => String(bindings.CUSTOMER.idFromName(id))));
      const made = await listDurableObjectIds(bindings.CUSTOMER);
      expect(made.map(String).filter((id) => !good.has(id))).toEqual([]);
      expect(flatpeak.handoffs).toEqual([]);
    }
    expect(statuses.get("200 stored")).toBeGreaterThan(0);
    expect(statuses.get("200 quarantined")).toBeGreaterThan(0);
  });
});
