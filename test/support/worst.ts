// The worst that a stranger may send to each route that anybody reaches: what costs its reader most for its length.

const ORIGIN = "https://go.example.test";

const now = (): string => String(Math.floor(Date.now() / 1_000));
const post =
  (path: string, body: (size: number) => string, headers: () => Record<string, string> = () => ({})) =>
  (size: number): Request =>
    new Request(ORIGIN + path, { method: "POST", body: body(size), headers: headers() });
const header =
  (path: string, name: string, value: (size: number) => string, rest: () => Record<string, string> = () => ({})) =>
  (size: number): Request =>
    new Request(ORIGIN + path, { headers: { ...rest(), [name]: value(size) } });
const signedHeader =
  (path: string, body: (size: number) => string, headers: (size: number) => Record<string, string>) =>
  (size: number): Request =>
    new Request(ORIGIN + path, { method: "POST", body: body(size), headers: headers(size) });

/** Repeats a text up to so many characters. */
const many =
  (unit: string, before = "", after = "") =>
  (size: number): string =>
    before + unit.repeat(Math.floor(size / unit.length)) + after;
/** So many different names as there is room for. */
const named =
  (name: (no: number) => string, between: string) =>
  (size: number): string => {
    const names: string[] = [];
    for (let left = size; left > 0; left -= (names.at(-1) ?? "").length + between.length)
      names.push(name(names.length));
    return names.join(between);
  };

const EVENT = '{"id":"evt_1","type":"tariff.expired","data":';
const TWILIO = (): Record<string, string> => ({ "X-Twilio-Signature": `${"A".repeat(27)}=` });
const flatpeak = (): Record<string, string> => ({ "Flatpeak-Timestamp": now(), "Flatpeak-Key-ID": "key_1" });
const svix = (): Record<string, string> => ({ "svix-id": "msg_1", "svix-timestamp": now() });
const MAC = `v1,${"A".repeat(43)}= `;

const form =
  (body: (size: number) => string) =>
  (size: number): RequestInit => ({ method: "POST", body: body(size) });

export type MakeRequest = (size: number) => Request;

