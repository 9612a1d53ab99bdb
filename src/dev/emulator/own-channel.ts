// Where a channel of a company's own brings its messages in development: `POST /_dev/own/:channel` takes what such a channel knows of a
// message, whatever its provider's form is in truth, and shows it on the phone.
import { Hono } from "hono";
import { faultAnswer, realWait } from "./faults.ts";
import { arrive } from "./inbox.ts";
import { messageNameOf } from "./message-name.ts";
import type { ProviderOptions } from "./provider.ts";
import { asRecord, asText } from "./tariffs.ts";
import type { WorldState } from "./world.ts";

const channels = ["sms", "whatsapp", "email", "push"] as const;

/** The body as an object; empty for what is no JSON. */
function fieldsOf(body: string): Record<string, unknown> {
  try {
    return asRecord(JSON.parse(body));
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** One address for each channel: `{"to":"...","text":"...","subject":"...","link":"...","reference":"..."}`, of which `to` and `text` are needed. */
export function createOwnChannel(world: WorldState, options: ProviderOptions): Hono {
  const own = new Hono();
  own.post("/:channel", async (c) => {
    const channel = channels.find((it) => it === c.req.param("channel"));
    const failed = await faultAnswer(world, ["own"], options.wait ?? realWait, c.req.raw.signal);
    if (failed !== null) return failed;
    const said = fieldsOf(await c.req.text());
    const [to, text] = [asText(said["to"]), asText(said["text"])];
    if (channel === undefined || to === null || text === null) {
      const message = `a message by ${channels.join(", ")} has "to" and "text"`;
      return c.json({ error: { code: "not_a_message", message } }, 400);
    }
    const name = await messageNameOf(asText(said["reference"]), options.settings.linkKeys);
    const { id, customerId } = name ?? { id: crypto.randomUUID(), customerId: null };
    const link = asText(said["link"]) ?? /https?:\/\/\S+/.exec(text)?.[0] ?? null;
    const [subject, html] = [asText(said["subject"]) ?? "", asText(said["html"])];
    await arrive(world, options, { id, channel, to, customerId, subject, text, link, html });
    return c.json({ id });
  });
  return own;
}
