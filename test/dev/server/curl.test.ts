// The dev server as a person with curl meets it: documented bodies in, one message out, a link that leads into Connect.
// What needs settings or people of its own starts a server; all else shares one, with new people for each test.
import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { sayIn } from "../../../src/text/page.ts";
import { firstLink, moveIn } from "./household.ts";
import type { Answer, Client, DevServer, StartOptions } from "./server.ts";
import { descendants, running, startDevServer, until } from "./server.ts";

/** The page after Connect has a code of its own: that of the link opens Connect, and FlatPeak has no use for it. */
const doneOf = (link: string): unknown =>
  expect.stringMatching(new RegExp(`^(?!${link}/)${new URL(link).origin}/c/[\\w-]{30}/done$`)) as unknown;

const say = sayIn("en");

const customer = "cus_661677a19018beef00a29fae";
const tariff = "trf_6597ef46529ab4467502af0b";
const documented = ["expiring", "expired", "fetch.failed"].map((name) =>
  readFileSync(new URL(`../../fixtures/zero-seed.tariff.${name}.json`, import.meta.url)),
);

interface Message {
  channel: string;
  reason: string;
  link: string;
  cases: { tariff_id: string }[];
}
interface State {
  deliveries: { type: string; attempts: { status: number }[]; next_attempt_at: string | null }[];
  tokens: { connect_token: string }[];
  token_requests: { path: string; body: unknown }[];
  faults: object;
  callbacks: object[];
}
interface Story {
  contact: { opted_out: boolean };
  cases: { tariff_id: string; state: string }[];
  journal: { what: string; detail: unknown }[];
}

async function start(options: StartOptions = {}): Promise<DevServer> {
  const server = await startDevServer(options);
  onTestFinished(() => server.stop());
  return server;
}

/** As `curl -d @file` posts: unsigned, and called a form. */
const curl = (server: Client, path: string, body: string | Uint8Array): Promise<Answer> =>
  server.post(path, body, { "Content-Type": "application/x-www-form-urlencoded" });

const messages = async (server: Client): Promise<Message[]> =>
  ((await server.get("/_dev/inbox")).json as { messages: Message[] }).messages;

const state = async (server: Client): Promise<State> => (await server.get("/_dev/state")).json as State;

async function story(server: Client, of = customer): Promise<Story> {
  const headers = { Authorization: `Bearer ${server.operatorToken}` };
  const answer = await server.get(`/v1/customers/${of}`, { headers });
  expect(answer.status).toBe(200);
  return answer.json as Story;
}

/** Moves the clock and makes sure that the product moved along. */
async function advance(server: Client, span: string, of = customer): Promise<void> {
  const answer = await curl(server, "/_dev/clock", `{"advance":"${span}"}`);
  expect(answer.json).toMatchObject({ customers: [{ id: of, status: 200 }] });
}

/** Posts the three documented bodies and gives the message that comes of them, once no second one can follow. */
async function oneMessage(server: DevServer, bodies: (string | Uint8Array)[]): Promise<Message> {
  for (const body of bodies) {
    const answer = await curl(server, "/webhooks/flatpeak", body);
    expect({ status: answer.status, json: answer.json }).toMatchObject({ status: 200, json: { status: "stored" } });
  }
  const look = () => messages(server);
  const [message] = await until(look, (seen) => seen.length > 0, "a message in the inbox");
  await advance(server, "1h");
  expect(await messages(server)).toMatchObject([
    { channel: "sms", customer_id: customer, reason: "expired", rung: 1, locale: "en", cases: [{ tariff_id: tariff }] },
  ]);
  if (message === undefined) throw new Error("the message is gone");
  return message;
}

test("says where to look, refuses a port in use, and leaves nothing running behind", async () => {
  const server = await startDevServer();
  const below = descendants(server.pid);
  try {
    expect(server.output()).toContain(`Control room   ${server.origin}/_dev/\n`);
    expect((await server.get("/_dev/")).text).toContain("<title>Control room");
    await expect(startDevServer({ port: server.port })).rejects.toThrow(`Port ${server.port} is taken`);
    expect((await server.get("/healthz")).status).toBe(200);
  } finally {
    await server.stop();
  }
  expect(below).not.toEqual([]);
  // The leaves notice their parent's end a moment after it.
  const look = async () => running([server.pid, ...below]);
  await until(look, (left) => left.length === 0, "nothing is left");
  await expect(fetch(server.origin)).rejects.toThrow("fetch failed");
});

