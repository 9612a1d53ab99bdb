// For visitors at a desk when Connect lives in an app on the phone: the same short link as a picture to scan.

import { encode } from "uqr";
import { PostButton, Saying } from "../html/parts.tsx";
import { fieldsOfWish } from "./wish.ts";
import type { TariffWish } from "../../core/link/overview.ts";
import type { PageContent, PageView } from "../html/view.ts";

/** White around the code, in modules: what readers need to find it (ISO/IEC 18004 asks for four). */
const QUIET_ZONE = 4;

/** Looks of this page alone. */
const STYLE = `.plate{display:block;width:100%;max-width:17rem;margin:4px auto 16px;padding:14px;border-radius:16px;background:#fff;border:1px solid var(--line)}
.plate svg{display:block;width:100%}
.address{font-size:.92rem;color:var(--ink);hyphens:none}`;

/** The dark modules of a row after row as strokes, a run each: a tenth of what a square each would take. */
function strokes(modules: readonly (readonly boolean[])[]): string {
  return modules
    .flatMap((row, y) =>
      [
        ...row
          .map((dark) => (dark ? "1" : "0"))
          .join("")
          .matchAll(/1+/g),
      ].map((run) => `M${run.index} ${y}.5h${run[0].length}`),
    )
    .join("");
}

/** Where the picture leads, and the same for who wants to go on here: a link's code, and what is wanted of a tariff behind it. */
interface PhoneFacts {
  readonly link: string;
  readonly code: string;
  readonly wish?: TariffWish | null;
}

/** The link as a picture and as text. */
export function phone(view: PageView, { link, code, wish = null }: PhoneFacts): PageContent {
  const { data, size } = encode(link, { ecc: "M", border: QUIET_ZONE });
  return {
    title: view.say("page.phone.title"),
    leadsOut: true,
    ways: { code },
    style: STYLE,
    body: (
      <>
        <Saying view={view} about="page.phone" />
        <div class="plate" role="img" aria-label={view.say("page.phone.picture")}>
          <svg viewBox={`0 0 ${size} ${size}`} shape-rendering="crispEdges" aria-hidden="true">
            <path stroke="#000" d={strokes(data)} />
          </svg>
        </div>
        <p>
          {view.say("page.phone.address")} <span class="address">{link}</span>
        </p>
        <PostButton action={`/c/${code}`} quiet fields={fieldsOfWish(wish)}>
          {view.say("page.phone.here")}
        </PostButton>
      </>
    ),
  };
}
