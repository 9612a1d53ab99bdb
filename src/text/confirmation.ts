// The word that a repair was seen, as a push message or an email. It asks for nothing, so that it brings no button and no address to open.

import { CHANNEL_TRAITS } from "../core/policy.ts";
import { emailOf } from "./email.ts";
import { factsOf, footOf, textsOf } from "./message.ts";
import { fill } from "./template.ts";
import { customTexts } from "./custom.ts";
import type { CustomTexts } from "./custom.ts";
import type { Message, Wording } from "./message.ts";

/** The words of a confirmation. `custom` are the texts a company put in place of ours. */
export function confirmationFor(wording: Wording, custom: CustomTexts = customTexts): Message {
  const texts = textsOf(wording.language, custom);
  const isEmail = CHANNEL_TRAITS[wording.channel].words === "email";
  const facts = factsOf(wording, texts, "long", isEmail ? "long" : "short");
  const matter = wording.count > 1 ? "several_repaired" : "repaired";
  const title = fill(texts[`title.${matter}`], facts);
  const subject = fill(texts.subject, { ...facts, title });
  if (!isEmail) return { subject, text: fill(texts[`push.${matter}`], facts), html: null };
  const paragraphs = [fill(texts[`email.${matter}.what`], facts), fill(texts["email.repaired.then"], facts)];
  return {
    subject,
    ...emailOf({
      ...footOf(wording, texts),
      title,
      preview: paragraphs[0] ?? "",
      paragraphs,
      way: null,
      notes: [fill(texts["email.why_repaired"], facts)],
    }),
  };
}
