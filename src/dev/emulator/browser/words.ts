// How the pages write dates and names. The emulated homes are in London unless their customers are elsewhere;
// all clocks on the pages are London's, so that one clock is told by another.
import type { Slot } from "../world.ts";

const timeZone = "Europe/London";
const minutes = { hour: "2-digit", minute: "2-digit", timeZone } as const;

/** What stands for a tariff where its supplier does not. */
export const slotWords: Readonly<Record<Slot, string>> = {
  commodity_import: "Import",
  commodity_export: "Export",
  non_commodity_import: "Network charges",
};

/** A date as people write it: 2 December 2026. Takes YYYY-MM-DD or a date-time, of which it reads the day alone. */
export function day(text: string): string {
  const date = new Date(`${text.slice(0, 10)}T12:00:00Z`);
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/** The day of an instant with its weekday and without its year: Sunday 22 November. */
export function weekday(iso: string): string {
  return new Date(iso).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone });
}

/** The time of day of an instant: 09:05. */
export function timeOfDay(iso: string): string {
  return new Date(iso).toLocaleTimeString("en-GB", minutes);
}

/** An instant in short: 22 Nov, 09:05. */
export function stamp(iso: string): string {
  return new Date(iso).toLocaleString("en-GB", { day: "numeric", month: "short", ...minutes });
}

/** An instant in short on the clock of the company's alerts: 22 Nov, 09:05 UTC. */
export function utcStamp(iso: string): string {
  const shown = { day: "numeric", month: "short", ...minutes, timeZone: "UTC" } as const;
  return `${new Date(iso).toLocaleString("en-GB", shown)} UTC`;
}

/** An instant in short with its weekday: Sun, 22 Nov, 09:05. */
export function weekdayStamp(iso: string): string {
  return new Date(iso).toLocaleString("en-GB", { weekday: "short", day: "numeric", month: "short", ...minutes });
}

/** A name written with underscores as words. */
export function plain(name: string): string {
  return name.replaceAll("_", " ");
}
