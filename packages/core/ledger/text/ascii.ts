/** The bytes of an ASCII text, or null when a character lies outside ASCII. */
export function asciiBytes(text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 0x7f) return null
    bytes[at] = code
  }
  return bytes
}

/** The text of ASCII bytes, or null when a byte lies outside ASCII. */
export function asciiText(bytes: Uint8Array): string | null {
  let text = ''
  for (const byte of bytes) {
    if (byte > 0x7f) return null
    text += String.fromCharCode(byte)
  }
  return text
}
