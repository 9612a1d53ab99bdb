// Is it set up right? Everything outside is tried at once, each for real and harmlessly, and none keeps the others waiting for long.

import { contactLookup } from "../../../channels/contact-lookup/outside.ts";
import { checkFlatPeak } from "../../../flatpeak/check.ts";
import { theSweep } from "../../../objects/rooms.ts";
import { broken } from "../../../platform/finding.ts";
import { orLate } from "../../../platform/within.ts";
import { checkAlerts } from "./alerts.ts";
import { checkFleet } from "./fleet.ts";
import { checkAddress, checkBindings } from "./here.ts";
import { checkCron, checkWebhook } from "./sweep.ts";
import type { Finding, Verdict } from "../../../platform/finding.ts";
import type { Deps } from "../../../setup/compose.ts";
import type { Env } from "../../../setup/env.ts";

export interface CheckReport {
  /** Milliseconds. */
  readonly at: number;
  /** The worst of all: nothing that is skipped counts. */
  readonly status: Exclude<Verdict, "skipped">;
  readonly findings: readonly Finding[];
}

/** Two or three calls of some seconds each stand one after the other at most. */
const LIMIT_MS = 20_000;

/** What is tried, under a name for where it breaks by itself. */
interface Trial {
  readonly name: string;
  readonly run: () => Promise<readonly Finding[]>;
}

/** The trials of one environment. `askedAt`: the origin that the operator asked at. */
function trialsOf(env: Env, { config, mail, outside, now }: Deps, askedAt: string): readonly Trial[] {
  const { providers, settings, hasContactLookup } = config.channels;
  const { publicUrl } = config.link;
  const bound: Readonly<Record<string, unknown>> = { ...env };
  const channels = providers.flatMap((it): readonly Trial[] => {
    const binding = it.binding === undefined ? undefined : bound[it.binding];
    const world = {
      ...outside,
      binding,
      callbackUrl: `${publicUrl}/webhooks/${it.name}`,
      languages: config.languages.on,
    };
    return it.check === undefined
      ? []
      : [{ name: it.name, run: async () => (await it.check?.(settings, world)) ?? [] }];
  });
  const lookup: readonly Trial[] = hasContactLookup
    ? [{ name: "contact_lookup", run: () => contactLookup.check(settings, outside) }]
    : [];
  return [
    { name: "public_url", run: () => Promise.resolve([checkAddress(publicUrl, askedAt), checkBindings(env)]) },
    { name: "flatpeak", run: () => checkFlatPeak(outside, config.flatpeak) },
    {
      name: "sweep",
      run: async () => {
        const report = await theSweep(env).report(config.silenceAfter);
        return [checkCron(report, now(), publicUrl), checkWebhook(report, `${publicUrl}/webhooks/flatpeak`)];
      },
    },
    ...channels,
    ...lookup,
    { name: "alerts", run: () => checkAlerts(outside, config.alerts, mail !== null) },
    { name: "fleet_index", run: async () => [await checkFleet(env.FLEET)] },
  ];
}

/** What came of a trial; one that breaks or takes too long is a finding as well. */
async function tried({ name, run }: Trial, { log }: Deps): Promise<readonly Finding[]> {
  try {
    const late = [broken(name, "it did not answer in time", "Check again; then look at what stands between.")];
    return await orLate(run(), LIMIT_MS, late);
  } catch (error) {
    log.error("check_broke", error, { check: name });
    return [broken(name, "the check itself broke", "See check_broke in the log.")];
  }
}

/** Tries everything outside that this environment is set up with. */
export async function runChecks(env: Env, deps: Deps, askedAt: string): Promise<CheckReport> {
  const found = await Promise.all(trialsOf(env, deps, askedAt).map((trial) => tried(trial, deps)));
  // Two channels of one account find the same of it.
  const findings = [...new Map(found.flat().map((it) => [it.name, it])).values()];
  const has = (verdict: Verdict): boolean => findings.some(({ result }) => result === verdict);
  return { at: deps.now(), status: has("failed") ? "failed" : has("warn") ? "warn" : "ok", findings };
}
