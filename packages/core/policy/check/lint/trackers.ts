import type { PolicyDocument } from '../../rules.ts'
import { finding, type Finding } from '../finding.ts'
import { clauseOn } from '../prose.ts'

/** Cookies, beacons and scripts (§8). */
export function aboutTrackers(policy: PolicyDocument, notice: string): readonly Finding[] {
  const { trackerControl, trackers, purposes } = policy
  const found: Finding[] = []
  if (!trackerControl.personalOnceLinked) {
    found.push(
      finding('W-COOKIE-ID', {
        clause: clauseOn(/\b(?:person|people|identif)/i, trackerControl.clauses, notice),
        rule: 'trackerControl',
        message: 'cookies are said not to identify people, also once they are linked to one',
        cure: 'set `personalOnceLinked` to true and treat linked data as personal',
      }),
    )
  }
  if (trackerControl.gate === 'browser-settings') {
    found.push(
      finding('W-COOKIE-BROWSER', {
        clause: clauseOn(/\bsettings?\b/i, trackerControl.clauses, notice),
        rule: 'trackerControl',
        message: 'optional cookies load until a person changes the settings of the browser',
        cure: 'set `gate` to `before-load`',
      }),
    )
  }
  for (const [id, tracker] of Object.entries(trackers)) {
    const basis = purposes[tracker.purpose]?.basis
    if (tracker.class === 'necessary' || basis === 'express') continue
    found.push(
      finding('L-TRACKER-BASIS', {
        clause: tracker.clauses[0],
        rule: `trackers.${id}`,
        message: `\`${id}\` is optional and its purpose \`${tracker.purpose}\` rests on \`${basis}\``,
        cure: 'give it a purpose that rests on `express`, or class it as `necessary`',
      }),
    )
  }
  return found
}
