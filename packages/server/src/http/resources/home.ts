import { pageStyle } from '@troth/core/policy'
import type { FastifyInstance } from 'fastify'
import { faults } from '../../errors.ts'
import { html } from '../page/html.ts'
import { sendPage, writePage } from '../page/page.ts'
import { refusalProblems, transportProblems } from '../problem.ts'
import type { Site } from '../site.ts'

/** `/`: what runs here. `/problems`: every code a problem may have. */
export function addHome(app: FastifyInstance, site: Site): void {
  const hidden = { schema: { hide: true } }
  app.get('/', hidden, (_request, reply) => {
    const { document, version, hash } = site.context().policy
    const text = writePage({
      title: `${document.name}: Troth`,
      language: 'en',
      main: html`<h1>${document.name}</h1>
        <p>
          This server runs version ${version} of the privacy policy: data comes in and is used as it
          says.
        </p>
        <ul>
          <li>
            <a href="/privacy">The privacy notice</a> and
            <a href="/policy/versions">all its versions</a>
          </li>
          <li><a href="/v1/channels">The ways in</a>, each with what it asks and why</li>
          <li>
            <a href="/openapi.json">The interface for programs</a>, and
            <a href="/problems">its problem codes</a>
          </li>
          <li>
            <a href="/v1/ledger/checkpoint">The ledger's latest checkpoint</a> and
            <a href="/v1/ledger/key">the key it is signed with</a>
          </li>
        </ul>
        <p>Policy hash: <code>${hash}</code></p>`,
    })
    return sendPage(reply, text)
  })
  app.get('/problems', hidden, (_request, reply) =>
    sendPage(reply, writePage({ title: 'Problem codes', language: 'en', main: problemTable() })),
  )
  app.get('/style.css', hidden, (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=3600').send(pageStyle),
  )
}

function problemTable() {
  const told = Object.entries({ ...refusalProblems, ...transportProblems })
  const failed = Object.entries(faults).map(
    ([code, { status, message }]) => [code, { status, title: message }] as const,
  )
  const rows = [...told, ...failed].map(
    ([code, { status, title }]) =>
      html`<tr id="${code}">
        <th scope="row"><code>${code}</code></th>
        <td>${status}</td>
        <td>${title}</td>
      </tr>`,
  )
  return html`<h1>Problem codes</h1>
    <p>
      Every answer that is not a yes has one of these codes. Codes stay; titles may be reworded.
    </p>
    <table>
      <thead>
        <tr>
          <th scope="col">Code</th>
          <th scope="col">Status</th>
          <th scope="col">What it means</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`
}
