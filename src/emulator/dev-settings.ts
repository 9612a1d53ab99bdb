// The settings of a development run, and how they are written into files. No file or process is touched here.

/** Worth nothing outside a developer's own machine: the emulator and the product merely have to agree on them. */
const constants = {
  FLATPEAK_API_VERSION: "2025-09-14.anode",
  FLATPEAK_ACCOUNT_ID: "acc_661677911f2197045e6cf1b1",
  FLATPEAK_API_KEY: "sk_test_emulator",
  LINK_KEYS: "development-link-key-not-for-production-0001",
  OPERATOR_TOKEN: "development-operator-token-not-for-production",
  BRAND_NAME: "Example Energy",
  GROUP_WAIT: "5s",
  GROUP_WAIT_MAX: "15s",
  SEND_WINDOW: "00:00-24:00",
  SEND_WINDOW_HARD: "00:00-24:00",
  TEST_MODE_DELIVERY: "all",
  CHANNEL_ORDER: "handoff",
  HANDOFF_SECRET: "whsec_ZGV2ZWxvcG1lbnQtaGFuZG9mZi1zZWNyZXQtMDAwMQ==",
};

/** Settings of the product that a developer may pass through from the shell besides the ones above. */
const passedThrough = [
  "SIGNATURE_TOLERANCE",
  "SIGNATURE_MAX_AGE",
  "CALLBACK_URL",
  "FETCH_BACK_PER_MINUTE",
  "LADDER_EXPIRING",
  "LADDER_EXPIRED",
  "LADDER_FETCH_FAILED",
  "LADDER_UPGRADE",
  "HANDOVER_AFTER",
  "CAPS",
  "TAP_HOLD",
  "SILENCE_AFTER",
];

/** All settings of a run on `port`; what the shell's environment names wins over the development value. */
export function devSettings(port: number, environment: Record<string, string | undefined>): Record<string, string> {
  const origin = `http://127.0.0.1:${port}`;
  const settings: Record<string, string> = {
    FLATPEAK_API_URL: `${origin}/_flatpeak/api`,
    PUBLIC_URL: origin,
    CONNECT_WEB_URL: `${origin}/_flatpeak/connect-web/`,
    APP_URL: `${origin}/_dev/`,
    HANDOFF_URL: `${origin}/_dev/handoff`,
    ...constants,
  };
  for (const name of [...Object.keys(settings), ...passedThrough]) {
    const given = environment[name];
    if (given !== undefined && given !== "") settings[name] = given;
  }
  return settings;
}

/** The settings as the text of a `.dev.vars` file. */
export function toDotEnv(settings: Record<string, string>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}\n`)
    .join("");
}

/**
 * A wrangler.toml to be started from another folder: each of its `lines` with a path, such as `main = "worker.ts"`,
 * gets that path made absolute below `folder`. Throws where a line is not there, for then the copy would not start.
 */
export function relocatedConfig(text: string, folder: string, lines: string[]): string {
  return lines.reduce((moved, line) => {
    if (!moved.split("\n").includes(line)) throw new Error(`${folder}/wrangler.toml has no line ${line}`);
    return moved.replace(
      line,
      line.replace(/"(.+)"/, (_, path: string) => JSON.stringify(`${folder}/${path}`)),
    );
  }, text);
}
