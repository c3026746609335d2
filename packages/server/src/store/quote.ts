/** Quotes a name for SQL. Throws on what no name of PostgreSQL holds: nothing, NUL, or more than 63 bytes. */
export function quoteName(name: string): string {
  if (name === '' || name.includes('\0') || Buffer.byteLength(name) > longestName) {
    throw new RangeError('Not a name of PostgreSQL.')
  }
  return `"${name.replaceAll('"', '""')}"`
}

/** Quotes text for SQL, for statements that take no parameters. Throws on NUL, which PostgreSQL's text cannot hold. */
export function quoteText(text: string): string {
  if (text.includes('\0')) throw new RangeError('Text of PostgreSQL holds no NUL.')
  const quoted = `'${text.replaceAll("'", "''")}'`
  return text.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted
}

/** Bytes of a name that PostgreSQL keeps; it cuts what is longer without a word. */
export const longestName = 63
