// A way through Connect, step by step. FlatPeak is asked once for each answer a person gives, one answer at a time, and after an
// answer that was lost nothing is sent before FlatPeak has said where the conversation stands.

import { isToldOfDisconnecting } from "./disconnecting.ts";
import { JourneyStore } from "./store.ts";
import { renewedToken } from "./renewal.ts";
import type { Ask, Answered, Reply, Turn } from "../../flatpeak/connect/page.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";
import type { Beginning, Drafted, JourneyHome, JourneyView, Sent, Step } from "./contract.ts";
import type { Head, KeptStep } from "./store.ts";

/** Where no link says more. */
const NO_HOME: JourneyHome = {
  timeZone: "UTC",
  country: null,
  supplierId: null,
  supplier: null,
  oldContractEnd: null,
  since: null,
  cause: null,
};

/** FlatPeak is not asked again where the conversation stands for whoever keeps reloading. */
const LOOK_AGAIN_MS = 2_000;

const START: Reply = { kind: "start" };

/** The supplier that a page names. */
const supplierOn = ({ page }: Turn): string | null => ("provider" in page ? (page.provider?.name ?? null) : null);

/** The same home with what a page tells of its supplier, who is the present one for as long as nobody chose another. */
const learnt = (home: JourneyHome, turn: Turn): JourneyHome =>
  home.supplier === null && ["failed", "summary"].includes(turn.page.route)
    ? { ...home, supplier: supplierOn(turn) }
    : home;

export class Conversation {
  readonly #store: JourneyStore;
  readonly #env: Env;
  readonly #deps: Deps;
  /** The answer that is under way: who comes meanwhile is shown what comes of it. */
  #underWay: Promise<JourneyView> | null = null;
  #lookedAt = -Infinity;

  constructor(storage: DurableObjectStorage, env: Env, deps: Deps) {
    this.#store = new JourneyStore(storage);
    this.#env = env;
    this.#deps = deps;
  }

  begin({ turn, link, home, language }: Beginning): JourneyView {
    const known = this.#store.head();
    const head: Head = {
      token: turn.token,
      no: known?.no ?? 0,
      trouble: "none",
      awaited: null,
      link: link ?? known?.link ?? null,
      home: learnt(home ?? known?.home ?? NO_HOME, turn),
      language: language ?? known?.language ?? null,
      typed: known?.typed ?? {},
    };
    return this.#show(head, turn, null);
  }

