// /c/:code/tariffs/:tariff?do=disconnect: asks once more before a tariff is disconnected, apart from everything else.

import { LinkButton, PostButton, Saying } from "../html/parts.tsx";
import { page } from "../http/respond.ts";
import { WAYS_IN, customerOf, letIn, notHere } from "./door.ts";
import { unavailable } from "./notes.tsx";
import { fieldsOfWish } from "./wish.ts";
import type { SlotName } from "../../core/case/truth.ts";
import type { TariffWish } from "../../core/link/overview.ts";
import type { PageContent, PageView } from "../html/view.ts";
import type { RouteContext } from "../http/context.ts";

interface Asked {
  readonly code: string;
  readonly wish: TariffWish;
  readonly slot: SlotName;
  readonly home: { readonly label: string | null; readonly number: number };
}

export function disconnect(view: PageView, { code, wish, slot, home }: Asked): PageContent {
  const { say } = view;
  const name = home.label ?? say("page.home", { number: String(home.number) });
  return {
    title: say("page.disconnect.title"),
    leadsOut: true,
    body: (
      <>
        <Saying view={view} about="page.disconnect" />
        <p>
          <strong>{say(`page.overview.slots.${slot}`)}</strong>, <bdi>{name}</bdi>
        </p>
        <PostButton action={`/c/${code}`} fields={fieldsOfWish(wish)}>
          {say("page.disconnect.button")}
        </PostButton>
        <LinkButton href={`/c/${code}/tariffs`} quiet>
          {say("page.disconnect.keep")}
        </LinkButton>
      </>
    ),
  };
}

/** Asks. Nothing is done by looking at the page. */
export async function askToDisconnect(
  c: RouteContext,
  wish: Extract<TariffWish, { readonly tariffId: string }>,
): Promise<Response> {
  const link = await letIn(c, WAYS_IN);
  if (link instanceof Response) return link;
  const answer = await customerOf(c, link).tariff(link.address, wish.tariffId);
  if (answer === null) return notHere(c);
  const { found, language } = answer;
  if (found === "stale") return page(c, unavailable, 503, language);
  const { home, tariff } = found;
  if (tariff.manage === null) return notHere(c);
  return page(c, (view) => disconnect(view, { code: link.code, wish, slot: tariff.slot, home }), 200, language);
}
