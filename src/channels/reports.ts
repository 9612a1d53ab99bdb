// Where a provider reports what became of a message: an address of ours that names one attempt, and says nothing to whoever
// reads it on the way.

import type { Delivery } from "./channel.ts";

/** Addresses of ours are shorter by far. */
const MAX_LENGTH = 4_000;

/** The attempt that a report is about. */
export interface ReportedAttempt {
  readonly reference: string;
  /** Counts from 1. */
  readonly attempt: number;
}

/** The address that the provider of this name is given for a delivery. */
export function reportUrl(publicUrl: string, provider: string, { notification, attempt }: Delivery): string {
  const about = new URLSearchParams({ about: notification.reference, attempt: String(attempt) });
  return `${publicUrl}/webhooks/${provider}?${about.toString()}`;
}

/** The attempt in an address as it is made above; null for any other. */
export function readReportUrl(url: string): ReportedAttempt | null {
  if (url.length > MAX_LENGTH || !URL.canParse(url)) return null;
  const query = new URL(url).searchParams;
  const attempt = query.get("attempt") ?? "";
  return /^[1-9]\d{0,8}$/.test(attempt) ? { reference: query.get("about") ?? "", attempt: Number(attempt) } : null;
}
