// Whether the words of an experiment's arms may be sent. What looks at texts is large, and loaded only where an arm has some.

import { customComplaints } from "../../text/lint.ts";
import { LANGUAGES, TONGUES } from "../../text/language.ts";
import { plainName } from "../../text/plural.ts";
import { readTexts } from "../../text/tongue.ts";
import type { CustomTexts } from "../../text/custom.ts";
import type { Complaint } from "../../platform/fields.ts";

/** The words of one arm, or of what follows. */
export interface ArmWords {
  /** What they are called in a complaint. */
  readonly where: string;
  readonly own: CustomTexts;
  /** The same with the company's own beneath them. */
  readonly whole: CustomTexts;
  readonly facts: Parameters<typeof customComplaints>[1];
}

/** Pages are shown to whoever comes, and are the same for all: an arm has words of its own in messages alone. */
function foreignTexts(own: CustomTexts): readonly string[] {
  return LANGUAGES.flatMap((language) => {
    const messages = readTexts(TONGUES[language].messages);
    return Object.keys(own[language] ?? {})
      .filter((it) => !Object.hasOwn(messages, plainName(it)))
      .map((it) => `${language} ${it} is the name of no text of a message`);
  });
}

const looked = new WeakMap<readonly ArmWords[], readonly Complaint[]>();

/** What is wrong with them; looked at once. */
export function wrongWords(all: readonly ArmWords[]): readonly Complaint[] {
  const found =
    looked.get(all) ??
    all.flatMap(({ where, own, whole, facts }) =>
      [...foreignTexts(own), ...customComplaints(whole, facts, "either").map(({ problem }) => problem)].map(
        (problem): Complaint => ({ setting: "EXPERIMENT", problem: `${where} words ${problem}` }),
      ),
    );
  looked.set(all, found);
  return found;
}
