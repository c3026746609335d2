import { type Client, at, textAt } from './client.ts'
import type { Person } from './people.ts'
import type { Tally } from './tally.ts'

/** The words shown on each channel and notice, fetched once: everyone in the demonstration is shown the same. */
export interface Shown {
  readonly account: string
  readonly product: string
  readonly forum: string
  readonly recording: string
}

/** A person who got in. */
export interface Member {
  readonly person: Person
  readonly subject: string
  readonly session: string
  /** The records kept of them, by channel. */
  readonly records: Readonly<Record<string, string>>
}

/** Asks the server for the words it shows, as a form does before a person fills it in. */
export async function fetchShown(client: Client): Promise<Shown> {
  const channel = async (id: string) =>
    textAt((await client.get(`/v1/channels/${id}`)).body, 'shown', 'hash')
  return {
    account: await channel('account'),
    product: await channel('product'),
    forum: await channel('forum'),
    recording: textAt((await client.get('/v1/notices/recording')).body, 'hash'),
  }
}

/** Takes one person through sign-up, a purchase and a forum post; undefined for one who was refused an account. */
export async function join(
  client: Client,
  shown: Shown,
  person: Person,
  tally: Tally,
): Promise<Member | undefined> {
  const { controller, number } = person
  const signUp = await client.post(
    '/v1/channels/account',
    { controller, shown: shown.account, data: person.account, choices: person.choices },
    { idempotencyKey: `demo-${number}-account` },
  )
  tally.collected('account', signUp)
  const subject = textAt(signUp.body, 'subject')
  const session = textAt(signUp.body, 'session', 'token')
  if (signUp.status !== 201) return undefined
  const records: Record<string, string> = { account: textAt(signUp.body, 'record') }
  const purchase = await buy(client, shown, person, session)
  if (purchase !== undefined) tally.collected('product', purchase)
  const post = await write(client, shown, person, session)
  if (post !== undefined) tally.collected('forum', post)
  if (purchase?.status === 201) records['product'] = textAt(purchase.body, 'record')
  if (post?.status === 201) records['forum'] = textAt(post.body, 'record')
  return { person, subject, session, records }
}

async function buy(client: Client, shown: Shown, { number, purchase }: Person, session: string) {
  if (purchase === undefined) return undefined
  const { controller, data, toldOfRecording } = purchase
  if (data['recording'] !== undefined && toldOfRecording) {
    const notice = { controller, notice: 'recording', shown: shown.recording }
    await client.post('/v1/notices', notice, { session })
  }
  return client.post(
    '/v1/channels/product',
    { controller, shown: shown.product, data },
    { session, idempotencyKey: `demo-${number}-product` },
  )
}

async function write(
  client: Client,
  shown: Shown,
  { controller, number, post }: Person,
  session: string,
) {
  if (post === undefined) return undefined
  return client.post(
    '/v1/channels/forum',
    { controller, shown: shown.forum, data: post },
    { session, idempotencyKey: `demo-${number}-forum` },
  )
}

/** Withdraws what the person wants to withdraw, and answers whether it was done. */
export async function leave(client: Client, { person, session }: Member): Promise<boolean> {
  if (person.withdraws === undefined) return false
  const withdrawn = await client.post(
    '/v1/withdrawals',
    { purposes: person.withdraws, controllers: [person.controller] },
    { session, idempotencyKey: `demo-${person.number}-withdrawal` },
  )
  return withdrawn.status < 300 && at(withdrawn.body, 'receipt') !== undefined
}
