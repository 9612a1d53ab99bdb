// The desk of a customer: the one where their restores are carried out.

import { digestOf } from "../platform/digest.ts";
import { deskFor } from "./rooms.ts";
import type { Calls } from "../platform/objects.ts";
import type { Env } from "../setup/env.ts";
import type { DeskContract } from "./desk/contract.ts";

const encoder = new TextEncoder();

export async function deskOf(env: Env, customerId: string): Promise<Calls<DeskContract>> {
  return deskFor(env, await digestOf(Uint8Array.from(encoder.encode(customerId))));
}
