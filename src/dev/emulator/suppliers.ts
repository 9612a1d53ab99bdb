// The suppliers a customer can choose from in the emulated Connect. Only the first is a name from the documentation.
export type ConnectionType = "DIRECT" | "LIBRARY" | "MARKET" | "MANUAL";

export interface Supplier {
  id: string;
  display_name: string;
  logo_url: string;
}

/** A small square picture with the provider's initial, as a data URL: logos must not need a network. */
function logo(name: string, colour: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="10" fill="${colour}"/><text x="20" y="27" font-family="sans-serif" font-size="19" font-weight="600" fill="white" text-anchor="middle">${name.slice(0, 1)}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** Who a customer can choose in the emulated Connect. The connection type says how well we can read them. */
export const suppliers: { provider: Supplier; connectionType: ConnectionType }[] = [
  ["prv_5f7b2c11d09a4e6688c0a001", "British Gas", "#1b4f9c", "DIRECT"] as const,
  ["prv_5f7b2c11d09a4e6688c0a002", "Harbour Power", "#0f766e", "DIRECT"] as const,
  ["prv_5f7b2c11d09a4e6688c0a003", "Meadow Electric", "#4d7c0f", "LIBRARY"] as const,
  ["prv_5f7b2c11d09a4e6688c0a004", "Northwind Energy", "#7c3aed", "LIBRARY"] as const,
].map(([id, name, colour, connectionType]) => ({
  provider: { id, display_name: name, logo_url: logo(name, colour) },
  connectionType,
}));
