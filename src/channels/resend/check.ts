// Is Resend set up right? Lists the domains of the account; no email is sent (resend.com/docs/api-reference/domains/list-domains).

import * as z from "zod/mini";
import { broken, doubtful, fine, untried } from "../../platform/finding.ts";
import { call, isOk } from "../../platform/http.ts";
import { jsonOf } from "../../platform/json.ts";
import type { Finding } from "../../platform/finding.ts";
import type { CallDeps, HttpAnswer, Lost } from "../../platform/http.ts";

interface ResendSetup {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly from: string;
  /** Whether its webhook's secret is set. */
  readonly isHeard: boolean;
  readonly callbackUrl: string;
}

const LIMITS = { ms: 5_000, bytes: 131_072 };

const domainsShape = z.looseObject({
  data: z.array(z.looseObject({ name: z.string(), status: z.string() })),
  has_more: z.optional(z.boolean()),
});
const errorShape = z.looseObject({ name: z.string(), message: z.catch(z.string(), "") });

/** A word of Resend's that may be repeated. */
const wordOf = (word: string): string => (/^[a-z_]{1,40}$/.test(word) ? word : "unknown");

const domainOf = (from: string): string => /@([^>]+)>?$/.exec(from)?.[1]?.toLowerCase() ?? "";

function trouble(answer: HttpAnswer | Lost): readonly [found: string, remedy: string] {
  if (answer.kind === "lost")
    return [`Resend was ${answer.why}`, "Look at RESEND_API_URL, then at Resend's status page."];
  const { status, text } = answer;
  const name = errorShape.safeParse(jsonOf(text)).data?.name;
  const found = `Resend answered ${status}${name === undefined ? "" : `, ${wordOf(name)}`}`;
  if (status === 429 || status >= 500)
    return [found, "Resend has trouble, or is asked for too much: check again later."];
  return [found, "RESEND_API_KEY is not a key of Resend's any more: make a new one at resend.com/api-keys."];
}

/** A key that may do nothing but send is the right one to have; it just cannot look. */
const maySendOnly = (answer: HttpAnswer | Lost): boolean =>
  answer.kind === "answered" &&
  answer.status === 401 &&
  errorShape.safeParse(jsonOf(answer.text)).data?.name === "restricted_api_key";

function checkDomain(domains: z.output<typeof domainsShape>, from: string): Finding {
  const name = domainOf(from);
  const domain = domains.data.find((it) => it.name.toLowerCase() === name);
  const remedy = "Add the domain of EMAIL_FROM at resend.com/domains, and its records where your names are kept.";
  if (domain === undefined)
    return domains.has_more === true
      ? untried("resend_domain", `${name} is not among the first domains of the account`, "Look at resend.com/domains.")
      : broken("resend_domain", `${name} is no domain of the account`, remedy);
  return domain.status === "verified"
    ? fine("resend_domain", `${name} is verified`)
    : broken("resend_domain", `${name} is not verified: ${wordOf(domain.status)}`, remedy);
}

const checkWebhook = ({ isHeard, callbackUrl }: ResendSetup): Finding =>
  isHeard
    ? fine("resend_webhook", "Resend's webhook is believed by its secret")
    : doubtful(
        "resend_webhook",
        "nobody tells what becomes of an email",
        `Add a webhook to ${callbackUrl} at resend.com/webhooks, and set RESEND_WEBHOOK_SECRET to its secret.`,
      );

/** The key, the domain of the sender, and whether Resend's webhook can be believed. */
export async function checkResend(deps: CallDeps, it: ResendSetup): Promise<readonly Finding[]> {
  const headers = { Authorization: `Bearer ${it.apiKey}` };
  const answer = await call(deps, `${it.apiUrl}/domains?limit=100`, { method: "GET", headers }, LIMITS);
  if (maySendOnly(answer))
    return [
      fine("resend_key", "Resend takes the key, which may send and nothing else"),
      untried("resend_domain", "the key may not look at domains", "Look at resend.com/domains whether it is verified."),
      checkWebhook(it),
    ];
  const read = answer.kind === "answered" && isOk(answer.status) ? domainsShape.safeParse(jsonOf(answer.text)) : null;
  if (read?.success !== true)
    return [broken("resend_key", ...trouble(answer)), untried("resend_domain", "not tried: no key"), checkWebhook(it)];
  return [fine("resend_key", "Resend takes the key"), checkDomain(read.data, it.from), checkWebhook(it)];
}
