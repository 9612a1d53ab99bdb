// The pages of the emulated providers: each signs a customer in, or does not, and sends them back to Connect. Plain forms,
// as no script may be needed on the way of a customer.
import { Hono } from "hono";
import * as z from "zod";
import { takeFault } from "../faults.ts";
import { shell } from "../shells.tsx";
import { suppliers } from "../suppliers.ts";
import type { WorldState } from "../world.ts";
import { returnAddress } from "./login.ts";
import type { ConnectToken, LoginOutcome } from "./session.ts";

const answers: readonly [LoginOutcome, string][] = [
  ["connected", "Sign in"],
  ["slow", "Sign in, and be connected in some hours"],
  ["lost", "Sign in, and never be connected"],
  ["failed", "Fail to sign in"],
  ["skipped", "Go on without signing in"],
];
const form = z.object({ outcome: z.enum(["connected", "slow", "lost", "failed", "skipped"]) });

/** The sign-in pages, one for each provider. `now` gives world time in milliseconds. */
export function createProviderPages(world: WorldState, now: () => number): Hono {
  const pages = new Hono();
  const sessionOf = (slug: string, query: string | undefined): { name: string; token: ConnectToken } | null => {
    const choice = suppliers.find((it) => it.slug === slug);
    const token = world.tokens.find(({ id, expiresAt }) => id === query && expiresAt > now());
    return choice === undefined || token === undefined ? null : { name: choice.provider.display_name, token };
  };

  pages.get("/:slug", (c) => {
    const session = sessionOf(c.req.param("slug"), c.req.query("fp_cot"));
    if (session === null) return c.html(page("Nobody to sign in", null), 404);
    return c.html(page(`Sign in to ${session.name}`, new URL(c.req.url).search));
  });

  pages.post("/:slug", async (c) => {
    const session = sessionOf(c.req.param("slug"), c.req.query("fp_cot"));
    const body = form.safeParse(await c.req.parseBody());
    if (session === null || !body.success) return c.html(page("Nobody to sign in", null), 404);
    const { token } = session;
    // A token that stands elsewhere is on a page opened long ago: its customer goes back, and nothing has happened.
    if (token.page === "login") token.login = outcomeOf(world, body.data.outcome);
    return c.body(null, 303, { location: returnAddress(token, new URL(c.req.url).searchParams) });
  });

  return pages;
}

/** A sign-in that works may still be to a supplier that a fault was asked for. */
function outcomeOf(world: WorldState, wanted: LoginOutcome): LoginOutcome {
  if (wanted !== "connected") return wanted;
  const fault = takeFault(world, ["direct"]);
  if (fault === null) return wanted;
  return fault.mode === "lost" ? "lost" : "slow";
}

/** A page with its buttons, or without where there is nobody to sign in. `search` is where the form goes, on this address. */
function page(title: string, search: string | null) {
  return shell(
    { title },
    <main style="max-width: 26rem; margin: 3rem auto; padding: 0 1rem">
      <p>An emulated supplier’s own page</p>
      <h1>{title}</h1>
      {search === null ? (
        <p>This address belongs to a Connect session, which is over or unknown.</p>
      ) : (
        <form method="post" action={search} style="display: grid; gap: 0.75rem">
          {answers.map(([outcome, label], n) => (
            <button name="outcome" value={outcome} class={n === 0 ? "primary" : ""}>
              {label}
            </button>
          ))}
        </form>
      )}
    </main>,
  );
}
