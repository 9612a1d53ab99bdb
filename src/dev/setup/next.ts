// What is left to do outside, which no file can: in Cloudflare's dashboard, at FlatPeak and at the providers. Names of secrets and
// where they stand, never what they are.

import { PROBLEM_TYPES, typeOf } from "../../flatpeak/event/read.ts";
import { EVENTS_BY_DEFAULT, eventsOut } from "../../setup/events.ts";
import { POLICY_SETTINGS } from "../../setup/policy.ts";
import { WAYS, askedOf, isSecret } from "./known.ts";
import { PRODUCTION } from "./toml.ts";

/** What FlatPeak has to tell us of, beside what opens a case. */
const CHANGES = ["location.update", "connect_session.complete"] as const;

/** The file of an environment's secrets, as `wrangler secret bulk` takes it. */
export const secretsFileOf = (environment: string): string =>
  environment === PRODUCTION ? ".secrets.json" : `.secrets.${environment}.json`;

export interface Place {
  readonly environment: string;
  /** The Worker's name. */
  readonly worker: string;
  /** Every setting as it is. */
  readonly settings: Readonly<Record<string, string>>;
}

interface Said extends Place {
  /** Where the Worker answers, or will. */
  readonly url: string;
  readonly file: string;
}

const channelsOf = (settings: Place["settings"]): readonly string[] =>
  (settings["CHANNEL_ORDER"] ?? POLICY_SETTINGS.CHANNEL_ORDER.parse(undefined).join(","))
    .split(",")
    .map((it) => it.trim());

/** What is to be done where a way out is used, by its name. */
export const AT_PROVIDER: Readonly<Record<string, (said: Said) => readonly string[]>> = {
  twilio: ({ url, settings: { TWILIO_FROM: from = "" } }) =>
    /^(?:\+|MG)/.test(from)
      ? [
          `Twilio: let ${from.startsWith("MG") ? "the messaging service" : "the number"} post inbound messages to ${url}/webhooks/twilio (HTTP POST), so that a STOP is heard. Status reports come by themselves.`,
        ]
      : ["Twilio: nobody can answer a sender that is a name; its messages stop by a link."],
  whatsapp: ({ url }) => [
    `Twilio, WhatsApp sender: inbound messages to ${url}/webhooks/whatsapp (HTTP POST). The templates: docs/WHATSAPP.md.`,
  ],
  resend: ({ url, file, settings }) => [
    `Resend: a webhook to ${url}/webhooks/resend; its signing secret is RESEND_WEBHOOK_SECRET in ${file}${(settings["RESEND_WEBHOOK_SECRET"] ?? "") === "" ? ", which is missing still" : ""}. Click tracking off.`,
    "DNS: the records that Resend names for the domain of EMAIL_FROM.",
  ],
  cloudflare: () => [
    "Cloudflare Email Sending: onboard the domain of EMAIL_FROM, and give each environment the [[send_email]] binding of wrangler.toml.",
  ],
  fcm: () => [
    "Firebase: nothing; the app's push tokens come with PUT /v1/customers/:id/contact, or by the contact lookup.",
  ],
  backend: ({ file, settings }) => [
    `Your backend, at ${settings["HANDOFF_URL"] ?? ""}: check signatures by HANDOFF_SECRET, which stands in ${file}.`,
    `  It hears of ${heardOf(settings["EVENTS_OUT"])}. EVENTS_OUT says of what: docs/EVENTS.md.`,
    ...(channelsOf(settings).includes("handoff")
      ? [
          "  A message that it answers with 2xx (notification.requested) counts as told to the customer. Where it brings none: CHANNEL_ORDER without handoff.",
        ]
      : []),
  ],
  contact_lookup: ({ file, settings }) => [
    `Your backend, at ${settings["CONTACT_LOOKUP_URL"] ?? ""}: check signatures by CONTACT_LOOKUP_SECRET, which stands in ${file}.`,
  ],
};

/** What a company's backend is told of by its setting, in words. */
function heardOf(given: string | undefined): string {
  const read = eventsOut.safeParse(given ?? "");
  const told = read.success ? read.data : EVENTS_BY_DEFAULT;
  if (told.length === 0) return "nothing that happens";
  return told.includes("notification.sent") ? told.join(", ") : `${told.join(", ")}, and of no message that went out`;
}

/** What is said of a way that a company added itself. What is to be done at its provider is that company's to know. */
function ofOwn(name: string, { url, file }: Said): readonly string[] {
  const way = WAYS.find((it) => it.name === name);
  if (way === undefined) return [];
  const { channel, outside, hears } = way;
  const secrets = askedOf(way).filter(isSecret);
  return [
    `${name}, your own channel for ${channel}: by ${outside.needs.join(", ")}${secrets.length === 0 ? "" : `; of these ${secrets.join(", ")} in ${file}`}.`,
    ...(hears ? [`  Its provider reports to ${url}/webhooks/${name} (HTTP POST).`] : []),
  ];
}

const flagOf = (environment: string): string => (environment === PRODUCTION ? '--env=""' : `--env=${environment}`);

/** How an environment is deployed for the first time, in an order in which no step lacks another: commands, and why. */
export function deployPlan({ environment, worker, settings }: Place): readonly string[] {
  const file = secretsFileOf(environment);
  const url = settings["PUBLIC_URL"] ?? "https://go.example.com";
  return [
    `# ${environment}: the Worker ${worker}, at ${url}`,
    "# The domain must be a name in a zone of the same Cloudflare account, without a DNS record of its own.",
    "npx wrangler login",
    "# Code and secrets at once; makes objects, database, cron, DNS record and certificate.",
    `npx wrangler deploy ${flagOf(environment)} --secrets-file ${file}`,
    "# Says complete, or what is missing. A new certificate takes some minutes.",
    `curl ${url}/healthz`,
    "# Tries everything outside, once the webhooks are registered.",
    `OPERATOR_TOKEN=$(node -p 'JSON.parse(require("fs").readFileSync("${file}")).OPERATOR_TOKEN') npm run doctor -- ${url}`,
    "# Later, for a new secret:",
    `npx wrangler secret bulk ${file} ${flagOf(environment)}`,
  ];
}

/** What to paste where. `ways`: the ways out that are set up, by their names. */
export function toPaste(place: Place, ways: readonly string[]): readonly string[] {
  const { environment, settings } = place;
  const url = settings["PUBLIC_URL"] ?? "";
  const said = { ...place, url, file: secretsFileOf(environment) };
  const mode = (settings["FLATPEAK_API_KEY"] ?? "").startsWith("sk_live_") ? "live" : "test";
  const hasUpgrade = (settings["LADDER_UPGRADE"] ?? "off") !== "off";
  const problems = PROBLEM_TYPES.filter((it) => hasUpgrade || it !== typeOf("upgrade"));
  return [
    `FlatPeak, dashboard, Webhooks, ${mode} data: ${url}/webhooks/flatpeak`,
    `  for ${[...problems, ...CHANGES].join(", ")}`,
    ...(mode === "test" && (settings["TEST_MODE_DELIVERY"] ?? "log") === "log"
      ? ["With a test key nothing leaves: messages are lines of the log until TEST_MODE_DELIVERY is all."]
      : []),
    ...ways.flatMap((way) => AT_PROVIDER[way]?.(said) ?? ofOwn(way, said)),
  ];
}
