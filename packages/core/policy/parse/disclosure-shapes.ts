import { forms } from './forms.ts'
import { flag, id, list, oneOf, record, text, union } from './shape.ts'

const prose = text(forms.prose)
const date = text(forms.date)
const countries = list(text(forms.country))
const term = { reference: prose, from: date, until: date }

const instrumentShape = union(
  'kind',
  record(
    'The law of the destination protects comparably (PDPR reg 11(1)(a)).',
    {
      kind: oneOf('law'),
      countries,
      law: prose,
      comparability: prose,
      reviewer: prose,
      reviewed: date,
    },
    {},
  ),
  record(
    'A legally enforceable agreement that names the countries (PDPR reg 11).',
    { kind: oneOf('contract', 'bcr', 'binding-other'), countries, ...term },
    {},
  ),
  record(
    'A certification of the receiver (PDPR reg 12).',
    {
      kind: oneOf('certification'),
      scheme: oneOf('APEC CBPR', 'Global CBPR', 'APEC PRP', 'Global PRP'),
      countries,
      checked: date,
      until: date,
    },
    {},
  ),
  record(
    'Consent after a written summary of the protection there (PDPR reg 10(2)(a)).',
    { kind: oneOf('consent'), countries, summaryShown: prose },
    {},
  ),
  record(
    'A special circumstance (PDPR reg 10(2)(b)-(e)).',
    {
      kind: oneOf('contract-necessity', 'vital', 'in-transit', 'public'),
      countries,
      reason: prose,
    },
    {},
  ),
)

const partyShape = record(
  'One named receiver of data.',
  { name: prose, countries: list(text(forms.country), 1), instruments: list(instrumentShape) },
  {
    contract: record('The written contract with the receiver.', { ...term, ownUse: flag }, {}),
  },
)

export const recipientShape = record(
  'Who receives data, and for what.',
  {
    clauses: list(id('clause'), 1),
    label: prose,
    role: oneOf('organisation', 'intermediary', 'group', 'authority', 'chosen-by-subject'),
    purposes: list(id('purpose')),
    categories: list(id('category')),
    parties: list(partyShape),
  },
  { namedPerCase: prose },
)
