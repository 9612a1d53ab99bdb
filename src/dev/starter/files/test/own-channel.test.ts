import assert from "node:assert/strict";
import { test } from "node:test";
import { tryChannel } from "flatpeak-reconnect/testing";
import { own } from "../src/channels/own-channel.ts";

const settings = { OWN_CHANNEL_URL: "https://gateway.example.com/messages", OWN_CHANNEL_KEY: "a-key-of-the-gateway" };

test("a message is sent with our key", async () => {
  const { outcome, requests } = await tryChannel(own, settings, () => new Response("{}"));
  assert.deepEqual(outcome, { kind: "sent" });
  assert.equal(requests[0]?.headers.get("Authorization"), "Bearer a-key-of-the-gateway");
});

test("a wrong key is told to the operator, and the message waits", async () => {
  const { outcome } = await tryChannel(own, settings, () => new Response("no", { status: 401 }));
  assert.equal(outcome.kind, "misconfigured");
});

test("a message that may have arrived is not sent again", async () => {
  const { outcome } = await tryChannel(own, settings, () => Promise.reject(new Error("hung up")));
  assert.equal(outcome.kind, "uncertain");
});
