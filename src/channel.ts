// What a channel of a company's own is written with: `flatpeak-reconnect/channel`. docs/CHANNELS.md says how.

// A setting that may be left out, and one with a default.
export { optional, prefault } from "zod/mini";
export { describeProvider } from "./channels/provider.ts";
export { ask, call, isAddressOrKeyWrong, isOk } from "./platform/http.ts";
export { baseUrl, count, text, textAs, webUrl, whsec } from "./platform/fields.ts";
export type { Channel, Delivery, RenderedNotification } from "./channels/channel.ts";
export type {
  Callback,
  CallbackAnswer,
  CallbackRead,
  CheckWorld,
  Fields,
  Hear,
  News,
  Provider,
  World,
} from "./channels/provider.ts";
export type { ChannelName } from "./core/policy.ts";
export type { DeliveryOutcome, Scope } from "./core/message/outcome.ts";
export type { Finding } from "./platform/finding.ts";
export type { CallDeps, HttpAnswer, HttpRequest, Lost } from "./platform/http.ts";
