/**
 * What keeps each clause: one line or rule of the program which, taken away, must fail the clause's test.
 * `npm run clauses -- --mutate` does so in a copy, clause by clause.
 * @module
 */

/** One change of one file: `find` stands in it exactly once and becomes `replace`. */
export interface Mutation {
  readonly file: string
  readonly find: string
  readonly replace: string
}

const aster = 'policies/aster'
const core = 'packages/core/policy'
const engine = 'packages/server/src/engine'
const compile = 'packages/server/src/store/compile'

/** By clause; every clause that is kept has at least one. */
export const mutations: Readonly<Record<string, readonly Mutation[]>> = {
  'PRE.1': [
    {
      file: `${core}/fold.ts`,
      find: 'inOrder(events.filter((each) => each.controller === controller))',
      replace: 'inOrder(events)',
    },
    {
      file: `${engine}/withdraw.ts`,
      find: "    controllers === 'all'\n      ? ",
      replace: '    controllers.length > 0\n      ? ',
    },
  ],
  'PRE.2': [
    {
      file: `${core}/render/notice.ts`,
      find: '    ...recipientBlocks(writing),\n',
      replace: '',
    },
    {
      file: `${engine}/collect/submission.ts`,
      find: "if (!offered.includes(purpose)) return undeclared(policy, 'choice', '/choices')",
      replace: 'if (!offered.includes(purpose)) continue',
    },
  ],
  'PRE.3': [
    {
      file: `${core}/decision/story.ts`,
      find: 'if (isDeemed(purpose) && holds(evident, purpose)) act(purpose, permitted)',
      replace: 'if (holds(compiled.recordMask(event.channel), purpose)) act(purpose, permitted)',
    },
    {
      file: `${core}/check/lint/consent.ts`,
      find: '...bundled(policy), ',
      replace: '',
    },
  ],
  '2': [
    {
      file: `${compile}/tables.ts`,
      find: "column('source', 'text'),",
      replace: "column('source', 'text', ''),",
    },
    {
      file: `${compile}/tables.ts`,
      find: "'FOREIGN KEY (version, channel, source) REFERENCES troth.provenance(version, channel, source)'",
      replace: "'FOREIGN KEY (version) REFERENCES troth.version(version)'",
    },
  ],
  '2.1.1': [
    {
      file: `${engine}/collect/submission.ts`,
      find: 'if ([...given.keys()].some((name) => !Object.hasOwn(rule.fields, name))) {',
      replace: 'if (given.size > 1_000) {',
    },
    {
      file: `${engine}/collect/form.ts`,
      find: 'return rule?.open ? rule : undefined',
      replace: 'return rule',
    },
  ],
  '2.1.1(a)': [
    {
      file: `${engine}/collect/age.ts`,
      find: 'return child ? underAge(policy) : done(date)',
      replace: 'return done(date)',
    },
    {
      file: `${aster}/4-children.ts`,
      find: 'under: 13,',
      replace: 'under: 12,',
    },
    {
      file: `${core}/decision/story.ts`,
      find: "if (purpose.basis === 'express') return noConsent",
      replace: "if (purpose.basis === 'express') return permitted",
    },
  ],
  '2.1.3.i': [
    {
      file: `${engine}/collect/submission.ts`,
      find: 'if (ask.required) problems.push(',
      replace: 'problems.push(',
    },
  ],
  '2.1.3.ii': [
    {
      file: `${core}/parse/rule-shapes.ts`,
      find: '{ required: oneOf(true), ifMissing: prose },\n    shownAtField,',
      replace: '{ required: oneOf(true) },\n    { ...shownAtField, ifMissing: prose },',
    },
    {
      file: `${core}/rules/collection.ts`,
      find: '{ readonly required: true; readonly ifMissing: string }',
      replace: '{ readonly required: true; readonly ifMissing?: string }',
    },
    {
      file: `${engine}/collect/form.ts`,
      find: '          ...(ask.required && { ifMissing: ask.ifMissing }),\n',
      replace: '',
    },
  ],
  '3.1': [
    {
      file: `${engine}/use/question.ts`,
      find: 'const purpose: unknown = Reflect.get(Object(body), ',
      replace: "const purpose: unknown = 'account' ?? Reflect.get(Object(body), ",
    },
    {
      file: `${aster}/3-use/marketing.ts`,
      find: "uses: ['contact.phone', 'preference', 'segment', 'dnc'],\n    consentLasts: 'P24M',\n    onWithdrawal:\n      'You will no longer get news and offers from us by text message.",
      replace:
        "uses: ['contact.phone', 'contact.name', 'preference', 'segment', 'dnc'],\n    consentLasts: 'P24M',\n    onWithdrawal:\n      'You will no longer get news and offers from us by text message.",
    },
  ],
  '3.1.1(a)': [
    {
      file: `${aster}/3-use/serving-you.ts`,
      find: "uses: ['contact.name', 'contact.phone', 'contact.post', 'order', 'product'],",
      replace:
        "uses: ['contact.name', 'contact.phone', 'contact.post', 'order', 'product'],\n    needs: ['marketing.email'],",
    },
    {
      file: `${compile}/grants.ts`,
      find: "columnRight('SELECT', [...sharedColumns, ...fields]),",
      replace: "'SELECT',",
    },
  ],
  '3.1.3(e).iii': [
    {
      file: `${aster}/3-use/prohibitions.ts`,
      find: "...selling, ...profiling, 'training', 'improve', 'survey',",
      replace: "...selling, 'training', 'improve', 'survey',",
    },
    {
      file: `${compile}/grants.ts`,
      find: "columnRight('SELECT', [...sharedColumns, ...fields]),",
      replace: "'SELECT',",
    },
  ],
  '10.2.i': [
    {
      file: `${core}/decision/standing.ts`,
      find: 'if (purpose.needs.every((word, n) => (word & ~(own[n] ?? 0)) === 0)) continue',
      replace: 'if (purpose.needs.length > 0) continue',
    },
    {
      file: `${engine}/consequences.ts`,
      find: 'all.filter((purpose) => holds(before, purpose) && !holds(after, purpose))',
      replace: 'all.filter((purpose) => holds(before, purpose) && covered(purpose.id))',
    },
  ],
}

/** Clauses that no software can keep, each with the reason. */
export const exempt: Readonly<Record<string, string>> = {}
