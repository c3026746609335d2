/**
 * The numbered clauses of the notice, in its order. Every rule of this policy names the clauses it keeps.
 * @module
 */

// prettier-ignore
export const clauses = [
  // Before you begin
  'PRE.1', 'PRE.2', 'PRE.3', 'PRE.4', 'PRE.5',
  // 1. What counts as personal data
  '1.1',
  // 2. How we collect
  '2',
  '2.1.1', '2.1.1(a)', '2.1.1(b)', '2.1.1(c)', '2.1.1(d)', '2.1.1(e)', '2.1.1(f)', '2.1.1(g)',
  '2.1.1(h)', '2.1.1(i)', '2.1.2.i', '2.1.2.ii', '2.1.3.i', '2.1.3.ii', '2.1.3.iii', '2.1.4',
  // 2.2 What others give us
  '2.2.1', '2.2.1(a)', '2.2.1(b)', '2.2.1(c)', '2.2.1(d)', '2.2.1(e)',
  // 2.3 Social networks
  '2.3.1', '2.3.1(a).i', '2.3.1(a).ii', '2.3.1(b)', '2.3.1(c)', '2.3.1(d)',
  // 2.4 What our sites and products tell us
  '2.4.1', '2.4.1(a)', '2.4.1(b)', '2.4.1(c)', '2.4.1(d)', '2.4.1(e)', '2.4.1(f)', '2.4.1(g)',
  // 3. How we use it
  '3.1',
  '3.1.1(a)', '3.1.1(b)', '3.1.1(c)', '3.1.1(d)', '3.1.1(e)', '3.1.1(f).i', '3.1.1(f).ii',
  '3.1.2(a)', '3.1.2(b)', '3.1.2(c)',
  '3.1.3.i', '3.1.3.ii', '3.1.3(a)', '3.1.3(b)', '3.1.3(c).i', '3.1.3(c).ii', '3.1.3(c).iii',
  '3.1.3(d)', '3.1.3(e).i', '3.1.3(e).ii', '3.1.3(e).iii',
  '3.1.4(a)', '3.1.4(b)', '3.1.4(c).i', '3.1.4(c).ii',
  '3.1.5(a)', '3.1.5(b)', '3.1.5(c).i', '3.1.5(c).ii', '3.1.5(d)', '3.1.5(e)', '3.1.5(f).i',
  '3.1.5(f).ii', '3.1.5(g)',
  // 4. Children and young people
  '4.1.i', '4.1.ii',
  '4.2', '4.2(a)', '4.2(b)', '4.2(c)',
  // 5. Keeping and deleting
  '5.1.i', '5.1.ii', '5.1.iii',
  // 6. Who receives it
  '6.1', '6.1(a)', '6.1(b)', '6.1(c)', '6.1(d)', '6.1(e)', '6.1(f)', '6.1(g)',
  '6.2.i', '6.2.ii', '6.2.iii', '6.2.iv',
  // 7. How we protect it
  '7.1', '7.1(a)', '7.1(b)', '7.1(c)', '7.1(d)',
  '7.x',
  // 8. Cookies, beacons and scripts
  '8.1.i', '8.1.ii', '8.1.iii', '8.1.iv', '8.1.v',
  '8.2',
  '8.3.i', '8.3.ii',
  // 9. Your rights
  '9.1', '9.1(a)', '9.1(b)', '9.1(c).i', '9.1(c).ii', '9.1(d)',
  // 10. How to reach us
  '10.1.i', '10.1.ii',
  '10.2.i', '10.2.ii', '10.2.iii',
  // The cookie banner
  'FTR.1', 'FTR.2', 'FTR.3', 'FTR.4',
] as const

export type Clause = (typeof clauses)[number]
