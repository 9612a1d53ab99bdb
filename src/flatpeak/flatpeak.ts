// FlatPeak as the product needs it: the port of the core, built from the client and the calls beside this file.

import { createClient } from "./client.ts";
import { flavourOf, locationOfSession, mintSession, mintToken } from "./token.ts";
import { eventById, eventsBefore } from "./event/list.ts";
import { getLocation, locationsOf, probe, readLocation } from "./truth/status.ts";
import { createPriceLook } from "./truth/prices.ts";
import { speaksZero } from "./version.ts";
import type { FlatPeak } from "./port.ts";
import type { ClientDeps } from "./client.ts";

/** FlatPeak for one account and API version. */
export function createFlatPeak(deps: ClientDeps): FlatPeak {
  const client = createClient(deps);
  const flavour = flavourOf(deps.apiVersion);
  return {
    probe: (locationId, wantHome, zone) => probe(client, locationId, wantHome, zone),
    mintToken: (request) => mintToken(client, flavour, request, deps.now),
    mintSession: (request) => mintSession(client, flavour, request, deps.now),
    eventById: (id) => eventById(client, id),
    eventsBefore: (id, type) => eventsBefore(client, id, type),
    locationOfSession: (token) => locationOfSession(client, flavour, token),
    locationsOf: (customerId) => locationsOf(client, customerId),
    pricesAt: createPriceLook(client, speaksZero(deps.apiVersion), deps.now),
    async customerOf(locationId) {
      const answer = await getLocation(client, locationId);
      switch (answer.kind) {
        case "ok": {
          const { owner } = readLocation(answer.body);
          if (owner.kind === "unreadable") return { kind: "unreadable_owner" };
          return { kind: "known", customerId: owner.kind === "id" ? owner.id : null };
        }
        case "not_found":
          return { kind: "unknown_location" };
        case "refused":
          return { kind: "unavailable", why: `FlatPeak answered ${answer.status} for a location`, retryAfter: null };
        case "unavailable":
          return answer;
      }
    },
  };
}
