// /c/:code, where a contract is about to end: what to have ready, and where the button leads. No name, no address, no price: the phone
// may have a new owner.

import { longDate } from "../../text/dates.ts";
import { Notice, PostButton } from "../html/parts.tsx";
import type { CivilDate } from "../../core/time.ts";
import type { PageContent, PageView } from "../html/view.ts";

/** What the page tells. */
export interface BeforeFacts {
  readonly code: string;
  /** The end that is on record, which will not do as the new one; null where it is not known. */
  readonly contractEnd: CivilDate | null;
  /** The customer has said that the contract goes on. */
  readonly continues: boolean;
}

/** What to have ready, what comes next, and two ways on. The session begins by a button, never by looking. */
export function before(view: PageView, { code, contractEnd, continues }: BeforeFacts): PageContent {
  const { say } = view;
  const date = contractEnd === null ? null : longDate(view.language, contractEnd);
  return {
    title: say("page.before.title"),
    leadsOut: true,
    ways: { code },
    body: (
      <>
        <h1>{date === null ? say("page.before.title") : say("page.before.heading", { date })}</h1>
        <p>{say("page.before.text")}</p>
        {continues ? (
          <Notice icon="done" tone="ok">
            {say("page.before.continues.said")}
          </Notice>
        ) : null}
        <h2>{say("page.before.ready.heading")}</h2>
        <p>
          {say("page.before.ready.contract")} {date === null ? null : say("page.before.ready.date", { date })}
        </p>
        <p>{say("page.before.leads.text")}</p>
        <PostButton action={`/c/${code}`}>{say("page.overview.actions.update")}</PostButton>
        <section>
          <p class="hint">{say("page.before.continues.text")}</p>
          <PostButton action={`/c/${code}`} quiet fields={{ continues: "1" }}>
            {say("page.before.continues.button")}
          </PostButton>
        </section>
        <p class="hint">{say(view.appUrl === null ? "page.before.check.plain" : "page.before.check.app")}</p>
      </>
    ),
  };
}
