// Is WhatsApp set up right? Looks at the account, and whether every wording that a setting names is there, approved and of its language; no
// message is sent (twilio.com/docs/content/content-api-resources).

import * as z from "zod/mini";
import { broken, doubtful, fine, untried } from "../../platform/finding.ts";
import { call, isOk } from "../../platform/http.ts";
import { jsonOf } from "../../platform/json.ts";
import { basicOf } from "../twilio-account.ts";
import { checkAccount } from "../twilio-check.ts";
import { TEMPLATE_NAMES } from "./names.ts";
import type { Finding } from "../../platform/finding.ts";
import type { CallDeps } from "../../platform/http.ts";
import type { TemplateIds } from "./templates.ts";

interface WhatsAppSetup {
  readonly apiUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly from: string;
  readonly templates: TemplateIds;
  /** Where answers of customers are to come. */
  readonly callbackUrl: string;
  /** The languages that messages are written in. */
  readonly languages: readonly string[];
}

/** A page of the list holds a hundred wordings of a thousand characters, in JSON. */
const LIMITS = { ms: 5_000, bytes: 1_000_000 };
const PAGE = 100;
/** Six languages have some hundred and thirty. */
const MOST_PAGES = 10;
/** A finding names no more than this, and counts the rest. */
const MOST_NAMES = 6;

const pageShape = z.looseObject({
  contents: z.array(
    z.looseObject({
      sid: z.string(),
      language: z.nullish(z.string()),
      approval_requests: z.nullish(z.looseObject({ status: z.nullish(z.string()), category: z.nullish(z.string()) })),
    }),
  ),
  meta: z.looseObject({ next_page_url: z.nullish(z.string()) }),
});

type Content = z.output<typeof pageShape>["contents"][number];

/** Contents live on a host of their own, beside that of the account; somewhere else, below the same address. */
const contentUrl = (apiUrl: string): string => apiUrl.replace(/^https:\/\/api\./, "https://content.");

const named = (names: readonly string[]): string => {
  const rest = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
};

/** Every wording of the account by its id; a finding where they could not be listed. */
async function listContents(deps: CallDeps, it: WhatsAppSetup): Promise<Map<string, Content> | Finding> {
  const headers = { Authorization: basicOf(it) };
  const found = new Map<string, Content>();
  for (let page = 0; page < MOST_PAGES; page += 1) {
    // The address of the next page is Twilio's word, and a key is not sent to where an answer says.
    const url = `${contentUrl(it.apiUrl)}/v1/ContentAndApprovals?PageSize=${PAGE}&Page=${page}`;
    const answer = await call(deps, url, { method: "GET", headers }, LIMITS);
    const read = answer.kind === "answered" && isOk(answer.status) ? pageShape.safeParse(jsonOf(answer.text)) : null;
    if (read?.success !== true) {
      const what = answer.kind === "lost" ? `was ${answer.why}` : `answered ${answer.status}`;
      return broken("whatsapp_templates", `Twilio ${what}`, "Look at TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.");
    }
    for (const content of read.data.contents) found.set(content.sid, content);
    if ((read.data.meta.next_page_url ?? null) === null) break;
  }
  return found;
}

/** What is wrong with the wording of an id, in a word; null where nothing is. */
function wrongWith(content: Content | undefined, language: string): string | null {
  if (content === undefined) return "not there";
  if ((content.language ?? "").split(/[_-]/)[0] !== language) return "of another language";
  const status = content.approval_requests?.status ?? "unsubmitted";
  return status === "approved" ? null : /^[a-z]{1,20}$/.test(status) ? status : "not approved";
}

/** Languages and wordings that no setting names: who would get one gets their message by the next channel. */
function checkMissing({ templates, languages }: WhatsAppSetup): Finding {
  const lacking = languages.flatMap((language) => {
    const ids = templates[language];
    if (ids === undefined) return [`all of ${language}`];
    return TEMPLATE_NAMES.filter((name) => ids[name] === undefined).map((name) => `${language} ${name}`);
  });
  return lacking.length === 0
    ? fine("whatsapp_settings", "every message has a template in every language")
    : doubtful(
        "whatsapp_settings",
        `no template is set for ${named(lacking)}`,
        "Such messages go by the next channel. Write templates with npm run messages -- --templates, and name them in WHATSAPP_TEMPLATES.",
      );
}

/** What is known to be set, whether Twilio has it, and whether Meta approved it. */
export async function checkWhatsApp(deps: CallDeps, it: WhatsAppSetup): Promise<readonly Finding[]> {
  const missing = checkMissing(it);
  const account = await checkAccount(deps, it);
  if (account.result === "failed")
    return [account, untried("whatsapp_templates", "not tried: Twilio does not take the account"), missing];
  const contents = await listContents(deps, it);
  const replies = untried(
    "whatsapp_replies",
    "where answers go cannot be looked up",
    `Let incoming messages of the sender be posted to ${it.callbackUrl}.`,
  );
  if (!(contents instanceof Map)) return [account, contents, missing, replies];
  const strange = Object.entries(it.templates).flatMap(([language, ids]) =>
    Object.keys(ids)
      // A language that bends its words by the number has one for each kind of number.
      .filter((name) => !TEMPLATE_NAMES.includes(name.replace(/_(?:two|few|many|other)$/, "")))
      .map((name) => `${language} ${name}: no message of ours`),
  );
  const wrong = Object.entries(it.templates).flatMap(([language, ids]) =>
    Object.entries(ids).flatMap(([name, sid]) => {
      const why = wrongWith(contents.get(sid), language);
      return why === null ? [] : [`${language} ${name}: ${why}`];
    }),
  );
  const all = [...wrong, ...strange];
  const templates =
    all.length === 0
      ? fine("whatsapp_templates", "every template that is set is there and approved")
      : broken(
          "whatsapp_templates",
          named(all),
          "Set the ids that Twilio gave (HX...), and wait for Meta's approval: until then such messages go by the next channel.",
        );
  return [account, templates, missing, replies];
}
