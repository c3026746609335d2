import type { Receipt } from '@troth/core/ledger'
import { membersOf, textMember, wrong } from './body.ts'
import { openChannel } from './collect/form.ts'
import { readChoices, readShown } from './collect/submission.ts'
import { type ConsentReceipt, receiptsOf } from './consent-receipt.ts'
import type { Context } from './context.ts'
import { type Outcome, done } from './outcome.ts'
import { type Draft, record } from './person.ts'
import { undeclared } from './refusals.ts'
import { openSessionPerson } from './session.ts'
import { type Request, takeTurn, writeLeaf } from './turn.ts'

/** Choices that were recorded, each with its receipt. */
export interface Consented {
  readonly consents: readonly ConsentReceipt[]
  readonly receipt: Receipt
}

/**
 * Records what the session's own person chose: yes or no to optional purposes that a channel offers, by the words shown
 * there now, to one controller. Nobody chooses for another, or at another time: the body has no place for either.
 *
 * @example
 * await consent(context, { caller, session,
 *   body: { controller: 'singapore', channel: 'account', shown, choices: { 'marketing.email': true } } }, now)
 */
export async function consent(
  context: Context,
  request: Request,
  now: Date,
): Promise<Outcome<Consented>> {
  const { document } = context.policy
  const clause = document.conduct.clauses[0] ?? ''
  const turn = { verb: 'consent', scope: 'consent', clause, about: {} } as const
  return takeTurn(context, turn, request, now, async (tx) => {
    const chosen = readBody(context, request.body)
    if (!chosen.ok) return chosen
    const visitor = await openSessionPerson(tx, context, request.session, now)
    if (!visitor.ok) return visitor
    const { person } = visitor.value
    const { choices, ...common } = chosen.value
    const actor = request.caller.keyId
    const drafts = Object.entries(choices).map(([purpose, yes]): Draft => ({
      controller: common.controller,
      channel: common.channel,
      shown_hash: common.shown,
      actor,
      kind: 'consent',
      purposes: [purpose],
      choice: yes ? 'given' : 'refused',
    }))
    const { added } = await record(tx, context, person, drafts)
    const receipt = await writeLeaf(tx, context, 'consent', person.subject, person.at, {
      verb: 'consent',
      caller: actor,
      subject: person.subject,
      ...common,
      choices,
    })
    return done({ consents: receiptsOf(context, added, receipt), receipt })
  })
}

interface Chosen {
  readonly controller: string
  readonly channel: string
  readonly shown: string
  readonly choices: Readonly<Record<string, boolean>>
}

function readBody({ policy }: Context, body: unknown): Outcome<Chosen> {
  const { document } = policy
  const members = membersOf(body, ['controller', 'channel', 'shown', 'choices'])
  if (!members.ok) return members
  const channel = textMember(members.value, 'channel')
  if (!channel.ok) return channel
  const rule = openChannel(document, channel.value)
  if (!rule) return undeclared(document, 'channel', '/channel')
  const controller = textMember(members.value, 'controller')
  if (!controller.ok) return controller
  if (!rule.controllers.includes(controller.value)) {
    return undeclared(document, 'controller', '/controller')
  }
  const shown = readShown(document, channel.value, members.value)
  if (!shown.ok) return shown
  const express = (rule.choices ?? []).filter(
    (purpose) => document.purposes[purpose]?.basis === 'express',
  )
  const choices = readChoices(document, express, members.value.get('choices'))
  if (!choices.ok) return choices
  if (Object.keys(choices.value).length === 0) return wrong('choices', 'at least one purpose')
  return done({
    controller: controller.value,
    channel: channel.value,
    shown: shown.value,
    choices: choices.value,
  })
}
