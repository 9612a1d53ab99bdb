// The World object: keeps the emulated world on disk, wakes up for webhook retries, and answers for it over HTTP.
// It holds no rules of its own; those are in the plain functions around it.
import { DurableObject } from "cloudflare:workers";
import type { Hono } from "hono";
import { isUnsignedWebhook, forwardUnsigned } from "./adoption.ts";
import { createApp } from "./app.ts";
import type { Courier } from "./delivery.ts";
import { realWait } from "./faults.ts";
import { nextDueAt, runDue } from "./clock.ts";
import { deliver } from "./delivery.ts";
import type { EmulatorSettings } from "./settings.ts";
import { readSettings } from "./settings.ts";
import type { Asking } from "./fate.ts";
import { newSigningKey } from "./signing.ts";
import type { WorldEvent, WorldState } from "./world.ts";
import { newWorld } from "./world.ts";

export interface EmulatorEnv {
  PRODUCT: Fetcher;
  WORLD: DurableObjectNamespace<World>;
  [setting: string]: unknown;
}

/** The one emulated world of a dev server. */
export class World extends DurableObject<EmulatorEnv> {
  readonly #settings: EmulatorSettings;
  readonly #courier: Courier;
  #open: { world: WorldState; app: Hono } | null = null;

  constructor(ctx: DurableObjectState, env: EmulatorEnv) {
    super(ctx, env);
    this.#settings = readSettings(env);
    const { publicUrl, apiVersion } = this.#settings;
    this.#courier = { product: (request) => env.PRODUCT.fetch(request), publicUrl, apiVersion };
    void ctx.blockConcurrencyWhile(async () => {
      const stored = ctx.storage.kv.get<Partial<WorldState>>("world");
      const fresh = newWorld(Date.now(), stored?.key ?? (await newSigningKey()), this.#settings.accountId);
      this.#begin({ ...fresh, ...stored, skipping: false });
    });
  }

  override async fetch(request: Request): Promise<Response> {
    const { world, app } = this.#opened();
    const now = () => Date.now() + world.clockOffsetMs;
    const response = isUnsignedWebhook(request)
      ? await forwardUnsigned(world, request, this.#asking(request.signal), now())
      : await app.fetch(request);
    await this.#save();
    return response;
  }

  override async alarm(): Promise<void> {
    const { world } = this.#opened();
    await runDue(world, this.#courier, Date.now() + world.clockOffsetMs);
    await this.#save();
  }

  #begin(world: WorldState): void {
    const now = () => Date.now() + world.clockOffsetMs;
    const onFinished = (events: WorldEvent[]) => {
      this.ctx.waitUntil(this.#deliverAll(events, now()));
    };
    const later = (work: () => Promise<void>) => {
      this.ctx.waitUntil(work().then(() => this.#save()));
    };
    this.#open = {
      world,
      app: createApp(world, { now, onFinished, later, courier: this.#courier, settings: this.#settings }),
    };
  }

  #asking(signal: AbortSignal): Asking {
    return { courier: this.#courier, settings: this.#settings, wait: realWait, signal, patienceMs: 3000 };
  }

  #opened(): { world: WorldState; app: Hono } {
    if (this.#open === null) throw new Error("a World was used before it was loaded");
    return this.#open;
  }

  async #deliverAll(events: WorldEvent[], now: number): Promise<void> {
    for (const event of events) await deliver(this.#opened().world, event, this.#courier, now);
    await this.#save();
  }

  /** Writes the world and sets the one alarm; what is owed is planned in world time, alarms ring in real time. */
  async #save(): Promise<void> {
    const { world } = this.#opened();
    this.ctx.storage.kv.put("world", world);
    const due = nextDueAt(world);
    if (due === Infinity) await this.ctx.storage.deleteAlarm();
    else await this.ctx.storage.setAlarm(due - world.clockOffsetMs);
  }
}
