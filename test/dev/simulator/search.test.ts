import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ASSUMPTIONS } from "../../../src/dev/simulator/assumptions.ts";
import { chanceOf } from "../../../src/dev/simulator/chance.ts";
import { policyFrom } from "../../../src/dev/simulator/policy-file.ts";
import { findFrontier } from "../../../src/dev/simulator/search.ts";
import { frontiersOf, namedPoints } from "../../../src/dev/simulator/named.ts";
import { searchLines, writeFrontier } from "../../../src/dev/simulator/search-report.ts";
import { storedOf } from "../../../src/dev/simulator/stored.ts";
import {
  candidateOf,
  drawn,
  keyOf,
  neighboursOf,
  policyOf,
  SPACE,
  spaceWithin,
} from "../../../src/dev/simulator/space.ts";
import { readPolicySettings } from "../../../src/setup/policy.ts";
import type { Found } from "../../../src/dev/simulator/search.ts";
import type { Space } from "../../../src/dev/simulator/space.ts";

const folder = mkdtempSync(join(tmpdir(), "frontier-"));
afterAll(() => rmSync(folder, { recursive: true }));

const passes: string[] = [];
const search = (threads: number): Promise<Found> =>
  findFrontier({
    seed: 3,
    customers: 80,
    days: 40,
    assumed: ASSUMPTIONS,
    current: policyFrom(null),
    threads,
    width: { policies: 4, around: 2, rounds: 1, small: 0.5, finalists: [4, 1, 1, 3] },
    progress: ({ no, of, customers }, done) => {
      if (done === customers) passes.push(`${no}/${of} ${customers}`);
    },
  });

describe("the space of policies", () => {
  it("has policies only that a deployment can be given, whichever of its values is taken", () => {
    const one = Object.fromEntries(Object.entries(SPACE).map(([name, values]) => [name, values[0]]));
    for (const [name, values] of Object.entries(SPACE))
      for (const value of values) expect(() => policyOf({ ...one, [name]: value } as never)).not.toThrow();
  });

  it("is drawn from without repeats, the same for the same seed, and every policy has neighbours of one difference", () => {
    const some = drawn(chanceOf(1), 50);
    expect(new Set(some.map(keyOf)).size).toBe(50);
    expect(drawn(chanceOf(1), 50)).toEqual(some);
    for (const it of some.slice(0, 5))
      for (const other of neighboursOf(it)) {
        const [lines, others] = [keyOf(it).split("\n"), keyOf(other).split("\n")];
        expect(lines.filter((line, index) => line !== others[index])).toHaveLength(1);
      }
  });
});

describe("the place of a policy in the space", () => {
  it("is found for the defaults, so that a search begins around them, and is none for what no line has", () => {
    const own = candidateOf(policyFrom(null));
    expect(own === null ? null : policyOf(own)).toEqual(policyFrom(null));
    for (const it of drawn(chanceOf(2), 20)) expect(candidateOf(policyOf(it))).toEqual(it);
    const read = readPolicySettings({ SMS_MAX: "3" });
    expect(read.ok ? candidateOf(read.policy) : "unread").toBeNull();
  });
});

describe("the means of a policy", () => {
  const part = (settings: Readonly<Record<string, string>>): Pick<Space, "CHANNEL_ORDER" | "SEND_WINDOW"> => {
    const read = readPolicySettings(settings);
    if (!read.ok) throw new Error("no policy");
    const { CHANNEL_ORDER, SEND_WINDOW } = spaceWithin(read.policy);
    return { CHANNEL_ORDER, SEND_WINDOW };
  };

  it("allow no SMS sooner than by its channel order, and no window that opens later than its own", () => {
    expect(part({})).toEqual({
      CHANNEL_ORDER: ["push,email,handoff", "email,push,sms,handoff", "push,email,sms,handoff"],
      SEND_WINDOW: ["09:00-20:00"],
    });
    expect(part({ CHANNEL_ORDER: "sms", SEND_WINDOW: "16:00-20:00" })).toEqual({
      CHANNEL_ORDER: SPACE.CHANNEL_ORDER,
      SEND_WINDOW: ["09:00-20:00", "12:00-20:00"],
    });
    expect(part({ CHANNEL_ORDER: "push,email" }).CHANNEL_ORDER).toEqual(["push,email,handoff"]);
  });
});

describe("a search", () => {
  it("gives the same bytes for any number of threads, and settings files that the simulator reads", async () => {
    const [one, two] = [await search(1), await search(2)];
    expect(passes.slice(0, 3)).toEqual(["1/3 40", "2/3 40", "3/3 80"]);
    expect(searchLines("a title", two)).toEqual(searchLines("a title", one));
    const written = [one, two].map((found, index) => {
      const into = join(folder, String(index));
      const about = { seed: 3, customers: 80, days: 40, assumed: ASSUMPTIONS, current: policyFrom(null) };
      writeFrontier(into, "a title", found, storedOf(about, found));
      return readdirSync(into).map((name) => [name, readFileSync(join(into, name), "utf8")] as const);
    });
    expect(written[1]).toEqual(written[0]);

    const named = namedPoints(one);
    for (const it of frontiersOf(one).messages) {
      const { candidate } = named.find(({ name }) => name === it.name) ?? it;
      expect(policyFrom(join(folder, "0", `${it.name}.env`))).toEqual(policyOf(candidate));
    }
    const svg = written[0]?.find(([name]) => name === "frontier.svg")?.[1] ?? "";
    expect(svg).toContain("prefers-color-scheme:dark");
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg.match(/class="now"/g)).toHaveLength(3);

    // Where the current settings stand.
    const lines = searchLines("a title", one).join("\n");
    expect(lines).toMatch(/^ {2}current +\d+\.\d +\d+\.\d/m);
    for (const which of ["of all policies", "within its means"])
      expect(lines).toMatch(new RegExp(`(-?\\d+\\.\\d % more|fewer messages than every).* ${which}`));
  });
});
