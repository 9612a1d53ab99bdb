// Every command of docs/OPERATE.md is run as it stands there, and answered with what stands below it.

import { runInDurableObject } from "cloudflare:test";
import { beforeEach, expect, it, vi } from "vitest";
import operate from "../../../docs/OPERATE.md?raw";
import { testSettings } from "../../settings.ts";
import { ALERT_URL, takeAlerts } from "../../support/chat.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { CUSTOMER, ORIGIN, firstLink, setContact, visit } from "../../support/links.ts";
import { customerStub } from "../../support/stubs.ts";

interface Command {
  readonly line: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly says: object;
}

/** A `curl` of the page, and the comment below it. */
function commandOf(line: string, comment: string): Command {
  const path = /"\$PUBLIC_URL([^"]*)"/.exec(line)?.[1];
  const body = /--json '([^']*)'/.exec(line)?.[1];
  if (path === undefined || !line.includes('-H "$AUTH"') || !comment.startsWith("# {"))
    throw new Error(`this test does not understand: ${line}`);
  const more = [...line.matchAll(/-H "([\w-]+): ([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]);
  return {
    line,
    method: /-X (\w+)/.exec(line)?.[1] ?? (body === undefined ? "GET" : "POST"),
    path: path.replaceAll("$CUSTOMER", CUSTOMER),
    headers: {
      Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}`,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...Object.fromEntries(more),
    },
    body,
    says: JSON.parse(comment.slice(2)) as object,
  };
}

const commands = [...operate.matchAll(/^```bash\n([\s\S]*?)^```/gm)].flatMap(([, block = ""]) => {
  const lines = block.trimEnd().split("\n");
  return lines.flatMap((line, no) => (line.startsWith("curl ") ? [commandOf(line, lines[no + 1] ?? "")] : []));
});
const erases = ({ method, path }: Command): boolean => method === "DELETE" && path === `/v1/customers/${CUSTOMER}`;

/** An answer has at least what the page says; of a list, what it says of the first stands somewhere in it. */
const atLeast = (says: object): unknown =>
  expect.objectContaining(
    Object.fromEntries(
      Object.entries(says).map(([name, value]: [string, unknown]) => [
        name,
        Array.isArray(value)
          ? expect.arrayContaining(value.map((it) => expect.objectContaining(it as object) as unknown))
          : value,
      ]),
    ),
  );

beforeEach(async () => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 1, 2, 9) });
  const flatpeak = await installFlatPeak();
  await setContact({ phone: "+447700900123" });
  await firstLink(flatpeak);
  vi.setSystemTime(Date.UTC(2026, 1, 2, 12));
  takeAlerts();
  // The platform's history, which no machine of one's own keeps: nothing changed since.
  await runInDurableObject(customerStub(CUSTOMER), (_, { storage }) => {
    const prototype = Object.getPrototypeOf(storage) as DurableObjectStorage;
    vi.spyOn(prototype, "getBookmarkForTime").mockResolvedValue("bookmark");
    vi.spyOn(prototype, "onNextSessionRestoreBookmark").mockImplementation(async function (this: DurableObjectStorage) {
      this.kv.delete("restoring");
      await this.sync();
      return "bookmark";
    });
  });
});

it("every command of the page works as it stands, and is answered as it says", async () => {
  expect(commands.length).toBeGreaterThan(12);
  // Nobody is there any more after that.
  const last = [...commands.filter((it) => !erases(it)), ...commands.filter(erases)];
  for (const { line, method, path, headers, body, says } of last) {
    const answer = await visit(`${ORIGIN}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(path.startsWith("/v1/alerts") ? { settings: { ...testSettings, ALERT_URL } } : {}),
    });
    expect({ line, answer: await answer.json(), status: answer.status }).toEqual({
      line,
      answer: atLeast(says),
      status: 200,
    });
  }
});
