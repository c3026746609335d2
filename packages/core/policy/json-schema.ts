import type { Form } from './parse/forms.ts'
import { forms } from './parse/forms.ts'
import { policyShape } from './parse/policy-shape.ts'
import { most, type ListShape, type RecordShape } from './parse/shape.ts'
import type { Shape, TableShape } from './parse/shape.ts'

/** Plain data of a JSON Schema. */
export type JsonSchema = { readonly [keyword: string]: unknown }

/**
 * The JSON Schema (draft 2020-12) of a policy, from the same description that `parsePolicy` reads by. It tells the
 * form; that ids are declared, and what must hold between rules, only the parser tells.
 */
export function policySchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://troth.example/policy.schema.json',
    title: 'Troth privacy policy',
    ...schemaOf(policyShape),
    $defs: Object.fromEntries(Object.values(forms).map((form) => [form.name, formSchema(form)])),
  }
}

function formSchema({ pattern, longest, says }: Form): JsonSchema {
  return { type: 'string', pattern, maxLength: longest, description: says }
}

const reference = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` })

/** The form in which each kind of id is written. */
function idForm(of: string): string {
  if (of === 'clause') return forms.clause.name
  return of === 'dataset' || of === 'field' ? forms.column.name : forms.ident.name
}

function schemaOf(shape: Shape): JsonSchema {
  switch (shape.kind) {
    case 'text':
      return reference(shape.form.name)
    case 'id':
      return reference(idForm(shape.of))
    case 'one-of':
      return shape.values.length === 1 ? { const: shape.values[0] } : { enum: shape.values }
    case 'integer':
      return { type: 'integer', minimum: shape.least, maximum: shape.most }
    case 'flag':
      return { type: 'boolean' }
    case 'list':
      return listSchema(shape)
    case 'table':
      return tableSchema(shape)
    case 'record':
      return recordSchema(shape)
    case 'union':
      return { oneOf: shape.cases.map(recordSchema) }
  }
}

function listSchema({ of, least }: ListShape): JsonSchema {
  const words = of.kind === 'text' || of.kind === 'id' || of.kind === 'one-of'
  return {
    type: 'array',
    items: schemaOf(of),
    minItems: least,
    maxItems: most,
    ...(words ? { uniqueItems: true } : {}),
  }
}

function tableSchema({ keys, of, least }: TableShape): JsonSchema {
  return {
    type: 'object',
    propertyNames: reference(typeof keys === 'string' ? idForm(keys) : keys.name),
    additionalProperties: schemaOf(of),
    minProperties: least,
    maxProperties: most,
  }
}

function recordSchema({ about, required, optional }: RecordShape): JsonSchema {
  const members = Object.entries({ ...required, ...optional })
  return {
    description: about,
    type: 'object',
    properties: Object.fromEntries(members.map(([name, member]) => [name, schemaOf(member)])),
    required: Object.keys(required),
    additionalProperties: false,
  }
}
