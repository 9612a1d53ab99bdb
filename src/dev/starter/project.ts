// The files of a company's own project, made of the templates beside this one and of the configuration of the product itself.

/** What a project is made from. */
export interface Wish {
  /** Of the project and its Worker: small letters, digits, hyphens. */
  readonly name: string;
  /** The name of a channel of its own; null for none. */
  readonly channel: string | null;
  /** What npm is to install as the product, like `^1.2.0` or `file:flatpeak-reconnect-1.2.0.tgz`. */
  readonly spec: string;
}

/** What is read of the product's own `package.json`. */
export interface Product {
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
}

/** The tools of a project, at the versions that the product was tested with. */
const TOOLS = ["@cloudflare/workers-types", "@types/node", "typescript", "wrangler"];
const NAME = /^[a-z][a-z0-9-]{0,29}$/;

/** What is wrong with a wish, in a sentence; null where nothing is. */
export function complaintAbout({ name, channel }: Wish): string | null {
  if (!NAME.test(name))
    return `${name} is no name of a Worker: small letters, digits and hyphens, beginning with a letter`;
  if (channel !== null && !NAME.test(channel))
    return `${channel} is no name of a channel: small letters, digits and hyphens, beginning with a letter`;
  return null;
}

/** The project's `package.json`. */
export function packageOf({ name, spec }: Wish, { devDependencies, engines }: Product): string {
  const tools = TOOLS.map((it) => [it, devDependencies[it]] as const);
  const content = {
    name,
    private: true,
    type: "module",
    engines,
    scripts: {
      dev: "flatpeak-reconnect dev",
      test: "tsc && node --test",
      messages: "flatpeak-reconnect messages",
      simulate: "flatpeak-reconnect simulate",
      setup: "flatpeak-reconnect setup",
      doctor: "flatpeak-reconnect doctor",
      deploy: 'wrangler deploy --env=""',
      "deploy:staging": "wrangler deploy --env=staging",
    },
    dependencies: { "flatpeak-reconnect": spec },
    devDependencies: Object.fromEntries(tools),
    // What wrangler brings is put in place by scripts of its own, which npm wants to be told of.
    allowScripts: { esbuild: true, workerd: true },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** Three digits that go by the name: rate limits of an account with the same number count together. */
function digitsOf(name: string): number {
  let sum = 0;
  for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 899;
  return 100 + sum;
}

/** A text with what is like `from` put otherwise. Throws where nothing is. */
function put(text: string, from: RegExp, to: string): string {
  if (!from.test(text)) throw new Error(`nothing is like ${from.source}`);
  return text.replace(from, to);
}

/** The project's `wrangler.toml`: the product's, under another name and built by the package. Throws where a line of it is not there. */
export function configOf({ name }: Wish, ours: string): string {
  const named = put(ours, /(?<=^(?:name|database_name) = ")flatpeak-reconnect(?=["-])/gm, name);
  const built = put(named, /^command = ".*"$/m, 'command = "npx flatpeak-reconnect build"');
  const counted = put(built, /(?<=^namespace_id = ")\d*(?=\d{3}"$)/gm, String(digitsOf(name)));
  return put(counted, /^# Built by src\/dev\/build, so/m, "# Built by the package, so");
}

/** A template with the project's own names in it. */
export function withNames(text: string, { name, channel }: Wish): string {
  const named = text.replaceAll("PROJECT", name);
  return channel === null
    ? named
    : named.replaceAll("own-channel", channel).replaceAll("OWN_CHANNEL", channel.toUpperCase().replaceAll("-", "_"));
}

/** Where a template goes in the project; null where this wish has no use for it. */
export function placeOf(template: string, { channel }: Wish): string | null {
  if (template === "gitignore") return ".gitignore";
  if (template === "src/ours.ts") return channel === null ? template : null;
  if (template === "src/ours.channel.ts") return channel === null ? null : "src/ours.ts";
  if (!template.includes("own-channel")) return template;
  return channel === null ? null : template.replace("own-channel", channel);
}

/** Settings of development for a channel of its own: its messages come to the phone of the control room. */
export function channelSettings({ channel }: Wish): string {
  if (channel === null) return "";
  const prefix = channel.toUpperCase().replaceAll("-", "_");
  return `${prefix}_URL="{origin}/_dev/own/sms"\n${prefix}_KEY="worth-nothing-elsewhere"\n`;
}
