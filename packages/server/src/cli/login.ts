import type { Command } from 'commander'
import { issueLogin, readLogins, revokeLogin } from '../store/logins.ts'
import { type AddCommand, answer, exitCodes, type Surroundings } from './surroundings.ts'
import { table } from './say/table.ts'
import { withDeployment } from './with-deployment.ts'

/** `troth login`: SQL logins that serve one actor and one purpose. */
export const loginCommand: AddCommand = (program, surroundings) => {
  const login = program
    .command('login')
    .description('SQL logins, each for one actor and one purpose')
  addIssue(login, surroundings)
  addRevoke(login, surroundings)
  addList(login, surroundings)
}

function addIssue(login: Command, surroundings: Surroundings): void {
  const { config, now, end } = surroundings
  login
    .command('issue')
    .description('make a login; its password is told once')
    .argument('<actor>', 'who uses it: small letters, digits and _')
    .requiredOption('--purpose <purpose>', 'the one purpose that it serves')
    .option('--until <instant>', 'when it ends by itself, as 2027-01-31T00:00:00Z')
    .action(
      async (actor: string, options: { purpose: string; until?: string }, command: Command) => {
        const { purpose, until } = options
        const validUntil = until === undefined ? undefined : new Date(until)
        if (validUntil !== undefined && Number.isNaN(validUntil.getTime())) {
          command.error('error: --until takes an instant such as 2027-01-31T00:00:00Z')
        }
        const settings = config()
        const { issued, at } = await withDeployment(settings, async (deployment) => ({
          at: deployment.connectionOf(`${settings.rolePrefix}${actor}`, '<password>'),
          issued: await issueLogin(
            deployment.owner,
            {
              actor,
              purpose,
              rolePrefix: settings.rolePrefix,
              ...(validUntil !== undefined && { validUntil }),
            },
            now(),
          ),
        }))
        if (issued.kind === 'refused') {
          answer(command, surroundings, issued, () => [sayRefusal(issued.refusal)])
          return end(exitCodes.no)
        }
        const { event, password } = issued
        answer(command, surroundings, { ...event, password }, () => [
          `login     ${event.login}`,
          `password  ${password}${at.connectionString === undefined ? '  (asked for only where the database is your own: our socket trusts who may enter its folder)' : ''}`,
          `purpose   ${event.purpose}; its data is in the schema of its role`,
          `connect   ${at.connectionString ?? `psql -h ${at.host} -p ${at.port} -U ${event.login} -d ${at.database}`}`,
        ])
      },
    )
}

function addRevoke(login: Command, surroundings: Surroundings): void {
  const { config, now, end } = surroundings
  login
    .command('revoke')
    .description('end a login and its sessions, at once')
    .argument('<login>')
    .action(async (name: string, _options, command: Command) => {
      const settings = config()
      const revoked = await withDeployment(settings, async (deployment) =>
        revokeLogin(deployment.owner, { login: name, rolePrefix: settings.rolePrefix }, now()),
      )
      answer(command, surroundings, revoked, () =>
        revoked.kind === 'revoked'
          ? [
              `login ${name} is revoked; ${revoked.sessions} session(s) ended`,
              ...revoked.kept.map((place) => `its role stays, closed, for what it has in ${place}`),
            ]
          : [sayRefusal(revoked.refusal)],
      )
      end(revoked.kind === 'revoked' ? exitCodes.done : exitCodes.no)
    })
}

function addList(login: Command, surroundings: Surroundings): void {
  login
    .command('list')
    .description('the logins in use')
    .option('--all', 'those taken back too')
    .action(async ({ all = false }: { all?: boolean }, command: Command) => {
      const issued = await withDeployment(surroundings.config(), ({ owner }) => readLogins(owner))
      const logins = issued.filter(({ revokedAt }) => all || revokedAt === null)
      answer(command, surroundings, logins, () =>
        table(
          ['login', 'purpose', 'issued', 'revoked'],
          logins.map((each) => [
            each.login,
            each.purpose,
            each.issuedAt.toISOString(),
            each.revokedAt?.toISOString() ?? '',
          ]),
        ),
      )
    })
}

function sayRefusal({ what, why }: { readonly what: string; readonly why: string }): string {
  return `refused: ${what}: ${why}`
}
