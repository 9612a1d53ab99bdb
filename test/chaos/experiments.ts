// What EXPERIMENT is at each start of workerd: on, with other weights, off, gone, another one, and over again. Every arm sends one
// message for each need, as the settings do; they differ in when, and in what is said.

const arms = (control: number, eager: number, patient: number): object => ({
  control: { weight: control },
  eager: { weight: eager, settings: { GROUP_WAIT: "0s", LADDER_EXPIRED: "0,80d", LADDER_EXPIRING: "0,90d" } },
  patient: {
    weight: patient,
    settings: { GROUP_WAIT: "2s", TAP_HOLD: "1m" },
    words: { en: { "title.expired": "Your tariff is over" } },
  },
});

const EXPERIMENTS: readonly string[] = [
  { name: "try", arms: arms(1, 1, 1) },
  { name: "try", arms: arms(0, 3, 1) },
  { name: "try", arms: arms(1, 1, 1), state: "off", afterwards: { settings: { GROUP_WAIT: "0s" } } },
  null,
  { name: "other", arms: arms(1, 1, 1) },
  { name: "try", arms: arms(1, 0, 1) },
].map((it) => (it === null ? "" : JSON.stringify(it)));

/** EXPERIMENT for the start of this number; empty where there is none. */
export const experimentAt = (start: number): string => EXPERIMENTS[start % EXPERIMENTS.length] ?? "";
