// All that a customer's object keeps of them, for the customer to read. Made of what stands there, field by field, so that what is added
// one day is told as well.

import { asSent, readable, readableObject } from "../../readable.ts";
import { CONSENTS, EVENTS, INVITATION, PAYLOADS, SAID } from "../rows/keys.ts";
import { newestFirst } from "../rows/past.ts";
import { namesOf, tracesIn } from "./traces.ts";
import type { JsonObject } from "../../readable.ts";
import type { Notification } from "../../../core/message/notification.ts";
import type { Case } from "../../../core/state.ts";
import type { JournalEntry } from "../../../core/journal.ts";
import type { CustomerRecord, Recorded } from "./contract.ts";
import type { Document } from "../rows/document.ts";
import type { Keys } from "../rows/keys.ts";
import type { CustomerStore } from "../rows/store.ts";
import type { Workplace } from "../workplace.ts";

const byNumber = <T extends { readonly no: number }>(all: Iterable<T>): T[] => [...all].sort((a, b) => a.no - b.no);

/** Cases and messages, the newer of two places, by number. */
function storied(
  { state, recent }: Document,
  keys: Keys,
): { readonly cases: Case[]; readonly messages: Notification[] } {
  const cases = new Map(state.cases.map((it) => [it.no, it]));
  const messages = new Map(state.notifications.map((it) => [it.no, it]));
  for (const row of newestFirst(recent, keys)) {
    for (const it of row.cases) if (!cases.has(it.no)) cases.set(it.no, it);
    for (const it of row.notifications) if (!messages.has(it.no)) messages.set(it.no, it);
  }
  return { cases: byNumber(cases.values()), messages: byNumber(messages.values()) };
}

function journalOf({ recent }: Document, keys: Keys): readonly JournalEntry[] {
  const past = [...newestFirst(recent, keys)].flatMap(({ journal }) => journal);
  const said = [...keys.values(SAID).flat(), ...keys.values(EVENTS).flatMap((it) => it.said)];
  return [...past, ...said].sort((a, b) => a.at - b.at);
}

/** A message with its words, where they are still kept. */
function messageOf(it: Notification, words: ReadonlyMap<number, string>): JsonObject {
  const said = words.get(it.no);
  return { ...readableObject({ ...it, payload: null }), words: said === undefined ? null : readable(JSON.parse(said)) };
}

function recordOf(document: Document, keys: Keys): CustomerRecord {
  const { state, recent: _, tokens, ...noted } = document;
  const { contact, cases: __, notifications: ___, locations, tariffs, ...standing } = state;
  const { labels, ...person } = contact;
  const invitation = keys.get(INVITATION);
  const { cases, messages } = storied(document, keys);
  const words = new Map([...keys.below(PAYLOADS)].map(([key, it]) => [Number(key.slice(PAYLOADS.length)), it.words]));
  const sessions = Object.entries(tokens).map(([no, { mintedAt, expiresAt }]) => ({
    case: Number(no),
    mintedAt,
    expiresAt,
  }));
  return {
    contact: readableObject(person),
    labels: Object.entries(labels).map(([location, label]) => ({ location_id: location, label })),
    consent: keys.values(CONSENTS).map(readableObject),
    homes: locations.map(readableObject),
    tariffs: tariffs.map(readableObject),
    cases: cases.map(readableObject),
    messages: messages.map((it) => messageOf(it, words)),
    events: keys.values(EVENTS).map(({ body, said: ____, ...it }) => ({
      ...readableObject(it),
      body: body === "" ? null : asSent(body),
    })),
    journal: journalOf(document, keys).map(readableObject),
    connect_sessions: sessions.map(readableObject),
    invitation: invitation === null ? null : readableObject(invitation),
    notes: { ...readableObject(standing), ...readableObject(noted) },
  };
}

/** The record, and where else there may be more; the record is null where nothing is known here. */
export async function record({ deps, customerId }: Workplace, store: CustomerStore): Promise<Recorded> {
  const names = await namesOf(customerId, store.document, deps.config.link.keys);
  const { document } = store;
  return {
    record: document === null ? null : recordOf(document, store.keys),
    traces: tracesIn(store, customerId, names),
  };
}
