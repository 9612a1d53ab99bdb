// Asks the dev server, and always comes back with an answer.
import { fieldsOf, messageOf, textOf } from "./read.js";

/** Why there is no answer, in the form in which the emulator and the product write their errors. */
export interface Failure {
  code: string;
  message: string;
}

/** A JSON object from the server; an empty one together with a failure where there is none. */
export interface Answer {
  body: object;
  failure: Failure | null;
}

/** JSON of an address. What is neither JSON nor an error in the known form is a failure named by its status. */
export async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
  try {
    const response = await fetch(path, init);
    const text = await response.text();
    const body = parsed(text);
    const told = fieldsOf(fieldsOf(body)["error"]);
    const code = textOf(told["code"]);
    if (code !== null) return failed(code, textOf(told["message"]) ?? "");
    if (response.ok && body !== null) return { body, failure: null };
    return failed(String(response.status), text.slice(0, 300));
  } catch (error) {
    return failed("no_answer", `The dev server does not answer (${messageOf(error)}).`);
  }
}

/** Whether a body is what was asked for, told by one field of it: past that, the server is this project's own. */
export function holds<Asked extends object>(body: object, field: keyof Asked): body is Asked {
  return field in body;
}

function failed(code: string, message: string): Answer {
  return { body: {}, failure: { code, message } };
}

/** The object that a text holds. No text at all counts as an empty one; anything else is null. */
function parsed(text: string): object | null {
  if (text === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
