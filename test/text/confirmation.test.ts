// The word that a repair was seen asks for nothing, in every language.

import { expect, it } from "vitest";
import { SAMPLE, allWordings } from "../../src/dev/messages/all.ts";
import { confirmationFor } from "../../src/text/confirmation.ts";
import { LANGUAGES } from "../../src/text/language.ts";

it.each(LANGUAGES)("has no link but the one to stop, and one subject by push and email: %s", (language) => {
  const wordings = allWordings(language).filter(({ reason, rung }) => reason === "expired" && rung === 1);
  for (const wording of wordings.filter(({ channel }) => channel === "email")) {
    const email = confirmationFor(wording);
    for (const form of [email.text, email.html ?? ""]) {
      expect(form.replaceAll(SAMPLE.stopLink, "")).not.toContain("https://");
      expect(form).toContain(SAMPLE.stopLink);
    }
    const push = confirmationFor({ ...wording, channel: "push" });
    expect([push.subject, push.html]).toEqual([email.subject, null]);
  }
});
