import { createHmac } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { hearTwilio, readTwilio, verifyTwilio } from "../../src/channels/twilio-callback.ts";
import { WHATSAPP_CODES } from "../../src/channels/whatsapp/codes.ts";

describe("the signature of Twilio", () => {
  // The example of Twilio's documentation.
  const url = "https://mycompany.com/myapp.php?foo=1&bar=2";
  const raw = "Digits=1234&To=%2B18005551212&From=%2B14158675309&Caller=%2B14158675309&CallSid=CA1234567890ABCDE";
  const signature = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
  const verify = (change: { url?: string; raw?: string; signature?: string; token?: string } = {}) =>
    verifyTwilio(
      change.url ?? url,
      new URLSearchParams(change.raw ?? raw),
      change.signature ?? signature,
      change.token ?? "12345",
    );

  it("is the documented one", async () => {
    expect(await verify()).toBe(true);
  });

  it.each([
    { url: "http://mycompany.com/myapp.php?foo=1&bar=2" },
    { url: "https://mycompany.com/myapp.php?foo=1" },
    { raw: raw.replace("1234", "1235") },
    { raw: `${raw}&More=1` },
    { raw: raw.replace("Digits=1234&", "") },
    { token: "12346" },
    { signature: "" },
    { signature: "rSOYDt4T1cUTdK1PDd93/VVr8B8=" },
    { signature: signature.slice(0, -1) },
    { signature: `${signature}=` },
    { signature: "not base64 not base64 notba=" },
    { signature: "A".repeat(100_000) },
  ])("does not hold for %o", async (change) => {
    expect(await verify(change)).toBe(false);
  });

  it("covers spaces, accents, empty values and a name that comes twice, as another implementation signs them", async () => {
    const params = new URLSearchParams([
      ["Body", "Arrêt s'il vous plaît + merci"],
      ["b", ""],
      ["A", "2"],
      ["A", "1"],
      ["A", "2"],
    ]);
    const signed = "https://go.example.com/hooks/twilioA1A2BodyArrêt s'il vous plaît + mercib";
    const expected = createHmac("sha1", "token").update(signed, "utf8").digest("base64");
    const sent = new URLSearchParams(params.toString());
    expect(await verifyTwilio("https://go.example.com/hooks/twilio", sent, expected, "token")).toBe(true);
  });
});

const status = (MessageStatus: string, more: Record<string, string> = {}) =>
  readTwilio(
    new URLSearchParams({
      AccountSid: "AC1",
      From: "+447700900999",
      MessageSid: "SM1",
      MessageStatus,
      SmsSid: "SM1",
      SmsStatus: MessageStatus,
      To: "+447700900123",
      ...more,
    }),
  );

describe("a form that a stranger made", () => {
  it("is refused by its size before it is sorted, however many names it has (row 95)", async () => {
    const signature = `${"A".repeat(27)}=`;
    const verify = (count: number): Promise<boolean> => {
      const params = new URLSearchParams(Array.from({ length: count }, (_, no) => [`n${no}`, "v"]));
      return verifyTwilio("https://go.example.test/webhooks/twilio", params, signature, "token");
    };
    const looked = vi.spyOn(crypto.subtle, "verify");
    expect(await verify(15_500)).toBe(false);
    expect(looked).not.toHaveBeenCalled();
    expect(await verify(500)).toBe(false);
    expect(looked).toHaveBeenCalledOnce();
    looked.mockRestore();
  });
});

