// The objects by the names of their bindings. Apart from these, for whoever reads wrangler.toml in Node.

/** The objects nothing works without. */
export const OBJECTS = [
  "CUSTOMER",
  "LOCATION",
  "QUARANTINE",
  "SWEEP",
  "GATE",
  "SUPPLIER",
  "PHONE",
  "JOURNEY",
  "REBUILD",
  "DECISION",
  "DESK",
] as const;
