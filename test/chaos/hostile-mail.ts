// Resend on a bad day, which brings the word that a repair was seen, and messages where one by the backend brought no tap: it refuses, it takes an email and then says it did not, it takes one
// and says nothing. As it documents, a key that comes again brings no second email, and with other bytes is refused.

import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { listen } from "./loopback.ts";
import { messageOf } from "./reference.ts";
import { chanceOf } from "./seed.ts";
import type { Letter } from "./hostile-provider.ts";
import type { Story } from "./operator.ts";
import type { Call, Loopback, Reply } from "./loopback.ts";
import type { MessageName } from "./reference.ts";

/** How an email is called among letters: what it tells is known once a story was read. */
export const EMAIL = "email";

/** A mail service on a bad day. */
export interface HostileMail extends Loopback {
  calm(): void;
  /** By the key of each email. One that asks for a repair is a `notification.requested` as the backend gets it. */
  readonly letters: ReadonlyMap<string, Letter>;
  /** Which message each key is. */
  readonly names: ReadonlyMap<string, MessageName>;
  /** Calls that were not as they must be. */
  readonly refused: readonly string[];
  /** Learns from customers' stories what emails tell of. */
  learn(stories: readonly Story[]): void;
}

const MODES = ["refuses", "refuses slowly", "busy", "accepts slowly", "accepts and cuts", "accepts and answers 500"];
const TROUBLED_TRIES = 2;
const TROUBLE = 0.5;

/** The settings by which confirmations go out by email, its provider served at `origin`. */
export const byMail = (origin: string): Readonly<Record<string, string>> => ({
  CHANNEL_ORDER: "handoff,email",
  CONFIRM_REPAIR: "on",
  EMAIL_FROM: "Example Energy <hello@example.test>",
  EMAIL_PER_SECOND: "100",
  RESEND_API_URL: origin,
  RESEND_API_KEY: "re_0123456789abcdef",
});

/** Where a customer has their emails. */
export const addressOf = (customerId: string): string => `${customerId}@example.test`;

const said = (status: number, name: string): Response =>
  Response.json({ statusCode: status, name, message: "This is a bad day." }, { status });

/** Listens for emails. What each is about is in its reference, sealed with `linkKey`. */
export async function startMail(linkKey: string, seed: number): Promise<HostileMail> {
  const letters = new Map<string, Letter>();
  const names = new Map<string, MessageName>();
  const refused: string[] = [];
  let isCalm = false;

  const note = (key: string, customerId: string, digest: string): Letter => {
    const now = Date.now();
    const fresh = { id: key, type: EMAIL, customerId, rung: 0, cases: [], why: "", link: "", subject: null };
    const unseen = { acceptedAt: null, acceptedBody: null, changed: 0, calledAt: [], doubtedAt: [], accepted: 0 };
    const known = letters.get(key) ?? { ...fresh, ...unseen };
    const hasChanged = known.acceptedBody !== null && known.acceptedBody !== digest;
    const letter = { ...known, changed: known.changed + (hasChanged ? 1 : 0), calledAt: [...known.calledAt, now] };
    letters.set(key, letter);
    return letter;
  };

  const doubt = (it: Letter): void => {
    const known = letters.get(it.id) ?? it;
    letters.set(it.id, { ...known, doubtedAt: [...known.doubtedAt, Date.now()] });
  };

  const learn = (stories: readonly Story[]): void => {
    for (const [key, letter] of letters) {
      const { customerId, no } = names.get(key) ?? { customerId: "", no: 0 };
      const story = stories.find((it) => it.customer_id === customerId);
      const message = story?.notifications.find((it) => it.id === `ntf_${customerId}_${no}`);
      if (story === undefined || message?.kind !== "notify") continue;
      const all = story.cases.filter((it) => message.cases.includes(it.case));
      // Of a case that became another problem since nobody knows what was said.
      const told = all.filter((it) => Date.parse(it.reason_since) <= Date.parse(message.created_at));
      const cases = told.map((it) => ({ tariffId: it.tariff_id, reason: it.reason }));
      const about = all.map((it) => it.tariff_id);
      letters.set(key, { ...letter, type: "notification.requested", rung: message.rung, cases, about });
    }
  };

  const take = (it: Letter, digest: string): Response => {
    const known = letters.get(it.id) ?? it;
    const first = { acceptedAt: known.acceptedAt ?? Date.now(), acceptedBody: known.acceptedBody ?? digest };
    letters.set(it.id, { ...known, ...first, accepted: known.accepted + 1 });
    return Response.json({ id: it.id });
  };

  const answer = async ({ headers, body }: Call): Promise<Reply> => {
    const key = headers.get("idempotency-key") ?? "";
    const { to, tags } = JSON.parse(body) as { to: readonly string[]; tags: readonly { readonly value: string }[] };
    const name = messageOf(tags[0]?.value ?? "", linkKey);
    if (name === null || key === "" || to.join() !== addressOf(name.customerId)) {
      refused.push(`an email to ${to.join()} under the key ${key}`);
      return said(422, "validation_error");
    }
    names.set(key, name);
    const digest = createHash("sha256").update(body).digest("hex");
    const letter = note(key, name.customerId, digest);
    if (letter.acceptedBody !== null && letter.acceptedBody !== digest) return said(409, "invalid_idempotent_request");
    const calls = letter.calledAt.length;
    const chance = chanceOf(seed, `mail ${key} ${calls}`);
    const mode = !isCalm && calls <= TROUBLED_TRIES && chance.is(TROUBLE) ? chance.pick(MODES) : "fine";
    switch (mode) {
      case "refuses slowly":
        doubt(letter);
        await pause(chance.whole(100, 1_200));
        return said(500, "application_error");
      case "refuses":
        doubt(letter);
        return said(500, "application_error");
      case "busy":
        return said(429, "rate_limit_exceeded");
      case "accepts and cuts":
        take(letter, digest);
        return "cut";
      case "accepts and answers 500":
        take(letter, digest);
        return said(500, "application_error");
      case "accepts slowly": {
        const taken = take(letter, digest);
        await pause(chance.whole(50, 600));
        return taken;
      }
      default:
        return take(letter, digest);
    }
  };

  const server = await listen(answer);
  return {
    ...server,
    letters,
    names,
    refused,
    learn,
    calm() {
      isCalm = true;
    },
  };
}