describe("a status callback of Twilio", () => {
  it.each(["accepted", "scheduled", "queued", "sending", "sent"])("%s is not the end", (it) => {
    expect(status(it)).toMatchObject({ kind: "status", outcome: null });
  });

  it.each<[string, string | null, object]>([
    ["delivered", null, { kind: "sent" }],
    ["read", null, { kind: "sent" }],
    ["canceled", null, { kind: "failed", why: "twilio canceled", scope: "recipient" }],
    ["undelivered", null, { kind: "failed", why: "twilio undelivered", scope: "unproven" }],
    ["failed", "", { kind: "failed", why: "twilio failed", scope: "unproven" }],
    ["failed", "447700900123", { kind: "failed", why: "twilio failed", scope: "unproven" }],
    ["undelivered", "30003", { kind: "retry", why: "twilio 30003", retryAfter: 3_600_000, tries: 3 }],
    ["undelivered", "30005", { kind: "failed", why: "twilio 30005", scope: "recipient", address: "dead" }],
    ["undelivered", "30006", { kind: "failed", why: "twilio 30006", scope: "recipient", address: "dead" }],
    [
      "failed",
      "21610",
      { kind: "failed", why: "twilio 21610", scope: "recipient", cause: "stop", address: "opted_out" },
    ],
    ["failed", "30001", { kind: "retry", why: "twilio 30001", retryAfter: null }],
    ["failed", "30036", { kind: "retry", why: "twilio 30036", retryAfter: null }],
    ["undelivered", "30007", { kind: "failed", why: "twilio 30007", scope: "us" }],
    ["undelivered", "30034", { kind: "misconfigured", why: "twilio 30034", scope: "sender" }],
    ["undelivered", "30410", { kind: "uncertain", why: "twilio 30410" }],
    ["undelivered", "30008", { kind: "retry", why: "twilio 30008", retryAfter: null, tries: 3, scope: "unproven" }],
  ])("%s with %s", (it, ErrorCode, outcome) => {
    expect(status(it, ErrorCode === null ? {} : { ErrorCode })).toMatchObject({ kind: "status", outcome });
  });

  it.each(["", "constructor", "lost"])("'%s' is no status", (it) => {
    expect(status(it)).toEqual({ kind: "unreadable" });
    expect(readTwilio(new URLSearchParams())).toEqual({ kind: "unreadable" });
  });

  it("reads the older name of the status", () => {
    expect(readTwilio(new URLSearchParams({ SmsStatus: "delivered" }))).toMatchObject({
      kind: "status",
      outcome: { kind: "sent" },
    });
  });

  it("tells which message it is about, by Twilio's id and the number it went to (rows 67, 100)", () => {
    expect(status("delivered", { To: "+447700900123", MessageSid: "SM1" })).toMatchObject({
      to: "+447700900123",
      sid: "SM1",
    });
    const bare = readTwilio(new URLSearchParams({ MessageStatus: "delivered" }));
    expect(bare).toMatchObject({ to: null, sid: null });
  });
});

const inbound = (Body: string, more: Record<string, string> = {}) =>
  readTwilio(new URLSearchParams({ SmsStatus: "received", From: "+447700900123", To: "+447700900999", Body, ...more }));

