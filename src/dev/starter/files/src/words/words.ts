// Our words, by language and the name of the text. `npm run messages` writes every text as it will be shown, with its name.
import type { Own } from "flatpeak-reconnect";

export const words: NonNullable<Own["words"]> = {
  en: {
    "sms.expired.first": "{brand}: your {tariff} ended. Tell us the new one, please: {link} {stop}",
  },
};
