// A customer's story, for pages that must be there even where it cannot be had.

import { customerAt } from "../../objects/rooms.ts";
import type { Story } from "../../objects/customer/contract.ts";
import type { RouteContext } from "../http/context.ts";

/** The story; null where nothing is known of them. What breaks it may be what is kept, and then the ways to mend that must not be gone. */
export async function readStory(c: RouteContext, id: string): Promise<Story | "unreadable" | null> {
  try {
    return await customerAt(c.env, id).story();
  } catch (error) {
    c.get("deps").log.error("story_unreadable", error);
    return "unreadable";
  }
}
