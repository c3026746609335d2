import type { InstrumentRule, PartyRule, PolicyDocument, RecipientRule } from '../../rules.ts'
import { finding, type Finding } from '../finding.ts'
import { clauseOn } from '../prose.ts'

/** Who receives data, in which country, and what makes that lawful (§6). */
export function aboutTransfers(policy: PolicyDocument, notice: string): readonly Finding[] {
  return [
    ...mechanisms(policy, notice),
    ...Object.entries(policy.recipients).flatMap(([id, recipient]) => [
      ...unnamed(id, recipient),
      ...recipient.parties.flatMap((party, at) => {
        const about = { clause: recipient.clauses[0], rule: `recipients.${id}.parties.${at}` }
        return [
          ...contract(about, recipient, party, policy),
          ...destinations(about, party, policy),
          ...party.instruments.flatMap((one) => instrument(about, recipient, party, one, policy)),
        ]
      }),
    ]),
  ]
}

interface About {
  readonly clause: string | undefined
  readonly rule: string
}

/** Neither using a service nor an open list of countries makes a transfer lawful (§6.2). */
function mechanisms({ transfers }: PolicyDocument, notice: string): readonly Finding[] {
  const deemed = finding('W-XFER-DEEMED', {
    clause: clauseOn(/\bconsent/i, transfers.clauses, notice),
    rule: 'transfers',
    message: 'using the services is taken as consent to sending data abroad',
    cure: 'set `consentDeemed` to false and give each recipient an instrument',
  })
  const open = finding('W-XFER-OPEN', {
    clause: clauseOn(/\bcountr/i, transfers.clauses, notice),
    rule: 'transfers',
    message: 'the countries named are examples of where data may go',
    cure: 'set `openEnded` to false and list every country',
  })
  return [...(transfers.consentDeemed ? [deemed] : []), ...(transfers.openEnded ? [open] : [])]
}

/** Access must name each receiver, so the register knows them before data goes (§6.1). */
function unnamed(
  id: string,
  { role, parties, namedPerCase, clauses }: RecipientRule,
): readonly Finding[] {
  const perCase = role === 'authority' || role === 'chosen-by-subject' || namedPerCase !== undefined
  if (parties.length > 0 || perCase) return []
  return [
    finding('W-RECIPIENTS', {
      clause: clauses[0],
      rule: `recipients.${id}`,
      message: `\`${id}\` is a kind of receiver without a single name`,
      cure: 'list its `parties` by name, or say under `namedPerCase` when each is entered',
    }),
  ]
}

function contract(
  about: About,
  { role }: RecipientRule,
  party: PartyRule,
  { effective }: PolicyDocument,
): readonly Finding[] {
  if (role !== 'intermediary') return []
  if (party.contract === undefined) {
    return [
      finding('L-PROCESSOR-CONTRACT', {
        ...about,
        message: `\`${party.name}\` works for us without a written contract`,
        cure: 'add `contract`, or give the recipient the role `organisation`',
      }),
    ]
  }
  const ownUse = finding('L-PROCESSOR-OWN-USE', {
    ...about,
    message: `\`${party.name}\` may use the data for itself, so it is no intermediary`,
    cure: 'forbid own use in the contract, or give the recipient the role `organisation`',
  })
  const ended = finding('L-PROCESSOR-CONTRACT', {
    ...about,
    message: `the contract with \`${party.name}\` ended on ${party.contract.until}`,
    cure: 'renew it or remove the party',
  })
  return [
    ...(party.contract.ownUse ? [ownUse] : []),
    ...(party.contract.until < effective ? [ended] : []),
  ]
}

/** Each country of a receiver is on the list, and an instrument covers it (§6.2.i, §6.2.ii). */
function destinations(about: About, party: PartyRule, policy: PolicyDocument): readonly Finding[] {
  const abroad = party.countries.filter((country) => country !== policy.jurisdiction)
  return abroad.flatMap((country) => {
    if (!policy.transfers.countries.includes(country)) {
      return finding('L-TRANSFER-COUNTRY', {
        ...about,
        message: `\`${party.name}\` receives data in ${country}, which the policy does not list`,
        cure: 'add the country to `transfers.countries` and to the notice, or remove it here',
      })
    }
    if (party.instruments.some(({ countries }) => countries.includes(country))) return []
    return finding('L-TRANSFER-BARE', {
      ...about,
      message: `\`${party.name}\` receives data in ${country} and no instrument covers that country`,
      cure: 'add an instrument that names it',
    })
  })
}

function instrument(
  about: About,
  { role }: RecipientRule,
  party: PartyRule,
  one: InstrumentRule,
  { effective }: PolicyDocument,
): readonly Finding[] {
  const found: Finding[] = []
  const here = { ...about, rule: `${about.rule}.instruments.${party.instruments.indexOf(one)}` }
  if (one.countries.length === 0) {
    found.push(
      finding('L-INSTRUMENT-COUNTRIES', {
        ...here,
        message: `the ${one.kind} with \`${party.name}\` names no country`,
        cure: 'list the countries it covers',
      }),
    )
  }
  if (one.kind === 'certification' && one.scheme.endsWith('PRP') && role !== 'intermediary') {
    found.push(
      finding('L-INSTRUMENT-PRP', {
        ...here,
        message: `${one.scheme} certifies intermediaries, and \`${party.name}\` is not one`,
        cure: 'use a CBPR certificate or another instrument',
      }),
    )
  }
  if (one.kind === 'bcr' && role !== 'group') {
    found.push(
      finding('L-INSTRUMENT-BCR', {
        ...here,
        message: `binding corporate rules hold inside a group, and \`${party.name}\` is outside it`,
        cure: 'use a contract or another instrument',
      }),
    )
  }
  if ('until' in one && one.until < effective) {
    found.push(
      finding('L-INSTRUMENT-ENDED', {
        ...here,
        message: `the ${one.kind} with \`${party.name}\` ended on ${one.until}, before this policy begins`,
        cure: 'renew it or remove the party',
      }),
    )
  }
  return found
}
