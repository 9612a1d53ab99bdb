// The look of every page a customer sees: system fonts, one column, light and dark. The brand's colours come from theme.ts.
// No quote, ampersand or angle bracket in here: it is escaped like any other text.

export const STYLE = `
:root{color-scheme:light dark;--paper:#f5f6f7;--card:#fff;--ink:#16191d;--soft:#565d66;--line:#e3e6e9;--edge:#7d858e;--ok:#0f6b3d;--ok-tint:#e4f4ea;--warn:#854900;--warn-tint:#fdf0dc;--bad:#a8201a;--bad-tint:#fdeaea;--calm-tint:#eef0f2;--shadow:0 1px 2px rgb(20 30 40/.05),0 8px 28px rgb(20 30 40/.06)}
@media(prefers-color-scheme:dark){:root{--paper:#101214;--card:#191c20;--ink:#eceef0;--soft:#a6adb5;--line:#2c3137;--edge:#7b838c;--ok:#7fd9a4;--ok-tint:#17301f;--warn:#f2bd6c;--warn-tint:#35270f;--bad:#ff9f98;--bad-tint:#3b1b1a;--calm-tint:#262b30;--shadow:none}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;min-height:100svh;display:grid;align-items:center;justify-items:center;padding:24px 16px;background:var(--paper);color:var(--ink);font:17px/1.55 system-ui,-apple-system,Roboto,sans-serif;overflow-wrap:anywhere;hyphens:auto;-webkit-text-size-adjust:100%}
main{width:100%;max-width:27rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:20px;padding:28px 24px;box-shadow:var(--shadow)}
.wide{align-self:start;max-width:42rem;padding-top:8px}
.brand{display:flex;align-items:center;gap:10px;margin:0 0 22px;color:var(--soft);font-size:.9rem;font-weight:600}
.brand img{display:block;height:30px;max-width:120px}
.tile{display:grid;place-items:center;flex:none;width:30px;height:30px;border-radius:9px;background:var(--accent);color:var(--on-accent);font-size:.95rem;font-weight:700}
h1{margin:0 0 10px;font-size:1.55rem;line-height:1.22;letter-spacing:-.015em;text-wrap:balance}
h2{margin:0 0 12px;font-size:1.15rem;line-height:1.3;letter-spacing:-.01em}
h3{margin:0;font-size:1.02rem;line-height:1.35}
p{margin:0 0 14px;color:var(--soft)}
a{color:var(--link)}
.mark{display:grid;place-items:center;width:54px;height:54px;margin:0 0 18px;border-radius:50%;background:var(--tint);color:var(--link)}
.mark.quiet{background:var(--calm-tint);color:var(--soft)}
svg.icon{display:block;flex:none;width:1em;height:1em;fill:none;stroke:currentColor;stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}
.mark svg.icon{width:27px;height:27px}
.button{display:block;width:100%;min-height:52px;margin:12px 0 0;padding:12px 18px;border:1px solid var(--link);border-radius:13px;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;line-height:1.5;text-align:center;text-decoration:none;cursor:pointer;-webkit-appearance:none;appearance:none}
.button.quiet{background:none;color:var(--link);border-color:var(--edge)}
.button:hover{text-decoration:underline;text-underline-offset:3px}
:focus-visible{outline:3px solid var(--link);outline-offset:3px}
form{margin:0}
.notice{display:flex;gap:10px;margin:0 0 16px;padding:12px 14px;border-radius:13px;background:var(--warn-tint);color:var(--warn);font-size:.95rem}
.notice svg.icon{margin-top:.2em;font-size:1.15rem}
section{margin:0 0 22px}
.home{padding:24px 24px 8px}
.tariffs{list-style:none;margin:0;padding:0}
.tariffs li{padding:18px 0;border-top:1px solid var(--line)}
.top{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:6px 12px}
.badge{display:inline-flex;align-items:center;gap:6px;padding:2px 11px 2px 9px;border-radius:99px;font-size:.86rem;font-weight:600;background:var(--calm-tint);color:var(--ink)}
.badge.ok{background:var(--ok-tint);color:var(--ok)}
.badge.warn{background:var(--warn-tint);color:var(--warn)}
.badge.bad{background:var(--bad-tint);color:var(--bad)}
.badge.info{background:var(--tint);color:var(--link)}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:12px 16px;margin:12px 0 0;font-size:.92rem}
dt{color:var(--soft);font-size:.84rem}
dd{margin:0}
.tariffs .button{margin-top:16px}
label{display:block;font-weight:600}
input{display:block;width:100%;min-height:52px;margin:6px 0 0;padding:10px 14px;border:1px solid var(--edge);border-radius:13px;background:var(--card);color:var(--ink);font:inherit}
input[aria-invalid]{border:2px solid var(--bad)}
.hint{margin:6px 0 0;font-size:.88rem}
.error{margin:6px 0 0;color:var(--bad);font-size:.92rem;font-weight:600}
.plate{display:block;width:100%;max-width:17rem;margin:4px auto 16px;padding:14px;border-radius:16px;background:#fff;border:1px solid var(--line)}
.plate svg{display:block;width:100%}
.address{font-size:.92rem;color:var(--ink);hyphens:none}
.hidden{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media(min-width:40rem){body{padding:48px 24px}.card{padding:36px 32px}.home{padding:28px 32px 10px}dl{grid-template-columns:repeat(3,1fr)}.wide .button{display:inline-block;width:auto;min-width:15rem}.wide input{max-width:15rem}}
@media(prefers-reduced-motion:no-preference){.turning svg.icon{animation:breathe 2.4s ease-in-out infinite}@keyframes breathe{50%{opacity:.45}}}
@media(forced-colors:active){.badge,.notice{border:1px solid}}
`;
