// What can be asked of the Decision object, and what it answers.

/** Where all other objects are kept: within the European Union, or wherever Cloudflare puts them. */
export type Jurisdiction = "eu" | null;

export interface DecisionContract {
  /** Reads and writes nothing: that the call comes back is the answer. */
  ping(): true;

  /** What was decided for good; null where nothing was. */
  decided(): { readonly jurisdiction: Jurisdiction } | null;

  /** Decides, where that was not done before; gives what was decided. */
  decide(jurisdiction: Jurisdiction): { readonly jurisdiction: Jurisdiction };
}
