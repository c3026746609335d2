/** Where the stored ledger is wrong first, and how. */
export interface LedgerProblem {
  readonly table: 'tree' | 'tree_node' | 'checkpoint' | 'leaf'
  /** Position of the leaf, or size of the checkpoint, at which it shows. */
  readonly position: number
  readonly message: string
}
