// The frame of the operator's pages: where one can go, who is signed in, and the look that only these pages have. English alone.

import rules from "./style.json" with { type: "json" };
import { page } from "../http/respond.ts";
import { listAudit } from "../operator/shapes/audit.ts";
import { VERSION } from "../../setup/version.ts";
import { mayDo } from "../operator/shapes/call.ts";
import type { Child } from "hono/jsx";
import type { PageStatus } from "../http/respond.ts";
import type { RouteContext } from "../http/context.ts";
import type { Signed } from "./session.ts";

const given: readonly string[] | string = rules;
const STYLE = (typeof given === "string" ? (JSON.parse(given) as readonly string[]) : given).join("\n");

const PLACES = [
  ["/operator", "Needs action", "read"],
  ["/operator/health", "Health", "read"],
  ["/operator/checks", "Setup", "read"],
  ["/operator/quarantine", "Quarantine", "read"],
  ["/operator/figures", "Figures", "read"],
  ["/operator/audit", "Audit", listAudit.role],
] as const;

/** What a form of ours carries, so that no other site can send it. */
export const FormToken = ({ signed }: { signed: Signed }) => (
  <input type="hidden" name="form" value={signed.formToken} />
);

const Bar = ({ here, signed }: { here: string; signed: Signed }) => (
  <nav class="bar" aria-label="Operator">
    {PLACES.filter(([, , role]) => mayDo(signed.who.role, role)).map(([path, name]) => (
      <a href={path} {...(path === here ? { "aria-current": "page" } : {})}>
        {name}
      </a>
    ))}
    <form method="post" action="/operator/sign-out">
      <FormToken signed={signed} />
      <button class="plain" type="submit">
        Sign out {signed.who.name}
      </button>
    </form>
  </nav>
);

/** Stands in place of the customers' foot, which leads to help that is not meant for operators. Strangers are told no version. */
const Foot = ({ c, isKnown }: { c: RouteContext; isKnown: boolean }) => {
  const { brand, flatpeak } = c.get("deps").config;
  const mode = flatpeak.liveMode ? "live" : "test";
  return (
    <footer class="foot">
      <p>
        For whoever runs {brand.name}.{isKnown ? ` Version ${VERSION}, ${mode} mode.` : null}
      </p>
      {isKnown ? <a href="/docs">Calls of the API</a> : null}
    </footer>
  );
};

/** A page of whoever is signed in. `here`: the place of the bar that it belongs to. */
export const operatorPage = (
  c: RouteContext,
  signed: Signed,
  { title, here, body, status = 200 }: { title: string; here: string; body: Child; status?: PageStatus },
): Promise<Response> =>
  page(
    c,
    () => ({
      title,
      wide: true,
      style: STYLE,
      foot: <Foot c={c} isKnown />,
      body: (
        <>
          <Bar here={here} signed={signed} />
          <h1>{title}</h1>
          {body}
        </>
      ),
    }),
    status,
    "en",
  );

/** The same for somebody who is not signed in: a narrow card. */
export const doorPage = (c: RouteContext, title: string, body: Child, status: PageStatus): Promise<Response> =>
  page(
    c,
    () => ({ title, style: STYLE, foot: <Foot c={c} isKnown={false} />, body: [<h1>{title}</h1>, body] }),
    status,
    "en",
  );

/** An instant, for people and for programs. */
export const Time = ({ iso, clock }: { iso: string; clock: (iso: string) => string }) => (
  <time datetime={iso}>{clock(iso)}</time>
);
