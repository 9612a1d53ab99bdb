// The front of the dev server: /_dev and /_flatpeak belong to the emulator, everything else to the product.
// It changes nothing on the way to the product but an unsigned webhook, which it hands to the world to be signed.
import { isUnsignedWebhook } from "./adoption.ts";
import type { EmulatorEnv } from "./object.ts";

export { World } from "./object.ts";

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (request.method === "GET" && pathname === "/")
      return Response.redirect(new URL("/_dev/", request.url).href, 302);
    if (/^\/_(dev|flatpeak)(\/|$)/.test(pathname) || isUnsignedWebhook(request)) {
      return env.WORLD.getByName("world").fetch(request);
    }
    return env.PRODUCT.fetch(request);
  },
} satisfies ExportedHandler<EmulatorEnv>;
