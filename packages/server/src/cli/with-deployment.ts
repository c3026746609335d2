import type { Config } from '../config.ts'
import { type Deployment, openDeployment } from '../deployment.ts'
import type { Context } from '../engine/context.ts'
import { policyInForce } from '../engine/in-force.ts'
import { type Ledger, openLedger } from '../engine/ledger/ledger.ts'
import { openDatabase } from '../store/database.ts'
import { openKeys } from '../store/keys/keys.ts'

/** Runs one command's work on the deployment's database, and lets go of it. */
export async function withDeployment<Value>(
  config: Config,
  work: (deployment: Deployment) => Promise<Value>,
  { make = false }: { readonly make?: boolean } = {},
): Promise<Value> {
  const deployment = await openDeployment(config, { start: false, make, log: () => {} })
  try {
    return await work(deployment)
  } finally {
    await deployment.close()
  }
}

/** Opens the deployment's ledger with its key, as the owner. */
export function ledgerOf(config: Config, { owner }: Deployment): Promise<Ledger> {
  return openLedger(owner, { file: config.ledgerKeyFile, origin: config.ledgerName })
}

/** Runs one command's work with what the engine's verbs take, as the engine's login. */
export async function withContext<Value>(
  config: Config,
  now: Date,
  work: (context: Context) => Promise<Value>,
): Promise<Value> {
  return withDeployment(config, async (deployment) => {
    const database = openDatabase({ connection: deployment.engine, connections: 2 })
    try {
      return await work({
        database,
        policy: await policyInForce(database),
        keys: await openKeys(database, config.keyFile, now),
        ledger: await ledgerOf(config, deployment),
        limits: config.limits,
        sessionLasts: config.sessionMinutes * 60_000,
      })
    } finally {
      await database.close()
    }
  })
}
