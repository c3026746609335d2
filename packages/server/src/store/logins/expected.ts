import type { Expected } from '../compile/catalog-object.ts'
import { roleOf } from '../compile/layout.ts'
import { expectMember } from '../compile/roles.ts'
import type { Queryable } from '../database.ts'
import { quoteName, quoteText } from '../quote.ts'

/** A login as it was issued. */
export type Login = {
  readonly login: string
  readonly actor: string
  readonly purpose: string
  readonly connections: number
  /** Null where it ends only when it is taken back. */
  readonly validUntil: Date | null
  readonly issuedAt: Date
  readonly revokedAt: Date | null
}

/** Every login that was ever issued, oldest first. */
export async function readLogins(database: Queryable): Promise<readonly Login[]> {
  const { rows } = await database.query<Login>(
    `SELECT login, actor, purpose, connections, nullif(valid_until, 'infinity') AS "validUntil",
      issued_at AS "issuedAt", revoked_at AS "revokedAt"
    FROM troth.login ORDER BY issued_at, login`,
  )
  return rows
}

/** The role of a login, its one purpose and the setting by which it acts as that purpose from its first statement on. */
export function expectLogins(
  logins: readonly Login[],
  rolePrefix: string,
  serverVersion: number,
): readonly Expected[] {
  return logins
    .filter(({ revokedAt }) => revokedAt === null)
    .flatMap(({ login, purpose, connections, validUntil }) => {
      const role = roleOf(purpose, rolePrefix)
      const until = validUntil === null ? '' : ` VALID UNTIL ${validUntil.toISOString()}`
      return [
        {
          kind: 'role',
          name: login,
          value: `LOGIN NOINHERIT CONNECTION LIMIT ${connections}${until}`,
        },
        expectMember(role, login, serverVersion),
        {
          kind: 'setting',
          name: login,
          value: `role=${role}`,
          make: actAs(login, role),
          replace: `ALTER ROLE ${quoteName(login)} RESET ALL; ${actAs(login, role)}`,
        },
        { kind: 'grant', name: `database to ${login}`, value: 'CONNECT' },
      ] satisfies readonly Expected[]
    })
}

/** SQL that lets a login act as a role from its first statement on. */
export function actAs(login: string, role: string): string {
  return `ALTER ROLE ${quoteName(login)} SET role = ${quoteText(role)}`
}
