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
