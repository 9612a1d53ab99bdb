// What the energy side of the world holds: meter records, and the batches they came in.

/** Which tariff of a home energy is counted by. */
export type Direction = "IMPORT" | "EXPORT" | "LOCAL";

/** Energy that flowed; instants in milliseconds. */
export interface MeterRecord {
  locationId: string;
  deviceId: string | null;
  session: string | null;
  reference: string | null;
  flow: "INBOUND" | "OUTBOUND";
  direction: Direction;
  wh: number;
  confidence: number;
  from: number;
  to: number;
  /** Of the zone in which its times were sent. */
  offset: number;
}

export interface FailedRecord {
  record_num: number;
  record_reference_id: string;
  error: string;
}

/** How a batch of records went. */
export interface MeterBatch {
  id: string;
  submitted: number;
  accepted: number;
  failed: FailedRecord[];
  at: number;
}

export interface Meters {
  records: MeterRecord[];
  batches: MeterBatch[];
}

export function newMeters(): Meters {
  return { records: [], batches: [] };
}
