import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ASSUMPTIONS } from "../../../src/dev/simulator/assumptions.ts";
import { chanceOf } from "../../../src/dev/simulator/chance.ts";
import { policyFrom } from "../../../src/dev/simulator/policy-file.ts";
import { findFrontier } from "../../../src/dev/simulator/search.ts";
import { frontiersOf, namedPoints, searchLines, writeFrontier } from "../../../src/dev/simulator/search-report.ts";
import { drawn, keyOf, neighboursOf, policyOf, SPACE } from "../../../src/dev/simulator/space.ts";
import type { Found } from "../../../src/dev/simulator/search.ts";

const folder = mkdtempSync(join(tmpdir(), "frontier-"));
afterAll(() => rmSync(folder, { recursive: true }));

const passes: string[] = [];
const search = (threads: number): Promise<Found> =>
  findFrontier({
    seed: 3,
    customers: 120,
    days: 60,
    assumed: ASSUMPTIONS,
    current: policyFrom(null),
    threads,
    width: { policies: 8, rounds: 1, small: 0.5, finalists: [6, 2, 2] },
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

describe("a search", () => {
  it("gives the same bytes for any number of threads, and settings files that the simulator reads", async () => {
    const [one, two] = [await search(1), await search(2)];
    expect(passes.slice(0, 3)).toEqual(["1/3 60", "2/3 60", "3/3 120"]);
    expect(searchLines("a title", two)).toEqual(searchLines("a title", one));
    const written = [one, two].map((found, index) => {
      const into = join(folder, String(index));
      writeFrontier(into, "a title", found);
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
  });

  it("names where the current settings stand", async () => {
    const lines = searchLines("a title", await search(2));
    expect(lines.join("\n")).toMatch(/^ {2}current +\d+\.\d +\d+\.\d/m);
    expect(lines.join("\n")).toMatch(
      /At as many messages the current settings have -?\d+\.\d % more hours|fewer messages/,
    );
  });
});
