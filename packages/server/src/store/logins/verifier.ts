import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

const rounds = 4096
const derive = promisify(pbkdf2)

/**
 * Turns a password into what PostgreSQL keeps of it (RFC 5803, SCRAM-SHA-256), so that the password itself is in no
 * statement and no server log. Takes printable ASCII only, whose SASLprep form is itself; throws `RangeError` else.
 */
export async function passwordVerifier(
  password: string,
  salt: Uint8Array = randomBytes(16),
): Promise<string> {
  if (!/^[\x20-\x7e]{1,200}$/.test(password)) {
    throw new RangeError('A password is 1 to 200 printable ASCII characters.')
  }
  const salted = await derive(password, salt, rounds, 32, 'sha256')
  const stored = createHash('sha256').update(sign(salted, 'Client Key')).digest('base64')
  const server = sign(salted, 'Server Key').toString('base64')
  return `SCRAM-SHA-256$${rounds}:${Buffer.from(salt).toString('base64')}$${stored}:${server}`
}

function sign(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
