// Ways to break the built Worker on purpose. A rig that cannot fail proves nothing: with each of these it must. A name that was
// given when the Worker was made small may have a dollar sign in it.

import type { Spoil } from "./bundle.ts";

/** Says "stored" first and writes a minute later. */
export const ACKNOWLEDGES_BEFORE_WRITING: Spoil = {
  find: /async receive\(([\w$]+),([\w$]+)\)\{/g,
  put: 'async receive($1,$2){setTimeout(()=>this.receiveLater($1,$2),6e4);return"stored"}async receiveLater($1,$2){',
};

/** Gives a message another id on every attempt, so that the provider cannot tell a repeat. */
export const NEW_ID_ON_EVERY_ATTEMPT: Spoil = {
  find: /(name:"handoff",send:\(\{notification:([\w$]+)\}\)=>[\w$]+\.post\()\2\.id/g,
  put: '$1$2.id+"_"+Date.now()',
};

/** Words a message anew on every attempt: forgets what may have arrived, and what was said when it says the same. */
export const NEW_WORDS_ON_EVERY_ATTEMPT: readonly Spoil[] = [
  {
    find: /payload:[\w$]+\([\w$]+\)\?[\w$]+\.payload\?\?([\w$]+)\.payload:\1\.payload/g,
    put: "payload:$1.payload",
  },
  { find: /(JSON\.stringify\(\{\.\.\.([\w$]+),at:[\w$]+\}\))===([\w$]+)\?\3:/g, put: "$1===0?$3:" },
];

/** Forgets to set the alarm of any object. */
export const FORGETS_ALARMS: Spoil = {
  find: /await this\.#[\w$]+\.setAlarm\([\w$]+\)/g,
  put: "null",
};

/** Says that a customer is held, and holds nobody. */
export const HOLDS_NOBODY: Spoil = {
  find: /\{type:[\w$]+\?"messages_held":"messages_released"\}/g,
  put: '{type:"messages_released"}',
};

/** Takes everything for confirmed by FlatPeak, and asks nobody. */
export const ASKS_NOBODY: Spoil = {
  find: /return [\w$]+===null\|\|[\w$]+<[\w$]+\.reasonSince\|\|[\w$]+-[\w$]+>[\w$]+\?!1:[\w$]+===null\|\|[\w$]+\([\w$]+,[\w$]+\)/g,
  put: "return!0",
};
