import type { FastifyReply } from 'fastify'
import { type Html, html } from './html.ts'

/** Writes a whole page: a language, one main part, no script. */
export function writePage(page: {
  readonly title: string
  readonly language: string
  readonly main: Html
}): string {
  const { title, language, main } = page
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <main>${main}</main>
      </body>
    </html> `.text
}

/** Sends a written page. */
export function sendPage(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').serializer(String).send(text)
}

/** The one stylesheet: readable measure, the reader's own colours and fonts, marked focus. */
export const stylesheet = `:root { color-scheme: light dark; font: 1.0625rem/1.6 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1, h2, h3 { line-height: 1.25; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: .4rem .75rem .4rem 0; text-align: left; vertical-align: top; }
code { font-size: .9em; }
:focus-visible { outline: 3px solid; outline-offset: 2px; }
`
