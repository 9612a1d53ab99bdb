// What this code leaves in every object, in the index and with customers: made in workerd by a run of test/objects/left.

import { startVitest } from "vitest/node";
import type { TestCase } from "vitest/node";

const FILE = "test/objects/left/left.test.ts";
/** The test that makes it, and finds fault where something is missing. */
const MAKES = "has something of every";

/** The files of a fixture beside the customers' lives, by their names without `.json`. Throws where the run does not make them. */
export async function objectsLeft(): Promise<Readonly<Record<string, object>>> {
  const vitest = await startVitest("test", [FILE], {
    project: ["worker"],
    testNamePattern: MAKES,
    watch: false,
    reporters: ["dot"],
  });
  const tests = vitest.state.getTestModules().flatMap((it): readonly TestCase[] => [...it.children.allTests()]);
  const made = tests.find((it) => it.meta().left !== undefined);
  const left = made?.ok() === true ? made.meta().left : undefined;
  await vitest.close();
  if (left === undefined) throw new Error(`${FILE} did not make all that is left`);
  return left;
}
