// What a channel knows of recipients, forgotten with them.

import type { Health } from "./breaker.ts";

/** The same health without these recipients, who are named by digests. A suspicion that met nobody else is none. */
export function forgetting(health: Health, who: readonly string[]): Health {
  const { closed } = health;
  const others = (all: readonly string[]): readonly string[] => all.filter((it) => !who.includes(it));
  const isKnown = [...(closed?.suspects ?? []), ...health.suspicions.flatMap((it) => it.who)].some((it) =>
    who.includes(it),
  );
  if (!isKnown) return health;
  return {
    ...health,
    closed: closed === null ? null : { ...closed, suspects: others(closed.suspects) },
    suspicions: health.suspicions.map((it) => ({ ...it, who: others(it.who) })).filter((it) => it.who.length > 0),
  };
}
