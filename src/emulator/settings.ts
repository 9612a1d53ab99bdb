// The settings the emulator needs, read once from its environment. They are the product's own, by the same names.

export interface EmulatorSettings {
  accountId: string;
  apiKey: string;
  apiVersion: string;
  /** Origin of the dev server, without a slash at the end. */
  publicUrl: string;
  operatorToken: string;
  handoffSecret: string;
  brandName: string;
}

/** Reads the settings; throws with the name of the first one that is missing, which only a bad start can cause. */
export function readSettings(env: Record<string, unknown>): EmulatorSettings {
  const read = (name: string): string => {
    const value = env[name];
    if (typeof value !== "string" || value === "") throw new Error(`the emulator needs the setting ${name}`);
    return value;
  };
  return {
    accountId: read("FLATPEAK_ACCOUNT_ID"),
    apiKey: read("FLATPEAK_API_KEY"),
    apiVersion: read("FLATPEAK_API_VERSION"),
    publicUrl: read("PUBLIC_URL").replace(/\/$/, ""),
    operatorToken: read("OPERATOR_TOKEN"),
    handoffSecret: read("HANDOFF_SECRET"),
    brandName: read("BRAND_NAME"),
  };
}
