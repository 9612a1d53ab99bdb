// Does Twilio take the account? Looks it up, for every channel that sends by it (twilio.com/docs/iam/api/account).

import * as z from "zod/mini";
import { broken, doubtful, fine } from "../platform/finding.ts";
import { call, isOk } from "../platform/http.ts";
import { jsonOf } from "../platform/json.ts";
import { basicOf } from "./twilio-account.ts";
import { isCode } from "./twilio-codes.ts";
import type { Finding } from "../platform/finding.ts";
import type { CallDeps, HttpAnswer, Lost } from "../platform/http.ts";

interface Account {
  readonly apiUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
}

const LIMITS = { ms: 5_000, bytes: 65_536 };
const CONSOLE = "in Twilio's console";

const accountShape = z.looseObject({ status: z.string(), type: z.optional(z.string()) });
const errorShape = z.looseObject({ code: z.number().check(z.refine(isCode)) });

/** What an answer that is no success says, and what to do about it. */
export function trouble(answer: HttpAnswer | Lost): readonly [found: string, remedy: string] {
  if (answer.kind === "lost")
    return [`Twilio was ${answer.why}`, "Look at TWILIO_API_URL, then at Twilio's status page."];
  const { status, text } = answer;
  const code = errorShape.safeParse(jsonOf(text)).data?.code;
  const found = `Twilio answered ${status}${code === undefined ? "" : `, error ${code}`}`;
  if (status === 401 || status === 403)
    return [found, `TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN do not belong together: copy both ${CONSOLE}.`];
  if (status === 404) return [found, "Look at TWILIO_ACCOUNT_SID and TWILIO_API_URL."];
  return [found, "Twilio has trouble: look at its status page, and check again."];
}

/** The account; no channel that sends by it need be looked at while its finding is `failed`. */
export async function checkAccount(deps: CallDeps, it: Account): Promise<Finding> {
  const url = `${it.apiUrl}/2010-04-01/Accounts/${it.accountSid}.json`;
  const answer = await call(deps, url, { method: "GET", headers: { Authorization: basicOf(it) } }, LIMITS);
  const read = answer.kind === "answered" && isOk(answer.status) ? accountShape.safeParse(jsonOf(answer.text)) : null;
  if (read?.success !== true) return broken("twilio_account", ...trouble(answer));
  const { status, type } = read.data;
  if (status !== "active")
    return broken(
      "twilio_account",
      `the account is ${/^[a-z]{1,20}$/.test(status) ? status : "not active"}`,
      `Look at the account ${CONSOLE}.`,
    );
  return type === "Trial"
    ? doubtful("twilio_account", "a trial account: it reaches verified numbers only", `Upgrade the account ${CONSOLE}.`)
    : fine("twilio_account", "the account is active");
}
