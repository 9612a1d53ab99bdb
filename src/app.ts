// The route table, and what holds for every route: request id, settings complete, body limit, headers, errors.

import { Hono } from "hono/tiny";
import { consoleLog } from "./platform/log.ts";
import { limitedTo } from "./web/http/body.ts";
import { isReporting, receiveFromProvider } from "./web/hooks/providers.ts";
import { notes } from "./web/link/door.ts";
import { confirmLink, openLink, openTariff } from "./web/link/tap.ts";
import { pathOf } from "./web/http/paths.ts";
import { page, problem, requestIdOf } from "./web/http/respond.ts";
import { receiveWebhook } from "./web/hooks/flatpeak.ts";
import { depsOf } from "./objects/deps.ts";
import { complaintsOf } from "./objects/wholeness.ts";
import type { Handler, MiddlewareHandler } from "hono";
import type { ErrorCode } from "./web/http/problems.ts";
import type { RouteContext, RouteEnv } from "./web/http/context.ts";

/** FlatPeak's events are a few hundred bytes. */
const MAX_BODY_BYTES = 64 * 1_024;
/** The forms of our pages have two fields, and a mail program's one click has one. */
const MAX_FORM_BYTES = 4 * 1_024;
/** A price for each quarter of an hour, and what the page around it carries; or an operator's reasons in any script. */
const MAX_LONG_FORM_BYTES = 32 * 1_024;

/** Below a link, whoever asks is shown a page. */
const isLink = (c: RouteContext): boolean => /^\/(?:[cs]|connect)(?:\/|$)/.test(c.req.path);

/** Who types a wrong address into a browser is a person too, but for the addresses of programs. */
const isForPerson = (c: RouteContext): boolean =>
  isLink(c) ||
  (!/^\/(?:v1|webhooks|zero)(?:\/|$)/.test(c.req.path) && (c.req.header("Accept") ?? "").includes("text/html"));

/** Below this, programs read errors as Zero writes them. */
const isZero = (c: RouteContext): boolean => /^\/zero(?:\/|$)/.test(c.req.path);

/** Says what is wrong to a program, in the form of the address it asked. */
async function refuse(c: RouteContext, code: ErrorCode, message: string): Promise<Response> {
  if (!isZero(c)) return problem(c, code, message);
  const { answerProblem } = await import("./web/zero/problem.ts");
  return answerProblem(c, code, message);
}

const settingsComplete: MiddlewareHandler<RouteEnv> = async function settingsComplete(c, next) {
  const complaints = await complaintsOf(c.env);
  if (complaints.length > 0) {
    // What is missing is for whoever deploys; a customer who taps a link is told to come back.
    if (isLink(c)) {
      c.header("Retry-After", "300");
      return page(c, (await notes()).unavailable, 503);
    }
    const list = complaints.map(({ setting, problem: what }) => `${setting} ${what}`).join("; ");
    return refuse(c, "configuration_incomplete", `settings are incomplete: ${list}`);
  }
  c.set("deps", depsOf(c.env));
  return next();
};

const limited = limitedTo(MAX_BODY_BYTES);
const limitedForm = limitedTo(MAX_FORM_BYTES);
const limitedLong = limitedTo(MAX_LONG_FORM_BYTES);

/** Where Connect is a client of the company's own, there is nothing at this address. */
const ownConnectOnly: MiddlewareHandler<RouteEnv> = async function ownConnectOnly(c, next) {
  return c.get("deps").config.connect === null ? c.notFound() : next();
};

async function onError(error: Error, c: RouteContext): Promise<Response> {
  consoleLog.error("request_failed", error, { request_id: requestIdOf(c), path: c.req.routePath });
  // A person looks at what is under /c/; the page says the same in words.
  if (isLink(c) && c.get("deps") !== undefined) return page(c, (await notes()).unavailable, 503);
  // Nothing was acknowledged, so the sender may try again; what went wrong is for the log.
  return refuse(c, "unavailable", "something went wrong on our side; please try again");
}

