// Which of all that happens goes out to the company's backend.

import { COMPANY_EVENTS, OUTWARD_EVENTS } from "../core/announce/events.ts";
import { textAs } from "../platform/fields.ts";
import type { OutwardEvent } from "../core/announce/events.ts";

/** What somebody has to do something about; what merely happens is for who asks for it. */
export const EVENTS_BY_DEFAULT: readonly OutwardEvent[] = COMPANY_EVENTS;

export const eventsOut = textAs(
  (given): readonly OutwardEvent[] | null => {
    const names = given.split(",").map((name) => name.trim());
    if (names.length === 1 && names[0] === "all") return OUTWARD_EVENTS;
    if (names.length === 1 && names[0] === "off") return [];
    const known = OUTWARD_EVENTS.filter((it) => names.includes(it));
    return known.length === names.length ? known : null;
  },
  `must list some of ${OUTWARD_EVENTS.join(", ")}, each once, or be all or off`,
);
