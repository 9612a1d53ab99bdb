// The wordings for WhatsApp: what Meta would refuse is found here, and what is sent fits what was approved.
import { describe, expect, it } from "vitest";
import { TEMPLATE_NAMES } from "../../src/channels/whatsapp/names.ts";
import { allWordings, SAMPLE } from "../../src/dev/messages/all.ts";
import { templateComplaints, templatesOf } from "../../src/dev/messages/templates.ts";
import { LANGUAGES } from "../../src/text/language.ts";
import { wordsFor } from "../../src/text/message.ts";
import { whatsappCode } from "../../src/text/whatsapp.ts";
import type { Content, TemplateFile } from "../../src/dev/messages/templates.ts";

const filled = (body: string, variables: Readonly<Record<string, string>>): string =>
  body.replace(/\{\{(\d+)\}\}/g, (_, number: string) => variables[number] ?? "MISSING");

describe.each(LANGUAGES)("templates in %s", (language) => {
  const templates = templatesOf(language, SAMPLE);

  it("are as Meta takes them", () => {
    expect(templates.flatMap(templateComplaints)).toEqual([]);
  });

  it("are all there, under the names that settings know, in the code that WhatsApp knows", () => {
    const plain = templates.map(({ name }) => name.replace(/_(?:two|few|many|other)$/, ""));
    expect(new Set(plain)).toEqual(new Set(TEMPLATE_NAMES));
    expect(new Set(templates.map(({ name }) => name)).size).toBe(templates.length);
    for (const { content, approval } of templates) {
      expect(content.language).toBe(whatsappCode(language));
      expect(approval.category).toBe("UTILITY");
    }
  });

  it("with the variables of a message say what the message says, whatever it is about", () => {
    const known = new Map(templates.map(({ name, content }) => [name, content.types["twilio/quick-reply"].body]));
    const wordings = allWordings(language).filter(({ channel }) => channel === "whatsapp");
    expect(wordings.length).toBeGreaterThan(20);
    for (const wording of wordings) {
      const { text, template } = wordsFor(wording);
      const body = known.get(template?.name ?? "");
      expect(filled(body ?? "", template?.variables ?? {})).toBe(text);
      for (const value of Object.values(template?.variables ?? {})) expect(value).toMatch(/\S/);
    }
  });

  it("tell a date without its preposition, or none", () => {
    for (let day = 1; day <= 28; day++) {
      const contractEndDate = `2026-02-${String(day).padStart(2, "0")}`;
      const wording = allWordings(language).find(
        (it) => it.channel === "whatsapp" && it.reason === "expiring" && it.count === 1 && !it.endDateTrap,
      );
      if (wording === undefined) throw new Error("there is no such message");
      const { text, template } = wordsFor({ ...wording, contractEndDate });
      const date = Object.values(template?.variables ?? {}).find((it) => /^\d/.test(it));
      expect(template?.name).toBe(date === undefined ? "expiring_first_soon" : "expiring_first");
      expect(text).toContain(date ?? "");
    }
  });
});

describe("the look at a template", () => {
  const [good] = templatesOf("en", SAMPLE);
  const withBody = (change: (body: string) => string): TemplateFile => {
    if (good === undefined) throw new Error("there is no template");
    const { body, actions } = good.content.types["twilio/quick-reply"];
    const types: Content["types"] = { "twilio/quick-reply": { body: change(body), actions } };
    return { ...good, content: { ...good.content, types } };
  };

  it.each([
    ["begins with a variable", (body: string) => body.replace(/^.*?\{\{1\}\}/, "{{1}}")],
    ["ends with a variable", (body: string) => body.replace(/\n\n[^\n]*$/, ".")],
    ["side by side", (body: string) => body.replace("{{1}}", "{{1}} {{2}}")],
    ["out of order", (body: string) => body.replace("{{1}}", "{{4}}")],
    ["too few words", () => "Hello {{1}} and {{2}} or {{3}} so"],
    ["belongs to no variable", (body: string) => `${body} {brand}`],
    ["line ends", (body: string) => body.replace("\n\n", "\n\n\n")],
    ["characters", (body: string) => body + " word".repeat(120)],
  ])("finds what %s", (problem, change) => {
    expect(templateComplaints(withBody(change)).join("\n")).toContain(problem);
  });

  it("finds a sample that is missing, a name and a button that are none", () => {
    if (good === undefined) throw new Error("there is no template");
    const { body, actions } = good.content.types["twilio/quick-reply"];
    const [action] = actions;
    const long = { title: "x".repeat(21), id: action?.id ?? "" };
    const types: Content["types"] = { "twilio/quick-reply": { body, actions: [long, long] } };
    const content = { ...good.content, variables: {}, types };
    const said = templateComplaints({ ...good, content, approval: { ...good.approval, name: "Bad Name" } }).join("\n");
    for (const problem of ["no sample for {{1}}", "a name of other", "a button of 21", "two buttons that say the same"])
      expect(said).toContain(problem);
  });
});
