import { forms } from './forms.ts'
import { flag, id, integer, list, oneOf, record, table, text, union } from './shape.ts'

const prose = text(forms.prose)
const date = text(forms.date)
const country = text(forms.country)
const countries = list(country)
const citation = { clauses: list(id('clause'), 1) }
const purposes = list(id('purpose'))
const categories = list(id('category'))

export const controllerShape = record(
  'A company that decides why data is used, with its data protection officer.',
  {
    ...citation,
    name: prose,
    country,
    officer: record(
      'How to reach the data protection officer.',
      { email: text(forms.email), post: prose },
      { phone: prose },
    ),
  },
  {},
)

export const categoryShape = record(
  'A kind of personal data.',
  { label: prose, dpv: list(text(forms.term)), fideslang: text(forms.key) },
  { sensitive: flag, freeform: flag },
)

export const purposeShape = record(
  'A reason to use data, and why it is lawful.',
  {
    ...citation,
    label: prose,
    basis: oneOf(
      'express',
      'deemed:conduct',
      'deemed:contract',
      'deemed:notification',
      'exception:vital',
      'exception:public',
      'exception:legitimate-interests',
      'exception:business-asset',
      'exception:business-improvement',
      'exception:research',
      'law',
    ),
    uses: categories,
    onWithdrawal: prose,
    dpv: list(text(forms.term)),
  },
  {
    needs: purposes,
    marketing: oneOf('post', 'email', 'phone', 'sms', 'social', 'im'),
    automated: flag,
    minimumAge: integer(1, 120),
    barredRegions: countries,
    consentLasts: text(forms.duration),
    assessment: record(
      'The assessment that an exception stands on.',
      { reference: prose, reviewed: date, summary: prose },
      {},
    ),
    law: prose,
  },
)

export const prohibitionShape = record(
  'Data that named purposes never get, whatever anyone consents to.',
  {
    ...citation,
    categories: list(id('category'), 1),
    purposes: list(id('purpose'), 1),
    reason: prose,
  },
  {},
)

export const noticeShape = record(
  'Words that a person must be given before something happens.',
  { ...citation, text: prose },
  {},
)

export const datasetShape = record(
  'Where data lies: one table, one column a field.',
  {
    ...citation,
    label: prose,
    fields: table(
      forms.column,
      record(
        'One column.',
        {
          label: prose,
          category: id('category'),
          type: oneOf('text', 'date', 'integer', 'boolean', 'timestamp', 'text[]'),
          keep: oneOf('open', 'sealed'),
        },
        { identifies: oneOf('email', 'phone') },
      ),
      1,
    ),
  },
  {},
)

const shownAtField = {
  warning: prose,
  noticeBefore: id('notice'),
  maxLength: integer(1, 100_000),
}

const askShape = union(
  'required',
  record(
    'A field that must be filled in, with what happens otherwise.',
    { required: oneOf(true), ifMissing: prose },
    shownAtField,
  ),
  record('A field that may be left out.', { required: oneOf(false) }, shownAtField),
)

export const channelShape = record(
  'A declared way in for data that people give us.',
  {
    ...citation,
    label: prose,
    open: flag,
    controllers: list(id('controller'), 1),
    person: oneOf('new', 'known'),
    purposes: list(id('purpose'), 1),
    ageGate: union(
      'from',
      record(
        'Age known from a birth date asked here.',
        { from: oneOf('field'), field: text(forms.column) },
        {},
      ),
      record('Age known since sign-up.', { from: oneOf('sign-up') }, {}),
      record('No age needed, for this reason.', { from: oneOf('none'), reason: prose }, {}),
    ),
    into: id('dataset'),
    fields: table('field', askShape),
  },
  {
    choices: purposes,
    othersData: record(
      'How data about somebody else given here is vouched for.',
      { assurance: oneOf('undertaking', 'written', 'noted', 'copy', 'assumed'), text: prose },
      {},
    ),
    capture: oneOf('on-submit', 'while-typing'),
  },
)

export const sourceShape = record(
  'Where data about people comes from other than from them.',
  {
    ...citation,
    label: prose,
    kind: oneOf('public', 'third-party', 'group', 'social', 'observed'),
    open: flag,
    categories: list(id('category'), 1),
    purposes: list(id('purpose'), 1),
    assurance: prose,
    countries,
  },
  {},
)
