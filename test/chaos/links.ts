// When all is over, every link that somebody was sent is tapped: one about a tariff that is broken leads into Connect, or to all of who
// has several; any other at least to a page that says how things stand.

import { testSettings } from "../settings.ts";
import type { Letter } from "./hostile-provider.ts";
import type { Plan } from "./plan.ts";

const LANES = 6;
const LIMIT_MS = 60_000;

/** Taps the links of all messages that arrived, but of whom was erased. Each entry is one line about one link that does not work. */
export async function tapAll(
  origin: string,
  plan: Pick<Plan, "troubles">,
  letters: readonly Letter[],
  erased: Pick<ReadonlyMap<string, unknown>, "has">,
): Promise<readonly string[]> {
  const broken = new Set(
    plan.troubles.filter((it) => it.fate === "broken" && it.mendedBy === null).map((it) => it.tariff.id),
  );
  const wrong: string[] = [];
  const answerTo = async (path: string): Promise<{ readonly status: number; readonly to: string }> => {
    const signal = AbortSignal.timeout(LIMIT_MS);
    const response = await fetch(new URL(path, origin), { redirect: "manual", signal });
    await response.arrayBuffer();
    return { status: response.status, to: response.headers.get("Location") ?? "" };
  };
  const tap = async ({ id, link, cases }: Letter): Promise<void> => {
    const path = new URL(link).pathname;
    const first = await answerTo(path);
    // Who has several homes or tariffs is shown all of them.
    const isOverview = first.to === `${path}/tariffs`;
    const { status, to } = isOverview ? await answerTo(first.to) : first;
    const leads = status === 302 && to.startsWith(testSettings.CONNECT_WEB_URL) && to.includes("fp_cot=");
    const isBroken = !isOverview && cases.some(({ tariffId }) => broken.has(tariffId));
    if (!leads && (isBroken || status !== 200)) wrong.push(`the link of ${id} was answered ${status} ${to}`);
  };
  const queue = letters.filter((it) => it.accepted > 0 && it.link !== "" && !erased.has(it.customerId));
  const lane = async (): Promise<void> => {
    for (let it = queue.shift(); it !== undefined; it = queue.shift()) await tap(it);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return wrong;
}
