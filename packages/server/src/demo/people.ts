import { type Chance, chanceOf } from './chance.ts'

/** What one fictional person does in the demonstration, decided before anything is sent. */
export interface Person {
  readonly number: number
  readonly controller: string
  readonly account: Readonly<Record<string, unknown>>
  /** Optional purposes and the answers given; purposes left out are not answered. */
  readonly choices: Readonly<Record<string, boolean>>
  readonly purchase: Purchase | undefined
  readonly post: Readonly<Record<string, unknown>> | undefined
  /** What is withdrawn at the end: some purposes, everything, or nothing. */
  readonly withdraws: readonly string[] | 'all' | undefined
}

/** A product that is registered, in the name of a company that may not be one of ours. */
export interface Purchase {
  readonly controller: string
  readonly data: Readonly<Record<string, unknown>>
  /** Whether the person was told of the recording before it was made. */
  readonly toldOfRecording: boolean
}

const controllers = ['asia_pacific', 'singapore', 'international'] as const
const given = [
  'Amir',
  'Bao',
  'Chitra',
  'Dewi',
  'Elena',
  'Farid',
  'Grace',
  'Hui',
  'Ines',
  'Jun',
] as const
const family = [
  'Anand',
  'Bakar',
  'Chua',
  'Das',
  'Ee',
  'Foo',
  'Goh',
  'Halim',
  'Ismail',
  'Joshi',
] as const
const products = ['Orbit camera', 'Halo headphones', 'Drift speaker', 'Vista screen'] as const
const forums = ['photography', 'sound', 'repairs', 'travel'] as const
const optional = [
  'personalise',
  'marketing.email',
  'marketing.sms',
  'marketing.phone',
  'marketing.post',
  'marketing.im',
  'ads',
  'checkout.help',
  'link',
  'authorised',
] as const
const day = 86_400_000

/**
 * The 300 people of the demonstration, the same at every run but for their birth dates, which follow the day of the
 * demonstration so that the twelve-year-olds stay twelve.
 */
export function demoPeople(now: Date): readonly Person[] {
  return Array.from({ length: 300 }, (_, number) => person(number, chanceOf(1_000 + number), now))
}

function person(number: number, chance: Chance, now: Date): Person {
  const controller = chance.pick(controllers)
  const answers = chance.happens(30) ? () => false : () => chance.happens(60)
  return {
    number,
    controller,
    account: accountOf(number, chance, now),
    choices: Object.fromEntries(
      optional.filter(() => chance.happens(85)).map((purpose) => [purpose, answers()]),
    ),
    purchase: chance.happens(70) ? purchaseOf(number, controller, chance, now) : undefined,
    post: chance.happens(55) ? postOf(chance) : undefined,
    withdraws: chance.happens(5) ? 'all' : chance.happens(20) ? withdrawal(chance) : undefined,
  }
}

function accountOf(number: number, chance: Chance, now: Date): Record<string, unknown> {
  const name = `${chance.pick(given)} ${chance.pick(family)}`
  const years = chance.happens(8) ? 12 : chance.happens(10) ? 15 : 18 + chance.whole(60)
  // Away from every birthday, so that the day of the demonstration changes no answer.
  const born = new Date(now.getTime() - years * 365.25 * day - (30 + chance.whole(300)) * day)
  const account: Record<string, unknown> = {
    name,
    email: `person.${number}@people.example`,
    born: born.toISOString().slice(0, 10),
  }
  if (chance.happens(40)) account['phone'] = `+6581${String(100_000 + number).padStart(6, '0')}`
  if (chance.happens(25)) account['interests'] = [chance.pick(forums)]
  if (chance.happens(4)) delete account['name']
  if (chance.happens(4)) account['favourite_colour'] = 'green'
  return account
}

function purchaseOf(number: number, controller: string, chance: Chance, now: Date): Purchase {
  const bought = new Date(now.getTime() - chance.whole(300) * day).toISOString().slice(0, 10)
  const data: Record<string, unknown> = {
    product: chance.pick(products),
    serial: `AE-${String(70_000 + number * 7)}`,
    bought_on: bought,
  }
  if (chance.happens(60)) data['place'] = 'Aster Shop, Orchard'
  if (chance.happens(25)) data['recording'] = `call-${number}`
  if (chance.happens(4)) delete data['serial']
  return {
    controller: chance.happens(6) ? 'aster_moon' : controller,
    data,
    toldOfRecording: chance.happens(70),
  }
}

function postOf(chance: Chance): Record<string, unknown> {
  const post: Record<string, unknown> = {
    forum: chance.pick(forums),
    title: 'A question about settings',
    body: 'Which setting do you use for pictures at dusk?',
  }
  if (chance.happens(6)) delete post['body']
  if (chance.happens(6)) post['mood'] = 'curious'
  return post
}

function withdrawal(chance: Chance): readonly string[] {
  return chance.happens(20) ? ['account'] : [chance.pick(optional)]
}
