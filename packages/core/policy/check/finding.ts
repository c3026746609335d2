import { codes, type Code } from './codes.ts'

/** One thing that the law does not allow, the prose contradicts, or nobody has bound. */
export interface Finding {
  readonly code: Code
  /** `error` stops a publication; `guidance` does too, unless the policy waives it with a written reason. */
  readonly severity: 'error' | 'guidance'
  /** Whose rule it is: an Act or regulation, a regulator's guideline, the company's own word, or the language. */
  readonly authority: 'statute' | 'guidance' | 'company' | 'structure'
  readonly clause?: string
  /** Path of the rule, as in `purposes.marketing.email`. */
  readonly rule?: string
  readonly message: string
  readonly cure: string
}

/** A finding of a known code. */
export function finding(
  code: Code,
  about: { clause?: string | undefined; rule?: string; message: string; cure: string },
): Finding {
  const { severity, authority } = codes[code]
  const { clause, rule, message, cure } = about
  return {
    code,
    severity,
    authority,
    ...(clause === undefined ? {} : { clause }),
    ...(rule === undefined ? {} : { rule }),
    message,
    cure,
  }
}
