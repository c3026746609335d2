import { resolve } from 'node:path'
import type { Config } from '../config.ts'
import { isInhabited, runDemo } from '../demo/demo.ts'
import { progressBar } from '../demo/progress.ts'
import { report } from '../demo/report.ts'
import { type Deployment, openDeployment } from '../deployment.ts'
import { TrothError } from '../errors.ts'
import { publish } from '../publish.ts'
import { type RunningServer, startServer } from '../serve.ts'
import { defaultPolicy, loadPolicy } from './load-policy.ts'
import { sayPublished } from './say/publishing.ts'
import type { AddCommand, Surroundings } from './surroundings.ts'

/** `troth up`: database, policy and server, until it is told to stop. */
export const upCommand: AddCommand = (program, surroundings) => {
  program
    .command('up')
    .description('start everything: PostgreSQL, the policy, the server; show the demonstration')
    .argument('[policy]', 'a .ts, .js or .json file', defaultPolicy)
    .option('--notice <file>', 'the prose; notice.md beside the policy where unsaid')
    .option('--no-demo', 'do not show the demonstration')
    .action(async (path: string, options: { notice?: string; demo: boolean }) => {
      const stopped = untilStopped()
      const config = surroundings.config()
      const { say } = surroundings
      const deployment = await openDeployment(config, { start: true, make: true, log: () => {} })
      try {
        await bringIntoForce(config, deployment, surroundings, path, options.notice)
        const server = await startServer({ config, connection: deployment.engine })
        try {
          say(`Troth listens on ${server.url}, on ${deployment.description}.`)
          if (options.demo && path === defaultPolicy) {
            await showDemo(config, deployment, server, surroundings)
          }
          for (const line of whatToTry(server.url, config, deployment)) say(line)
          await stopped
          say('Stopping.')
        } finally {
          await server.close()
        }
      } finally {
        await deployment.close()
      }
    })
}

async function bringIntoForce(
  config: Config,
  deployment: Deployment,
  { now, say }: Surroundings,
  path: string,
  notice: string | undefined,
): Promise<void> {
  const draft = await loadPolicy(path, notice)
  const published = await publish(deployment.owner, draft, config.rolePrefix, now())
  if (published.kind === 'refused' || published.kind === 'failed-check') {
    const detail = sayPublished(published, draft.policy.version).join('\n')
    throw new TrothError('policy.refused', { detail })
  }
  say(`${draft.policy.name}, version ${draft.policy.version}, is in force.`)
}

async function showDemo(
  config: Config,
  deployment: Deployment,
  server: RunningServer,
  { now, say }: Surroundings,
): Promise<void> {
  if (await isInhabited(server.context())) {
    say('People are here already, so the demonstration is not shown again.')
    return
  }
  say('The demonstration: 300 fictional people meet the policy through the public API.')
  const result = await runDemo(
    {
      url: server.url,
      context: server.context,
      deployment,
      rolePrefix: config.rolePrefix,
      clock: now,
    },
    progressBar(process.stderr, 'people'),
  )
  for (const line of ['', ...report(result), '']) say(line)
}

function whatToTry(url: string, { dataDir }: Config, { socketDir }: Deployment): readonly string[] {
  const troth = dataDir === resolve('.troth') ? 'npx troth' : `TROTH_DATA_DIR=${dataDir} npx troth`
  return [
    '',
    `  ${url}/privacy       the notice, as people read it`,
    `  ${url}/v1/channels   the declared ways in`,
    `  ${url}/openapi.json  the API`,
    '',
    `  ${troth} login issue alice --purpose marketing.email   then look at the data in SQL`,
    ...(socketDir === undefined ? [] : [`  (the database listens in ${socketDir})`]),
    `  ${troth} verify                                        check the ledger`,
    '  npm run clauses                                         which of the 128 clauses are kept today',
    '',
    'Ctrl-C stops it.',
  ]
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}
