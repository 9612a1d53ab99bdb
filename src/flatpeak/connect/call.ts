// One call of the Connect conversation. FlatPeak's documentation: a POST to the root, no authorisation but the token in the body,
// exactly one of `data` and `action`, and at the start neither.

import { call } from "../../platform/http.ts";
import { jsonOf } from "../../platform/json.ts";
import { readAnswer } from "./read.ts";
import type { CallDeps } from "../../platform/http.ts";
import type { Answered, Question, Turn } from "./page.ts";

/** A person waits. What is longer than a list of ten thousand suppliers with their pictures is no page. */
const LIMITS = { ms: 8_000, bytes: 2_097_152 };

/** Where the conversation is, and how it begins. */
export interface Place extends CallDeps {
  readonly url: string;
  readonly generation: Turn["generation"];
}

/** The route a conversation begins by. */
const startOf = (generation: Turn["generation"]): string =>
  generation === "zero" ? "session_restore" : "session_start";

function bodyOf({ token, wireRoute, reply }: Question, generation: Turn["generation"]) {
  const route = wireRoute ?? startOf(generation);
  const asked = { connect_token: token, route, type: "submit" };
  if (reply.kind === "action") return { ...asked, action: reply.action };
  return reply.kind === "data" ? { ...asked, data: reply.data } : asked;
}

/** Asks FlatPeak once, never twice: what came of a lost call is for whoever asks where the conversation stands. */
export async function askConnect(place: Place, question: Question): Promise<Answered> {
  const { url, generation } = place;
  const request = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(bodyOf(question, generation)),
  } as const;
  const answer = await call(place, url, request, LIMITS);
  if (answer.kind === "lost") return { kind: "unavailable", why: answer.why, mayBeTaken: true };
  if (answer.cut !== null) return { kind: "unavailable", why: "FlatPeak's answer was cut", mayBeTaken: true };
  const { token, zone } = question;
  return readAnswer(answer.status, jsonOf(answer.text), { token, generation, zone });
}
