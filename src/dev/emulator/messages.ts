// What arrived from the product by any channel, and what the providers told it afterwards, as the world remembers it.

/** How a message reached the customer. */
export type MessageChannel = "handoff" | "sms" | "whatsapp" | "email" | "push";

/** A message on the customer's phone. `facts` is what the inbox shows of it, null where that is not known yet. */
export interface Message {
  id: string;
  channel: MessageChannel;
  /** Number, address or push token; null for a handoff, which names nobody's. */
  to: string | null;
  receivedAt: number;
  facts: Record<MessageFact, unknown>;
  html: string | null;
  /** What can be tapped below it, by WhatsApp. */
  buttons?: readonly Button[];
  /** Whether the product has been asked for what the channel's wire does not carry. */
  complete: boolean;
}

/** A quick reply: what it says, and what the product is told when it is tapped. */
export interface Button {
  title: string;
  id: string;
}

export const messageFacts = ["customer_id", "reason", "rung", "locale", "subject", "text", "link", "cases"] as const;
export type MessageFact = (typeof messageFacts)[number];

/** What the product handed to the company's backend besides messages. */
export interface Publication {
  id: string;
  receivedAt: number;
  body: Record<string, unknown>;
}

/** What a provider told the product afterwards, and how the product answered (0 where it did not). */
export interface Callback {
  at: number;
  provider: "twilio" | "whatsapp" | "resend";
  what: string;
  status: number;
}
