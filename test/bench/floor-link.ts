// The floor's links, made as the floor reads them.

import { createHmac } from "node:crypto";
import type { Server } from "./servers.ts";

/** Leaves a token with the floor for a customer and gives the path of the link to it. */
export async function linkOfFloor(server: Server, customerId: string, key: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${server.port}/keep/${customerId}/1`, {
    method: "PUT",
    body: "cot_0123456789abcdef01234567",
  });
  if (response.status !== 204) throw new Error(`the floor answered ${response.status}`);
  const mac = createHmac("sha256", key).update(`${customerId}.1`).digest("hex").slice(0, 16);
  return `/c/${customerId}.1.${mac}`;
}
