// The calls about what was genuine and could not be taken in.

import * as z from "zod/mini";
import { QUARANTINE_REASONS } from "../../../objects/quarantine/contract.ts";
import { call } from "./call.ts";
import { instant } from "./ids.ts";

const digestParam = z.object({
  digest: z.string().check(z.regex(/^[0-9a-f]{64}$/, "a digest has 64 hexadecimal digits")),
});

export const listQuarantine = call({
  method: "GET",
  path: "/v1/quarantine",
  role: "read",
  summary: "Events that were genuine and not understood",
  detail:
    "Newest first, as text and byte by byte in base64; how many there are, and ever were, by reason. A new version reads again what an earlier one could not.",
  answers: {
    200: z.object({
      count: z.number(),
      counted: z.record(z.string(), z.number()),
      data: z.array(
        z.object({
          digest: z.string(),
          reason: z.enum(QUARANTINE_REASONS),
          received_at: instant,
          body: z.string(),
          body_base64: z.string(),
        }),
      ),
    }),
  },
  problems: [],
});

export const replayQuarantined = call({
  method: "POST",
  path: "/v1/quarantine/:digest/replay",
  role: "support",
  summary: "Take a kept event in again",
  detail: "As if it had just come. What is taken leaves the quarantine; what is not stays, and the answer says so.",
  params: digestParam,
  misnamed: "bad_request",
  answers: { 200: z.object({ digest: z.string(), status: z.string() }) },
  problems: ["not_found"],
});

export const deleteQuarantined = call({
  method: "DELETE",
  path: "/v1/quarantine/:digest",
  role: "admin",
  summary: "Throw a kept event away",
  params: digestParam,
  misnamed: "bad_request",
  answers: { 200: z.object({ digest: z.string(), status: z.literal("deleted") }) },
  problems: ["not_found"],
});

export const deleteReason = call({
  method: "DELETE",
  path: "/v1/quarantine",
  role: "admin",
  summary: "Throw away all that is kept for one reason",
  query: z.object({
    reason: z.enum(QUARANTINE_REASONS, `name one, ?reason= one of ${QUARANTINE_REASONS.join(", ")}`),
  }),
  answers: { 200: z.object({ reason: z.string(), status: z.literal("deleted"), count: z.number() }) },
  problems: [],
});
