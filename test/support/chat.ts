// A chat that takes alerts, in front of whatever `fetch` is otherwise.

import { vi } from "vitest";

export const ALERT_URL = "https://chat.example.test/services/canary-alert-000000";

/** Takes what is posted to it from now on; gives the texts. `fetch` must be a fake already. */
export function takeAlerts(): string[] {
  const texts: string[] = [];
  const inner = vi.mocked(globalThis.fetch).getMockImplementation();
  vi.mocked(globalThis.fetch).mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    if (request.url === ALERT_URL) {
      texts.push((await request.json<{ text: string }>()).text);
      return new Response("ok");
    }
    if (inner === undefined) throw new Error("nobody is behind fetch");
    return inner(input, init);
  });
  return texts;
}
