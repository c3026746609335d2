/**
 * Run by `decide.ts` in a process of its own: a server has one policy, and the optimiser then makes its tables part of
 * the code. Writes what it measured as JSON.
 * @module
 */
import { measure } from '../support/measure.ts'
import { asterQuestions } from './questions.ts'

const { size, competitors } = asterQuestions()
console.log(JSON.stringify({ size, costs: measure(competitors) }))
