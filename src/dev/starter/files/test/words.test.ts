import assert from "node:assert/strict";
import { test } from "node:test";
import { flawsOf } from "flatpeak-reconnect/testing";
import { words } from "../src/words/words.ts";

test("our words fit into every message", () => {
  assert.deepEqual(flawsOf(words), []);
});

test("words that do not fit are refused", () => {
  assert.notDeepEqual(flawsOf({ en: { "sms.expired.first": "no link in here" } }), []);
});
