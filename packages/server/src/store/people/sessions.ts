import { createHash, randomBytes } from 'node:crypto'
import type { Queryable } from '../database.ts'

/** A person's open visit to one controller. */
export interface Session {
  readonly subject: string
  readonly controller: string
  /** How the caller made sure who it was. */
  readonly factor: string
  readonly expiresAt: Date
}

const secretLength = 32
const subjectLength = 16
const hash = (token: Uint8Array) => createHash('sha256').update(token).digest()

/**
 * Opens a session and gives its token: the person's id and 256 random bits, of which only a hash is kept. Sessions of
 * that person which have ended are removed.
 */
export async function addSession(
  tx: Queryable,
  session: Session & { readonly attestedBy: string },
  now: Date,
): Promise<string> {
  const subject = Buffer.from(session.subject.replaceAll('-', ''), 'hex')
  const token = Buffer.concat([subject, randomBytes(secretLength)])
  await tx.query(
    `WITH ended AS (DELETE FROM troth.session WHERE subject_id = $1 AND expires_at <= $6)
     INSERT INTO troth.session (subject_id, token_hash, controller, factor, attested_by, opened_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      session.subject,
      hash(token),
      session.controller,
      session.factor,
      session.attestedBy,
      now,
      session.expiresAt,
    ],
  )
  return token.toString('base64url')
}

/** The session of a token, while it lasts; undefined for any other text. */
export async function findSession(
  tx: Queryable,
  token: string,
  now: Date,
): Promise<Session | undefined> {
  const bytes = tokenBytes(token)
  if (bytes === undefined) return undefined
  const { rows } = await tx.query<Session>(
    `SELECT subject_id AS subject, controller, factor, expires_at AS "expiresAt"
     FROM troth.session WHERE subject_id = $1 AND token_hash = $2 AND expires_at > $3`,
    [subjectOf(bytes), hash(bytes), now],
    { name: 'session' },
  )
  return rows[0]
}

/** Ends a session. */
export async function removeSession(tx: Queryable, token: string): Promise<void> {
  const bytes = tokenBytes(token)
  if (bytes === undefined) return
  await tx.query('DELETE FROM troth.session WHERE subject_id = $1 AND token_hash = $2', [
    subjectOf(bytes),
    hash(bytes),
  ])
}

function tokenBytes(token: string): Buffer | undefined {
  if (!/^[A-Za-z0-9_-]{64}$/.test(token)) return undefined
  return Buffer.from(token, 'base64url')
}

function subjectOf(token: Buffer): string {
  return token.toString('hex', 0, subjectLength)
}
