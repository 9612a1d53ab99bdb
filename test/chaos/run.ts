// The chaos rig: the built Worker in plain workerd, killed again and again between a FlatPeak and a provider on a bad day;
// then judged. `node test/chaos/run.ts --rounds 200 --seed 1`: one seed draws everything that is random here. `--hurry`, and
// any run under twenty rounds, moves the test clocks at the end; `--no-hands` leaves out the operator who holds customers and
// erases some, and the FlatPeak that refuses the account; `--keep` leaves the databases and the last log of a failed run.

import { rmSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newSigningKey } from "../../src/dev/emulator/signing.ts";
import { testSettings } from "../settings.ts";
import { buildWorker } from "./bundle.ts";
import { workerdConfig } from "./config.ts";
import { customersOn, heldOn, quarantinedOn } from "./disk.ts";
import { drain } from "./drain.ts";
import { experimentAt } from "./experiments.ts";
import { ErasingHand, HoldingHand, StoppingHand, refusingHand } from "./hands.ts";
import { startFlatPeak } from "./hostile-flatpeak.ts";
import { addressOf, startMail } from "./hostile-mail.ts";
import { startProvider } from "./hostile-provider.ts";
import { judgeConfirmations } from "./judge-confirm.ts";
import { judgeHands, ON_THE_LINE_MS } from "./judge-hands.ts";
import { judgeDisk, judgeMessages } from "./judge.ts";
import { Ledger } from "./ledger.ts";
import { tapAll } from "./links.ts";
import { Operator } from "./operator.ts";
import { planOf } from "./plan.ts";
import { linesOf, reportOf } from "./report.ts";
import { feedAndKill, sendAll } from "./round.ts";
import { chanceOf } from "./seed.ts";
import { settingsOf } from "./settings.ts";
import { lapse, watchStalls } from "./wait.ts";
import { startWorkerd } from "./workerd.ts";
import { readNumber, readOptions } from "../support/options.ts";
import type { ChaosOptions } from "./options.ts";
import type { Workerd } from "./workerd.ts";
import type { HandsVerdict } from "./judge-hands.ts";
import type { Verdict } from "./judge.ts";
import type { Report } from "./report.ts";
import type { Chance } from "./seed.ts";
import type { Patience } from "./wait.ts";

export type { Report } from "./report.ts";

const BACKLOG = 40;
const FINALE_LANES = 6;
/** As long as a confirmation waits for others, and a little more: the cut comes among them. */
const CONFIRMING_MS = 1_200;
/** Safety nets, not expectations: far more than a slow machine needs. */
const HURRIED: Patience = { still: 180_000, most: 600_000 };
const PATIENT: Patience = { still: 1_500_000, most: 3_000_000 };
/** Before the faults end: longer than any group wait, so that what is due still meets the bad day. */
const LAST_REST_MS = 2_500;

/** How long workerd is left alone between a start and the next round (ms): seldom long enough for everything. */
function restOf(chance: Chance): number {
  const kind = chance.next();
  if (kind < 0.3) return 0;
  return kind < 0.6 ? chance.whole(0, 400) : chance.whole(800, 3_000);
}

