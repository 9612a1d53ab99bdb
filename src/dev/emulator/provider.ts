// What the emulated providers of messages have in common: their faults, and what they tell the product afterwards.
import type { Courier } from "./delivery.ts";
import type { FaultTarget, Wait } from "./faults.ts";
import { answerOf, realWait, takeFault } from "./faults.ts";
import type { Callback } from "./messages.ts";
import type { EmulatorSettings } from "./settings.ts";
import type { WorldState } from "./world.ts";
import { remember } from "./world.ts";

export interface ProviderOptions {
  /** World time in milliseconds. */
  now: () => number;
  courier: Courier;
  settings: EmulatorSettings;
  /** How slow and timed-out answers wait; tests pass their own. */
  wait?: Wait;
  /** Does work after the answer has gone, and keeps what it changed. */
  later: (work: () => Promise<void>) => void;
}

/** A provider's own error as it answers it, by its code. */
export type ErrorAnswer = (code: string | number) => Response;

const deliveryMs = 300;

/**
 * The fault that meets a request to a provider: the answer where it fails at once, or the code that was asked for, or
 * null for both where all is well. `busy` and `broken` are the provider's codes for 429 and 500.
 */
export async function providerFault(
  world: WorldState,
  target: FaultTarget,
  options: ProviderOptions,
  errors: { answer: ErrorAnswer; busy: string | number; broken: string | number },
  signal: AbortSignal,
): Promise<{ answer: Response | null; code: string | number | null }> {
  const fault = takeFault(world, [target]);
  switch (fault?.mode) {
    case undefined:
    // Of Connect, and never set for a provider.
    case "pending":
    case "lost":
      return { answer: null, code: null };
    case "code":
      return { answer: null, code: fault?.code ?? errors.broken };
    case "429":
      return { answer: errors.answer(errors.busy), code: null };
    case "500":
      return { answer: errors.answer(errors.broken), code: null };
    case "timeout":
    case "slow":
    case "html":
      return { answer: await answerOf(fault.mode, options.wait ?? realWait, signal), code: null };
  }
}

/**
 * Does what follows an accepted message: a moment later, or at once while a clock is skipped, for a customer who lives a
 * month in a second would hear a moment later days too late.
 */
export async function afterwards(
  world: WorldState,
  options: ProviderOptions,
  work: () => Promise<void>,
): Promise<void> {
  if (world.skipping) return work();
  options.later(async () => {
    await (options.wait ?? realWait)(deliveryMs, new AbortController().signal);
    await work();
  });
}

/** Posts a signed callback to the product and notes how it was answered. Gives that answer, status 0 for none. */
export async function callBack(
  world: WorldState,
  options: ProviderOptions,
  callback: Pick<Callback, "provider" | "what">,
  request: Request,
): Promise<{ status: number; body: string }> {
  let status = 0;
  let body = "";
  try {
    const response = await options.courier.product(request);
    status = response.status;
    body = await response.text();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
  remember(world.callbacks, { ...callback, at: options.now(), status });
  return { status, body };
}
