// What can be asked of a Journey object, and what it answers.

import type { CivilDate } from "../../core/time.ts";
import type { Action, Reply, Turn } from "../../flatpeak/connect/page.ts";
import type { Note } from "../../text/connect.ts";
import type { Language } from "../../text/language.ts";
import type { LinkPass } from "../journey-pass.ts";

/** The tariff as we know it, where a link said which. */
export interface JourneyHome {
  readonly timeZone: string;
  /** ISO 3166-1 alpha-2, or null. */
  readonly country: string | null;
  /** FlatPeak's id of the supplier, and its name as FlatPeak writes it. */
  readonly supplierId: string | null;
  readonly supplier: string | null;
  readonly oldContractEnd: CivilDate | null;
  readonly since: CivilDate | null;
  readonly cause: "expiring" | "expired" | "fetch_failed" | "upgrade" | null;
}

/** How a journey begins. */
export interface Beginning {
  readonly turn: Turn;
  readonly link: LinkPass | null;
  readonly home: JourneyHome | null;
  readonly language: Language | null;
}

export type KeptMistake = Note & { readonly field: string | null };

/** A page, and what a person did on it so far. */
export interface Step {
  /** Counts from 1; a form names the step it was drawn for. */
  readonly no: number;
  readonly turn: Turn;
  /** What was typed, as a form sends it; null where nothing was. */
  readonly typed: string | null;
  readonly mistakes: readonly KeptMistake[];
  /** What FlatPeak refused of it. */
  readonly refusal: { readonly code: string; readonly requestId: string | null } | null;
  /** An action that is to be confirmed before it is taken. */
  readonly asks: Action | null;
  /** What is said at the top: what was understood on the page before. */
  readonly said: Note | null;
  /** The step this one followed on; null where there is none to go back to. */
  readonly before: number | null;
}

/** What is shown. */
export interface JourneyView {
  readonly step: Step;
  /**
   * `unavailable`: FlatPeak cannot say where the conversation stands. `ended`: the token opens nothing, and no link renews it.
   * `over`: the session ended as the person wanted it to, and FlatPeak's answer to that was lost.
   */
  readonly trouble: "none" | "busy" | "unavailable" | "ended" | "over";
  readonly link: LinkPass | null;
  readonly home: JourneyHome;
  readonly language: Language | null;
}

/** What a person sent. */
export interface Sent {
  /** The step their form was drawn for. */
  readonly no: number;
  readonly reply: Reply;
  readonly typed: string;
  /** What was understood of it, to be said on the next page. */
  readonly said: Note | null;
}

/** What was typed, with nothing to be sent yet. */
export interface Drafted {
  readonly no: number;
  readonly typed: string | null;
  readonly mistakes: readonly KeptMistake[];
  readonly asks: Action | null;
}

/** What is kept of a journey: where it stands, and its last pages with what was typed on them. */
export interface JourneyRecord {
  readonly head: object;
  readonly steps: readonly object[];
}

export interface JourneyContract {
  /** Reads and writes nothing: that the call comes back is the answer. */
  ping(): true;

  /**
   * The session was begun by an invitation, whose id is kept for as long as an event may tell of its end; `now` is real time (ms).
   * That somebody is on their way does not follow from it.
   */
  beganBy(invitationId: string, now: number): Promise<void>;

  /** The invitation that the session was begun by; null where there is none. */
  origin(): string | null;

  /** Keeps what FlatPeak answered to a token's first question. A journey that is under way goes on from there. */
  begin(beginning: Beginning): Promise<JourneyView>;

  /**
   * What is shown; null where nothing is known of the journey. FlatPeak is asked only where it is not known where the conversation
   * stands, and with `mayHaveMoved` where somebody else moves it: at a sign-in, or while a tariff is being connected.
   */
  look(mayHaveMoved: boolean): Promise<JourneyView | null>;

  /** A step that is still known, by the number a form names. */
  stepOf(no: number): Promise<Step | null>;

  /** Keeps what was typed and shows it again, on an older page as well. Asks nothing of FlatPeak. */
  keep(draft: Drafted): Promise<JourneyView | null>;

  /**
   * Answers a page: one call to FlatPeak, whoever sends the same how often. What was answered already, and what comes while another
   * answer is under way, is shown what came of that.
   */
  answer(sent: Sent): Promise<JourneyView | null>;

  /** All that is kept here; null where that is nothing. */
  record(): JourneyRecord | null;

  /** Forgets everything at once, whoever is on the way. */
  forget(): Promise<void>;

  /** Keeps what was typed, and shows the page before, which can be answered again; the same page where there is none. */
  goBack(no: number, typed: string): Promise<JourneyView | null>;
}
