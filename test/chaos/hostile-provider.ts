// The company's backend that receives `handoff`, on a bad day: it refuses, it accepts and then says it did not, it accepts
// and says nothing. It keeps the book of what it accepted, by `webhook-id`.

import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { listen } from "./loopback.ts";
import { chanceOf } from "./seed.ts";
import type { Call, Loopback, Reply } from "./loopback.ts";
import type { Chance } from "./seed.ts";

/** One tariff as a message speaks of it. */
export interface Told {
  readonly tariffId: string;
  readonly reason: string;
}

/** What is known here of one `webhook-id`. */
export interface Letter {
  readonly id: string;
  readonly type: string;
  /** Empty in word for the company. */
  readonly customerId: string;
  readonly rung: number;
  readonly cases: readonly Told[];
  /** The tariffs it told of, where that is known of more of them than what it said: those of cases that became another problem since. */
  readonly about?: readonly string[];
  /** What is wrong, in word for the company. */
  readonly why: string;
  /** The link it brings; empty where it brings none. */
  readonly link: string;
  /** In an event that happens once: the case that was opened or repaired, or the message that was sent. Null elsewhere. */
  readonly subject: string | null;
  /** When it was first accepted (ms); null while it never was. */
  readonly acceptedAt: number | null;
  /** The hash of the body that was first accepted; null while none was. */
  readonly acceptedBody: string | null;
  /** Calls that came with another body than the accepted one: what may have arrived can only be repeated as it was. */
  readonly changed: number;
  /** When it was called with (ms), each time. */
  readonly calledAt: readonly number[];
  /** Those of these calls that were refused, and may have arrived for all that the caller can know. */
  readonly doubtedAt: readonly number[];
  readonly accepted: number;
}

/** A provider on a bad day. */
export interface HostileProvider extends Loopback {
  calm(): void;
  readonly letters: ReadonlyMap<string, Letter>;
  /** Calls whose signature or body was not as it must be. */
  readonly refused: readonly string[];
  readonly modes: ReadonlyMap<string, number>;
}

interface Body {
  readonly type: string;
  /** Word for the company has none of these. */
  readonly data: {
    readonly notification_id?: string;
    readonly customer_id?: string;
    readonly rung?: number;
    readonly cases?: readonly { readonly tariff_id: string; readonly reason: string }[];
    /** What is wrong, in word for the company. */
    readonly why?: string;
    readonly link?: string;
    readonly case?: number;
  };
}

function subjectOf(type: string, { case: no, notification_id: message }: Body["data"]): string | null {
  if (type === "case.opened" || type === "case.repaired") return `case ${no}`;
  return type === "notification.sent" && message !== undefined ? message : null;
}

/** Slow refusals weigh double: a kill in the middle of one leaves a message that was handed out and never taken. */
const MODES = [
  "refuses",
  "refuses slowly",
  "refuses slowly",
  "busy",
  "accepts slowly",
  "accepts and cuts",
  "accepts and answers 500",
] as const;
export type Mode = (typeof MODES)[number] | "fine";

/** A message meets trouble at most so often: the waits between tries double. */
const TROUBLED_TRIES = 2;
const TROUBLE = 0.6;

/**
 * Listens for handoffs signed with `secret`. With `first`, every notification is met like that when it first comes, whatever
 * id its call has and however calm the day is.
 */
export async function startProvider(secret: string, seed: number, first: Mode | null = null): Promise<HostileProvider> {
  const verifier = new Webhook(secret);
  const letters = new Map<string, Letter>();
  const met = new Set<string>();
  const refused: string[] = [];
  const modes = new Map<string, number>();
  let isCalm = false;

  const note = (id: string, { type, data }: Body, digest: string): Letter => {
    const { notification_id: named, customer_id: customerId = "", rung = 0, why = "", link = "" } = data;
    // What became of a message is told under a name of its own.
    const isAboutMessage = type === "notification.sent" || type === "notification.failed";
    if (!isAboutMessage && named !== undefined && named !== id) refused.push(`${id}: the body names ${named}`);
    const told = isAboutMessage ? [] : (data.cases ?? []);
    const cases = told.map((it) => ({ tariffId: it.tariff_id, reason: it.reason }));
    const subject = subjectOf(type, data);
    const fresh = { id, type, customerId, rung, cases, why, link, subject, acceptedAt: null };
    const unseen = { ...fresh, acceptedBody: null, changed: 0, calledAt: [], doubtedAt: [], accepted: 0 };
    const known = letters.get(id) ?? unseen;
    const hasChanged = known.acceptedBody !== null && known.acceptedBody !== digest;
    const changed = known.changed + (hasChanged ? 1 : 0);
    const letter = { ...known, changed, calledAt: [...known.calledAt, Date.now()] };
    letters.set(id, letter);
    return letter;
  };

  const accept = (id: string, digest: string): void => {
    const known = letters.get(id);
    if (known === undefined) return;
    const first = { acceptedAt: known.acceptedAt ?? Date.now(), acceptedBody: known.acceptedBody ?? digest };
    letters.set(id, { ...known, ...first, accepted: known.accepted + 1 });
  };

  const doubt = (id: string): void => {
    const known = letters.get(id);
    if (known !== undefined) letters.set(id, { ...known, doubtedAt: [...known.doubtedAt, Date.now()] });
  };

  /** How to meet the nth call under one id. */
  const modeOf = (nth: number, notificationId: string, chance: Chance): Mode => {
    if (first !== null && !met.has(notificationId)) {
      met.add(notificationId);
      return first;
    }
    return !isCalm && nth <= TROUBLED_TRIES && chance.is(TROUBLE) ? chance.pick(MODES) : "fine";
  };

  const answer = async (call: Call): Promise<Reply> => {
    const id = call.headers.get("webhook-id") ?? "";
    try {
      verifier.verify(call.body, Object.fromEntries(call.headers));
    } catch (error) {
      refused.push(`${id}: ${String(error)}`);
      return new Response(null, { status: 401 });
    }
    const body = JSON.parse(call.body) as Body;
    const digest = createHash("sha256").update(call.body).digest("hex");
    const calls = note(id, body, digest).calledAt.length;
    const chance = chanceOf(seed, `provider ${id} ${calls}`);
    const mode = modeOf(calls, body.data.notification_id ?? id, chance);
    modes.set(mode, (modes.get(mode) ?? 0) + 1);
    switch (mode) {
      case "fine":
        accept(id, digest);
        return new Response(null, { status: 200 });
      case "refuses slowly":
        doubt(id);
        await pause(chance.whole(100, 1_200));
        return new Response(null, { status: 500 });
      case "refuses":
        doubt(id);
        return new Response(null, { status: 500 });
      case "accepts and cuts":
        accept(id, digest);
        return "cut";
      case "accepts and answers 500":
        accept(id, digest);
        return new Response(null, { status: 500 });
      case "busy":
        return new Response(null, { status: 429, headers: { "Retry-After": "2" } });
      case "accepts slowly":
        accept(id, digest);
        await pause(chance.whole(50, 600));
        return new Response(null, { status: 200 });
    }
  };

  const server = await listen(answer);
  return {
    ...server,
    letters,
    refused,
    modes,
    calm() {
      isCalm = true;
    },
  };
}
