import type { ClockRule, Limit, PolicyDocument, RightRule } from '../../rules.ts'
import { finding, type Finding } from '../finding.ts'

interface LegalLimit {
  readonly days: number
  readonly counted: ClockRule['counted']
  /** `at-most`: a shorter time is tighter. `at-least`: a longer one is. */
  readonly bound: 'at-most' | 'at-least'
  readonly authority: 'statute' | 'guidance'
  readonly source: string
}

const calendar = { counted: 'calendar', bound: 'at-most', authority: 'statute' } as const

/** The figures of the law and of the regulator. */
const limits: Readonly<Record<Limit, LegalLimit>> = {
  access: { ...calendar, days: 30, source: 'PDPR reg 5' },
  correction: { ...calendar, days: 30, source: 'PDPR reg 5' },
  'refused-copy': { ...calendar, days: 30, bound: 'at-least', source: 'PDPA s22A, PDPR reg 8' },
  withdrawal: {
    days: 10,
    counted: 'business',
    bound: 'at-most',
    authority: 'guidance',
    source: 'KC 12.41',
  },
  'dnc-result': { ...calendar, days: 21, source: 'PDPA s43' },
  'dnc-opt-out': { ...calendar, days: 21, source: 'PDPA s47(3)' },
  'message-contact': { ...calendar, days: 30, bound: 'at-least', source: 'PDPA s44' },
  'breach-assessment': { ...calendar, days: 30, authority: 'guidance', source: 'breach guide p22' },
  'breach-commission': { ...calendar, days: 3, source: 'PDPA s26D(1)' },
}

/** Time limits: no looser than the law, one for each kind of request, and one for a breach. */
export function aboutClocks(policy: PolicyDocument): readonly Finding[] {
  return [...loose(policy), ...slowRights(policy), ...oneForAll(policy), ...noBreach(policy)]
}

function isLooser(clock: ClockRule, limit: LegalLimit): boolean {
  // So many calendar days are never longer than as many business days, and cannot be compared otherwise.
  if (limit.bound === 'at-least') {
    return clock.days < limit.days || (limit.counted === 'business' && clock.counted === 'calendar')
  }
  return clock.days > limit.days || (limit.counted === 'calendar' && clock.counted === 'business')
}

function loose({ clocks }: PolicyDocument): readonly Finding[] {
  return Object.entries(clocks).flatMap(([id, clock]) => {
    const limit = clock.keeps === undefined ? undefined : limits[clock.keeps]
    if (limit === undefined || !isLooser(clock, limit)) return []
    return tooLoose(`clocks.${id}`, clock, clock, limit)
  })
}

function tooLoose(
  rule: string,
  cited: Pick<RightRule, 'clauses'>,
  clock: ClockRule,
  limit: LegalLimit,
): Finding {
  const bound = limit.bound === 'at-most' ? 'at most' : 'at least'
  return finding(limit.authority === 'statute' ? 'L-CLOCK-LOOSE' : 'L-CLOCK-SLOW', {
    clause: cited.clauses[0],
    rule,
    message: `${clock.days} ${clock.counted} days is looser than ${limit.source} allows`,
    cure: `set it to ${bound} ${limit.days} ${limit.counted} days`,
  })
}

/** A right may name any clock, so the law's figure is held to whichever it names. */
function slowRights({ rights, clocks }: PolicyDocument): readonly Finding[] {
  return Object.entries(rights).flatMap(([id, right]) => {
    const clock = clocks[right.clock]
    if (right.kind !== 'access' && right.kind !== 'correction') return []
    if (clock === undefined || clock.keeps === right.kind || !isLooser(clock, limits[right.kind]))
      return []
    return tooLoose(`rights.${id}`, right, clock, limits[right.kind])
  })
}

/** One period for everything is too long for what must stop sooner (§10.1.ii). */
function oneForAll({ clocks }: PolicyDocument): readonly Finding[] {
  const kept = new Set(Object.values(clocks).map(({ keeps }) => keeps))
  const absent = (['withdrawal', 'dnc-opt-out'] as const).filter((limit) => !kept.has(limit))
  if (absent.length === 0) return []
  return [
    finding('W-30D-ALL', {
      clause: Object.values(clocks)[0]?.clauses[0],
      rule: 'clocks',
      message: `no clock keeps ${absent.map((limit) => `\`${limit}\``).join(' or ')}, which the law ends sooner than an answer is due`,
      cure: 'declare a clock for each, with `keeps`',
    }),
  ]
}

/** Every company that holds data must be able to report its loss in time (PDPA s26D). */
function noBreach({ clocks }: PolicyDocument): readonly Finding[] {
  if (Object.values(clocks).some(({ keeps }) => keeps === 'breach-commission')) return []
  return [
    finding('W-BREACH-ABSENT', {
      rule: 'clocks',
      message: 'nothing says when a data breach is reported',
      cure: 'declare a clock that keeps `breach-commission` and the clause that promises it',
    }),
  ]
}
