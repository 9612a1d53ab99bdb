// Signing in and out.

import { redirect } from "../http/respond.ts";
import { holderOf, isFromElsewhere, isGuessing, isOneTooMany } from "../operator/who.ts";
import { fieldsIn } from "./fields.ts";
import { NO_SESSION, sessionCookie } from "./session.ts";
import { doorPage } from "./shell.tsx";
import type { RouteContext } from "../http/context.ts";

/** No key is longer. */
const MAX_KEY = 600;
const SIGN_IN = "/operator/sign-in";

/** Where somebody wanted to go, as far as that is a page of the dashboard. */
const wayOn = (wanted: string): string => (/^\/operator(?:\/[\w/.~-]*)?$/.test(wanted) ? wanted : "/operator");

const SignIn = ({ to, problem }: { to: string; problem: string | null }) => (
  <form method="post" action={SIGN_IN}>
    <input type="hidden" name="to" value={to} />
    <label for="key">Operator key</label>
    <input
      type="password"
      id="key"
      name="key"
      required
      autocomplete="current-password"
      aria-describedby="key-help"
      {...(problem === null ? {} : { "aria-invalid": "true" })}
    />
    {problem === null ? (
      <p class="hint" id="key-help">
        The key that your programs send to /v1.
      </p>
    ) : (
      <p class="error" id="key-help" role="alert">
        {problem}
      </p>
    )}
    <button class="button" type="submit">
      Sign in
    </button>
  </form>
);

const askForKey = (c: RouteContext, to: string, problem: string | null, status: 200 | 403 | 429): Promise<Response> =>
  doorPage(c, "Sign in", <SignIn to={wayOn(to)} problem={problem} />, status);

/** GET /operator/sign-in */
export const showSignIn = (c: RouteContext): Promise<Response> => askForKey(c, c.req.query("to") ?? "", null, 200);

/** The way to the sign-in, and from there back here. */
export const toSignIn = (c: RouteContext): Response =>
  redirect(`${SIGN_IN}?to=${encodeURIComponent(wayOn(c.req.path))}`, 303);

/** POST /operator/sign-in: a key for a cookie. */
export async function takeKey(c: RouteContext): Promise<Response> {
  const form = await fieldsIn(c);
  const key = form.get("key") ?? "";
  const wanted = form.get("to") ?? "";
  if (isFromElsewhere(c)) return askForKey(c, wanted, "Please sign in here.", 403);
  const { config, log, now } = c.get("deps");
  const given = key.length <= MAX_KEY ? key.trim() : "";
  const who = given === "" ? null : await holderOf(config.operator.keys, given);
  if (who === null) {
    log.info("operator_not_signed_in", {});
    return (await (given === "" ? isGuessing(c) : isOneTooMany(c)))
      ? askForKey(c, wanted, "Too many wrong keys. Please wait a minute.", 429)
      : askForKey(c, wanted, "This is no operator's key.", 403);
  }
  log.info("operator_signed_in", { as: who.name });
  const response = redirect(wayOn(wanted), 303);
  response.headers.append("Set-Cookie", await sessionCookie(config, who, given, now()));
  return response;
}

/** POST /operator/sign-out */
export function signOut(): Response {
  const response = redirect(SIGN_IN, 303);
  response.headers.append("Set-Cookie", NO_SESSION);
  return response;
}
