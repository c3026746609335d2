/** A time as ISO 8601 in UTC with milliseconds; an empty text for an invalid date. */
export function instant(at: Date): string {
  return Number.isNaN(at.getTime()) ? '' : at.toISOString()
}

/** The time an `instant` stands for; null for any other spelling and outside years 0000 to 9999. */
export function fromInstant(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(text)) return null
  const at = new Date(text)
  return instant(at) === text ? at : null
}
