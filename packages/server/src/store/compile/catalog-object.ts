/** The kinds of things a policy makes of a database, in the order in which they are made. */
export const kinds = [
  'role',
  'member',
  'setting',
  'schema',
  'table',
  'column',
  'constraint',
  'index',
  'statistics',
  'policy',
  'view',
  'grant',
  'version',
  'purpose',
  'provenance',
  // What a policy never makes, and drift names.
  'trigger',
  'rule',
  'function',
  'troth',
] as const
export type Kind = (typeof kinds)[number]

/** One thing in the catalog, as it is or as it should be: equal values mean equal things. */
export type Fact = {
  readonly kind: Kind
  /** Readable and one of a kind, such as `data.accounts.email` or `data.accounts to for_order`. */
  readonly name: string
  readonly value: string
}

/** One thing that the policy calls for. */
export type Expected = Fact & {
  /** SQL that makes it where it is missing; absent where `bootstrap` or the issue of a login makes it. */
  readonly make?: string
  /** SQL that turns another value into this one. */
  readonly replace?: string
  /** Why another value is not turned into this one. */
  readonly refuse?: string
  /** Values that the SQL names as `$1` and so on. */
  readonly parameters?: readonly unknown[]
  /** The table whose `make` already includes it. */
  readonly within?: string
}

/** One thing that the database has. */
export type Found = Fact & {
  /** SQL that takes it away where the policy does not call for it; absent where that would lose data or is not ours. */
  readonly drop?: string
}
