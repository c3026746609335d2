import type { Problem } from '../problem.ts'
import type { Sections } from './sections.ts'

/** Contracts and instruments that end before they begin. */
export function terms({ recipients = {} }: Sections): readonly Problem[] {
  return Object.entries(recipients).flatMap(([id, { parties }]) =>
    parties.flatMap(({ contract, instruments }, at) => {
      const path = `/recipients/${id}/parties/${at}`
      const dated = instruments.flatMap((instrument, n) => {
        const until = 'until' in instrument ? instrument.until : undefined
        const from = 'from' in instrument ? instrument.from : undefined
        return ends(`${path}/instruments/${n}/until`, from, until)
      })
      return [...ends(`${path}/contract/until`, contract?.from, contract?.until), ...dated]
    }),
  )
}

function ends(
  path: string,
  from: string | undefined,
  until: string | undefined,
): readonly Problem[] {
  if (from === undefined || until === undefined || from <= until) return []
  return [{ path, message: `\`${until}\` is before \`${from}\`; put the later date here` }]
}

/** The band of the young lies above the age at which a parent decides (§4). */
export function youngBand({ children }: Sections): readonly Problem[] {
  if (children === undefined || children.young.until >= children.under) return []
  const message = `is below ${children.under}, the age under which a parent decides; set it to that age or more`
  return [{ path: '/children/young/until', message }]
}

/** A purpose is not related to itself. */
export function determinations({ determinations: table = {} }: Sections): readonly Problem[] {
  return Object.entries(table)
    .filter(([, { purpose, parent }]) => purpose === parent)
    .map(([id]) => ({
      path: `/determinations/${id}/parent`,
      message: 'is the purpose itself; name the declared purpose it is related to',
    }))
}
