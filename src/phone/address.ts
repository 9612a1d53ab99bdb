// Where a phone number's wishes are kept. The number itself names nothing: its digest does.

import { digestOf } from "../platform/digest.ts";
import { objectAt } from "../platform/calls.ts";
import type { Env } from "../env.ts";
import type { Calls } from "../platform/calls.ts";
import type { Phone } from "./object.ts";

/** The object of a number in E.164. Numbers come from the company, the operator, or a callback whose signature holds. */
export async function phoneAt(env: Env, phone: string): Promise<Calls<Phone>> {
  return objectAt(env.PHONE, await digestOf(Uint8Array.from(new TextEncoder().encode(phone))));
}
