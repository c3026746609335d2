interface Meaning {
  readonly severity: 'error' | 'guidance'
  readonly authority: 'statute' | 'guidance' | 'company' | 'structure'
  readonly source: string
}

const statute = (source: string): Meaning => ({ severity: 'error', authority: 'statute', source })
const guideline = (source: string): Meaning => ({
  severity: 'guidance',
  authority: 'guidance',
  source,
})
const structure = (source: string): Meaning => ({
  severity: 'error',
  authority: 'structure',
  source,
})

/** Every finding there is, whose rule it rests on, and where that rule stands. A statutory one cannot be waived. */
export const codes = {
  'B-CLAUSE-MISSING': structure('a declared clause stands in the notice'),
  'B-CLAUSE-UNDECLARED': structure('a clause of the notice is declared'),
  'B-CLAUSE-TWICE': structure('a clause stands once in the notice'),
  'B-CLAUSE-ORDER': structure('clauses stand in the order in which they are declared'),
  'B-CLAUSE-UNBOUND': structure('a clause has a rule that keeps it or a reason why none does'),
  'B-CLAUSE-BOTH': structure('a clause that rules keep needs no reason why none does'),
  'B-RULE-UNBOUND': structure('a rule cites a clause that exists'),
  'B-WAIVER': structure('a waiver names a finding of guidance that occurs'),

  'W-BUNDLED': statute('PDPA s14(2)-(3)'),
  'W-SILENT-CHANGE': statute('PDPA s20(1)(b); KC 14.21'),
  'W-XFER-DEEMED': statute('PDPR reg 10(2)-(3)'),
  'W-XFER-OPEN': statute('PDPA s26; PDPR reg 10'),
  'W-CATCHALL': statute('PDPA s18; KC 13.4'),
  'W-MKT-OPTOUT': statute('PDPA s14, s43; PDPR reg 13; KC 12.27, 12.59, 12.77'),
  'W-RECIPIENTS': guideline('KC 14.16(c), 15.15'),
  'W-COOKIE-ID': statute('PDPA s2(1)'),
  'W-COOKIE-BROWSER': statute('PDPA s14'),
  'W-30D-ALL': statute('PDPA s16, s47(3); KC 12.41'),
  'W-OBJECT': { severity: 'guidance', authority: 'company', source: 'no PDPA right to object' },
  'W-RETENTION-EMPTY': statute('PDPA s25'),
  'W-CHECKOUT': statute('PDPA s20(1)(a)'),
  'W-THIRD-PERSON': guideline('KC 12.33-34'),
  'W-CHILD-ADULT': guideline("PDPC children's guidelines 2024"),
  // Guidance that nobody may set aside: the regulator has named the day by which it must cease.
  'W-NRIC': { severity: 'error', authority: 'guidance', source: 'NRIC guidelines 1.1' },
  'W-LI-UNPUBLISHED': statute('First Schedule Part 3; PDPR reg 15'),
  'W-BREACH-ABSENT': statute('PDPA s26C-26D'),

  'L-CLOCK-LOOSE': statute('PDPA s22A, s26D, s43-44, s47; PDPR reg 5, 8'),
  'L-CLOCK-SLOW': guideline('KC 12.41; breach guide p22'),
  'L-TRANSFER-COUNTRY': statute('PDPA s26'),
  'L-TRANSFER-BARE': statute('PDPR reg 10'),
  'L-INSTRUMENT-COUNTRIES': statute('PDPR reg 11(2); KC 19.9'),
  'L-INSTRUMENT-PRP': statute('PDPR reg 12'),
  'L-INSTRUMENT-BCR': statute('PDPR reg 11(3)-(4)'),
  'L-INSTRUMENT-ENDED': statute('PDPR reg 10'),
  'L-PROCESSOR-CONTRACT': statute('PDPA s4(2)'),
  'L-PROCESSOR-OWN-USE': statute('PDPA s4(2), s13; KC 6.25'),
  'L-ASSESSMENT': statute('PDPA s15A; PDPR reg 14'),
  'L-TRACKER-BASIS': statute('PDPA s13-14'),
  'L-DETERMINATION-ENDED': guideline('KC 14.21'),
} as const satisfies Record<string, Meaning>

/** The name of a finding. */
export type Code = keyof typeof codes

/** Whether a text is the name of a finding. */
export function isCode(text: string): text is Code {
  return Object.hasOwn(codes, text)
}
