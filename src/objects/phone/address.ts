// Where a phone number's wishes are kept. The number itself names nothing: a digest does, keyed with the link key in use, so that
// nobody finds a number by trying all there are.

import { keyedDigestOf } from "../../platform/digest.ts";
import { objectAt } from "../../platform/objects.ts";
import type { Env } from "../../setup/env.ts";
import type { Calls } from "../../platform/objects.ts";
import type { Claim, Phone, Said } from "./object.ts";

/** What a number is called under each of the link keys, the one in use first. Begins with the digest that is kept elsewhere. */
export async function phoneNames(phone: string, linkKeys: readonly string[]): Promise<readonly string[]> {
  return Promise.all(linkKeys.map((key) => keyedDigestOf(`address\n${phone}`, key)));
}

/** The object of this name. */
export const phoneNamed = (env: Env, name: string): Calls<Phone> => objectAt(env.PHONE, name);

/** A number, as far as it can be asked. */
export interface PhoneNumber {
  /** See `Phone.claim`. */
  claim(customerId: string): Promise<Claim>;
  /** See `Phone.hear`. */
  hear(said: Said): Promise<void>;
}

/** A number in E.164. Numbers come from the company, the operator, or a callback whose signature holds. */
export async function phoneAt(env: Env, phone: string, linkKeys: readonly string[]): Promise<PhoneNumber> {
  const names = await phoneNames(phone, linkKeys);
  const [own] = names;
  if (own === undefined) throw new TypeError("no link key");
  return {
    claim: (customerId) => phoneNamed(env, own).claim(customerId, names),
    hear: (said) => phoneNamed(env, own).hear(said, names),
  };
}
