// Finding a supplier as people type it.

import { describe, expect, it } from "vitest";
import { folded, found } from "../../../../src/web/connect/pages/finding.ts";

const NAMES = [
  "Octopus Energy",
  "EDF Énergie",
  "E.ON Next",
  "Vattenfall",
  "Scottish Power",
  "OVO Energy",
  "Stadtwerke München",
  "British Gas",
  "Überlandwerk Fulda",
  "Ørsted",
];

const hits = (typed: string): readonly string[] => found(NAMES, (it) => it, typed);

describe("a supplier", () => {
  it.each([
    ["octopus", "Octopus Energy"],
    ["ocotpus", "Octopus Energy"],
    ["octopsu energy", "Octopus Energy"],
    ["edf energie", "EDF Énergie"],
    ["eon", "E.ON Next"],
    ["e-on", "E.ON Next"],
    ["vatenfal", "Vattenfall"],
    ["scotishpower", "Scottish Power"],
    ["munchen", "Stadtwerke München"],
    ["MÜNCHEN", "Stadtwerke München"],
    ["muenchen", "Stadtwerke München"],
    ["brit gas", "British Gas"],
    ["gas british", "British Gas"],
    ["uber", "Überlandwerk Fulda"],
    ["orsted", "Ørsted"],
  ])("is found by %s", (typed, name) => {
    expect(hits(typed)[0]).toBe(name);
  });

  it("is not found by what names none", () => {
    for (const typed of ["xyz", "qwertyuiop", "zz"]) expect(hits(typed)).toEqual([]);
  });

  it("stands in FlatPeak's order as long as nothing was typed", () => {
    expect(hits("  ")).toEqual(NAMES);
  });

  it("comes first where its name begins so", () => {
    expect(found(["My Power", "Power One"], (it) => it, "power")).toEqual(["Power One", "My Power"]);
  });

  it("is found by a slip among ten thousand", () => {
    const many = Array.from({ length: 10_000 }, (_, at) => `Energieversorgung Musterstadt ${at} GmbH`);
    expect(found([...many, "Octopus Energy"], (it) => it, "ocotpus")).toEqual(["Octopus Energy"]);
  });
});

it("letters and digits alone are compared", () => {
  expect(folded(" Stadtwerke-München & Söhne, GmbH. ")).toBe("stadtwerke munchen and sohne gmbh");
});
