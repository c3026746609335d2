import type { Command } from 'commander'
import { isScope, issueKey, revokeKey } from '../engine/authenticate.ts'
import { type AddCommand, answer, exitCodes } from './surroundings.ts'
import { withContext } from './with-deployment.ts'

const scopes = ['collect', 'identify', 'consent', 'decide', 'operate'] as const

/** `troth key`: API keys for the programs that call Troth. */
export const keyCommand: AddCommand = (program, surroundings) => {
  const { config, now, end } = surroundings
  const key = program.command('key').description('API keys for the programs that call Troth')
  key
    .command('issue')
    .description('make a key; it is told once and kept as a hash')
    .argument('<label>', 'what it is for')
    .requiredOption('--scopes <list>', `comma-separated: ${scopes.join(', ')}, or read:<purpose>`)
    .action(async (label: string, options: { scopes: string }, command: Command) => {
      const asked = options.scopes.split(',').map((scope) => scope.trim())
      const wrong = asked.find((scope) => !isScope(scope))
      if (wrong !== undefined)
        command.error(
          `error: there is no scope \`${wrong}\`; there are ${scopes.join(', ')} and read:<purpose>`,
        )
      const at = now()
      const issued = await withContext(config(), at, (context) =>
        issueKey(context, { scopes: asked.filter(isScope), label }, at),
      )
      answer(command, surroundings, issued, () => [
        `key id  ${issued.keyId}`,
        `key     ${issued.key}`,
      ])
    })
  key
    .command('revoke')
    .description('end a key, at once')
    .argument('<key-id>')
    .action(async (keyId: string, _options, command: Command) => {
      const at = now()
      const revoked = await withContext(config(), at, (context) =>
        revokeKey(context, { keyId }, at),
      )
      answer(command, surroundings, { keyId, revoked }, () => [
        revoked ? `key ${keyId} is revoked` : `there is no live key ${keyId}`,
      ])
      end(revoked ? exitCodes.done : exitCodes.no)
    })
}
