// How what is drawn for customers leans towards more or less of what was assumed.

/** The assumptions of which a customer's draws tell. */
export const LEANING = [
  "tapPush",
  "tapEmail",
  "tapSms",
  "tapHandoff",
  "tapFade",
  "repairAfterTap",
  "selfRepair",
  "optOut",
] as const;
export type Leaning = (typeof LEANING)[number];

/** By assumption, the slope of the logarithm of how likely the draws were, against the logarithm of the assumption. 0 on average. */
export type Leans = Readonly<Record<Leaning, number>>;

/** How a draw of this probability leans, by whether it came out so. One that is certain says nothing. */
export function leanOf(probability: number, cameSo: boolean): number {
  if (probability >= 1) return 0;
  return cameSo ? 1 : -probability / (1 - probability);
}
