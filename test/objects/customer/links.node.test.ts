// The links of a message are made ahead of it: those that were ended before it leaves go out with none.

import { expect, it } from "vitest";
import { NOTIFICATION } from "../../../src/core/blank.ts";
import { newCustomer } from "../../../src/core/state.ts";
import { areAlive, linksFor } from "../../../src/objects/customer/effects/render.ts";
import { openCase } from "./rows/samples.ts";
import type { Case } from "../../../src/core/state.ts";

const link = { publicUrl: "https://go.example.test", keys: ["link-key-0123456789abcdef"] };
const deps = { config: { link } };
const state = newCustomer("cus_661677a19018beef00a29fae");
const one = openCase(1);
const other = openCase(2, "loc_2");
const among =
  (...cases: readonly Case[]) =>
  (no: number): Case | null =>
    cases.find((it) => it.no === no) ?? null;
const message = { ...NOTIFICATION, no: 1, caseNos: [1] };

it("links are over once those of their case were ended, or all, and not for those of another case", async () => {
  const links = await linksFor(deps, state, message, among(one, other));
  const { contact } = state;
  expect(areAlive(links, contact, among(one, other))).toBe(true);
  expect(areAlive(links, contact, among(one, { ...other, linksEnded: 1 }))).toBe(true);
  expect(areAlive(links, contact, among({ ...one, linksEnded: 1 }, other))).toBe(false);
  expect(areAlive(links, { ...contact, linkEpoch: 1 }, among(one, other))).toBe(false);
});

it("links that were ended come back by no further end of them, of one case or of all", async () => {
  const seen = new Set<string>();
  const [first, second] = [{ ...state.contact }, { ...state.contact, linkEpoch: 1 }];
  for (const [contact, linksEnded] of [
    [first, 0],
    [first, 1],
    [second, 1],
    [second, 2],
  ] as const) {
    const links = await linksFor(deps, { ...state, contact }, message, among({ ...one, linksEnded }));
    seen.add(links.byCase.get(1) ?? "none");
  }
  expect(seen.size).toBe(4);
});
