/**
 * Receipts in the shape of ISO/IEC TS 27560:2023: a consent record with its notice, processes, entities and event,
 * bound to the ledger's leaf and signed by the ledger's key over the canonical JSON of all but the signature.
 * @module
 */
import type { Receipt } from '@troth/core/ledger'
import { type PolicyDocument, canonicalJson } from '@troth/core/policy'
import type { EventRow } from '../store/people/events.ts'
import { newId } from '../store/new-id.ts'
import type { Context } from './context.ts'

/** State of a consent, as DPV names it. */
export type ConsentState = 'ConsentGiven' | 'ConsentRefused' | 'ConsentWithdrawn'

/** A signed consent receipt; `signature` covers the canonical JSON of the rest. */
export interface ConsentReceipt {
  readonly receipt: {
    readonly schema_version: 'https://w3id.org/dpv/schema/dpv-27560#receipt'
    readonly receipt_id: string
    readonly record_id: string
    readonly created: string
  }
  readonly record: {
    readonly schema_version: 'https://w3id.org/dpv/schema/dpv-27560#record'
    readonly record_id: string
    readonly pii_principal_id: string
    readonly notice: ConsentNotice
    readonly process: readonly ConsentProcess[]
    readonly entity: readonly ConsentEntity[]
    readonly event: readonly ConsentEvent[]
  }
  readonly ledger: Receipt
  readonly signature: string
}

/** The words a choice was made by: version and hash of the policy and its prose, hash of what was shown. */
export interface ConsentNotice {
  readonly version: number
  readonly policy: string
  readonly notice: string
  readonly shown?: string
  readonly channel?: string
  readonly language: string
  readonly address: string
}

/** One purpose, with what it uses and how to end it. */
export interface ConsentProcess {
  readonly purpose: string
  readonly label: string
  readonly dpv: readonly string[]
  readonly legal_basis: string
  readonly personal_data: readonly { readonly category: string; readonly dpv: readonly string[] }[]
  readonly storage_condition: readonly {
    readonly categories: readonly string[]
    readonly from: string
    readonly period: string
    readonly action: string
  }[]
  readonly controller: string
  readonly recipients: readonly string[]
  readonly withdrawal: string
  readonly on_withdrawal: string
  readonly jurisdiction: string
  readonly rights: readonly string[]
}

/** The controller of a record. */
export interface ConsentEntity {
  readonly id: string
  readonly name: string
  readonly role: 'controller'
  readonly contact: { readonly email: string; readonly phone?: string }
  readonly postal_address: string
}

/** What the person did. */
export interface ConsentEvent {
  readonly type: 'consent' | 'withdrawal'
  readonly state: ConsentState
  readonly time: string
  readonly duration?: string
  readonly entity: string
}

/** What a receipt is made of. */
export interface Choice {
  readonly record: string
  readonly subject: string
  readonly controller: string
  readonly purposes: readonly string[]
  readonly state: ConsentState
  readonly at: Date
  readonly channel?: string
  readonly shown?: string
}

/** Makes and signs the receipt of one choice, which the ledger's receipt says was recorded. */
export function consentReceipt(
  { policy, ledger }: Context,
  choice: Choice,
  recorded: Receipt,
): ConsentReceipt {
  const { document } = policy
  const content = {
    receipt: {
      schema_version: 'https://w3id.org/dpv/schema/dpv-27560#receipt',
      receipt_id: newId(choice.at),
      record_id: choice.record,
      created: choice.at.toISOString(),
    },
    record: {
      schema_version: 'https://w3id.org/dpv/schema/dpv-27560#record',
      record_id: choice.record,
      pii_principal_id: choice.subject,
      notice: {
        version: policy.version,
        policy: policy.hash,
        notice: policy.notice.hash,
        ...(choice.shown !== undefined && { shown: choice.shown }),
        ...(choice.channel !== undefined && { channel: choice.channel }),
        language: document.language,
        address: `/policy/versions/${policy.version}`,
      },
      process: choice.purposes.map((purpose) => processOf(document, choice.controller, purpose)),
      entity: [entityOf(document, choice.controller)],
      event: [eventOf(document, choice)],
    },
    ledger: recorded,
  } as const
  return { ...content, signature: ledger.sign(canonicalJson(content)) }
}

/** The receipts of the choices among recorded events, one for each. */
export function receiptsOf(
  context: Context,
  events: readonly EventRow[],
  recorded: Receipt,
): readonly ConsentReceipt[] {
  return events
    .filter(({ kind }) => kind === 'consent')
    .map((event) =>
      consentReceipt(
        context,
        {
          record: event.event_id,
          subject: event.subject_id,
          controller: event.controller,
          purposes: event.purposes ?? [],
          state: event.choice === 'given' ? 'ConsentGiven' : 'ConsentRefused',
          at: event.at,
          ...(event.channel !== null && { channel: event.channel }),
          ...(event.shown_hash !== null && { shown: event.shown_hash }),
        },
        recorded,
      ),
    )
}

function processOf(policy: PolicyDocument, controller: string, purpose: string): ConsentProcess {
  const rule = policy.purposes[purpose]
  return {
    purpose,
    label: rule?.label ?? purpose,
    dpv: rule?.dpv ?? [],
    legal_basis: rule?.basis ?? '',
    personal_data: (rule?.uses ?? []).map((category) => ({
      category,
      dpv: policy.categories[category]?.dpv ?? [],
    })),
    storage_condition: Object.values(policy.retention)
      .filter(({ purposes }) => purposes.includes(purpose))
      .map(({ categories, from, period, action }) => ({ categories, from, period, action })),
    controller,
    recipients: Object.entries(policy.recipients)
      .filter(([, { purposes }]) => purposes.includes(purpose))
      .map(([id]) => id),
    withdrawal: '/v1/withdrawals',
    on_withdrawal: rule?.onWithdrawal ?? '',
    jurisdiction: policy.jurisdiction,
    rights: Object.keys(policy.rights),
  }
}

function entityOf(policy: PolicyDocument, controller: string): ConsentEntity {
  const rule = policy.controllers[controller]
  const { email = '', post = '', phone } = rule?.officer ?? {}
  return {
    id: controller,
    name: rule?.name ?? controller,
    role: 'controller',
    contact: { email, ...(phone !== undefined && { phone }) },
    postal_address: post,
  }
}

function eventOf(policy: PolicyDocument, choice: Choice): ConsentEvent {
  const [purpose = ''] = choice.purposes
  const duration = policy.purposes[purpose]?.consentLasts
  return {
    type: choice.state === 'ConsentWithdrawn' ? 'withdrawal' : 'consent',
    state: choice.state,
    time: choice.at.toISOString(),
    ...(choice.state === 'ConsentGiven' && duration !== undefined && { duration }),
    entity: choice.subject,
  }
}
