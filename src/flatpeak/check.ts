// Is FlatPeak set up right? Logs in, lists events and fetches the keys, as the product does, and changes nothing. What it meets is
// told to nobody else: a check closes no gate.

import * as z from "zod/mini";
import { usableKeys } from "../platform/key-set.ts";
import { readAccounts } from "./ids.ts";
import { readRefusal } from "./refusal.ts";
import { fieldsOf, textOf } from "./truth/facts.ts";
import { broken, fine, untried } from "../platform/finding.ts";
import { call, isOk } from "../platform/http.ts";
import { jsonOf } from "../platform/json.ts";
import type { Finding } from "../platform/finding.ts";
import type { CallDeps, HttpAnswer, Lost } from "../platform/http.ts";

export interface FlatPeakSettings {
  readonly apiUrl: string;
  readonly apiVersion: string;
  readonly accountId: string;
  readonly apiKey: string;
  readonly liveMode: boolean;
}

const LIMITS = { ms: 5_000, bytes: 512 * 1_024 };
/** A look at the newest is enough, and a page of so many is short. */
const EVENTS = 20;

const listShape = z.looseObject({ data: z.array(z.looseObject({})) });

const modeOf = (isLive: boolean): string => (isLive ? "live" : "test");

/** What is wrong with an answer that is no success, and what to do about it; FlatPeak's own code is named where it says one. */
function trouble(answer: HttpAnswer | Lost): readonly [found: string, remedy: string] {
  if (answer.kind === "lost")
    return [`FlatPeak was ${answer.why}`, "Look at FLATPEAK_API_URL, then at FlatPeak's status page."];
  const { status, text } = answer;
  const body = jsonOf(text);
  const { code } = readRefusal(body);
  const found = `FlatPeak answered ${status}${code === null ? "" : `, ${code}`}`;
  if (code === "api_version_not_supported")
    return [found, "The account speaks a newer version: set FLATPEAK_API_VERSION to the one in its dashboard."];
  if (code === "account_disabled")
    return [found, "The account is disabled: its subscription, or FlatPeak's support, has the answer."];
  if (status === 429 || status >= 500)
    return [found, "FlatPeak has trouble: look at its status page, and check again."];
  if (body === undefined || status === 404 || status < 200 || (status >= 300 && status < 400))
    return [`${found}, which is not its API's answer`, "Look at FLATPEAK_API_URL: it is not the address of the API."];
  return [
    found,
    "FLATPEAK_ACCOUNT_ID and FLATPEAK_API_KEY do not belong together, or the key was taken back: copy both anew from FlatPeak's dashboard.",
  ];
}

/** The mode of the login's bearer, against that of the key. */
function checkMode(liveMode: unknown, settings: FlatPeakSettings): Finding {
  const ours = modeOf(settings.liveMode);
  if (typeof liveMode !== "boolean") return untried("flatpeak_mode", `the key says ${ours}, FlatPeak does not say`);
  return liveMode === settings.liveMode
    ? fine("flatpeak_mode", `${ours} mode, by the key and by FlatPeak`)
    : broken(
        "flatpeak_mode",
        `the key says ${ours}, FlatPeak says ${modeOf(liveMode)}`,
        "Set FLATPEAK_API_KEY to a key of the mode that is meant: sk_live_ or sk_test_.",
      );
}

/** Whose the events of the list are. An account without events is vouched for by the login, which is made in its name. */
function checkAccount(events: readonly Readonly<Record<string, unknown>>[], { accountId }: FlatPeakSettings): Finding {
  const named = events.flatMap((event) =>
    [...readAccounts(event), ...readAccounts(fieldsOf(event["data"]))].flatMap((it) =>
      it.kind === "id" ? [it.id] : [],
    ),
  );
  const other = named.find((id) => id !== accountId);
  if (other !== undefined)
    return broken(
      "flatpeak_account",
      `FlatPeak's events are those of ${other}, and FLATPEAK_ACCOUNT_ID is ${accountId}: every webhook goes into quarantine`,
      `Set FLATPEAK_ACCOUNT_ID to ${other}, or FLATPEAK_API_KEY to a key of ${accountId}.`,
    );
  return fine(
    "flatpeak_account",
    named.length === 0 ? `FlatPeak took a login of ${accountId}` : `FlatPeak's events are those of ${accountId}`,
  );
}

