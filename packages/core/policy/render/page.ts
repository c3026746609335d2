import { escaped, inlineHtml, type Heading } from './html.ts'

/** The look of a page: readable measure, the reader's own colours and fonts, marked focus, tables that fit a narrow screen. */
export const pageStyle = `:root { color-scheme: light dark; font: 1.0625rem/1.6 system-ui, sans-serif; }
* { box-sizing: border-box; }
body { margin: 0; overflow-wrap: anywhere; }
header, nav, main, footer { max-width: 46rem; margin: 0 auto; padding: 0 1rem; }
h1, h2, h3, h4 { line-height: 1.25; margin: 2.2rem 0 .8rem; }
.skip { position: absolute; left: -100vw; padding: .5rem 1rem; background: Canvas; color: LinkText; }
.skip:focus { left: 0; }
.clause .number { font-weight: 700; text-decoration: none; margin-right: .35rem; }
.clause:target { outline: 2px solid; outline-offset: .4rem; }
.table { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .94rem; overflow-wrap: normal; }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; min-width: 7rem; border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
th[scope=row] { font-weight: 600; }
code { font-size: .9em; }
:focus-visible { outline: 3px solid; outline-offset: 2px; }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
nav ul { columns: 16rem; padding-left: 1.2rem; }
@media (max-width: 32rem) { th, td { min-width: 5rem; padding-right: .5rem; font-size: .88rem; } }
@media print { nav, .skip { display: none; } }`

/** A whole page around the body of a notice: its language, landmarks, contents, style; no script, nothing from elsewhere. */
export function pageOf(page: {
  readonly title: string
  readonly language: string
  readonly standing: string
  readonly headings: readonly Heading[]
  readonly main: string
}): string {
  const contents = page.headings
    .filter(({ level }) => level === 2)
    .map(({ id, text }) => `<li><a href="#${id}">${inlineHtml(text)}</a></li>`)
  return `<!doctype html>
<html lang="${escaped(page.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(page.title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<a class="skip" href="#notice">Skip to the notice</a>
<header><p>${escaped(page.standing)}</p></header>
<nav aria-label="Contents">
<ul>
${contents.join('\n')}
</ul>
</nav>
<main id="notice">
${page.main}
</main>
</body>
</html>
`
}
