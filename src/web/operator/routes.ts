// What an operator may ask for, which is loaded when they first do.

export { checkSetup } from "./checks.ts";
export { endStops, putContact } from "./contact.ts";
export { advanceClock, endLinks, holdMessages, showCustomer } from "./customers.ts";
export { deleteQuarantined, deleteReason, listQuarantine, replayQuarantined } from "./quarantine.ts";
export { runSweep, showChannels, showSweep } from "./ways.ts";
