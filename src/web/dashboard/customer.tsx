// One customer's story: what comes next, why it is quiet, and all that happened, newest first.

import { isCustomerId } from "../../objects/rooms.ts";
import { Cases, Messages } from "./cases.tsx";
import { CONTACT, CONTACT_DONE } from "./contact.tsx";
import { doneIn, toldOnce } from "./done.ts";
import { Offers, pathOf } from "./order.tsx";
import { orderNamed } from "./orders.ts";
import { readStory } from "./read-story.ts";
import { Person, Ways } from "./person.tsx";
import { Time, operatorPage } from "./shell.tsx";
import { entryWords } from "./words/journal.ts";
import { nextOf, quietOf } from "./words/next.ts";
import { clockIn, toldOf } from "./words/told.ts";
import type { RouteContext } from "../http/context.ts";
import type { Shown } from "./cases.tsx";
import type { Story } from "../../objects/customer/contract.ts";
import type { OrderName } from "./orders.ts";
import type { Signed } from "./session.ts";

/** What may be done about the stops that stand: your company's own, and what was said under a number. */
const stopsOf = ({ contact: { stops } }: Story): readonly OrderName[] => [
  stops.some(({ taken_back_by: by }) => by === "company") ? "resume" : "stop",
  ...(stops.some(({ taken_back_by: by }) => by === "reply") ? (["end-replies"] as const) : []),
];

/** What may be done about the customer as they stand. */
const Steer = ({ story, signed }: Shown) => (
  <Offers
    signed={signed}
    id={story.customer_id}
    names={[
      story.held_since === null ? "hold" : "release",
      story.snoozed_until === null ? "snooze" : "wake",
      ...stopsOf(story),
      "end-links",
    ]}
  />
);

const Next = ({ story, clock, signed }: Shown) => (
  <section class="panel" aria-labelledby="next">
    <h2 id="next">What comes next</h2>
    <ul>
      {nextOf(story, clock).map((words) => (
        <li>{words}</li>
      ))}
    </ul>
    <Steer story={story} clock={clock} signed={signed} />
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
              {words} Noted <Time iso={at} clock={clock} />.
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

const Line = ({ story, clock }: Shown) => (
  <section class="panel" aria-labelledby="line">
    <h2 id="line">What happened, newest first</h2>
    <ol class="line">
      {story.journal.toReversed().map(({ at, what, detail }) => {
        const message = story.notifications.find(({ id }) => id === detail["notification"]);
        const facts = message === undefined ? detail : { cases: message.cases, rung: message.rung, ...detail };
        const { tone, words } = entryWords(what, toldOf(facts, clock));
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

/** What came of the change that led back here, if one did. */
const Done = ({ name }: { name: string }) => {
  const words = name === CONTACT ? CONTACT_DONE : orderNamed(name)?.after;
  return words === undefined ? null : (
    <p class="notice ok" role="status">
      {words}
    </p>
  );
};

const Unknown = ({ signed, id }: { signed: Signed; id: string }) => (
  <>
    <p>Nothing is known of this customer: no event of theirs has come, or they were erased.</p>
    {isCustomerId(id) ? <Offers signed={signed} id={id} names={["readmit"]} /> : null}
  </>
);

const Unreadable = ({ signed, id }: { signed: Signed; id: string }) => (
  <section class="panel">
    <p>
      What is kept of <code>{id}</code> could not be read just now; why stands in the log, as{" "}
      <code>story_unreadable</code>. Load the page again. If it stays so, an earlier version of the program or an
      earlier state of this customer helps: messages that were given out are not told again for it.
    </p>
    <Ways id={id} signed={signed} />
  </section>
);

/** GET /operator/customers/:id */
export async function showStory(c: RouteContext, signed: Signed, id: string): Promise<Response> {
  const here = "/operator";
  const story = isCustomerId(id) ? await readStory(c, id) : null;
  if (story === "unreadable") {
    const body = <Unreadable signed={signed} id={id} />;
    return operatorPage(c, signed, { title: "This customer cannot be read", here, body, status: 503 });
  }
  const order = doneIn(c);
  const done = order === null ? null : <Done name={order} />;
  const once = (response: Response): Response => (order === null ? response : toldOnce(response, pathOf(id)));
  if (story === null) {
    const body = [done, <Unknown signed={signed} id={id} />];
    return once(await operatorPage(c, signed, { title: "No such customer", here, body, status: 404 }));
  }
  const shown = { story, clock: clockIn(story.contact.timezone), signed };
  const body = (
    <>
      {done}
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
  return once(await operatorPage(c, signed, { title: "A customer's story", here, body }));
}
