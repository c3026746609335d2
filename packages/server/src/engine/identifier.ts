import { domainToASCII } from 'node:url'

/**
 * The form under which an e-mail address is looked up: trimmed, NFC, small letters, the domain in ASCII. Undefined for
 * what is no address.
 *
 * @example
 * normaliseEmail(' Mei.Lin@Example.SG ') // 'mei.lin@example.sg'
 */
export function normaliseEmail(text: string): string | undefined {
  const value = text.trim().normalize('NFC')
  const at = value.lastIndexOf('@')
  const local = value.slice(0, Math.max(at, 0)).toLowerCase()
  const domain = domainToASCII(value.slice(at + 1)).toLowerCase()
  const sound = /^[^\s@"(),:;<>[\]\\]{1,64}$/u.test(local) && isDomain(domain)
  return sound && local.length + domain.length < 254 ? `${local}@${domain}` : undefined
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.')
  return (
    labels.length > 1 && labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))
  )
}

/**
 * The form under which a telephone number is looked up: E.164; eight digits as dialled in Singapore get +65. Undefined
 * for what is no number.
 *
 * @example
 * normalisePhone('9123 4567') // '+6591234567'
 */
export function normalisePhone(text: string): string | undefined {
  const digits = text.trim().replaceAll(/[\s().-]/g, '')
  const full = /^[3689]\d{7}$/.test(digits) ? `+65${digits}` : digits.replace(/^00/, '+')
  if (full.startsWith('+65')) return /^\+65[3689]\d{7}$/.test(full) ? full : undefined
  return /^\+[1-9]\d{6,14}$/.test(full) ? full : undefined
}

/** The form under which an identifier of this kind is looked up. */
export function normalise(kind: 'email' | 'phone', text: string): string | undefined {
  return kind === 'email' ? normaliseEmail(text) : normalisePhone(text)
}
