// Where a conversation sends a person: to sign in at a supplier, or away at its end. FlatPeak has one route for both and tells
// them apart by the address alone, and an address is believed only where the settings name it.

/** What the settings say of addresses. */
export interface Addresses {
  readonly publicUrl: string;
  /** Null: our own page. */
  readonly callbackUrl: string | null;
  readonly appUrl: string | null;
  /** The domain of FlatPeak's sign-in pages, which stand on it and below. */
  readonly connectDomain: string;
}

export type Going =
  /** The session is over. */
  | { readonly kind: "end"; readonly url: string }
  | { readonly kind: "sign_in"; readonly url: string }
  /** An address that nobody is to be sent to. */
  | { readonly kind: "refused" };

const isWeb = ({ protocol }: URL): boolean => protocol === "https:" || protocol === "http:";

const parsed = (url: string | null): URL | null => (url !== null && URL.canParse(url) ? new URL(url) : null);

/** The same place: of two web addresses the host, of two of an app the host and the path, which an app may use as it likes. */
function isPlaceOf(url: URL, other: URL | null): boolean {
  if (other === null || url.protocol !== other.protocol || url.host !== other.host) return false;
  return isWeb(url) || (url.host !== "" ? true : url.pathname === other.pathname);
}

const isLoopback = (host: string): boolean => host === "localhost" || host === "127.0.0.1";

/** On FlatPeak's domain or below, by https; on a developer's machine by http as well. */
function isSignIn(url: URL, domain: string): boolean {
  const isBelow = url.hostname === domain || url.hostname.endsWith(`.${domain}`);
  return isBelow && (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(domain)));
}

/** FlatPeak's documentation: an integrator appends the token to the sign-in where it is not there already. */
function withToken(url: URL, token: string): string {
  if (!url.searchParams.has("fp_cot")) url.searchParams.set("fp_cot", token);
  return url.toString();
}

/** Our own pages but the conversation itself, which would go round in a circle. */
const isOwnPage = (url: URL, publicUrl: string): boolean =>
  url.origin === new URL(publicUrl).origin && !/^\/connect(?:\/|$)/.test(url.pathname);

/** Tells what an address of FlatPeak's stands for. */
export function goingTo(address: string, token: string, settings: Addresses): Going {
  const url = parsed(address);
  if (url === null || url.username !== "" || url.password !== "") return { kind: "refused" };
  const [callback, app] = [parsed(settings.callbackUrl), parsed(settings.appUrl)];
  if (isPlaceOf(url, callback) || isOwnPage(url, settings.publicUrl)) return { kind: "end", url: url.toString() };
  if (isSignIn(url, settings.connectDomain)) return { kind: "sign_in", url: withToken(url, token) };
  const isOwnApp = [callback, app].some((it) => it !== null && !isWeb(it) && it.protocol === url.protocol);
  return isOwnApp ? { kind: "sign_in", url: withToken(url, token) } : { kind: "refused" };
}
