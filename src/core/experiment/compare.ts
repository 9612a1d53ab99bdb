// Whether two arms of an experiment differ, in a form that may be looked at every day. The usual test holds for one look that was
// planned; whoever looks daily and stops when it says so is fooled far more often than one time in twenty. The intervals here hold for
// all looks together: a normal mixture sequential probability ratio test (R. Johari, L. Pekelis, D. Walsh, "Always Valid Inference:
// Bringing Sequential Analysis to A/B Testing", 2015, section 5.2, on the difference of two shares), which is the asymptotic confidence
// sequence of I. Waudby-Smith and others, "Time-uniform central limit theory and asymptotic confidence sequences", 2021.

/** Sums over the customers of an arm whose outcome is known: each counts once, however many tariffs they have. */
export interface ArmSums {
  readonly customers: number;
  /** Those whose tariff was repaired in time. */
  readonly repaired: number;
  /** Messages they were sent, the sum of each one's squared, and those of the repaired. */
  readonly messages: number;
  readonly messagesSquared: number;
  readonly messagesOfRepaired: number;
}

/** An estimate, and the bounds that hold it at every look. `low` and `high` are null while too little is known to say. */
export interface Estimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * What follows: the difference is `real`, or it is smaller than what was said to be worth knowing (`too_small`), and in both cases the
 * experiment is over; or it must `go_on`.
 */
export type Verdict = "real" | "too_small" | "go_on";

export interface Rules {
  /** How often at most an experiment without a difference may be called real, over all its looks and arms. */
  readonly alpha: number;
  /** The difference of two shares that is worth knowing, like 0.05 for five points. */
  readonly worth: number;
}

export interface Comparison {
  /** Repaired customers of a hundred, the arm's less the control's, as a share. */
  readonly difference: Estimate;
  readonly verdict: Verdict;
}

/** Below this many customers in either arm a share is no normal thing, and nothing is said. */
export const FEWEST = 100;
const POWER_SIGMAS = 0.8416;

/** How many standard errors wide an interval is that holds at every look, where the variance of the estimate has come down to this. */
function widthAt(variance: number, { alpha, worth }: Rules): number {
  // The mixture is as wide as what is looked for: there the interval is the narrowest.
  const mixture = worth ** 2;
  const total = variance + mixture;
  return Math.sqrt(((2 * total) / mixture) * Math.log(Math.sqrt(total / variance) / alpha));
}

const around = (value: number, variance: number, rules: Rules): Estimate => {
  const reach = Math.sqrt(variance) * widthAt(variance, rules);
  return { value, low: value - reach, high: value + reach };
};

const UNKNOWN: Estimate = { value: null, low: null, high: null };
const pointOnly = (value: number): Estimate => ({ ...UNKNOWN, value });

/** The share of the repaired. One of each kind is added for its variance, so that a share of none or all is not taken for certain. */
const shareOf = ({ customers, repaired }: ArmSums): { readonly value: number; readonly variance: number } => {
  const careful = (repaired + 1) / (customers + 2);
  return { value: customers === 0 ? 0 : repaired / customers, variance: (careful * (1 - careful)) / customers };
};

const clipped = ({ value, low, high }: Estimate, most: number): Estimate => ({
  value,
  low: low === null ? null : Math.max(0, low),
  high: high === null ? null : Math.min(most, high),
});

/** Repaired customers as a share of all, with its interval. */
export function estimatePerCustomer(arm: ArmSums, rules: Rules): Estimate {
  if (arm.customers === 0) return UNKNOWN;
  const { value, variance } = shareOf(arm);
  return arm.customers < FEWEST ? pointOnly(value) : clipped(around(value, variance, rules), 1);
}

/** Repaired customers for each message that was sent, with its interval (that of a ratio, by the delta method). */
export function estimatePerMessage(arm: ArmSums, rules: Rules): Estimate {
  const { customers, repaired, messages, messagesSquared, messagesOfRepaired } = arm;
  if (messages === 0) return UNKNOWN;
  const value = repaired / messages;
  if (customers < FEWEST || repaired === 0) return pointOnly(value);
  const mean = messages / customers;
  // The sum over customers of (repaired - value * messages)^2, whose own sum is nothing.
  const squares = repaired - 2 * value * messagesOfRepaired + value ** 2 * messagesSquared;
  const variance = Math.max(squares, 1) / (customers * mean) ** 2;
  return clipped(around(value, variance, rules), Infinity);
}

/** Compares an arm with the control. `rules.alpha` is what this one comparison may spend. */
export function compareArms(control: ArmSums, arm: ArmSums, rules: Rules): Comparison {
  const [before, after] = [shareOf(control), shareOf(arm)];
  const value = after.value - before.value;
  const isEarly = Math.min(control.customers, arm.customers) < FEWEST;
  if (isEarly) {
    const isNothing = control.customers === 0 || arm.customers === 0;
    return { difference: isNothing ? UNKNOWN : pointOnly(value), verdict: "go_on" };
  }
  const variance = before.variance + after.variance;
  const reach = Math.sqrt(variance) * widthAt(variance, rules);
  const [low, high] = [value - reach, value + reach];
  const isReal = low > 0 || high < 0;
  const isTooSmall = low > -rules.worth && high < rules.worth;
  return { difference: { value, low, high }, verdict: isReal ? "real" : isTooSmall ? "too_small" : "go_on" };
}

/** The rules of one comparison, where so many arms are compared with the control: what may go wrong is shared out among them (Bonferroni). */
export const sharedAmong = (rules: Rules, comparisons: number): Rules => ({
  ...rules,
  alpha: rules.alpha / Math.max(1, comparisons),
});

/**
 * How many customers each arm needs until a difference of `rules.worth` is found in four cases of five, where the control repairs this
 * `share`. Worked out for one look at the end, and so a little more than is needed with a look every day.
 */
export function customersNeeded(share: number, rules: Rules): number {
  const other = Math.min(1, share + rules.worth);
  const perPair = Math.max(share * (1 - share) + other * (1 - other), 0.01);
  const isFound = (each: number): boolean => {
    const variance = perPair / each;
    return rules.worth / Math.sqrt(variance) - widthAt(variance, rules) >= POWER_SIGMAS;
  };
  let high: number = FEWEST;
  while (!isFound(high)) high *= 2;
  let low = high / 2;
  while (high - low > 1) {
    const middle = Math.round((low + high) / 2);
    if (isFound(middle)) high = middle;
    else low = middle;
  }
  return Math.ceil(high);
}
