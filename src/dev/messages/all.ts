// Every message there is, for the eyes of people and of tests.

import { REASONS } from "../../core/case/reason.ts";
import { CHANNELS } from "../../core/policy.ts";
import type { Wording } from "../../text/message.ts";
import type { Language } from "../../text/language.ts";

/** The facts that are the same in all of them. */
export interface Sample {
  readonly brand: string;
  readonly link: string;
  readonly stopLink: string;
  readonly contractEndDate: string;
  /** How many tariffs "several" are, and in how many homes. */
  readonly several: number;
  readonly homes: number;
  /** What the company calls its customers' devices, by language; ours where it has no word. */
  readonly devices?: Readonly<Partial<Record<Language, string>>>;
  /** What stands at the foot of its emails. */
  readonly foot?: Wording["foot"];
  /** It has an app; true where nobody says. */
  readonly hasApp?: boolean;
}

/** The facts of a company: its brand, and the origin of its links. */
export function sampleOf(brand: string, origin: string): Sample {
  const link = `${origin}/c/QAFmFnegGQGO7vAKKfrV0l3hX2pm9Q`;
  return { brand, link, stopLink: `${link}/stop`, contractEndDate: "2026-02-09", several: 3, homes: 2 };
}

export const SAMPLE = sampleOf("Example Energy", "https://go.example.com");

const NO_FOOT = { legal: null, helpUrl: null, privacyUrl: null } as const;

/** Every wording of a language: each channel, reason, first and reminder, one or several tariffs, trap, date. */
export function allWordings(language: Language, sample: Sample = SAMPLE): readonly Wording[] {
  const { brand, link, stopLink, several, homes } = sample;
  const shapes = [
    { count: 1, homes: 1, slot: "commodity_import" },
    { count: 1, homes: 1, slot: "commodity_export" },
    { count: several, homes: 1, slot: null },
    { count: several, homes, slot: null },
  ] as const;
  return CHANNELS.flatMap((channel) =>
    REASONS.flatMap((reason) =>
      shapes.flatMap((shape) => {
        const one = reason === "expiring" && shape.count === 1;
        const dated = { contractEndDate: sample.contractEndDate, endsToday: false };
        const dates = one ? [dated, { ...dated, endsToday: true }, { ...dated, contractEndDate: null }] : [dated];
        return dates.flatMap((date) =>
          (one ? [false, true] : [false]).flatMap((endDateTrap) =>
            (channel === "sms" ? (["reply", "link"] as const) : (["link"] as const)).flatMap((stopBy) =>
              [1, 2].map((rung) => ({
                brand,
                language,
                channel,
                reason,
                ...shape,
                rung,
                endDateTrap,
                ...date,
                link,
                stopLink,
                stopBy,
                foot: sample.foot ?? NO_FOOT,
                devices: sample.devices?.[language] ?? null,
                hasApp: sample.hasApp ?? true,
              })),
            ),
          ),
        );
      }),
    ),
  );
}
