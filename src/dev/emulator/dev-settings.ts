// The settings of a development run, and how they are written into files. No file or process is touched here.
import { emulatedIds } from "./whatsapp-contents.ts";
import { allSettings } from "../../setup/settings.ts";
import { BRAND_SETTINGS } from "../../setup/brand.ts";
import { nearMisses } from "../../setup/near.ts";
import { POLICY_SETTINGS } from "../../setup/policy.ts";
import { LANGUAGES } from "../../text/language.ts";

/** Worth nothing outside a developer's own machine: the emulator and the product merely have to agree on them. */
const constants = {
  FLATPEAK_API_VERSION: "2025-09-14.anode",
  FLATPEAK_ACCOUNT_ID: "acc_661677911f2197045e6cf1b1",
  FLATPEAK_API_KEY: "sk_test_emulator",
  LINK_KEYS: "development-link-key-not-for-production-0001",
  OPERATOR_TOKEN: "development-operator-token-not-for-production",
  BRAND_NAME: "Example Energy",
  HELP_URL: "https://example.com/help",
  PRIVACY_URL: "https://example.com/privacy",
  LANGUAGES: LANGUAGES.join(","),
  GROUP_WAIT: "5s",
  GROUP_WAIT_MAX: "15s",
  SEND_WINDOW: "00:00-24:00",
  SEND_WINDOW_HARD: "00:00-24:00",
  TEST_MODE_DELIVERY: "all",
  ZERO_BRIDGE: "on",
  CHANNEL_ORDER: "sms,email,push,handoff",
  HANDOFF_SECRET: "whsec_ZGV2ZWxvcG1lbnQtaGFuZG9mZi1zZWNyZXQtMDAwMQ==",
  CONTACT_LOOKUP_SECRET: "whsec_ZGV2ZWxvcG1lbnQtY29udGFjdC1zZWNyZXQtMDAwMQ==",
  TWILIO_ACCOUNT_SID: "AC00000000000000000000000000000001",
  TWILIO_AUTH_TOKEN: "development-twilio-token-not-for-production",
  TWILIO_FROM: "+447700900000",
  WHATSAPP_FROM: "+447700900001",
  WHATSAPP_TEMPLATES: JSON.stringify(emulatedIds()),
  EMAIL_FROM: "Example Energy <hello@example.com>",
  RESEND_API_KEY: "re_development_not_for_production",
  RESEND_WEBHOOK_SECRET: "whsec_ZGV2ZWxvcG1lbnQtcmVzZW5kLXNlY3JldC0wMDAwMDE=",
};

/**
 * All settings of a run on `port`; what the shell's environment names wins over the development value. `pushKey` is the
 * private key of the run's push account, in PEM. `hasQuietHours`: messages leave by day only, as in production.
 */
export function devSettings(
  port: number,
  environment: Record<string, string | undefined>,
  pushKey: string,
  hasQuietHours = false,
): Record<string, string> {
  const origin = `http://127.0.0.1:${port}`;
  const settings: Record<string, string> = {
    FLATPEAK_API_URL: `${origin}/_flatpeak/api`,
    PUBLIC_URL: origin,
    FLATPEAK_CONNECT_URL: `${origin}/_flatpeak/connect`,
    // The emulated providers' pages are on this name of the same server.
    FLATPEAK_CONNECT_DOMAIN: "localhost",
    APP_URL: `${origin}/_dev/`,
    HANDOFF_URL: `${origin}/_dev/handoff`,
    CONTACT_LOOKUP_URL: `${origin}/_dev/contacts`,
    ALERT_URL: `${origin}/_dev/alerts`,
    TWILIO_API_URL: `${origin}/_dev/twilio`,
    RESEND_API_URL: `${origin}/_dev/resend`,
    FCM_API_URL: `${origin}/_dev/fcm`,
    FCM_SERVICE_ACCOUNT: JSON.stringify({
      type: "service_account",
      project_id: "flatpeak-emulator",
      client_email: "reconnect@flatpeak-emulator.iam.gserviceaccount.com",
      private_key: pushKey,
      token_uri: `${origin}/_dev/fcm/token`,
    }),
    ...constants,
  };
  if (hasQuietHours) for (const name of ["SEND_WINDOW", "SEND_WINDOW_HARD"]) delete settings[name];
  for (const name of Object.keys(allSettings())) {
    const given = environment[name];
    // A channel of a company's own is pointed at this server by its dev.env.
    if (given !== undefined && given !== "") settings[name] = given.replaceAll("{origin}", origin);
  }
  return settings;
}

/** What of a deployment's settings a run takes over where it has nothing of its own: how customers are spoken to, and when. */
const TAKEN_OVER = new Set([...Object.keys(POLICY_SETTINGS), ...Object.keys(BRAND_SETTINGS)]);

/**
 * The settings in wrangler.toml that a run must not have, each empty: addresses of the world, and what a developer's machine cannot
 * do. With `isPlain` none of them is taken over, so that it makes no difference what a deployment has.
 */
export function leftOut(vars: Readonly<Record<string, unknown>>, isPlain: boolean): Record<string, string> {
  const names = Object.keys(vars).filter((name) => isPlain || !TAKEN_OVER.has(name));
  return Object.fromEntries(names.map((name) => [name, ""]));
}

/** What in the shell's environment is nearly a setting and therefore none, in sentences: it may be another program's. */
export function slipsIn(environment: Record<string, string | undefined>): string[] {
  return nearMisses(environment, Object.keys(allSettings())).map(({ setting, problem }) => `${setting} ${problem}`);
}

/** That links lead to another place than this server, in a sentence: an address may be set for calls to a deployment. */
export function strayLinks({ PUBLIC_URL: url = "" }: Record<string, string>, origin: string): string[] {
  return url === origin
    ? []
    : [
        `Links lead to ${url}, since PUBLIC_URL is set in your shell or in dev.env; without it they lead to this server.`,
      ];
}

/** The settings as the text of a `.dev.vars` file, each in quotes of a kind that it does not hold itself. */
export function toDotEnv(settings: Record<string, string>): string {
  return Object.entries(settings)
    .map(([name, value]) => {
      const quote = ['"', "'"].find((mark) => !value.includes(mark)) ?? "`";
      return `${name}=${quote}${value}${quote}\n`;
    })
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
