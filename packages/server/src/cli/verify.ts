import { readFile } from 'node:fs/promises'
import { parseKey, verifyReceipt } from '@troth/core/ledger'
import { primitives } from '../engine/ledger/primitives.ts'
import { verifyLedger } from '../engine/ledger/verify.ts'
import { TrothError } from '../errors.ts'
import { openDatabase } from '../store/database.ts'
import { type AddCommand, answer, exitCodes, type Surroundings } from './surroundings.ts'
import { ledgerOf, withDeployment } from './with-deployment.ts'

/** `troth verify`: the whole stored ledger, or, offline, one receipt that somebody was given. */
export const verifyCommand: AddCommand = (program, surroundings) => {
  program
    .command('verify')
    .description('verify the whole ledger; or, offline, the evidence of one write')
    .argument('[evidence]', 'a file with the JSON of /v1/ledger/receipts/<leaf>')
    .option('--key <key>', "the ledger's key, or a file that holds it, as /v1/ledger/key gives it")
    .action(async (evidence: string | undefined, options: { key?: string }, command) => {
      if (evidence === undefined) return verifyStored(command, surroundings)
      if (options.key === undefined) {
        command.error(
          'error: a receipt is verified with --key, which you got from someone you trust',
        )
      }
      const { ok, message } = await verifyFile(evidence, options.key ?? '')
      answer(command, surroundings, { ok, message }, () => [message])
      surroundings.end(ok ? exitCodes.done : exitCodes.no)
    })
}

async function verifyStored(
  command: Parameters<typeof answer>[0],
  surroundings: Surroundings,
): Promise<void> {
  const config = surroundings.config()
  const verdict = await withDeployment(config, async (deployment) => {
    const { signer } = await ledgerOf(config, deployment)
    const database = openDatabase({ connection: deployment.engine, connections: 1 })
    try {
      return await verifyLedger(database, signer)
    } finally {
      await database.close()
    }
  })
  answer(command, surroundings, verdict, () => [
    verdict.ok
      ? `verified: ${verdict.size} leaves, ${verdict.checkpoints} checkpoints${verdict.pending > 0 ? `, ${verdict.pending} waiting for the next` : ''}`
      : `not verified: ${verdict.problem.message}`,
  ])
  surroundings.end(verdict.ok ? exitCodes.done : exitCodes.no)
}

async function verifyFile(
  file: string,
  key: string,
): Promise<{ readonly ok: boolean; readonly message: string }> {
  const evidence = parseEvidence(await readText(file))
  if (evidence === undefined) return { ok: false, message: `${file} is not the JSON of a receipt` }
  const line = key.includes('+') ? key : await readText(key)
  const noteKey = parseKey(line.trim(), primitives.sha256)
  if (noteKey === null) return { ok: false, message: 'the key is not a C2SP verifier key' }
  const { receipt, proof, leaf } = evidence
  const verdict = verifyReceipt({ receipt, proof, leaf: Buffer.from(leaf) }, noteKey, primitives)
  if (!verdict.ok) return { ok: false, message: `not verified: ${verdict.message}` }
  return { ok: true, message: 'verified: the receipt is signed and its leaf is in the signed tree' }
}

function parseEvidence(
  text: string,
): { readonly receipt: unknown; readonly proof: string; readonly leaf: string } | undefined {
  const value: unknown = parseJson(text)
  if (typeof value !== 'object' || value === null) return undefined
  if (!('receipt' in value && 'proof' in value && 'leaf' in value)) return undefined
  const { receipt, proof, leaf } = value
  if (typeof proof !== 'string' || typeof leaf !== 'string') return undefined
  return { receipt, proof, leaf }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new TrothError('file.unreadable', { detail: `${file} cannot be read`, cause })
  })
}
