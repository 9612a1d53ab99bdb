// POST /webhooks/:provider: what providers tell us afterwards. Signed by them over the raw bytes; what is not is refused before
// anything is touched. The same word twice changes nothing.

import { providers } from "../../channels/registry.ts";
import { tellOthers } from "../../objects/consequences.ts";
import { openReference } from "../../objects/reference.ts";
import { customerAt, phoneAt } from "../../objects/rooms.ts";
import { problem } from "../http/respond.ts";
import type { News, Provider } from "../../channels/provider.ts";
import type { ChannelName } from "../../core/policy.ts";
import type { RouteContext } from "../http/context.ts";

const reporting = (name: string | undefined): Provider | undefined =>
  providers().find((it) => it.listen !== undefined && it.name === name);

/** Whether a provider of that name tells us something, be it configured or not. */
export const isReporting = (name: string | undefined): boolean => reporting(name) !== undefined;

type Status = Extract<News, { kind: "status" }>;
type Reply = Exclude<News, Status>;

/** Tells the customer, and then, where it was about a message of theirs, all those whom it concerns as well. */
async function tellStatus(c: RouteContext, channel: ChannelName, status: Status): Promise<void> {
  const { keys } = c.get("deps").config.link;
  const { attempt, outcome, to, providerId } = status;
  const message = await openReference(status.reference, keys);
  if (message === null) return;
  const word = { no: message.no, attempt, channel, outcome, to, providerId };
  const hearing = await customerAt(c.env, message.customerId).reportDelivery(word);
  if (hearing === null) return;
  await tellOthers({ env: c.env, linkKeys: keys }, channel, outcome, { to, ...hearing, isLate: true });
}

/** A customer answered: whose number it is is not known here. */
async function tellReply(c: RouteContext, news: Reply): Promise<void> {
  const { from, message } = news;
  const phone = await phoneAt(c.env, from, c.get("deps").config.link.keys);
  if (news.kind === "later") await phone.hearLater(message);
  else await phone.hear({ by: "reply", stop: news.stop, message });
}

/** What is said to whoever tapped a button below a message, or stopped by a word of their own language, in that; null where nothing is. */
async function thanksFor(news: News | null): Promise<string | null> {
  if (news === null || news.kind === "status" || news.language === null) return null;
  return (await import("../../text/thanks.ts")).thanksFor(news.language, news.kind === "later" ? "later" : "stop");
}

/** Hears a provider that is configured, and answers as it expects it. */
export async function receiveFromProvider(c: RouteContext): Promise<Response> {
  const { callbacks, config, now } = c.get("deps");
  const provider = reporting(c.req.param("provider"));
  const hear = provider === undefined ? undefined : callbacks.get(provider.name);
  if (provider === undefined || hear === undefined) return problem(c, "not_found", "there is nothing here");
  const url = `${config.link.publicUrl}/webhooks/${provider.name}${new URL(c.req.url).search}`;
  const body = new Uint8Array(await c.req.arrayBuffer());
  const said = await hear({ url, headers: c.req.raw.headers, body, now: now() });
  switch (said.kind) {
    case "not_genuine":
      return problem(c, "not_genuine", "the request is not from the provider");
    case "unreadable":
      return problem(c, "bad_request", "the callback cannot be understood");
    case "genuine": {
      const { news, answer } = said;
      if (news?.kind === "status") await tellStatus(c, provider.channel, news);
      if (news?.kind === "reply" || news?.kind === "later") await tellReply(c, news);
      const thanks = await thanksFor(news);
      const { status, type, body: words } = thanks === null ? answer : (said.answerWith?.(thanks) ?? answer);
      return words === null ? c.body(null, status) : c.body(words, 200, { "Content-Type": type });
    }
  }
}
