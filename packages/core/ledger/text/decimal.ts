/** The whole number a decimal text stands for; null with a sign, a leading zero, or past 2^53 - 1. */
export function fromDecimal(text: string): number | null {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return null
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : null
}