describe("a message to Twilio", () => {
  const words =
    "STOP,stop, Stop ,StopAll,UNSUBSCRIBE,End,quit,REVOKE,OptOut,CANCEL,STOPP,ARRET,Arrêt,PARAR,baja,FERMA,annulla";
  const loose = ["STOP.", "stop please", "Stop!!", "opt-out", "opt out", "stop\nall", "st\u200bop", "please stop"];
  it.each([...words.split(","), ...loose])("%j is a stop", (body) => {
    expect(inbound(body)).toMatchObject({ kind: "inbound", word: "stop", from: "+447700900123" });
  });

  it.each([
    ["Stopp bitte", "de"],
    ["Désabonnez-moi", "fr"],
    ["uitschrijven aub", "nl"],
    ["Darme de baja", "es"],
    ["Disiscrivimi", "it"],
    ["Lopettakaa", "fi"],
    ["Wypisz mnie, proszę", "pl"],
  ])("%j is answered by us, in the language it was said in", (body, language) => {
    expect(inbound(body)).toMatchObject({ word: "stop", language });
  });

  it.each(["STOP", "stop please", "stop sending me these", "END", "quit", "opt out", "unsubscribe me"])(
    "%j is not: Twilio answers its own keywords",
    (body) => {
      expect(inbound(body)).toMatchObject({ word: "stop", language: null });
      expect(inbound("Stopp bitte", { OptOutType: "STOP" })).toMatchObject({ word: "stop", language: null });
    },
  );

  it.each(["START", "start", " Yes ", "UNSTOP", "yes!"])("%j is a start", (body) => {
    expect(inbound(body)).toMatchObject({ word: "start" });
  });

  it.each(["", "   ", "Yes but who are you?", "start tomorrow", "stopwatch", "who is this", "HELP", "👍", "1"])(
    "%j is neither",
    (body) => {
      expect(inbound(body)).toMatchObject({ word: "other" });
    },
  );

  it("takes Twilio's word for what it is before the customer's", () => {
    expect(inbound("genug", { OptOutType: "STOP" })).toMatchObject({ word: "stop" });
    expect(inbound("gerne wieder", { OptOutType: "START" })).toMatchObject({ word: "start" });
    expect(inbound("STOP", { OptOutType: "HELP" })).toMatchObject({ word: "other" });
  });

  it.each(["", "Acme", "whatsapp:Acme", "+0123456789", "+44770090012345678"])("from '%s' cannot be read", (From) => {
    expect(inbound("STOP", { From })).toEqual({ kind: "unreadable" });
  });
});

describe("a message by WhatsApp", () => {
  const from = "whatsapp:+447700900123";

  it.each([
    ["reconnect_later_de", "later", "de"],
    ["reconnect_stop_en", "stop", "en"],
  ])("by the button %s asks for %s", (ButtonPayload, word, language) => {
    expect(inbound("whatever it says", { From: from, ButtonPayload })).toEqual({
      kind: "inbound",
      word,
      from: "+447700900123",
      language,
    });
  });

  it("by words, or by a button that is none of ours, is read by its words", () => {
    expect(inbound("STOP", { From: from })).toMatchObject({ word: "stop", language: null });
    expect(inbound("hello", { From: from, ButtonPayload: "reconnect_pay_en" })).toMatchObject({ word: "other" });
    expect(inbound("ok", { From: from, OptOutType: "STOP" })).toMatchObject({ word: "stop" });
  });

  it("is read or delivered, refused as its own codes say, and names the bare number", () => {
    const said = (more: Record<string, string>) =>
      readTwilio(new URLSearchParams({ To: from, ...more }), WHATSAPP_CODES);
    expect(said({ MessageStatus: "read" })).toMatchObject({ outcome: { kind: "sent" }, to: "+447700900123" });
    expect(said({ MessageStatus: "sent" })).toMatchObject({ outcome: null });
    expect(said({ MessageStatus: "undelivered", ErrorCode: "63024" })).toMatchObject({
      outcome: { kind: "failed", scope: "recipient", address: "dead" },
    });
  });

  it("is answered with words that no letter of them turns into markup", async () => {
    const url = "https://go.example.com/webhooks/whatsapp";
    const params = new URLSearchParams({
      Body: "x",
      ButtonPayload: "reconnect_later_en",
      From: from,
      MessageSid: "SM1",
      SmsStatus: "received",
    });
    const signed =
      url +
      [...params]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => name + value)
        .join("");
    const signature = createHmac("sha1", "token").update(signed).digest("base64");
    const heard = await hearTwilio(
      "token",
      WHATSAPP_CODES,
    )({
      url,
      headers: new Headers({ "X-Twilio-Signature": signature }),
      body: Uint8Array.from(new TextEncoder().encode(params.toString())),
      now: 0,
    });
    if (heard.kind !== "genuine") throw new Error(heard.kind);
    expect(heard.news).toEqual({ kind: "later", from: "+447700900123", message: "SM1", language: "en" });
    expect(heard.answerWith?.("A & <b>").body).toBe("<Response><Message>A &#38; &#60;b&#62;</Message></Response>");
  });
});
