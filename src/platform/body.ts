// Reads a response body without trusting its length.

/** The body is longer than its reader was ready to take. */
export class TooLong extends Error {
  override readonly name = "TooLong";
}

/** The body as text. Throws `TooLong` when it is longer than `maxBytes`; the rest is not read. */
export async function readLimited(response: Response, maxBytes: number): Promise<string> {
  if (response.body === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new TooLong(`response is longer than ${maxBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
