// What is left out of a document on disk comes back as it was, also where it was left out by an earlier release.

import { describe, expect, it } from "vitest";
import { newCustomer } from "../../../../src/core/state.ts";
import {
  NOTHING_RECENT,
  newDocument,
  readDocument,
  writeDocument,
} from "../../../../src/objects/customer/rows/document.ts";
import { NOW, everything } from "./samples.ts";
import type { Document } from "../../../../src/objects/customer/rows/document.ts";
import type { CustomerState } from "../../../../src/core/state.ts";

const rest = { payloadOf: () => "the words", homes: () => ({ cases: [], locations: [], tariffs: [], labels: {} }) };
const documentOf = (state: CustomerState): Document => ({ ...newDocument("cus_1", NOW), state });

/** Every value of a customer with something in every field, each in turn as small as its kind can be. */
const smallest = (value: unknown): readonly unknown[] => {
  if (typeof value === "number") return [0, 1, -1];
  if (typeof value === "string") return ["", "expired", "sms"];
  if (typeof value === "boolean") return [true, false];
  if (Array.isArray(value)) return [[]];
  return [null];
};

/** The same object with one field of it, however deep, put to one of the smallest values of its kind. */
function* variantsOf(value: unknown): Generator {
  yield* smallest(value);
  if (Array.isArray(value)) {
    for (const [at, it] of value.entries()) for (const other of variantsOf(it)) yield value.with(at, other);
  } else if (typeof value === "object" && value !== null) {
    // Its words have a key of their own.
    const fields = Object.entries(value).filter(([key]) => key !== "payload");
    for (const [key, it] of fields) for (const other of variantsOf(it)) yield { ...value, [key]: other };
  }
}

describe("a document on disk", () => {
  it("reads back as it was, whatever is left out of it", () => {
    const { customerId, ...known } = everything;
    let tried = 0;
    for (const [key, value] of Object.entries(known)) {
      // None of the lists has nothing in it; what is in one may be anything.
      const items = Array.isArray(value) ? value : [value];
      for (const [at, item] of items.entries()) {
        for (const other of variantsOf(item)) {
          if (typeof item === "object" && (typeof other !== "object" || other === null || Array.isArray(other)))
            continue;
          const state = { ...known, customerId, [key]: Array.isArray(value) ? value.with(at, other) : other };
          const document = documentOf(state);
          expect(readDocument(writeDocument(document), rest)).toEqual(document);
          tried += 1;
        }
      }
    }
    expect(tried).toBeGreaterThan(300);
  });

  it("keeps what is over in the same way", () => {
    const { cases, notifications } = everything;
    const document = { ...documentOf(newCustomer("cus_1")), recent: { ...NOTHING_RECENT, cases, notifications } };
    expect(readDocument(writeDocument(document), rest)).toEqual(document);
  });

  it("says little of somebody of whom little is known", () => {
    expect(writeDocument(documentOf(newCustomer("cus_1"))).length).toBeLessThan(200);
  });

  it("of the first version is read as it was meant", () => {
    const lean = { cases: [{ no: 3, tariffId: "trf_1" }], notifications: [{ no: 2, id: "ntf_2" }] };
    const text = JSON.stringify({
      version: 1,
      recent: {},
      state: { customerId: "cus_1", contact: {}, ...lean, locations: [{ id: "loc_1" }], tariffs: [{ id: "trf_1" }] },
    });
    expect(readDocument(text, rest)).toMatchInlineSnapshot(`
      {
        "activeAt": 0,
        "clockOffset": 0,
        "consentRows": 0,
        "forgetAt": null,
        "isSplit": false,
        "journeys": [],
        "madeAt": 0,
        "numbers": [],
        "pastRows": 0,
        "recent": {
          "cases": [],
          "journal": [],
          "notifications": [],
        },
        "saidRows": 0,
        "state": {
          "cases": [
            {
              "beneath": null,
              "contractEndDate": null,
              "disconnected": null,
              "dueAt": 0,
              "end": null,
              "endDateTrap": false,
              "ladderSince": null,
              "locationId": "",
              "no": 3,
              "occurredAt": 0,
              "openedAt": 0,
              "outageUntil": null,
              "pricesAwaited": null,
              "probeAt": null,
              "reason": "expired",
              "reasonSince": 0,
              "rung": 0,
              "settlingUntil": null,
              "slot": null,
              "tappedAt": null,
              "tariffId": "trf_1",
              "told": 0,
              "toldBySms": 0,
            },
          ],
          "contact": {
            "dead": [],
            "email": null,
            "labels": {},
            "linkEpoch": 0,
            "locale": null,
            "phone": null,
            "phoneSince": null,
            "preferred": null,
            "pushToken": null,
            "repliesEndedAt": null,
            "spoken": null,
            "stops": [],
            "timezone": null,
            "unusable": "",
            "whatsapp": false,
          },
          "customerId": "cus_1",
          "keptBackSince": null,
          "lastCaseNo": 0,
          "lastNotificationNo": 0,
          "lineNo": 0,
          "locations": [
            {
              "answeredAt": null,
              "homeToldAt": null,
              "id": "loc_1",
              "lastSessionAt": null,
              "probe": null,
              "sessionFinishedAt": null,
              "timezone": null,
            },
          ],
          "notifications": [
            {
              "addressNo": 0,
              "attempt": 0,
              "calledAt": null,
              "calls": 0,
              "caseNos": [],
              "channel": "sms",
              "channelCalls": 0,
              "createdAt": 0,
              "dueAt": 0,
              "endDateTrap": false,
              "id": "ntf_2",
              "isWatched": false,
              "kind": "notify",
              "leasedUntil": null,
              "mayHaveArrivedAt": null,
              "mayHaveArrivedLast": null,
              "no": 2,
              "payload": null,
              "providerId": null,
              "reason": "expired",
              "rung": 1,
              "settledAt": null,
              "status": "due",
              "toDigest": null,
              "tried": [],
              "waitedFor": 0,
              "waitingSince": null,
            },
          ],
          "sentAt": [],
          "snooze": null,
          "tapHoldUntil": null,
          "tapHours": [],
          "tariffs": [
            {
              "askedForEndDate": null,
              "connectedAt": null,
              "handedOver": null,
              "id": "trf_1",
              "leavingAt": null,
              "prices": null,
              "quiet": null,
              "verified": null,
            },
          ],
          "unannounced": null,
          "unindexed": null,
          "waiting": null,
        },
        "tidiedAt": null,
        "tokens": {},
        "version": 1,
      }
    `);
  });
});
