// The pages around a link, which are loaded when the first of them is asked for.

export { showDone } from "./done.tsx";
export { askSnooze, takeSnooze } from "./snooze.tsx";
export { askStop, takeStop } from "./stop.tsx";
export { showTariffs } from "./tariffs.tsx";
