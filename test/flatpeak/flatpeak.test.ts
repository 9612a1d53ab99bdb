import { describe, expect, it } from "vitest";
import { createFlatPeak } from "../../src/flatpeak/flatpeak.ts";
import { createFlatpeakApi } from "../../src/dev/emulator/flatpeak-api.ts";
import { newSigningKey } from "../../src/dev/emulator/signing.ts";
import { documentedAccount, documentedHome, documentedTariff, newWorld } from "../../src/dev/emulator/world.ts";
import type { FlatPeak } from "../../src/flatpeak/port.ts";
import type { WorldState } from "../../src/dev/emulator/world.ts";

const NOW = Date.UTC(2026, 1, 2, 10);
const API_KEY = "sk_test_key";

interface Rig {
  readonly flatpeak: FlatPeak;
  readonly world: WorldState;
  readonly requests: Request[];
}

async function rig(
  apiVersion: string,
  intercept: (request: Request) => Response | Promise<Response> | null = () => null,
): Promise<Rig> {
  const world = newWorld(NOW, await newSigningKey());
  const api = createFlatpeakApi(world, { now: () => NOW, accountId: documentedAccount, apiKey: API_KEY });
  const requests: Request[] = [];
  const outward: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    requests.push(request.clone());
    return (await intercept(request)) ?? api.fetch(request);
  };
  const apiUrl = "https://api.flatpeak.test";
  const deps = { apiUrl, apiVersion, accountId: documentedAccount, apiKey: API_KEY, fetch: outward, now: () => NOW };
  return { flatpeak: createFlatPeak(deps), world, requests };
}

const request = {
  tariffId: documentedTariff,
  locationId: documentedHome,
  connectUrl: "https://connect.example.test/",
  callbackUrl: "https://go.example.test/c/x/done",
};

describe("minting a token", () => {
  it.each([
    ["2024-08-24.zero", "/connect/tariff/token", "connect_web_uri", "callback_uri"],
    ["2024-08-24", "/connect/tariff/token", "connect_web_uri", "callback_uri"],
    ["2025-09-14.anode", "/connect/token", "connect_url", "callback_url"],
  ])("speaks %s", async (version, path, connect, callback) => {
    const { flatpeak, world, requests } = await rig(version);
    const minted = await flatpeak.mintToken(request);
    expect(minted).toMatchObject({ kind: "minted", expiresIn: 86_400_000 });
    expect(world.tokenRequests).toMatchObject([
      {
        path,
        body: {
          tariff_id: documentedTariff,
          [connect]: request.connectUrl,
          [callback]: request.callbackUrl,
        },
      },
    ]);
    const [login, mint] = requests;
    expect(login?.headers.get("Authorization")).toBe(`Basic ${btoa(`${documentedAccount}:${API_KEY}`)}`);
    expect(mint?.headers.get("Authorization")).toMatch(/^Bearer /);
    expect(mint?.headers.get("Flatpeak-Version")).toBe(version);
  });

  it("logs in once for many calls, and again when a bearer is refused", async () => {
    const { flatpeak, world, requests } = await rig("2025-09-14.anode");
    await flatpeak.mintToken(request);
    await flatpeak.mintToken(request);
    const logins = (): number => requests.filter((it) => it.url.endsWith("/login")).length;
    expect(logins()).toBe(1);
    world.bearers.length = 0;
    expect((await flatpeak.mintToken(request)).kind).toBe("minted");
    expect(logins()).toBe(2);
  });

  it.each<[string, () => Response]>([
    ["429", () => new Response(null, { status: 429, headers: { "Retry-After": "7" } })],
    ["500", () => new Response(null, { status: 500 })],
    ["HTML", () => new Response("<html></html>")],
    ["no token", () => Response.json({ live_mode: false })],
    ["a redirect", () => Response.redirect("https://elsewhere.test/", 302)],
  ])("takes %s for an outage, with no second attempt", async (_, answer) => {
    const { flatpeak, requests } = await rig("2025-09-14.anode", (it) => (it.method === "POST" ? answer() : null));
    expect((await flatpeak.mintToken(request)).kind).toBe("unavailable");
    expect(requests.filter((it) => it.method === "POST")).toHaveLength(1);
  });
});