/** By what they hold, requests of about so many characters. `code`: of a genuine link. */
export function worstRequests(code: string): Readonly<Record<string, MakeRequest>> {
  const atLink =
    (path: (size: number) => string, how: (size: number) => RequestInit = () => ({})): MakeRequest =>
    (size) =>
      new Request(`${ORIGIN}/c/${code}${path(size)}`, how(size));
  return {
    "an event that is nothing but brackets": post("/webhooks/flatpeak", many("[")),
    "an event that is deep": post(
      "/webhooks/flatpeak",
      (size) => `${EVENT}${'{"a":'.repeat(size / 6)}1${"}".repeat(size / 6)}}`,
    ),
    "an event that is wide": post("/webhooks/flatpeak", many("[],", `${EVENT}{"a":[`, "0]}}")),
    "an event of wide lists": post("/webhooks/flatpeak", many(`[${"0,".repeat(999)}0],`, `${EVENT}{"a":[`, "0]}}")),
    "an event of many names": post(
      "/webhooks/flatpeak",
      (size) => `${EVENT}{${named((no) => `"k${no}":1`, ",")(size)}}}`,
    ),
    "an event of names that are numbers": post(
      "/webhooks/flatpeak",
      (size) => `${EVENT}{${named((no) => `"${no * 16_384}":1`, ",")(size)}}}`,
    ),
    "an event with a long number": post("/webhooks/flatpeak", many("1", `${EVENT}{},"time_created":1`, "}")),
    "an event with a long time (row 95)": post(
      "/webhooks/flatpeak",
      many("T", `${EVENT}{},"time_created":"2026-02-01`, '"}'),
    ),
    "an event with a long date": post(
      "/webhooks/flatpeak",
      many("T", `${EVENT}{"contract_end_date":"2026-02-01`, '"}}'),
    ),
    "an event with a blank id": post("/webhooks/flatpeak", many(" ", '{"id":"', 'x","type":"a","data":{}}')),
    "an event with a long id": post("/webhooks/flatpeak", many("a", '{"id":"evt_', '","type":"a","data":{}}')),
    "an event with a blank type": post("/webhooks/flatpeak", many(" ", '{"id":"evt_1","type":"', 'x","data":{}}')),
    "an event of escapes": post("/webhooks/flatpeak", many("\\u0041", '{"id":"evt_1","type":"', '","data":{}}')),
    "an event that is no UTF-8": (size) =>
      new Request(`${ORIGIN}/webhooks/flatpeak`, { method: "POST", body: new Uint8Array(size).fill(0xff) }),
    "FlatPeak's signatures, many": signedHeader(
      "/webhooks/flatpeak",
      () => "{}",
      (size) => ({
        ...flatpeak(),
        "Flatpeak-Signature": many("v1=a,")(size),
      }),
    ),
    "FlatPeak's signature, long": signedHeader(
      "/webhooks/flatpeak",
      () => "{}",
      (size) => ({
        ...flatpeak(),
        "Flatpeak-Signature": many("a", "v1=")(size),
      }),
    ),
    "FlatPeak's scheme": signedHeader(
      "/webhooks/flatpeak",
      () => "{}",
      (size) => ({
        ...flatpeak(),
        "Flatpeak-Signature": "v1=a",
        "Flatpeak-Signature-Scheme": many("v1,")(size),
      }),
    ),
    "a content type": signedHeader(
      "/webhooks/flatpeak",
      () => "{}",
      (size) => ({ "Content-Type": many(";")(size) }),
    ),
    "a form of many names, said to be Twilio's (row 95)": post(
      "/webhooks/twilio",
      named((no) => no.toString(36), "=1&"),
      TWILIO,
    ),
    "a form of one name many times": post(
      "/webhooks/twilio",
      named((no) => `a=${no.toString(36)}`, "&"),
      TWILIO,
    ),
    "a form of separators": post("/webhooks/twilio", many("&"), TWILIO),
    "a form of escapes": post("/webhooks/twilio", many("%41", "a="), TWILIO),
    "a callback's address": (size) =>
      new Request(`${ORIGIN}/webhooks/twilio?${many("a=1&")(size)}`, {
        method: "POST",
        body: "a=1",
        headers: TWILIO(),
      }),
    "Resend's signatures, over a long body": signedHeader("/webhooks/resend", many("x"), (size) => ({
      ...svix(),
      "svix-signature": many(MAC)(size),
    })),
    "Resend's signatures, nearly": signedHeader(
      "/webhooks/resend",
      () => "x",
      (size) => ({
        ...svix(),
        "svix-signature": many(" v1,A")(size),
      }),
    ),
    "Resend's id": signedHeader(
      "/webhooks/resend",
      () => "x",
      (size) => ({
        ...svix(),
        "svix-id": many("i")(size),
        "svix-signature": MAC,
      }),
    ),
    "a code's tail": atLink(many(".")),
    "a code's tail of dashes": atLink(many("-")),
    "a code of dashes": (size) => new Request(`${ORIGIN}/c/${"-".repeat(size)}x`),
    "a path of slashes": (size) => new Request(`${ORIGIN}/c/${"/".repeat(size)}`),
    "a path of escaped slashes": (size) => new Request(`${ORIGIN}/c/${"%2f".repeat(size / 3)}`),
    "a path of unseen characters": (size) => new Request(`${ORIGIN}/c/${"%e2%80%8b".repeat(size / 9)}`),
    "a path of broken escapes": (size) => new Request(`${ORIGIN}/c/${"%".repeat(size)}`),
    "a path to stop, and its tail": atLink(many(".", "/stop")),
    "a tariff's tail": atLink(many(".", "/tariffs/a")),
    "a tariff of dots and letters": atLink(many("a.", "/tariffs/")),
    "a tariff's id": atLink(many("a", "/tariffs/")),
    "a query of many names": atLink(many("&loo=", "/done?")),
    "a query of escaped names": atLink(many("%66p_co&", "/done?")),
    "a query's value": atLink(many("%41", "/done?look=")),
    "another path": (size) => new Request(`${ORIGIN}/${"a/".repeat(size / 2)}`),
    "what is accepted": header("/nothing", "Accept", many("text/htm,")),
    languages: header("/c/forged", "Accept-Language", many("xx,")),
    "languages with weights": header("/c/forged", "Accept-Language", many("xx;q=0.5,")),
    "languages in quotes": header("/c/forged", "Accept-Language", many('"a,')),
    "a language of many parts": header("/c/forged", "Accept-Language", many("a-")),
    "a browser's name": atLink(
      () => "",
      (size) => ({ headers: { "User-Agent": many("a", "Mozilla/5.0 ")(size) } }),
    ),
    "a browser's name of blanks": atLink(
      () => "",
      (size) => ({ headers: { "User-Agent": many(" ", "M", "x")(size) } }),
    ),
    "a browser's name that begins again": atLink(
      () => "",
      (size) => ({
        headers: { "User-Agent": many("mozilla/5.0 (windows nt ")(size) },
      }),
    ),
    "a purpose": atLink(
      () => "",
      (size) => ({ headers: { "Sec-Purpose": many("prefetc")(size) } }),
    ),
    cookies: atLink(
      () => "",
      (size) => ({ headers: { Cookie: many("a=b;")(size) } }),
    ),
    "a request's id": header("/nothing", "X-Request-Id", many("a")),
    "a day": atLink(() => "/snooze", form(many("2", "until="))),
    "a form of names": atLink(() => "/snooze", form(many("a&"))),
    "a stop that is nearly one click": atLink(() => "/stop", form(many("List-Unsubscrib&"))),
    "a tariff in a form": atLink(() => "", form(many("a", "tariff="))),
    "a bearer": header("/v1/sweep", "Authorization", many("a", "Bearer ")),
    "a bearer of blanks": header("/v1/sweep", "Authorization", many(" ", "Bearer", "!")),
    "a bearer of padding": header("/v1/sweep", "Authorization", many("=", "Bearer a", "!")),
  };
}