/** Runs it and judges it. Throws only where the rig itself breaks; what is wrong with the product is in the report. */
export async function runChaos(options: ChaosOptions): Promise<Report> {
  const { seed, rounds, hurry, forced, say = () => undefined } = options;
  const startedAt = Date.now();
  const folder = await mkdtemp(join(tmpdir(), "reconnect-chaos-"));
  const tidy = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", tidy);
  const disk = join(folder, "disk");
  await mkdir(disk);
  await buildWorker(folder, options.spoils);
  const key = await newSigningKey();
  const plan = planOf(seed, key, startedAt);
  const flatpeak = await startFlatPeak(plan.world, testSettings.FLATPEAK_API_KEY, seed);
  const provider = await startProvider(testSettings.HANDOFF_SECRET, seed, forced?.first);
  const mail = await startMail(testSettings.LINK_KEYS, seed);
  const outsides = [flatpeak, provider, mail] as const;
  const calm = (): void => {
    flatpeak.calm();
    provider.calm();
  };
  if (forced !== undefined) {
    calm();
    mail.calm();
  }
  if (forced?.refuseAll === true) flatpeak.refuse("account_disabled");
  const configFile = join(folder, "config.capnp");
  const origins = { flatpeak: flatpeak.origin, backend: provider.origin, mail: mail.origin };
  const settings = settingsOf(origins, forced?.holdAll !== true);
  let starts = 0;
  const start = async (): Promise<Workerd> => {
    const tried = options.tries === true ? { EXPERIMENT: experimentAt(starts) } : {};
    starts += 1;
    await writeFile(configFile, workerdConfig(disk, { ...settings, ...tried }));
    return startWorkerd(configFile);
  };
  const ledger = new Ledger(key);
  const lettersSoFar = () => new Map([...provider.letters, ...mail.letters]);
  const operatorOf = ({ origin }: Workerd): Operator => new Operator(origin, testSettings.OPERATOR_TOKEN);
  const customerIds = plan.world.customers.map(({ id }) => id);
  const holding = new HoldingHand(seed);
  const erasing = new ErasingHand(seed);
  const stopping = new StoppingHand(seed);
  const refuse = options.refusals === true ? refusingHand(flatpeak, seed, rounds) : () => undefined;
  const chance = chanceOf(seed, "kills");
  const stalls = watchStalls();
  let worker = await start();
  let isClean = false;
  try {
    await operatorOf(worker).reachByEmail(customerIds, addressOf);
    for (let round = 1; round <= rounds; round++) {
      refuse(round);
      const events = plan.round();
      const late = ledger.pending().slice(0, BACKLOG);
      const posts = [];
      for (const { event } of late) posts.push(await ledger.prepare(event, false));
      for (const event of events) posts.push(await ledger.prepare(event, true));
      const course = {
        lanes: chance.whole(3, 12),
        killAfter: chance.whole(0, posts.length),
        killLater: chance.whole(0, 40),
      };
      const sharp = { ...course, killAfter: "acknowledgement", killLater: 0 } as const;
      const operator = operatorOf(worker);
      const act = async (): Promise<void> => {
        await Promise.all([
          holding.act(operator, customerIds),
          options.erases === true ? erasing.act(operator, customerIds) : undefined,
          options.stops === true ? stopping.act(operator, customerIds, erasing.erased) : undefined,
        ]);
      };
      await feedAndKill(
        ledger,
        worker,
        posts,
        forced?.killOnAcknowledgement === true ? sharp : course,
        round % 2 === 0 ? undefined : act,
      );
      worker = await start();
      await lapse(restOf(chance));
      if (round % 10 === 0) {
        const entries = [...ledger.entries.values()];
        const acknowledged = entries.length - ledger.pending().length;
        say(
          `round ${round}: ${entries.length} events, ${acknowledged} acknowledged, ${provider.letters.size} messages`,
        );
      }
    }
    await lapse(LAST_REST_MS);
    const inChaos = ledger.entries.size - ledger.pending().length;
    if (forced?.refuseAll !== true) calm();
    // A last cut, so that nothing of the bad days lives on in memory.
    await worker.kill();
    worker = await start();
    const operator = operatorOf(worker);
    if (forced?.holdAll === true) {
      const posts = await Promise.all(ledger.pending().map(async ({ event }) => ledger.prepare(event, false)));
      await sendAll(ledger, worker.origin, posts, posts.length, () => false);
      await holding.holdAll(operator, customerIds);
      // What leaves from now on is no call that was on the line.
      await lapse(2 * (ON_THE_LINE_MS + stalls.longestMs()));
    } else await holding.releaseAll(operator);
    const { erased } = erasing;
    const { stopped } = stopping;
    const bookNow = () => ({ plan, ledger, flatpeak, letters: lettersSoFar(), stalledMs: stalls.longestMs() });
    const judge = (): Verdict & HandsVerdict => {
      const seen = { ...bookNow(), erased, stopped };
      const quiet = [...holding.perhaps, ...flatpeak.refusals.map((it) => ({ ...it, customerId: null }))];
      return { ...judgeMessages({ ...seen, quiet }), ...judgeHands({ ...seen, spells: holding.spells }) };
    };
    const settle = () =>
      drain({
        origin: worker.origin,
        operator: operatorOf(worker),
        ledger,
        plan,
        erasing,
        learn: mail.learn,
        verdict: judge,
        isEnough: forced === undefined ? () => false : (forced.isSeen ?? (() => true)),
        patience: hurry ? HURRIED : PATIENT,
        hurry,
      });
    let drained = await settle();
    if (forced === undefined && drained.left.length === 0) {
      // Everybody was told. Whose home is mended now is to hear of it, by a mail service that still has its bad day; and one more cut.
      const posts = await Promise.all(plan.finale().map(async (event) => ledger.prepare(event, true)));
      await sendAll(ledger, worker.origin, posts, FINALE_LANES, () => false);
      await lapse(CONFIRMING_MS);
      await worker.kill();
      worker = await start();
      drained = await settle();
    }
    const dead = forced === undefined ? await tapAll(worker.origin, plan, [...provider.letters.values()], erased) : [];
    await worker.stop();
    const customers = customersOn(disk);
    const { stories, left } = drained;
    const verdict = judge();
    const { doubted } = verdict;
    const seen = { ...bookNow(), stories, customers, held: heldOn(disk), erased, doubted };
    const report = reportOf({
      seed,
      rounds,
      durationMs: Date.now() - startedAt,
      acknowledgedInChaos: inChaos,
      plan,
      ledger,
      flatpeak,
      provider,
      mail,
      left,
      quarantined: quarantinedOn(disk),
      messages: verdict,
      hands: verdict,
      disk: judgeDisk(seen, Date.now()),
      dead,
      confirmations: judgeConfirmations({ ...seen, names: mail.names }),
      holds: holding.spells.length,
      erasures: erased.size,
      stops: stopped.size,
      inArms: stories.flatMap(({ cases }) => cases).filter(({ arm }) => arm !== null).length,
    });
    isClean = report.violations.length === 0;
    if (!isClean && options.keep === true) {
      await writeFile(join(folder, "workerd.log"), worker.output());
      say(`the databases and the last log of workerd are in ${folder}`);
    }
    return report;
  } finally {
    stalls.stop();
    if (!worker.hasEnded()) await worker.kill();
    await Promise.all(outsides.map((it) => it.close()));
    process.off("exit", tidy);
    if (isClean || options.keep !== true) tidy();
  }
}

async function main(): Promise<void> {
  const values = readOptions({
    rounds: { type: "string", default: "200" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    hurry: { type: "boolean", default: false },
    "no-hands": { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
  });
  const seed = readNumber("seed", values.seed);
  const rounds = readNumber("rounds", values.rounds);
  const say = (line: string): boolean => process.stdout.write(`${line}\n`);
  say(`chaos: seed ${seed}, ${rounds} rounds`);
  // The exit takes a running workerd along.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
  const hands = !values["no-hands"];
  const hurry = values.hurry || rounds < 20;
  const report = await runChaos({
    seed,
    rounds,
    hurry,
    holds: hands,
    erases: hands,
    stops: hands,
    refusals: hands,
    tries: hands,
    keep: values.keep,
    say,
  });
  for (const line of linesOf(report)) say(line);
  process.exitCode = report.violations.length === 0 ? 0 : 1;
}

if (import.meta.main) await main();
