// The emulator's route table: which path belongs to which part.
import { Hono } from "hono";
import { createConnectApi } from "./connect/api.ts";
import { createProviderPages } from "./connect/login-page.tsx";
import { createContacts } from "./contacts.ts";
import { createControlApi } from "./control.ts";
import { createEnergyRoom } from "./energy/room.ts";
import { createFcm } from "./fcm.ts";
import { createFlatpeakApi } from "./flatpeak-api.ts";
import { messagesPage } from "./preview.tsx";
import { createOwnChannel } from "./own-channel.ts";
import type { ProviderOptions } from "./provider.ts";
import { createResend } from "./resend.ts";
import { energyPage, roomPage } from "./shells.tsx";
import { createTwilio } from "./twilio.ts";
import type { WorldEvent, WorldState } from "./world.ts";

export interface AppOptions extends ProviderOptions {
  onFinished: (events: WorldEvent[]) => void;
}

/** Everything under `/_dev` and `/_flatpeak`, answering from `world` and changing it in place. */
export function createApp(world: WorldState, options: AppOptions): Hono {
  const { accountId, apiKey, apiVersion, brandName } = options.settings;
  const app = new Hono({ strict: false });
  app.get("/_dev", (c) => c.html(roomPage(brandName)));
  app.get("/_dev/messages", (c) => c.html(messagesPage(brandName, c.req.query())));
  const flatpeak = createFlatpeakApi(world, { ...options, accountId, apiKey, apiVersion });
  app.route("/_flatpeak/api", flatpeak);
  // The same server under another name: a provider's page is on nobody's host but its own.
  const providersUrl = `${options.settings.publicUrl.replace("//127.0.0.1", "//localhost")}/_flatpeak/provider`;
  app.route("/_flatpeak/connect", createConnectApi(world, { ...options, providersUrl }));
  app.route("/_flatpeak/provider", createProviderPages(world, options.now));
  app.route("/_dev/twilio", createTwilio(world, options));
  app.route("/_dev/resend", createResend(world, options));
  app.route("/_dev/fcm", createFcm(world, options));
  app.route("/_dev/own", createOwnChannel(world, options));
  app.route("/_dev/contacts", createContacts(world, options));
  app.get("/_dev/energy", (c) => c.html(energyPage()));
  app.route("/_dev/energy", createEnergyRoom(world, { ...options, flatpeak }));
  app.route("/_dev", createControlApi(world, options));
  app.onError((error, c) => c.json({ error: { code: "emulator_failed", message: String(error) } }, 500));
  return app;
}
