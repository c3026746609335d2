import type { AskRule, FieldRule, PolicyDocument } from '@troth/core/policy'

type Schema = Readonly<Record<string, unknown>>

/** JSON Schema (2020-12) of the body that a channel takes; nothing undeclared is allowed anywhere in it. */
export function bodySchema(policy: PolicyDocument, channel: string): Schema {
  const rule = policy.channels[channel]
  const dataset = rule && policy.datasets[rule.into]
  if (!rule || !dataset) return { not: {} }
  const asked = Object.entries(rule.fields).flatMap(([name, ask]) => {
    const field = dataset.fields[name]
    return ask && field ? [{ name, ask, field }] : []
  })
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: rule.label,
    type: 'object',
    additionalProperties: false,
    required: ['controller', 'shown', 'data'],
    properties: {
      controller: { enum: [...rule.controllers] },
      shown: { type: 'string', pattern: '^[0-9a-f]{64}$' },
      data: {
        type: 'object',
        additionalProperties: false,
        required: asked.filter(({ ask }) => ask.required).map(({ name }) => name),
        properties: Object.fromEntries(
          asked.map(({ name, ask, field }) => [name, fieldSchema(field, ask)]),
        ),
      },
      choices: {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(
          (rule.choices ?? []).map((purpose) => [
            purpose,
            { type: 'boolean', default: false, title: policy.purposes[purpose]?.label },
          ]),
        ),
      },
    },
  }
}

function fieldSchema(field: FieldRule, ask: AskRule): Schema {
  const description = [ask.required ? ask.ifMissing : undefined, ask.warning].filter(Boolean)
  return {
    title: field.label,
    ...(description.length > 0 && { description: description.join(' ') }),
    ...typeSchema(field, ask.maxLength ?? 200),
  }
}

function typeSchema(field: FieldRule, maxLength: number): Schema {
  switch (field.type) {
    case 'text':
      return {
        type: 'string',
        minLength: 1,
        maxLength,
        ...(field.identifies === 'email' && { format: 'email' }),
      }
    case 'date':
      return { type: 'string', format: 'date' }
    case 'timestamp':
      return { type: 'string', format: 'date-time' }
    case 'integer':
      return { type: 'integer', minimum: -(2 ** 53) + 1, maximum: 2 ** 53 - 1 }
    case 'boolean':
      return { type: 'boolean' }
    case 'text[]':
      return {
        type: 'array',
        maxItems: 100,
        items: { type: 'string', minLength: 1, maxLength },
      }
  }
}
