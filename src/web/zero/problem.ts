// What is wrong below /zero before the bridge is reached, or where it breaks: in Zero's form as well, since it is Zero's clients
// that read it. The settings may be what is wrong, so that nothing is asked of them.

import { currentTime } from "../../platform/clock.ts";
import { errorBody } from "../../flatpeak/zero/error.ts";
import { statusOf } from "../http/respond.ts";
import { answer } from "./respond.ts";
import type { Deps } from "../../setup/compose.ts";
import type { ErrorCode } from "../http/problems.ts";
import type { RouteContext } from "../http/context.ts";

/** As long as whoever deploys needs at least. */
const RETRY_AFTER_MS = 30_000;

/**
 * Answers with an error of the Worker around the bridge. One that broke in the middle says 500 and not when to come again: what was
 * asked may have counted.
 */
export function answerProblem(c: RouteContext, code: ErrorCode, message: string): Response {
  const isBroken = code === "unavailable";
  const status = isBroken ? 500 : statusOf(code);
  const said = isBroken ? "something went wrong on our side" : message;
  const deps: Deps | undefined = c.get("deps");
  // Which mode it is nobody knows while the settings are not whole.
  const liveMode = deps?.config.flatpeak.liveMode ?? false;
  const body = errorBody({ status, code: isBroken ? "internal_error" : code, message: said }, liveMode, currentTime());
  return answer(c, body, { status, retryAfter: status === 503 ? RETRY_AFTER_MS : null });
}
