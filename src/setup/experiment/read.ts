// Reads EXPERIMENT: a name, arms with weights, the settings and words each has of its own, and what follows when it is over.

import * as z from "zod/mini";
import { standingOf } from "../../core/experiment/arm.ts";
import { DAY } from "../../core/time.ts";
import { customTexts } from "../../text/custom.ts";
import { LANGUAGES } from "../../text/language.ts";
import { ownFactsOf } from "../own.ts";
import { duration } from "../fields.ts";
import { nearest } from "../near.ts";
import { POLICY_SETTINGS } from "../policy.ts";
import { readFields } from "../read.ts";
import { PAGE_BEFORE_CONNECT } from "../settings.ts";
import type { CustomerState } from "../../core/state.ts";
import type { Complaint } from "../../platform/fields.ts";
import type { CustomTexts } from "../../text/custom.ts";
import type { Read } from "../settings.ts";
import type { Experiment, ReadExperiment, Rest, Treatment } from "./experiment.ts";

/** How often an experiment without a difference may be called real. */
const ALPHA = 0.05;
const MOST_ARMS = 8;

/** How many homes an outage is, is no matter of one customer. */
const { OUTAGE_AT: _at, OUTAGE_HOLD_MAX: _max, ...OF_CUSTOMERS } = POLICY_SETTINGS;
const OF_ARMS: Readonly<Record<string, z.ZodMiniType>> = { ...OF_CUSTOMERS, PAGE_BEFORE_CONNECT };

const NAME = /^[a-z][a-z0-9-]{0,39}$/;
const NAME_FORM = "must be small letters, digits and hyphens, a letter first, 40 at most";
const name = z.string(NAME_FORM).check(z.regex(NAME, NAME_FORM));

const textsBy = (key: z.ZodMiniType<string, string>, problem: string) =>
  z.record(key, z.string("must be a text, in quotes"), problem);
const settings = z.prefault(textsBy(z.string(), "must be settings by their names"), {});
const words = z.prefault(
  z.record(z.string(), textsBy(z.string(), "must be texts by their names"), "must be texts by language"),
  {},
);

const WEIGHT = "must be a whole number from 0 to 1000";
const only = (names: string) => `may have ${names}, and nothing else`;
const arm = z.strictObject(
  {
    weight: z.number(WEIGHT).check(z.refine((it) => Number.isInteger(it) && it >= 0 && it <= 1_000, WEIGHT)),
    settings,
    words,
  },
  only("weight, settings and words"),
);

const WORTH = "must be points of a hundred, from 0.5 to 50";
const FORM = z.strictObject(
  {
    name,
    state: z.prefault(z.enum(["on", "off"], "must be on or off"), "on"),
    arms: z.record(name, arm, "must be arms by their names"),
    afterwards: z.prefault(z.strictObject({ settings, words }, only("settings and words")), {}),
    worth: z.prefault(z.number(WORTH).check(z.refine((it) => it >= 0.5 && it <= 50, WORTH)), 5),
    within: z.prefault(duration(90 * DAY), "28d"),
  },
  only("name, state, arms, afterwards, worth and within"),
);
type Form = z.output<typeof FORM>;
type Own = Pick<Form["afterwards"], "settings" | "words">;

const complaint = (problem: string): Complaint => ({ setting: "EXPERIMENT", problem });

function parsed(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch {
    return undefined;
  }
}

function formOf(given: string): Form | readonly Complaint[] {
  const json = parsed(given);
  if (json === undefined) return [complaint("must be JSON, as docs/EXPERIMENTS.md shows it")];
  const read = FORM.safeParse(json);
  if (!read.success)
    return read.error.issues.map(({ path, message }) => {
      const where = path.map(String).join(".");
      return complaint(where === "" ? message : `${where} ${message}`);
    });
  const arms = Object.values(read.data.arms);
  if (arms.length < 2 || arms.length > MOST_ARMS) return [complaint(`must have from 2 to ${MOST_ARMS} arms`)];
  return arms.every(({ weight }) => weight === 0) ? [complaint("must have an arm with a weight above 0")] : read.data;
}

