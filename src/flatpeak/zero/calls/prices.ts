// Prices and their audit (FlatPeak's documentation: "Get raw tariff rates" and "Audit tariff rates" in Zero, "Retrieve a price" and
// "Audit a price" in Anode). A price is per kWh in the large unit of its currency in both.

import { call } from "../call.ts";
import { REQUIRED, anodeOnly, gone, list, object, renamed, same, zeroOnly } from "../field.ts";
import { flag, instant, number, texts } from "../kinds.ts";
import {
  answerHead,
  answerTail,
  answeredDirection,
  askedDirection,
  checkWindow,
  confidence,
  echo,
  echoes,
  endTime,
  includeCarbon,
  includeTariff,
  locationPath,
  nextUpdate,
  startTime,
} from "./common.ts";

const validity = [same("valid_from", instant, REQUIRED), same("valid_to", instant, REQUIRED)];

export const rates = call({
  name: "Prices",
  zero: { method: "GET", path: "/tariffs/rates/{location_id}" },
  anode: { method: "POST", path: "/prices/{location_id}" },
  path: locationPath,
  query: [startTime, endTime, askedDirection, includeTariff, includeCarbon],
  check: checkWindow,
  answer: [
    ...answerHead(["tariff_rate", "price"], ["rts", "prs"]),
    answeredDirection,
    same("last_updated", instant, REQUIRED),
    nextUpdate,
    echoes("valid_from", echo(zeroOnly("include_tariff", flag), true), echo(zeroOnly("include_carbon", flag), false)),
    list(
      "data",
      [
        ...validity,
        object(
          ["tariff", "price"],
          [
            renamed("rate", "value", number("a price per kWh"), { required: true, aliases: ["cost", "rate"] }),
            confidence,
          ],
          { required: true, aliases: ["tariff"], without: (question) => question["include_tariff"] === false },
        ),
        gone("carbon", number(), "Anode has no carbon figures"),
      ],
      REQUIRED,
    ),
    ...answerTail,
  ],
  byHand: [
    "What Zero took from the query stands in a JSON body, so the request needs `Content-Type: application/json`.",
    "Fetch prices again when `location.update` arrives, instead of at `next_update`.",
    "The bridge passes periods on as FlatPeak writes them, also one whose end is written as midnight of the same day.",
  ],
});

export const audit = call({
  name: "Price audit",
  zero: { method: "GET", path: "/tariffs/audit/{location_id}" },
  // The release notes of Anode call it so.
  zeroToo: ["/tariffs/audits/{location_id}"],
  anode: { method: "POST", path: "/audits/prices/{location_id}" },
  path: locationPath,
  query: [startTime, endTime, askedDirection],
  check: checkWindow,
  answer: [
    ...answerHead(["tariff_rate_audit", "price_audit"]),
    answeredDirection,
    anodeOnly("last_updated", instant),
    echoes("valid_from"),
    same("market_sources", texts),
    gone("carbon_sources", texts, "Anode has no carbon figures: the bridge answers an empty list", { fill: () => [] }),
    list(
      "data",
      [
        ...validity,
        object(
          ["tariff_rate", "price_breakdown"],
          [
            object("commodity", [
              same("market", number()),
              same("fixed", number()),
              same("percentage", number()),
              same("tier", number()),
              same("aggregate", number()),
            ]),
            object("non_commodity", [same("fixed", number()), same("tier", number())]),
            same("total", number()),
            confidence,
          ],
          REQUIRED,
        ),
      ],
      REQUIRED,
    ),
    ...answerTail,
  ],
  byHand: ["Both generations keep audits for diagnosis, under strict limits."],
});
