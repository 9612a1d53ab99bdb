// Whether a repair is verified to the price.

import { expect, it } from "vitest";
import { readConfig } from "../../src/setup/config.ts";
import { testSettings } from "../settings.ts";

it.each<[string | undefined, unknown]>([
  [undefined, true],
  ["on", true],
  ["off", false],
  ["maybe", [{ setting: "VERIFY_PRICES", problem: "must be on or off" }]],
])("VERIFY_PRICES, %s, verifies a repair to the price: %j", (given, expected) => {
  const read = readConfig({ ...testSettings, ...(given === undefined ? {} : { VERIFY_PRICES: given }) });
  expect(read.ok ? read.config.flatpeak.verifiesPrices : read.complaints).toEqual(expected);
});
