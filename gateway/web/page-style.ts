/** The style of every page: one column, system fonts, light and dark; small enough to stay inline. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f6f5f1; --card: #fff; --ink: #1d2433; --soft: #59627a; --line: #e2dfd6;
  --accent: #0f6b5c; --on-accent: #fff; --tint: #e3f1ed; --code: #f1efe8; --bad: #a4262c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12161d; --card: #1a2029; --ink: #e8ebf1; --soft: #a3adbf; --line: #2c3441;
    --accent: #6fd3bd; --on-accent: #06251f; --tint: #17312d; --code: #11161d; --bad: #ff9b94;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; display: flex; flex-direction: column;
  background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.6 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif;
}
.skip { position: absolute; left: 1rem; top: -4rem; padding: .5rem 1rem; border-radius: .5rem;
  background: var(--accent); color: var(--on-accent); }
.skip:focus { top: 1rem; }
.top, main, .bottom { width: 100%; max-width: 46rem; margin: 0 auto; padding: 0 1.25rem; }
.top { padding-top: 1.5rem; padding-bottom: .5rem; }
.brand { display: inline-flex; align-items: center; gap: .6rem; color: var(--ink);
  font-weight: 650; text-decoration: none; }
.brand svg { width: 2rem; height: 2rem; color: var(--accent); }
main { flex: 1; padding-top: 1rem; padding-bottom: 3rem; }
main:focus { outline: none; }
h1 { margin: 1rem 0 .75rem; font-size: clamp(1.75rem, 5.5vw, 2.5rem); line-height: 1.15;
  letter-spacing: -.02em; text-wrap: balance; }
h2 { margin: 0 0 .5rem; font-size: 1.25rem; line-height: 1.3; letter-spacing: -.01em; }
p { margin: 0 0 1rem; text-wrap: pretty; }
.lead { font-size: 1.1875rem; color: var(--soft); margin-bottom: 1.75rem; }
.quiet { color: var(--soft); font-size: .9375rem; }
a { color: var(--accent); text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .3rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 1rem;
  padding: 1.35rem 1.5rem; margin: 0 0 1.25rem; }
.card > :last-child, .card > form > :last-child { margin-bottom: 0; }
.row { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .75rem 1rem; }
.row > * { margin: 0; }
label { display: block; font-weight: 600; margin-bottom: .35rem; }
.field { display: flex; flex-wrap: wrap; gap: .6rem; margin-bottom: .5rem; }
input { flex: 1 1 14rem; min-width: 0; font: inherit; padding: .6rem .85rem; color: inherit;
  background: var(--ground); border: 1px solid var(--soft); border-radius: .6rem; }
button, .button { display: inline-block; font: inherit; font-weight: 600; padding: .6rem 1.2rem;
  border: 1px solid var(--accent); border-radius: .6rem; background: var(--accent); color: var(--on-accent);
  text-decoration: none; cursor: pointer; }
button:hover, .button:hover { filter: brightness(1.08); }
button.plain { background: transparent; color: var(--accent); }
input[type='checkbox'], input[type='radio'] { flex: none; width: 1.15rem; height: 1.15rem; margin: .25rem 0 0; accent-color: var(--accent); }
textarea { flex: 1 1 100%; min-width: 0; font: inherit; padding: .6rem .85rem; color: inherit;
  background: var(--ground); border: 1px solid var(--soft); border-radius: .6rem; }
fieldset { border: 0; margin: 0 0 1rem; padding: 0; min-width: 0; }
legend { font-weight: 600; padding: 0; margin-bottom: .35rem; }
.choice { display: flex; gap: .6rem; margin: 0 0 .4rem; }
.choice label { font-weight: 400; margin: 0; }
.buttons { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; }
.buttons > * { margin: 0; }
.button.plain { background: transparent; color: var(--accent); }
.tabs ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem .5rem; margin: 0 0 1.5rem; padding: 0; }
.tabs a { display: block; padding: .35rem .8rem; border-radius: .6rem; text-decoration: none; }
.tabs a[aria-current] { background: var(--tint); font-weight: 600; color: var(--ink); }
.cards, .plain-list { list-style: none; margin: 0; padding: 0; }
main > form:not(.card) { margin-bottom: 1.25rem; }
.plain-list > li { margin-bottom: .75rem; }
.done > :last-child { margin-bottom: 0; }
.tag { display: inline-block; padding: 0 .55rem; border-radius: 1rem; background: var(--tint); font-size: .8125rem; }
.long { overflow-wrap: anywhere; }
.alert, .done { padding: .8rem 1rem; border-radius: .7rem; margin: 0 0 1.25rem; border: 1px solid var(--line); background: var(--tint); }
.alert { border-color: var(--bad); background: var(--card); color: var(--bad); font-weight: 600; }
.danger button { background: var(--bad); border-color: var(--bad); color: var(--card); }
.links { list-style: none; display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin: 0; padding: 0; }
code, pre { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; font-size: .875rem; }
code { overflow-wrap: anywhere; }
pre { margin: 0 0 1rem; padding: 1rem; overflow-x: auto; line-height: 1.5; background: var(--code);
  border: 1px solid var(--line); border-radius: .7rem; }
pre.wrap { white-space: pre-wrap; overflow-wrap: anywhere; }
.address { display: block; padding: .6rem .85rem; margin-bottom: 1rem; border-radius: .6rem;
  background: var(--tint); font-size: .9375rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .9rem; margin: 0 0 1rem; font-size: .9375rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
summary { cursor: pointer; color: var(--soft); font-size: .9375rem; }
details > :nth-child(2) { margin-top: .6rem; }
iframe { display: block; width: 100%; height: 14rem; margin-bottom: 1rem; background: #fff;
  border: 1px solid var(--line); border-radius: .7rem; color-scheme: light; }
.bottom { padding-top: 1rem; padding-bottom: 2rem; color: var(--soft); font-size: .875rem; }
`;
