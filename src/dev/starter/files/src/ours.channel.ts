// What is ours: words in place of the product's, and channels of our own. Whatever is not here comes from the product.
import type { Own } from "flatpeak-reconnect";
import { own } from "./channels/own-channel.ts";
import { words } from "./words/words.ts";

export const ours: Own = { words, channels: [own] };
