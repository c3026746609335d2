import type { Expected } from './catalog-object.ts'
import { expectGrants } from './grants.ts'
import { expectIndexes } from './indexes.ts'
import type { Layout } from './layout.ts'
import { expectPolicies } from './policies.ts'
import { expectRoles } from './roles.ts'
import { expectTables } from './tables.ts'
import { expectViews } from './views.ts'

/** Everything a policy makes of a database, in the order in which it can be made. */
export function expectCatalog(layout: Layout, serverVersion: number): readonly Expected[] {
  return [
    ...expectRoles(layout, serverVersion),
    ...expectTables(layout),
    ...expectIndexes(layout),
    ...expectPolicies(layout),
    ...expectViews(layout),
    ...expectGrants(layout),
  ]
}
