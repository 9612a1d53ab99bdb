// Whose a message is and which. Providers are told neither; the emulator knows the keys and shows them beside each message.

const ivBytes = 12;

/** Of a message what the inbox shows: its customer, and the id that it has at the product. */
export interface MessageName {
  customerId: string;
  id: string;
}

async function open(bytes: Uint8Array<ArrayBuffer>, secret: string): Promise<string | null> {
  const encoder = new TextEncoder();
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const own = await crypto.subtle.importKey("raw", encoder.encode(`reference:${secret}`), hmac, false, ["sign"]);
  const raw = await crypto.subtle.sign("HMAC", own, encoder.encode("seal"));
  const key = await crypto.subtle.importKey("raw", raw, { name: "AES-GCM" }, false, ["decrypt"]);
  try {
    const iv = bytes.slice(0, ivBytes);
    return new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, bytes.slice(ivBytes)));
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** Opens a reference of the product's with one of its link keys; null for what is none. */
export async function messageNameOf(reference: string | null, linkKeys: string[]): Promise<MessageName | null> {
  if (reference === null || !/^[\w-]{40,}$/.test(reference)) return null;
  const binary = atob(reference.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
  for (const secret of linkKeys) {
    const [customerId = "", no = ""] = (await open(bytes, secret))?.split(" ") ?? [];
    if (customerId !== "") return { customerId, id: `ntf_${customerId}_${no}` };
  }
  return null;
}
