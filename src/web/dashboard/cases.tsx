// A customer's cases and messages, each with what may be done about it.

import { Offers } from "./order.tsx";
import { Time } from "./shell.tsx";
import { casesWords, channelWords, messageState, reasonWords } from "./words/names.ts";
import type { Story } from "../../objects/customer/contract.ts";
import type { OrderName } from "./orders.ts";
import type { Signed } from "./session.ts";
import type { Clock } from "./words/told.ts";

/** A story, to whom it is shown, and the clock of the place where the customer lives. */
export interface Shown {
  readonly story: Story;
  readonly clock: Clock;
  readonly signed: Signed;
}

const STATES: Readonly<Record<string, readonly [words: string, tone: string]>> = {
  open: ["open", "warn"],
  repaired: ["repaired", "ok"],
  disconnected: ["disconnected", ""],
  handed_over: ["handed over", "bad"],
  moved: ["moved", ""],
  withdrawn: ["taken back", ""],
  closed: ["closed by an operator", ""],
};

const State = ({ state }: { state: string }) => {
  const [words, tone] = STATES[state] ?? [state, ""];
  return <span class={`badge ${tone}`}>{words}</span>;
};

/** A time that may not be there. */
const Maybe = ({ at, clock }: { at: unknown; clock: Clock }) =>
  typeof at === "string" ? <Time iso={at} clock={clock} /> : "–";

/** What is known of one thing, each fact under its name. */
const Facts = ({ facts, clock }: { facts: readonly (readonly [name: string, value: unknown])[]; clock: Clock }) => (
  <dl>
    {facts.map(([name, value]) => (
      <div>
        <dt>{name}</dt>
        <dd>
          <Maybe at={value} clock={clock} />
        </dd>
      </div>
    ))}
  </dl>
);

const toldWords = (count: number): string =>
  count === 0 ? "not told yet" : count === 1 ? "told once" : `told ${count} times`;

export const Cases = ({ story, clock, signed }: Shown) => (
  <section class="panel" aria-labelledby="cases">
    <h2 id="cases">Cases</h2>
    {story.cases.length === 0 ? <p>None yet.</p> : null}
    <ul class="items">
      {story.cases.toReversed().map((it) => (
        <li>
          <State state={it.state} /> Case {it.case}: {reasonWords(it.reason)}, {toldWords(it.told)}. Tariff{" "}
          <code>{it.tariff_id}</code>
          <Facts
            clock={clock}
            facts={[
              ["Began", it.opened_at],
              ["Tapped", it.tapped_at],
              it.ended_at === null ? ["Next reminder", it.next_reminder_at] : ["Ended", it.ended_at],
            ]}
          />
          {it.state === "open" ? (
            <Offers
              signed={signed}
              id={story.customer_id}
              of={String(it.case)}
              names={["send-now", "link", "end-case-links", it.muted ? "unmute" : "mute", "close"]}
            />
          ) : null}
        </li>
      ))}
    </ul>
  </section>
);

/** What may be done about a message, as it stands; a word to the company is no message. */
function ordersOf({ kind, status, settled_at }: Story["notifications"][number]): readonly OrderName[] {
  if (kind !== "notify") return [];
  // After a week nobody's word on a doubtful message counts any more: it is over, and may be said once more like any other.
  if (status === "uncertain" && settled_at === null) return ["arrived", "not-arrived"];
  return status === "sent" || status === "failed" || status === "uncertain" ? ["resend"] : [];
}

function whatOf({ kind, rung, repeats }: Story["notifications"][number]): string {
  if (kind === "publish") return "Word of a hand-over";
  if (kind === "confirm") return "Word that a repair was seen,";
  return repeats === null ? `Reminder ${rung}` : "Once more, by an operator's order,";
}

export const Messages = ({ story, clock, signed }: Shown) => (
  <section class="panel" aria-labelledby="messages">
    <h2 id="messages">Messages</h2>
    {story.notifications.length === 0 ? <p>None yet.</p> : null}
    <ul class="items">
      {story.notifications.toReversed().map((it) => (
        <li>
          <span class="badge">{messageState(it.status)}</span> {whatOf(it)} by {channelWords(it.channel)}, for{" "}
          {casesWords(it.cases)}: {reasonWords(it.reason)}
          <Facts
            clock={clock}
            facts={[
              ["Owed since", it.created_at],
              ["Went out", it.sent_at],
              ["Settled", it.settled_at],
            ]}
          />
          <Offers signed={signed} id={story.customer_id} of={it.id} names={ordersOf(it)} />
        </li>
      ))}
    </ul>
  </section>
);
