import { recipientShape } from './disclosure-shapes.ts'
import { forms } from './forms.ts'
import {
  categoryShape,
  channelShape,
  controllerShape,
  datasetShape,
  noticeShape,
  prohibitionShape,
  purposeShape,
  sourceShape,
} from './rule-shapes.ts'
import { flag, id, integer, list, oneOf, record, table, text } from './shape.ts'

const prose = text(forms.prose)
const date = text(forms.date)
const citation = { clauses: list(id('clause'), 1) }
const purposes = list(id('purpose'))

const retentionShape = record(
  'How long one kind of data is kept and what happens then.',
  {
    ...citation,
    label: prose,
    categories: list(id('category'), 1),
    purposes: list(id('purpose'), 1),
    from: prose,
    period: text(forms.duration),
    action: oneOf('erase', 'de-link'),
    reason: prose,
  },
  {
    statutory: record(
      'A law that requires keeping longer, and the one purpose it is kept for.',
      { law: prose, period: text(forms.duration), lawPurpose: id('purpose') },
      {},
    ),
  },
)

const childrenShape = record(
  'From which age people decide alone, and what stays closed to the young.',
  {
    ...citation,
    under: integer(1, 25),
    timeZone: text(forms.zone),
    young: record(
      'The band above the gate: a plain-language notice and closed purposes.',
      { until: integer(1, 25), closed: purposes },
      { notice: id('notice') },
    ),
  },
  { underByRegion: table(forms.country, integer(1, 25)) },
)

const trackerShape = record(
  'A cookie, beacon, script or stored item on our pages.',
  {
    ...citation,
    label: prose,
    kind: oneOf('cookie', 'storage', 'beacon', 'script'),
    class: oneOf('necessary', 'function', 'analytics', 'third'),
    purpose: id('purpose'),
    setter: prose,
    hosts: list(text(forms.host), 1),
    lasts: text(forms.lifetime),
  },
  {},
)

const clockShape = record(
  'A time limit that we keep.',
  {
    ...citation,
    label: prose,
    days: integer(1, 3660),
    counted: oneOf('calendar', 'business'),
    authority: oneOf('statute', 'guidance', 'company'),
  },
  {
    keeps: oneOf(
      'access',
      'correction',
      'refused-copy',
      'withdrawal',
      'dnc-result',
      'dnc-opt-out',
      'message-contact',
      'breach-assessment',
      'breach-commission',
    ),
    source: prose,
  },
)

const rightShape = record(
  'What a person may ask of us.',
  {
    ...citation,
    label: prose,
    kind: oneOf(
      'information',
      'access',
      'correction',
      'withdrawal',
      'objection',
      'transfers',
      'complaint',
    ),
    clock: id('clock'),
  },
  { stops: purposes },
)

const measureShape = record(
  'A safeguard with an owner and a review.',
  {
    ...citation,
    label: prose,
    kind: oneOf('technical', 'physical', 'organisational'),
    owner: prose,
    reviewed: date,
    reviewEvery: text(forms.duration),
  },
  {},
)

const toolShape = record(
  'A model or automated tool, always under declared purposes.',
  {
    ...citation,
    label: prose,
    purposes: list(id('purpose'), 1),
    categories: list(id('category')),
    provider: prose,
    country: text(forms.country),
    training: oneOf('never', 'with-consent'),
    humanReview: prose,
    barredRegions: list(text(forms.country)),
  },
  {},
)

const determinationShape = record(
  'A finding that a new purpose is reasonably related to a declared one.',
  {
    ...citation,
    purpose: id('purpose'),
    parent: id('purpose'),
    reasoning: prose,
    reviewer: prose,
    expires: date,
  },
  {},
)

/** The one description of a policy as plain data. */
export const policyShape = record(
  'A privacy policy in the Troth language: rules bound to the numbered clauses of a notice.',
  {
    troth: oneOf(1),
    name: prose,
    version: integer(1, 1_000_000),
    effective: date,
    jurisdiction: oneOf('SG'),
    language: text(forms.language),
    clauses: list(text(forms.clause), 1),
    narrative: table('clause', prose),
    controllers: table(forms.ident, controllerShape, 1),
    categories: table(forms.ident, categoryShape, 1),
    purposes: table(forms.ident, purposeShape, 1),
    prohibitions: table(forms.ident, prohibitionShape),
    conduct: record('What merely using the site agrees to.', { ...citation, covers: purposes }, {}),
    collection: record(
      'What happens to data that no channel declares.',
      { ...citation, undeclared: oneOf('refused', 'kept'), provenance: oneOf('required') },
      {},
    ),
    use: record(
      'What happens to a use that no purpose declares.',
      { ...citation, unlisted: oneOf('refused', 'related') },
      {},
    ),
    amendment: record(
      'How the policy changes.',
      { ...citation, oldData: oneOf('determination-or-consent', 'at-once'), announced: flag },
      {},
    ),
    notices: table(forms.ident, noticeShape),
    datasets: table(forms.column, datasetShape),
    channels: table(forms.ident, channelShape),
    sources: table(forms.ident, sourceShape),
    recipients: table(forms.ident, recipientShape),
    transfers: record(
      'The countries data may go to.',
      { ...citation, countries: list(text(forms.country)), consentDeemed: flag, openEnded: flag },
      {},
    ),
    retention: table(forms.ident, retentionShape),
    children: childrenShape,
    trackers: table(forms.ident, trackerShape),
    trackerControl: record(
      'How optional trackers are held back.',
      { ...citation, gate: oneOf('before-load', 'browser-settings'), personalOnceLinked: flag },
      {},
    ),
    rights: table(forms.ident, rightShape),
    clocks: table(forms.ident, clockShape),
    measures: table(forms.ident, measureShape),
    identityFactors: record(
      'Facts accepted as proof of identity.',
      {
        ...citation,
        accepted: list(oneOf('account-login', 'one-time-code', 'recent-order', 'national-id')),
      },
      {},
    ),
    statistics: record(
      'When figures are anonymous.',
      { ...citation, minimumCell: integer(1, 10_000) },
      {},
    ),
    tools: table(forms.ident, toolShape),
    determinations: table(forms.ident, determinationShape),
    waivers: table(forms.code, prose),
  },
  {},
)
