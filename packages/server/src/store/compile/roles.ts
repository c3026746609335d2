import { quoteName } from '../quote.ts'
import type { Expected } from './catalog-object.ts'
import type { Layout } from './layout.ts'

/**
 * The roles of the purposes, the engine's membership in each, and their schemas. The engine may take a purpose's role
 * (`SET LOCAL ROLE`) but has none of its rights by itself.
 */
export function expectRoles(layout: Layout, serverVersion: number): readonly Expected[] {
  const { engine, owner } = layout.roles
  const roles = [...layout.purposes.map(({ role }) => role), ...layout.retired]
  return [
    // Made and put right by `bootstrap`, whose rights the owner has not.
    { kind: 'role', name: owner, value: 'CREATEROLE LOGIN' },
    { kind: 'role', name: engine, value: 'LOGIN NOINHERIT' },
    ...roles.map((role) => expectRole(role)),
    ...layout.purposes.map(({ role }) => expectMember(role, engine, serverVersion)),
    ...['data', ...layout.purposes.map(({ schema }) => schema)].map((schema): Expected => ({
      kind: 'schema',
      name: schema,
      value: `owner ${owner}`,
      make: `CREATE SCHEMA ${quoteName(schema)}`,
      refuse: 'it belongs to another role; its owner or a superuser must give it back',
    })),
  ]
}

function expectRole(role: string): Expected {
  return {
    kind: 'role',
    name: role,
    value: 'NOINHERIT',
    make: `CREATE ROLE ${quoteName(role)} NOINHERIT`,
    // SUPERUSER and its like are not named: the owner may not, and a superuser must take back what one gave.
    replace: `ALTER ROLE ${quoteName(role)} NOLOGIN NOINHERIT NOCREATEDB NOCREATEROLE CONNECTION LIMIT -1 VALID UNTIL 'infinity'`,
  }
}

/** One role that may act as another by `SET ROLE` and has none of its rights before. 15 has it on the member itself. */
export function expectMember(role: string, member: string, serverVersion: number): Expected {
  const grant = `GRANT ${quoteName(role)} TO ${quoteName(member)}`
  const revoke = `REVOKE ${quoteName(role)} FROM ${quoteName(member)}`
  const optioned = serverVersion >= 160_000
  const make = optioned ? `${grant} WITH INHERIT FALSE, SET TRUE, ADMIN FALSE` : grant
  return {
    kind: 'member',
    name: `${member} in ${role}`,
    value: optioned ? 'set' : 'member',
    make,
    replace: `${revoke}; ${make}`,
  }
}