test("makes one message of the three documented bodies, and its link leads into Connect for that tariff", async () => {
  const server = await start();
  const { link } = await oneMessage(server, documented);

  const { journal } = await story(server);
  expect(journal).toContainEqual(
    expect.objectContaining({
      what: "case_taken_over",
      detail: expect.objectContaining({ tariff, from: "expiring", reason: "expired" }) as unknown,
    }),
  );
  expect(journal).toContainEqual(
    expect.objectContaining({
      what: "silent",
      detail: expect.objectContaining({ tariff, why: "inhibited_by_a_stronger_reason" }) as unknown,
    }),
  );

  expect(link.startsWith(`${server.origin}/c/`)).toBe(true);
  const head = await server.get(link, { method: "HEAD" });
  expect([head.status, head.headers.get("Location")]).toEqual([200, null]);
  expect((await state(server)).token_requests).toEqual([]);

  const connectWebUrl = `${server.origin}/connect`;
  const tap = await server.get(link);
  const { token_requests, tokens } = await state(server);
  expect(tokens).toHaveLength(1);
  expect(tokens[0]?.connect_token).toMatch(/^cot_\w+$/);
  expect([tap.status, tap.headers.get("Location")]).toEqual([
    302,
    `${connectWebUrl}?fp_cot=${tokens[0]?.connect_token}`,
  ]);
  expect(token_requests).toMatchObject([
    { path: "/connect/token", body: { tariff_id: tariff, connect_url: connectWebUrl, callback_url: doneOf(link) } },
  ]);
});

test("speaks Zero when told to, and takes bodies without line ends, as curl strips them", async () => {
  const server = await start({ environment: { FLATPEAK_API_VERSION: "2024-08-24.zero" } });
  const { link } = await oneMessage(
    server,
    documented.map((body) => body.toString("utf8").replaceAll(/[\r\n]/g, "")),
  );
  const tap = await server.get(link);
  const connectWebUrl = `${server.origin}/connect`;
  expect(tap.status).toBe(302);
  expect(tap.headers.get("Location")?.startsWith(`${connectWebUrl}?fp_cot=cot_`)).toBe(true);
  const { token_requests } = await state(server);
  expect(token_requests).toHaveLength(1);
  expect(token_requests[0]).toMatchObject({
    path: "/connect/tariff/token",
    body: { tariff_id: tariff, connect_web_uri: connectWebUrl, callback_uri: doneOf(link) },
  });
});

test("delivers again, as FlatPeak does, what the product could not take", async () => {
  const { server, customer, tariffs } = await moveIn();
  const [tariff] = tariffs;
  await curl(server, "/_dev/trigger", '{"type":"tariff.expired"}');
  const look = async () => (await story(server, customer)).cases;
  await until(look, ([it]) => it?.state === "open", "the case is open");
  const link = await firstLink(server);
  expect((await server.get(link)).status).toBe(302);
  await curl(server, "/_dev/repair", JSON.stringify({ tariff_id: tariff }));

  // A finished session that names nothing but its token: the product has to ask FlatPeak where it belongs.
  const connect_token = (await state(server)).tokens[0]?.connect_token;
  const event = { id: "evt_session", object: "event", type: "connect_session.complete", data: { connect_token } };
  await curl(server, "/_dev/faults", '{"target":"token","mode":"500"}');
  const refused = await curl(server, "/webhooks/flatpeak", JSON.stringify(event));
  expect(refused.status).toBe(503);
  expect(refused.json).toMatchObject({ error: { code: "unavailable" } });
  const session = async () => (await state(server)).deliveries.find((it) => it.type === event.type);
  expect(await session()).toMatchObject({
    attempts: [{ status: 503 }],
    next_attempt_at: expect.any(String) as unknown,
  });
  expect(await look()).toMatchObject([{ tariff_id: tariff, state: "open" }]);

  await curl(server, "/_dev/faults", '{"target":"token","mode":"none"}');
  await advance(server, "1m", customer);
  expect(await session()).toMatchObject({ attempts: [{ status: 503 }, { status: 200 }], next_attempt_at: null });
  await until(look, ([it]) => it?.state === "repaired", "the case is repaired");
});

