// The route table, and what holds for every route: request id, settings complete, body limit, headers, errors.

import { Hono } from "hono/tiny";
import { nowhere, unavailable } from "./web/link/notes.tsx";
import { consoleLog } from "./platform/log.ts";
import { operatorOnly } from "./web/http/bearer.ts";
import { limitedTo } from "./web/http/body.ts";
import { showHealth } from "./web/health.ts";
import { CALLBACKS, receiveFromProvider } from "./web/hooks/providers.ts";
import { showDone } from "./web/link/done.tsx";
import { askSnooze, takeSnooze } from "./web/link/snooze.tsx";
import { askStop, takeStop } from "./web/link/stop.tsx";
import { confirmLink, openLink, openTariff } from "./web/link/tap.ts";
import { showTariffs } from "./web/link/tariffs.tsx";
import { endStops, putContact } from "./web/operator/contact.ts";
import { advanceClock, endLinks, holdMessages, showCustomer } from "./web/operator/customers.ts";
import { runSweep, showChannels, showSweep } from "./web/operator/ways.ts";
import { pathOf } from "./web/http/paths.ts";
import { deleteQuarantined, deleteReason, listQuarantine, replayQuarantined } from "./web/operator/quarantine.ts";
import { page, problem, requestIdOf } from "./web/http/respond.ts";
import { receiveWebhook } from "./web/hooks/flatpeak.ts";
import { compose } from "./objects/deps.ts";
import type { MiddlewareHandler } from "hono";
import type { RouteContext, RouteEnv } from "./web/http/context.ts";

/** FlatPeak's events are a few hundred bytes. */
const MAX_BODY_BYTES = 64 * 1_024;
/** The forms of our pages have two fields, and a mail program's one click has one. */
const MAX_FORM_BYTES = 4 * 1_024;

/** Below a link, whoever asks is shown a page. */
const isLink = (c: RouteContext): boolean => /^\/[cs](?:\/|$)/.test(c.req.path);

/** Who types a wrong address into a browser is a person too, but for the addresses of programs. */
const isForPerson = (c: RouteContext): boolean =>
  isLink(c) || (!/^\/(?:v1|webhooks)(?:\/|$)/.test(c.req.path) && (c.req.header("Accept") ?? "").includes("text/html"));

const settingsComplete: MiddlewareHandler<RouteEnv> = async function settingsComplete(c, next) {
  const composed = compose(c.env);
  if (!composed.ok) {
    // What is missing is for whoever deploys; a customer who taps a link is told to come back.
    if (isLink(c)) {
      c.header("Retry-After", "300");
      return page(c, unavailable, 503);
    }
    const list = composed.complaints.map(({ setting, problem: what }) => `${setting} ${what}`).join("; ");
    return problem(c, "configuration_incomplete", `settings are incomplete: ${list}`);
  }
  c.set("deps", composed.deps);
  return next();
};

/** What the operator reads is for nobody's cache. */
const privateAnswer: MiddlewareHandler<RouteEnv> = async function privateAnswer(c, next) {
  await next();
  c.header("Cache-Control", "no-store, private");
};

const limited = limitedTo(MAX_BODY_BYTES);
const limitedForm = limitedTo(MAX_FORM_BYTES);

function onError(error: Error, c: RouteContext): Response | Promise<Response> {
  consoleLog.error("request_failed", error, { request_id: requestIdOf(c), path: c.req.routePath });
  // A person looks at what is under /c/; the page says the same in words.
  if (isLink(c) && c.get("deps") !== undefined) return page(c, unavailable, 503);
  // Nothing was acknowledged, so the sender may try again; what went wrong is for the log.
  return problem(c, "unavailable", "something went wrong on our side; please try again");
}

/** A way in, asked in the wrong manner. */
const only = (method: string) => (c: RouteContext) => {
  c.header("Allow", method);
  return problem(c, "method_not_allowed", `this address takes ${method} only`);
};

export const app = new Hono<RouteEnv>({ getPath: pathOf });

app.get("/healthz", showHealth);
app.use(settingsComplete);

app.post("/webhooks/flatpeak", limited, receiveWebhook);
app.all("/webhooks/flatpeak", only("POST"));

app.post(CALLBACKS, limited, receiveFromProvider);
app.all(CALLBACKS, only("POST"));

app.post("/c/*", limitedForm);
app.get("/c/:code", openLink);
app.post("/c/:code", confirmLink);
app.get("/c/:code/tariffs", showTariffs);
app.get("/c/:code/tariffs/:tariff", openTariff);
app.get("/c/:code/done", showDone);
app.get("/c/:code/snooze", askSnooze);
app.post("/c/:code/snooze", takeSnooze);
app.get("/c/:code/stop", askStop);
app.post("/c/:code/stop", takeStop);
app.post("/s/*", limitedForm);
app.get("/s/:code", askStop);
app.post("/s/:code", takeStop);
app.all("/s/:code", only("GET, POST"));
app.all("/c/:code/:page{tariffs|done}", only("GET"));
app.all("/c/:code", only("GET, POST"));
app.all("/c/:code/:page{snooze|stop}", only("GET, POST"));

app.use("/v1/*", privateAnswer, operatorOnly, limited);
app.get("/v1/customers/:id", showCustomer);
app.put("/v1/customers/:id/contact", putContact);
app.post("/v1/customers/:id/clock", advanceClock);
app.post("/v1/customers/:id/hold", holdMessages(true));
app.post("/v1/customers/:id/release", holdMessages(false));
app.delete("/v1/customers/:id/links", endLinks);
app.delete("/v1/customers/:id/stops/:by", endStops);
app.get("/v1/quarantine", listQuarantine);
app.delete("/v1/quarantine", deleteReason);
app.delete("/v1/quarantine/:digest", deleteQuarantined);
app.post("/v1/quarantine/:digest/replay", replayQuarantined);
app.get("/v1/channels", showChannels);
app.get("/v1/sweep", showSweep);
app.post("/v1/sweep", runSweep);

app.notFound((c) => (isForPerson(c) ? page(c, nowhere, 404) : problem(c, "not_found", "there is nothing here")));
app.onError(onError);
