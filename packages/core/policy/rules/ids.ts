/** The ids that one policy declares. */
export interface Ids {
  readonly clause: string
  readonly controller: string
  readonly category: string
  readonly purpose: string
  readonly dataset: string
  readonly notice: string
  readonly clock: string
  /** For each dataset, the names of its fields. */
  readonly fields: Readonly<Record<string, string>>
}

/** Every rule names the clauses of the notice that it keeps; at least one. */
export interface Cited<I extends Ids = Ids> {
  readonly clauses: readonly I['clause'][]
}

/** Calendar date, `YYYY-MM-DD`. */
export type DateText = string
/** ISO 8601 duration in whole years, months or days: `P2Y`, `P18M`, `P30D`. */
export type DurationText = string
/** ISO 3166-1 alpha-2 code: `SG`. */
export type Country = string