test("reminds by the next channel in one form, says what became of it, and stops when a reply says so", async () => {
  const { server, customer, tariffs } = await moveIn();
  const [tariff] = tariffs;
  await curl(server, "/_dev/trigger", '{"type":"tariff.expired"}');
  await advance(server, "11d", customer);
  const seen = await messages(server);
  expect(seen.map(({ channel }) => channel)).toEqual(["sms", "email", "push"]);
  for (const message of seen) {
    expect(message).toMatchObject({ customer_id: customer, reason: "expired", cases: [{ tariff_id: tariff }] });
    expect(message.link).toBe(seen[0]?.link);
  }
  const { journal } = await story(server, customer);
  const confirmed = journal.filter(({ what }) => what === "message_unconfirmed");
  expect(confirmed).toEqual([]);
  expect((await state(server)).callbacks).toMatchObject([
    { provider: "twilio", what: "sent", status: 204 },
    { provider: "twilio", what: "delivered", status: 204 },
    { provider: "resend", what: "email.delivered", status: 200 },
  ]);

  expect((await curl(server, "/_dev/reply", '{"body":"STOP"}')).json).toEqual({ status: 200 });
  const silenced = async () => (await story(server, customer)).contact.opted_out;
  await until(silenced, (optedOut) => optedOut, "the customer is left alone");
  await advance(server, "30d", customer);
  expect(await messages(server)).toHaveLength(3);
});

test("one customer can have five tariffs in five states, and one message tells of those that are due", async () => {
  const { server, customer, tariffs } = await moveIn();
  const [tariff, gridHome, cottage, solar, gridCottage] = tariffs;
  await curl(server, "/_dev/trigger", JSON.stringify({ type: "tariff.expired", tariff_id: tariff }));
  await curl(server, "/_dev/trigger", JSON.stringify({ type: "tariff.expiring", tariff_id: cottage }));
  await curl(server, "/_dev/trigger", JSON.stringify({ type: "tariff.fetch.failed", tariff_id: solar }));
  await curl(server, "/_dev/trigger", JSON.stringify({ type: "tariff.connection.upgrade", tariff_id: gridCottage }));
  await curl(server, "/_dev/tariff", JSON.stringify({ tariff_id: gridHome, contract_end_date: "2099-12-31" }));
  const look = async () => (await story(server, customer)).cases;
  await until(look, (cases) => cases.length === 4, "four open cases");
  await advance(server, "1h", customer);
  const [message, ...more] = await messages(server);
  expect(more).toEqual([]);
  expect(message?.cases.map((it) => it.tariff_id).toSorted()).toEqual([tariff, cottage, gridCottage].toSorted());
  const overview = await server.get(message?.link ?? "");
  expect([overview.status, overview.headers.get("Location")]).toEqual([
    302,
    expect.stringMatching(/^\/c\/[\w-]+\/tariffs$/),
  ]);
  const page = await server.get(overview.headers.get("Location") ?? "");
  expect(page.text).toContain("31 December 2099");
  const [expired, expiring, failed, upgrade, connected] = (
    ["expired", "expiring", "failed", "upgrade", "connected"] as const
  ).map((it) => say(`page.overview.states.${it}`));
  for (const state of [expired, expiring, failed, upgrade, connected]) expect(page.text).toContain(state);
});

test("refuses what it does not understand, and changes nothing", async () => {
  const { server, customer } = await moveIn();
  const seen = async () => {
    const { now: _, ...rest } = (await server.get("/_dev/state")).json as Record<string, unknown>;
    return { ...rest, inbox: (await server.get("/_dev/inbox")).json, story: (await story(server, customer)).journal };
  };
  const before = await seen();
  const wrong: [string, string[]][] = [
    ["trigger", ["", "type=tariff.expired", "[]", "{}", '{"type":"tariff.exploded"}', '{"type":7}']],
    ["trigger", ['{"type":"tariff.expired","shape":"neon"}', '{"type":"tariff.expired","tariff_id":1}']],
    ["clock", ["", "3d", "{}", '{"advance":3}', '{"advance":"-3d"}', '{"advance":"0d"}', '{"advance":"3651d"}']],
    ["faults", ["", "{}", '{"target":"moon","mode":"500"}', '{"target":"api","mode":"418"}']],
    ["tariff", ["", '{"tariff_id":7}', `{"tariff_id":"${tariff}","contract_end_date":"soon"}`]],
    ["reply", ["", '{"from":"+447700900123"}']],
    ["contact", ["", '{"locale":7}']],
    ["faults", ['{"target":"api","mode":"code","code":7}', '{"target":"twilio","mode":"code"}']],
    ["faults", ['{"target":"api","mode":"500","count":0}', '{"target":"api","mode":"500","count":"2"}']],
  ];
  for (const [control, bodies] of wrong) {
    for (const body of bodies) {
      const { status, json } = await curl(server, `/_dev/${control}`, body);
      expect({ control, body, status, json }).toEqual({
        control,
        body,
        status: 400,
        json: { error: { code: expect.any(String) as unknown, message: expect.any(String) as unknown } },
      });
    }
  }
  expect(await seen()).toEqual(before);
});