/** A company's own words with those of an arm in the place of some. Languages there are none of are complained of elsewhere. */
const merged = (own: Own["words"]): CustomTexts =>
  Object.fromEntries(
    [...new Set([...Object.keys(customTexts), ...Object.keys(own)])].map((language) => [
      language,
      { ...LANGUAGES.flatMap((it) => (it === language ? [customTexts[it]] : []))[0], ...own[language] },
    ]),
  );

/** What one arm, or what follows, has of its own; or what is wrong with it. */
function ownOf(where: string, { settings: given, words: said }: Own, { read, complaintsOf }: Rest) {
  const strange = Object.keys(given).filter((it) => !Object.hasOwn(OF_ARMS, it));
  const fields = Object.fromEntries(Object.entries(OF_ARMS).filter(([it]) => it in given));
  const own = readFields(fields, given);
  const known = new Set(complaintsOf(read).map(({ setting, problem }) => `${setting} ${problem}`));
  const together = complaintsOf({ ...read, ...own.values }).filter((it) => !known.has(`${it.setting} ${it.problem}`));
  const meant = (it: string): string => {
    const near = nearest(it, Object.keys(OF_ARMS));
    return near === null ? "" : `: is ${near} meant?`;
  };
  const complaints = [
    ...strange.map((it) => complaint(`${where} ${it} is no setting that an arm can have${meant(it)}`)),
    ...[...own.complaints, ...together].map(({ setting, problem }) => complaint(`${where} ${setting} ${problem}`)),
  ];
  const values = own.values as Partial<Read>;
  const whole = merged(said);
  const facts = ownFactsOf({ ...read, ...values });
  const wordings = Object.keys(said).length === 0 ? [] : [{ where, own: said as CustomTexts, whole, facts }];
  return { values, words: whole, wordings, complaints };
}
type OwnRead = ReturnType<typeof ownOf>;

/** Reads the setting. `given` is its text; complaints name the arm and what in it, and never a value. */
export const readExperiment: ReadExperiment = (given, rest) => {
  const form = formOf(given);
  if (!("arms" in form)) return { ok: false, complaints: form };
  const arms = Object.entries(form.arms).map(([each, it]) => ({
    name: each,
    weight: it.weight,
    own: ownOf(`arm ${each}`, it, rest),
  }));
  const after = ownOf("afterwards", form.afterwards, rest);
  const complaints = [...arms.map(({ own }) => own), after].flatMap((it) => it.complaints);
  if (complaints.length > 0) return { ok: false, complaints };
  const { name: experiment, state, worth, within } = form;
  return {
    ok: true,
    make(read, toPolicy): Experiment {
      const treatment = ({ values, words: texts }: Pick<OwnRead, "values" | "words">, its?: string): Treatment => {
        const mixed: Read = { ...read, ...values };
        const policy = toPolicy(mixed);
        return {
          policy: its === undefined ? policy : { ...policy, arm: { experiment, name: its } },
          hasPageBefore: mixed.PAGE_BEFORE_CONNECT === "expiring",
          words: texts,
        };
      };
      const settled = { settings: treatment({ values: {}, words: customTexts }), afterwards: treatment(after) };
      const byArm = new Map(arms.map((it) => [it.name, treatment(it.own, it.name)]));
      const all = [...Object.values(settled), ...byArm.values()];
      const division = {
        name: experiment,
        isOn: state === "on",
        arms: arms.map(({ name: its, weight }) => ({ name: its, weight })),
      };
      return {
        ...division,
        rules: { alpha: ALPHA, worth: worth / 100 },
        within,
        wordings: [...arms.map(({ own }) => own), after].flatMap((it) => it.wordings),
        channels: [...new Set(all.flatMap(({ policy }) => policy.channels))],
        hasPageBefore: all.some((it) => it.hasPageBefore),
        treatmentOf(customer: CustomerState): Treatment {
          const standing = standingOf(customer, division);
          if (standing.kind !== "arm") return settled[standing.kind];
          return byArm.get(standing.name) ?? settled.afterwards;
        },
      };
    },
  };
};
