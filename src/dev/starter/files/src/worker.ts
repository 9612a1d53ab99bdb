// What is deployed: the product, with what is ours.
import { createReconnect } from "flatpeak-reconnect";
import { ours } from "./ours.ts";
export * from "flatpeak-reconnect/objects";
export default createReconnect(ours);