/** A way in, asked in the wrong manner. */
const only = (method: string) => (c: RouteContext) => {
  c.header("Allow", method);
  return problem(c, "method_not_allowed", `this address takes ${method} only`);
};

/**
 * The handlers of a part that neither a webhook nor a tap needs: it is loaded when one of them is first asked for.
 * `operator((it) => it.showSweep)`
 */
function partOf<Part>(load: () => Promise<Part>) {
  // Asking the runtime for what is loaded already takes longer than many an answer does.
  let loaded: Part | null = null;
  return (handlerIn: (part: Part) => Handler<RouteEnv>): Handler<RouteEnv> =>
    async (c, next) => {
      loaded ??= await load();
      return handlerIn(loaded)(c, next);
    };
}

const health = partOf(() => import("./web/health.ts"))((it) => it.showHealth);
const pages = partOf(() => import("./web/link/pages.ts"));
const connect = partOf(() => import("./web/connect/app.ts"));
const operator = partOf(() => import("./web/operator/app.ts"))((it) => it.answerOperator);
const docs = partOf(() => import("./web/operator/docs.tsx"))((it) => it.showDocs);
const metrics = partOf(() => import("./web/metrics/metrics.ts"))((it) => it.showMetrics);
const dashboard = partOf(() => import("./web/dashboard/app.ts"))((it) => it.answerDashboard);
const zero = partOf(() => import("./web/zero/app.ts"))((it) => it.answerZero);

export const app = new Hono<RouteEnv>({ getPath: pathOf });

app.get("/healthz", health);
app.use(settingsComplete);

app.post("/webhooks/flatpeak", limited, receiveWebhook);
app.all("/webhooks/flatpeak", only("POST"));

app.post("/webhooks/:provider", limited, receiveFromProvider);
app.all("/webhooks/:provider", (c) => (isReporting(c.req.param("provider")) ? only("POST")(c) : c.notFound()));

app.post("/c/*", limitedForm);
app.get("/c/:code", openLink);
app.post("/c/:code", confirmLink);
app.get(
  "/c/:code/tariffs",
  pages((it) => it.showTariffs),
);
app.get("/c/:code/tariffs/:tariff", openTariff);
app.get(
  "/c/:code/done",
  pages((it) => it.showDone),
);
app.get(
  "/c/:code/snooze",
  pages((it) => it.askSnooze),
);
app.post(
  "/c/:code/snooze",
  pages((it) => it.takeSnooze),
);
app.get(
  "/c/:code/stop",
  pages((it) => it.askStop),
);
app.post(
  "/c/:code/stop",
  pages((it) => it.takeStop),
);
app.post("/s/*", limitedForm);
app.get(
  "/s/:code",
  pages((it) => it.askStop),
);
app.post(
  "/s/:code",
  pages((it) => it.takeStop),
);
app.all("/s/:code", only("GET, POST"));
app.all("/c/:code/:page{tariffs|done}", only("GET"));
app.all("/c/:code", only("GET, POST"));
app.all("/c/:code/:page{snooze|stop}", only("GET, POST"));

app.use("/connect", ownConnectOnly, limitedLong);
app.get(
  "/connect",
  connect((it) => it.showConnect),
);
app.post(
  "/connect",
  connect((it) => it.takeConnect),
);
app.all("/connect", only("GET, POST"));

app.all("/v1/*", operator);
app.get("/docs", docs);
app.all("/docs", only("GET"));

app.get("/metrics", metrics);
app.all("/metrics", only("GET"));

app.use("/operator/*", limitedLong);
app.all("/operator", dashboard);
app.all("/operator/*", dashboard);

app.all("/zero/*", (c, next) => (c.get("deps").config.zeroBridge ? zero(c, next) : c.notFound()));

app.notFound(async (c) =>
  isForPerson(c) ? page(c, (await notes()).nowhere, 404) : refuse(c, "not_found", "there is nothing here"),
);
app.onError(onError);
