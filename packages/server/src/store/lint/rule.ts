/** A rule as a query over the catalog that gives the name of each object that breaks it. */
export type Rule = { readonly rule: string; readonly why: string; readonly query: string }
