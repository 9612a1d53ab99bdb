// One customer's story: what comes next, why it is quiet, and all that happened, newest first.

import { customerAt, isCustomerId } from "../../objects/rooms.ts";
import { Person } from "./person.tsx";
import { Time, operatorPage } from "./shell.tsx";
import { channelWords, entryWords, reasonWords } from "./words/journal.ts";
import { nextOf, quietOf } from "./words/next.ts";
import { clockIn, toldOf } from "./words/told.ts";
import type { Story } from "../../objects/customer/contract.ts";
import type { RouteContext } from "../http/context.ts";
import type { Signed } from "./session.ts";
import type { Clock } from "./words/told.ts";

interface Shown {
  readonly story: Story;
  readonly clock: Clock;
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

const Next = ({ story, clock }: Shown) => (
  <section class="panel" aria-labelledby="next">
    <h2 id="next">What comes next</h2>
    <ul>
      {nextOf(story, clock).map((words) => (
        <li>{words}</li>
      ))}
    </ul>
  </section>
);

const Quiet = ({ story, clock }: Shown) => {
  const quiet = quietOf(story, clock);
  return (
    <section class="panel" aria-labelledby="quiet">
      <h2 id="quiet">Why nothing was sent</h2>
      {quiet.length === 0 ? (
        <p>Nothing has kept a message back since the last one went out.</p>
      ) : (
        <ul>
          {quiet.map(({ at, words, reason }) => (
            <li {...(reason === null ? {} : { "data-reason": reason })}>
              {words} <Time iso={at} clock={clock} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

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

const timesOf = (count: unknown): string => (count === 0 ? "never" : count === 1 ? "once" : `${String(count)} times`);

const Cases = ({ story, clock }: Shown) => (
  <section class="panel" aria-labelledby="cases">
    <h2 id="cases">Cases</h2>
    {story.cases.length === 0 ? <p>None yet.</p> : null}
    <ul class="items">
      {story.cases.toReversed().map((it) => (
        <li>
          <State state={String(it["state"])} /> Case {String(it["case"])}: {reasonWords(String(it["reason"]))}, told{" "}
          {timesOf(it["told"])}. Tariff <code>{String(it["tariff_id"])}</code>
          <Facts
            clock={clock}
            facts={[
              ["Began", it["opened_at"]],
              ["Tapped", it["tapped_at"]],
              it["ended_at"] === null ? ["Next reminder", it["next_reminder_at"]] : ["Ended", it["ended_at"]],
            ]}
          />
        </li>
      ))}
    </ul>
  </section>
);

const MESSAGE_STATES: Readonly<Record<string, string>> = {
  due: "owed",
  leased: "on its way out",
  accepted: "with its provider",
  sent: "sent",
  uncertain: "may have arrived",
  failed: "failed",
  cancelled: "taken back",
};

const Messages = ({ story, clock }: Shown) => (
  <section class="panel" aria-labelledby="messages">
    <h2 id="messages">Messages</h2>
    {story.notifications.length === 0 ? <p>None yet.</p> : null}
    <ul class="items">
      {story.notifications.toReversed().map((it) => (
        <li>
          <span class="badge">{MESSAGE_STATES[String(it["status"])] ?? String(it["status"])}</span> By{" "}
          {channelWords(String(it["channel"]))}, for case {String(it["cases"])}
          <Facts
            clock={clock}
            facts={[
              ["Owed since", it["created_at"]],
              ["Went out", it["sent_at"]],
              ["Settled", it["settled_at"]],
            ]}
          />
        </li>
      ))}
    </ul>
  </section>
);

const Line = ({ story, clock }: Shown) => (
  <section class="panel" aria-labelledby="line">
    <h2 id="line">What happened, newest first</h2>
    <ol class="line">
      {story.journal.toReversed().map(({ at, what, detail }) => {
        const { tone, words } = entryWords(what, toldOf(detail, clock));
        return (
          <li>
            <Time iso={at} clock={clock} />
            <span class={tone}>{words}</span>
          </li>
        );
      })}
    </ol>
  </section>
);

/** GET /operator/customers/:id */
export async function showStory(c: RouteContext, signed: Signed, id: string): Promise<Response> {
  const story = isCustomerId(id) ? await customerAt(c.env, id).story() : null;
  const here = "/operator";
  if (story === null) {
    const body = <p>Nothing is known of this customer: no event of theirs has come, or they were erased.</p>;
    return operatorPage(c, signed, { title: "No such customer", here, body, status: 404 });
  }
  const shown = { story, clock: clockIn(story.contact.timezone) };
  const body = (
    <>
      <p>
        <code>{story.customer_id}</code>, as of {shown.clock(story.now)}
      </p>
      <div class="two">
        <Next {...shown} />
        <Quiet {...shown} />
      </div>
      <Cases {...shown} />
      <Line {...shown} />
      <Messages {...shown} />
      <Person {...shown} />
    </>
  );
  return operatorPage(c, signed, { title: "A customer's story", here, body });
}
