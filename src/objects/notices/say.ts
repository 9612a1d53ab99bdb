// Saying what is due to the company's backend, until it has taken it or has had five days. Loaded when there is something to say.

import { backoff } from "../../core/message/backoff.ts";
import { DAY, HOUR, SECOND } from "../../core/time.ts";
import { backendDoor } from "../gate/backend.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";
import type { Deps } from "../../setup/compose.ts";
import type { GatePlace } from "../../setup/env.ts";
import type { Notice, NoticeStore, OwedNotice } from "./notice.ts";

/** How long the company is left alone between two tries. */
const TELL_AGAIN = { base: 10 * SECOND, cap: HOUR };
const GIVE_UP_AFTER_MS = 5 * DAY;
/** A backend that stays closed this long is not told any more what it missed. */
const STALE_AFTER_MS = 30 * DAY;

const isOwnTrouble = ({ data }: Notice): boolean => data["channel"] === "handoff";

function replace(store: NoticeStore, id: string, by: OwedNotice | null): void {
  const others = store.owed().filter((it) => it.id !== id);
  store.save(by === null ? others : [...others, by]);
}

async function post({ backend }: Deps, { id, type, at, data }: OwedNotice): Promise<DeliveryOutcome> {
  if (backend === null) return { kind: "failed", why: "there is no backend", scope: "us" };
  return backend.post(id, type, at, data);
}

export async function sayNotices(env: GatePlace, store: NoticeStore, deps: Deps): Promise<void> {
  const door = backendDoor(env);
  for (const it of store.owed().filter(({ dueAt }) => dueAt <= deps.now())) {
    const wait = await door.enter(it, isOwnTrouble(it));
    if (wait > 0) {
      const isStale = deps.now() - it.at > STALE_AFTER_MS;
      replace(store, it.id, isStale ? null : { ...it, dueAt: deps.now() + wait });
      continue;
    }
    const triedAt = it.triedAt ?? deps.now();
    const outcome = await post(deps, it);
    await door.hear(outcome);
    const now = deps.now();
    const isOver = outcome.kind === "sent" || outcome.kind === "failed" || now - triedAt > GIVE_UP_AFTER_MS;
    const attempt = it.attempt + 1;
    const dueAt = now + backoff(it.id, attempt, TELL_AGAIN, null);
    replace(store, it.id, isOver ? null : { ...it, attempt, dueAt, triedAt });
  }
}
