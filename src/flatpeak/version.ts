// The versions of FlatPeak's API (FlatPeak's documentation: "Versioning").

export const ZERO_VERSION = "2024-08-24.zero";
export const ANODE_VERSION = "2025-09-14.anode";

/** True for a version of Zero, with its name or as the bare date of that release. Every later one speaks Anode. */
export const speaksZero = (version: string): boolean =>
  version.endsWith(".zero") || (!version.includes(".") && version < "2025");
