// Lines of cases as the fleet's index is told them.

import { DAY } from "../../src/core/time.ts";
import type { CaseLine } from "../../src/core/fleet/line.ts";

export const NOW = Date.now();

/** An open case that began yesterday. */
export const caseOf = (change: Partial<CaseLine>): CaseLine => ({
  no: 1,
  tariff: "trf_1",
  location: "loc_1",
  supplier: "prv_1",
  slot: "commodity_import",
  reason: "expired",
  state: "open",
  needs: null,
  contractEnd: null,
  openedAt: NOW - DAY,
  endedAt: null,
  dueAt: NOW + DAY,
  toldAt: null,
  rung: null,
  channel: null,
  language: null,
  tappedAt: null,
  taps: null,
  pageAt: null,
  onwardAt: null,
  continuesAt: null,
  sessionAt: null,
  experiment: null,
  arm: null,
  ...change,
});