  async look(mayHaveMoved: boolean): Promise<JourneyView> {
    const head = this.#head();
    const { route } = this.#present(head).turn.page;
    const isMoved = mayHaveMoved && (route === "redirect" || route === "pending");
    const now = this.#deps.now();
    if (head.trouble !== "lost" && !isMoved) return this.#view(head);
    if (this.#underWay === null && now - this.#lookedAt < LOOK_AGAIN_MS) return this.#view(head);
    this.#lookedAt = now;
    return this.#alone(() => this.#askAgain());
  }

  stepOf(no: number): Step | null {
    return this.#store.step(no);
  }

  keep({ no, ...draft }: Drafted): JourneyView {
    const head = this.#head();
    const step = this.#store.step(no);
    if (step === null) return this.#view(head);
    const kept = { ...step, ...draft, typed: draft.typed ?? step.typed, refusal: null, said: null, sent: null };
    if (no === head.no) this.#store.saveStep({ ...kept, sent: step.sent });
    else this.#store.saveStep({ ...kept, no: head.no + 1 });
    const next = this.#remember(head, step.turn.wireRoute, draft.typed);
    return this.#save({ ...next, no: no === head.no ? no : head.no + 1 });
  }

  goBack(no: number, typed: string): JourneyView {
    const step = this.#store.step(no);
    const head = this.#remember(this.#head(), step?.turn.wireRoute ?? "", step === null ? null : typed);
    const before = this.#store.step(step?.before ?? -1);
    if (before === null) return this.#save(head);
    this.#store.saveStep({
      ...before,
      no: head.no + 1,
      refusal: null,
      said: null,
      asks: null,
      mistakes: [],
      sent: null,
    });
    return this.#save({ ...head, no: head.no + 1, trouble: head.trouble === "lost" ? "lost" : "none" });
  }

  async answer(sent: Sent): Promise<JourneyView> {
    const step = this.#store.step(sent.no);
    const head = this.#head();
    if (step === null) return this.#view(head);
    if (this.#underWay !== null) {
      this.#save(this.#remember(head, step.turn.wireRoute, sent.typed));
      return this.#underWay;
    }
    if (step.sent === JSON.stringify(sent.reply)) return this.#view(head);
    // Nothing more is sent before it is known what came of the answer before.
    if (head.trouble === "lost") return this.#save(this.#remember(head, step.turn.wireRoute, sent.typed));
    return this.#alone(() => this.#send(step, sent));
  }

  /** Does one thing at a time: what is asked meanwhile gets the same answer. */
  #alone(work: () => Promise<JourneyView>): Promise<JourneyView> {
    this.#underWay ??= work().finally(() => (this.#underWay = null));
    return this.#underWay;
  }

  async #send(step: KeptStep, sent: Sent): Promise<JourneyView> {
    const isDisconnecting = sent.reply.kind === "action" && sent.reply.action === "DISCONNECT";
    if (isDisconnecting && !(await isToldOfDisconnecting(this.#env, this.#deps, this.#head().link))) {
      return this.#save({ ...this.#head(), trouble: "busy" });
    }
    // On disk before the call: an object that dies in the middle of it must not send the same again.
    const before = this.#remember(this.#head(), step.turn.wireRoute, sent.typed);
    const asked: KeptStep = {
      ...step,
      typed: sent.typed,
      mistakes: [],
      refusal: null,
      asks: null,
      sent: JSON.stringify(sent.reply),
    };
    this.#store.saveStep(asked);
    this.#store.saveHead({ ...before, trouble: "lost", awaited: step.no });
    const askedAt = this.#deps.now();
    const answered = await this.#ask(before, step.turn.wireRoute, sent.reply);
    // Who has waited for so long in vain is not kept waiting for the next question as well.
    if (this.#deps.now() - askedAt >= LOOK_AGAIN_MS) this.#lookedAt = this.#deps.now();
    if (answered.kind !== "ended") return this.#settle(asked, sent, answered);
    // Who leaves needs no new session for that.
    if (sent.reply.kind === "action" && sent.reply.action === "CLOSE") return this.#end();
    return this.#renew(asked, sent);
  }

  /** Asks where the conversation stands, which sends nothing. */
  async #askAgain(): Promise<JourneyView> {
    const answered = await this.#ask(this.#head(), null, START);
    if (answered.kind === "turn") return this.#show(this.#head(), answered.turn, null);
    if (answered.kind === "unavailable") return this.#save({ ...this.#head(), trouble: "lost" });
    const head = this.#head();
    if (head.trouble === "lost" && this.#store.isLast(head.awaited)) return this.#save({ ...head, trouble: "over" });
    return this.#renew(null, null);
  }

  /** Shows what FlatPeak answered to what was sent. */
  #settle(step: KeptStep, sent: Sent, answered: Exclude<Answered, { kind: "ended" }>): JourneyView {
    const head = this.#head();
    if (answered.kind === "turn") return this.#show(head, answered.turn, step, sent.said);
    if (answered.kind === "unavailable" && answered.mayBeTaken) return this.#save({ ...head, trouble: "lost" });
    this.#store.saveStep({ ...step, sent: null });
    if (answered.kind === "unavailable") return this.#save({ ...head, trouble: "busy" });
    const { code, requestId } = answered;
    // An older page was refused: what is said of that stands on the page that is shown.
    const shown = step.no === head.no ? { ...step, sent: null } : this.#present(head);
    this.#store.saveStep({ ...shown, refusal: { code, requestId } });
    return this.#save({ ...head, trouble: "none" });
  }

  /** The token is over: another one by the link, and on to where the person was. */
  async #renew(step: KeptStep | null, sent: Sent | null): Promise<JourneyView> {
    const { link, token: old } = this.#head();
    const renewed = await renewedToken(this.#env, this.#deps, link, old);
    if (renewed.kind === "over") return this.#end();
    if (renewed.kind === "unavailable") return this.#save({ ...this.#head(), trouble: "lost" });
    this.#store.saveHead({ ...this.#head(), token: renewed.token });
    const answered = await this.#ask(this.#head(), null, START);
    if (answered.kind === "unavailable") return this.#save({ ...this.#head(), trouble: "lost" });
    if (answered.kind !== "turn") return this.#end();
    const replies = this.#store.repliesUpTo(this.#head().no);
    const view = this.#show(this.#head(), answered.turn, null);
    return step === null || sent === null ? view : this.#goOn(view, step, sent, replies);
  }

  /**
   * In a session that begins anew, answers the pages that were answered before as they were, up to the one the person was on, whose
   * answer FlatPeak did not take: none is answered twice in it. Where FlatPeak shows something else, the person goes on by themselves.
   */
  async #goOn(
    from: JourneyView,
    step: KeptStep,
    sent: Sent,
    replies: ReadonlyMap<string, Reply>,
  ): Promise<JourneyView> {
    const left = new Map([...replies, [step.turn.wireRoute, sent.reply]]);
    for (let view = from; ;) {
      const { wireRoute } = view.step.turn;
      const isLast = wireRoute === step.turn.wireRoute;
      const reply = left.get(wireRoute);
      if (view.trouble !== "none" || view.step.refusal !== null || reply === undefined) return view;
      left.delete(wireRoute);
      const present = this.#present(this.#head());
      const again = { ...present, typed: isLast ? sent.typed : present.typed, sent: JSON.stringify(reply) };
      this.#store.saveStep(again);
      this.#store.saveHead({ ...this.#head(), trouble: "lost", awaited: present.no });
      const answered = await this.#ask(this.#head(), wireRoute, reply);
      if (answered.kind === "ended") return this.#end();
      view = this.#settle(again, { ...sent, said: isLast ? sent.said : null }, answered);
      if (isLast) return view;
    }
  }

  #end(): JourneyView {
    return this.#save({ ...this.#head(), trouble: "ended" });
  }

  async #ask({ token, home }: Head, wireRoute: string | null, reply: Reply): Promise<Answered> {
    const ask: Ask | null = this.#deps.askConnect;
    if (ask === null) return { kind: "ended" };
    return ask({ token, wireRoute, reply, zone: home.timeZone });
  }

  /**
   * Puts a turn of FlatPeak's in front. The page that is there already, and was not answered, stays what it is with what was typed;
   * any other is a new step.
   */
  #show(head: Head, turn: Turn, from: KeptStep | null, said: Step["said"] = null): JourneyView {
    const present = this.#store.step(head.no);
    const isSame = from === null && present !== null && present.turn.wireRoute === turn.wireRoute;
    const no = isSame ? head.no : head.no + 1;
    const wasBack = from?.sent === JSON.stringify({ kind: "action", action: "BACK" });
    const before = isSame ? present.before : wasBack ? this.#beforeOf(from) : (from?.no ?? null);
    const typed = head.typed[turn.wireRoute] ?? null;
    const step: KeptStep = { no, turn, typed, mistakes: [], refusal: null, asks: null, said, before, sent: null };
    this.#store.saveStep(step);
    // Nobody has looked again at a page that is new: who signs in a second time comes back to what came of that.
    if (!isSame) this.#lookedAt = -Infinity;
    return this.#save({ ...head, token: turn.token, home: learnt(head.home, turn), no, trouble: "none" });
  }

  /** What stood before the page that one went back to. */
  #beforeOf({ before }: KeptStep): number | null {
    return before === null ? null : (this.#store.step(before)?.before ?? null);
  }

  #remember(head: Head, wireRoute: string, typed: string | null): Head {
    return typed === null ? head : { ...head, typed: { ...head.typed, [wireRoute]: typed } };
  }

  #head(): Head {
    const head = this.#store.head();
    if (head === null) throw new Error("the journey has not begun");
    return head;
  }

  #present({ no }: Head): KeptStep {
    const step = this.#store.step(no);
    if (step === null) throw new Error("the journey shows no step");
    return step;
  }

  #save(head: Head): JourneyView {
    this.#store.saveHead(head);
    return this.#view(head);
  }

  #view(head: Head): JourneyView {
    const { sent: _, ...step } = this.#present(head);
    const { trouble, link, home, language } = head;
    return { step, trouble: trouble === "lost" ? "unavailable" : trouble, link, home, language };
  }
}