/** What depends on a login that failed is not to blame. */
const withoutLogin = (): readonly Finding[] =>
  ["flatpeak_mode", "flatpeak_account", "flatpeak_events"].map((name) => untried(name, "not tried: no login"));

async function checkEvents(deps: CallDeps, settings: FlatPeakSettings, bearer: string): Promise<readonly Finding[]> {
  const headers = { Authorization: `Bearer ${bearer}`, "Flatpeak-Version": settings.apiVersion };
  const answer = await call(deps, `${settings.apiUrl}/events?limit=${EVENTS}`, { method: "GET", headers }, LIMITS);
  if (answer.kind === "lost" || !isOk(answer.status))
    return [
      broken("flatpeak_events", ...trouble(answer)),
      untried("flatpeak_account", "not tried: FlatPeak lists no events"),
    ];
  const list = listShape.safeParse(jsonOf(answer.text));
  if (!list.success)
    return [
      broken("flatpeak_events", "FlatPeak's list of events cannot be read", "Look at FLATPEAK_API_VERSION."),
      untried("flatpeak_account", "not tried: FlatPeak lists no events"),
    ];
  const { data } = list.data;
  const found = data.length === 0 ? "FlatPeak lists no event yet" : "FlatPeak lists its events";
  return [fine("flatpeak_events", found), checkAccount(data, settings)];
}

async function checkLogin(deps: CallDeps, settings: FlatPeakSettings): Promise<readonly Finding[]> {
  const headers = {
    Authorization: `Basic ${btoa(`${settings.accountId}:${settings.apiKey}`)}`,
    "Flatpeak-Version": settings.apiVersion,
  };
  const answer = await call(deps, `${settings.apiUrl}/login`, { method: "GET", headers }, LIMITS);
  if (answer.kind === "lost" || !isOk(answer.status))
    return [broken("flatpeak_login", ...trouble(answer)), ...withoutLogin()];
  const { bearer_token, live_mode } = fieldsOf(jsonOf(answer.text));
  const bearer = textOf(bearer_token);
  if (bearer === null)
    return [
      broken("flatpeak_login", "FlatPeak's login gave no bearer", "Look at FLATPEAK_API_URL: it is not the API."),
      ...withoutLogin(),
    ];
  return [
    fine("flatpeak_login", `FlatPeak takes ${settings.accountId}`),
    checkMode(live_mode, settings),
    ...(await checkEvents(deps, settings, bearer)),
  ];
}

async function checkKeys(deps: CallDeps, { apiUrl }: FlatPeakSettings): Promise<Finding> {
  const answer = await call(deps, `${apiUrl}/jwks.json`, { method: "GET", headers: {} }, LIMITS);
  if (answer.kind === "lost" || answer.status !== 200) {
    const found = answer.kind === "lost" ? answer.why : `answered ${answer.status}`;
    return broken(
      "flatpeak_keys",
      `the keys of webhooks cannot be had: ${found}`,
      "Look at FLATPEAK_API_URL, then at FlatPeak's status page. Until then new keys are not known, and webhooks put off.",
    );
  }
  const keys = await usableKeys(answer.text);
  return keys.length === 0
    ? broken(
        "flatpeak_keys",
        "FlatPeak's key set has no key that can be used",
        "Look at FLATPEAK_API_URL, then ask FlatPeak's support.",
      )
    : fine(
        "flatpeak_keys",
        `FlatPeak signs its webhooks with ${keys.length === 1 ? "one key" : `${keys.length} keys`}`,
      );
}

/** Where accounts and keys are FlatPeak's public addresses, a login there says all that it ever says of us. */
export async function checkFlatPeak(deps: CallDeps, settings: FlatPeakSettings): Promise<readonly Finding[]> {
  const [logged, keys] = await Promise.all([checkLogin(deps, settings), checkKeys(deps, settings)]);
  return [...logged, keys];
}
