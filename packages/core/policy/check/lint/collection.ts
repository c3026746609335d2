import type { ChannelRule, PolicyDocument } from '../../rules.ts'
import { finding, type Finding } from '../finding.ts'

/** How data comes in, how the policy changes under it, and how people prove who they are. */
export function aboutCollection(policy: PolicyDocument): readonly Finding[] {
  return [
    ...undeclared(policy),
    ...silentChange(policy),
    ...othersData(policy),
    ...checkout(policy),
    ...identity(policy),
    ...young(policy),
  ]
}

/** Data sent "for any other reason" has no purpose until somebody gives it one (§2.1.1(i)). */
function undeclared({ collection }: PolicyDocument): readonly Finding[] {
  if (collection.undeclared === 'refused') return []
  return [
    finding('W-CATCHALL', {
      clause: collection.clauses[0],
      rule: 'collection',
      message: 'data that no channel declares is kept',
      cure: 'set `collection.undeclared` to `refused` and declare a channel with its purposes',
    }),
  ]
}

/** A change that nobody hears of cannot reach data already given (PRE.4). */
function silentChange({ amendment }: PolicyDocument): readonly Finding[] {
  if (amendment.announced && amendment.oldData !== 'at-once') return []
  const how = amendment.announced ? 'reaches old data at once' : 'comes without notice'
  return [
    finding('W-SILENT-CHANGE', {
      clause: amendment.clauses[0],
      rule: 'amendment',
      message: `a change of the policy ${how}`,
      cure: 'announce changes, and let old data wait for a determination or fresh consent',
    }),
  ]
}

/** Sending somebody's data is no evidence that they agreed (§2.1.4). */
function othersData({ channels }: PolicyDocument): readonly Finding[] {
  return Object.entries(channels)
    .filter(([, { othersData }]) => othersData?.assurance === 'assumed')
    .map(([id, { clauses }]) =>
      finding('W-THIRD-PERSON', {
        clause: clauses[0],
        rule: `channels.${id}`,
        message: `\`${id}\` takes another person's data on the word that sending it implies`,
        cure: 'set `othersData.assurance` to the assurance that is asked for and kept',
      }),
    )
}

/** What is typed is collected when it is taken, not when the form is sent (§3.1.1(f)). */
function checkout(policy: PolicyDocument): readonly Finding[] {
  return Object.entries(policy.channels)
    .filter(([, channel]) => channel.capture === 'while-typing')
    .flatMap(([id, channel]) => {
      const about = { clause: channel.clauses[0], rule: `channels.${id}` }
      const bare = Object.entries(channel.fields).filter(
        ([, ask]) => ask?.noticeBefore === undefined,
      )
      const early = finding('W-CHECKOUT', {
        ...about,
        message: `\`${id}\` takes ${bare.map(([name]) => `\`${name}\``).join(', ')} while it is typed, without a notice before`,
        cure: 'give each field `noticeBefore`, or set `capture` to `on-submit`',
      })
      const selling = finding('W-CHECKOUT', {
        ...about,
        message: `\`${id}\` takes what is typed for messages that sell`,
        cure: 'leave purposes with `marketing` out of this channel',
      })
      return [...(bare.length > 0 ? [early] : []), ...(sells(policy, channel) ? [selling] : [])]
    })
}

function sells({ purposes }: PolicyDocument, channel: ChannelRule): boolean {
  const served = [...channel.purposes, ...(channel.choices ?? [])]
  return served.some((id) => purposes[id]?.marketing !== undefined)
}

/** A number that many others hold a copy of proves nothing (§3.1.1(e)). */
function identity({ identityFactors }: PolicyDocument): readonly Finding[] {
  const { accepted, clauses } = identityFactors
  const national = accepted.includes('national-id')
  if (!national && accepted.length > 0) return []
  return [
    finding('W-NRIC', {
      clause: clauses[0],
      rule: 'identityFactors',
      message: national
        ? 'a national id number is accepted as proof of identity'
        : 'nothing says what is accepted as proof of identity',
      cure: 'accept sign-in, one-time codes or recent orders, and no national id number',
    }),
  ]
}

/** People of 13 to 17 may decide alone only with words they understand (§4). */
function young({ children }: PolicyDocument): readonly Finding[] {
  const adult = 18
  if (children.young.until >= adult && children.young.notice !== undefined) return []
  const message =
    children.young.until < adult
      ? `nothing is said for people from ${children.young.until} to ${adult - 1} years of age`
      : `people under ${adult} are given no notice in plain words`
  return [
    finding('W-CHILD-ADULT', {
      clause: children.clauses[0],
      rule: 'children',
      message,
      cure: `set \`young.until\` to ${adult} and \`young.notice\` to a notice in plain words`,
    }),
  ]
}