describe("a token FlatPeak will not mint", () => {
  it.each([404, 422])("is refused with %d", async (status) => {
    const { flatpeak } = await rig("2025-09-14.anode", (it) =>
      it.method === "POST" ? Response.json({ message: "no" }, { status }) : null,
    );
    expect((await flatpeak.mintToken(request)).kind).toBe("refused");
  });
});

describe("the truth of a location", () => {
  it("reads the status, trimming what the documentation prints with a blank, and the zone when wanted", async () => {
    const { flatpeak, requests } = await rig("2025-09-14.anode");
    const answer = await flatpeak.probe(documentedHome, true);
    expect(answer).toMatchObject({ kind: "status", timezone: "Europe/London" });
    if (answer.kind !== "status") throw new Error("no status");
    expect(answer.slots.find((it) => it.slot === "commodity_import")).toMatchObject({
      status: "CONNECTED",
      tariffId: documentedTariff,
      contractEndDate: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as string,
    });
    requests.length = 0;
    await flatpeak.probe(documentedHome, false);
    expect(requests.map((it) => new URL(it.url).pathname)).toEqual([`/locations/${documentedHome}/status`]);
  });

  it("falls back to the elements of the oldest accounts", async () => {
    const location = {
      id: documentedHome,
      timezone: "Europe/Berlin",
      tariff_elements: [
        { tariff_id: "trf_1", connection_type: "DIRECT", contract_end_date: "2026-02-09", fetch_failed: true },
        { tariff_id: "trf_2", connection_type: "MANUAL", contract_end_date: null, fetch_failed: false },
      ],
    };
    const { flatpeak } = await rig("2024-08-24.zero", (it) => {
      if (it.url.endsWith("/status")) return Response.json({ message: "Unsupported combination" }, { status: 422 });
      return it.url.includes("/locations/") ? Response.json(location) : null;
    });
    expect(await flatpeak.probe(documentedHome, false)).toMatchObject({
      kind: "status",
      timezone: "Europe/Berlin",
      slots: [
        { slot: "unknown", status: "ERROR", tariffId: "trf_1", contractEndDate: "2026-02-09" },
        { slot: "unknown", status: "CONNECTED", tariffId: "trf_2", contractEndDate: null },
      ],
    });
  });

  it("tells gone, untold and unavailable apart", async () => {
    const answering = async (answer: () => Response): Promise<string> => {
      const { flatpeak } = await rig("2025-09-14.anode", (it) => (it.url.includes("/locations/") ? answer() : null));
      return (await flatpeak.probe(documentedHome, false)).kind;
    };
    expect(await answering(() => Response.json({ message: "no" }, { status: 404 }))).toBe("gone");
    // A location FlatPeak will not show is not one of which it can tell nothing.
    expect(await answering(() => Response.json({ message: "no" }, { status: 422 }))).toBe("unavailable");
    expect(await answering(() => new Response(null, { status: 503 }))).toBe("unavailable");
    expect(await answering(() => Response.json({ message: "no" }, { status: 403 }))).toBe("unavailable");
    expect(await answering(() => Response.error())).toBe("unavailable");
  });
});

describe("whose home", () => {
  it("says the customer, nobody, or that there is no such location", async () => {
    const { flatpeak } = await rig("2025-09-14.anode", (it) =>
      it.url.endsWith("/locations/loc_nobody") ? Response.json({ id: "loc_nobody", customer_id: null }) : null,
    );
    expect(await flatpeak.customerOf(documentedHome)).toEqual({
      kind: "known",
      customerId: "cus_661677a19018beef00a29fae",
    });
    expect(await flatpeak.customerOf("loc_nobody")).toEqual({ kind: "known", customerId: null });
    expect(await flatpeak.customerOf("loc_missing")).toEqual({ kind: "unknown_location" });
  });
});
