/**
 * How a document is described: as data, from which the parser, the JSON Schema and the types all come.
 * @module
 */

import type { Form } from './forms.ts'

/** The kinds of id that one part of a policy declares and others use. */
export type IdKind =
  | 'clause'
  | 'controller'
  | 'category'
  | 'purpose'
  | 'dataset'
  | 'notice'
  | 'clock'

export interface TextShape {
  readonly kind: 'text'
  readonly form: Form
}
export interface OneOfShape<Value extends string | number | boolean = string | number | boolean> {
  readonly kind: 'one-of'
  readonly values: readonly Value[]
}
export interface IntegerShape {
  readonly kind: 'integer'
  readonly least: number
  readonly most: number
}
export interface FlagShape {
  readonly kind: 'flag'
}
/** An id declared elsewhere in the same document. */
export interface IdShape {
  readonly kind: 'id'
  readonly of: IdKind
}
export interface ListShape<Item extends Shape = Shape> {
  readonly kind: 'list'
  readonly of: Item
  readonly least: number
}
/** What a table is keyed by: new ids in a form, clauses declared elsewhere, or fields of the dataset a channel feeds. */
export type Keys = Form | 'clause' | 'field'
/** Rules by id. */
export interface TableShape<Row extends Shape = Shape, By extends Keys = Keys> {
  readonly kind: 'table'
  readonly keys: By
  readonly of: Row
  readonly least: number
}
export type Members = Readonly<Record<string, Shape>>
export interface RecordShape<
  Required extends Members = Members,
  Optional extends Members = Members,
> {
  readonly kind: 'record'
  readonly about: string
  readonly required: Required
  readonly optional: Optional
}
/** One of several records, told apart by the value of `tag`. */
export interface UnionShape<Case extends RecordShape = RecordShape> {
  readonly kind: 'union'
  readonly tag: string
  readonly cases: readonly Case[]
}

export type Shape =
  | TextShape
  | OneOfShape
  | IntegerShape
  | FlagShape
  | IdShape
  | ListShape
  | TableShape
  | RecordShape
  | UnionShape

/** The plain data that a shape describes. */
export type Of<S> = S extends TextShape | IdShape
  ? string
  : S extends OneOfShape<infer Value>
    ? Value
    : S extends IntegerShape
      ? number
      : S extends FlagShape
        ? boolean
        : S extends ListShape<infer Item>
          ? readonly Of<Item>[]
          : S extends TableShape<infer Row, infer By>
            ? By extends Form
              ? Readonly<Record<string, Of<Row>>>
              : Readonly<Partial<Record<string, Of<Row>>>>
            : S extends RecordShape<infer Required, infer Optional>
              ? { readonly [K in keyof Required]: Of<Required[K]> } & {
                  readonly [K in keyof Optional]?: Of<Optional[K]>
                }
              : S extends UnionShape<infer Case>
                ? Of<Case>
                : never

/** Most rules in a table and items in a list. */
export const most = 1000

/** Text in a form. */
export const text = (form: Form): TextShape => ({ kind: 'text', form })
/** One of a closed set of values. */
export const oneOf = <const Value extends string | number | boolean>(
  ...values: readonly Value[]
): OneOfShape<Value> => ({ kind: 'one-of', values })
/** A whole number within bounds, both included. */
export const integer = (least: number, most: number): IntegerShape => ({
  kind: 'integer',
  least,
  most,
})
/** Yes or no. */
export const flag: FlagShape = { kind: 'flag' }
/** An id declared elsewhere in the document. */
export const id = (of: IdKind): IdShape => ({ kind: 'id', of })
/** Items without repetition. */
export const list = <Item extends Shape>(of: Item, least = 0): ListShape<Item> => ({
  kind: 'list',
  of,
  least,
})
/** Rules by id. */
export const table = <Row extends Shape, By extends Keys>(
  keys: By,
  of: Row,
  least = 0,
): TableShape<Row, By> => ({ kind: 'table', keys, of, least })
/** Named members; any other name is refused. */
export const record = <Required extends Members, Optional extends Members>(
  about: string,
  required: Required,
  optional: Optional,
): RecordShape<Required, Optional> => ({ kind: 'record', about, required, optional })
/** One of several records, told apart by `tag`. */
export const union = <const Cases extends readonly RecordShape[]>(
  tag: string,
  ...cases: Cases
): UnionShape<Cases[number]> => ({ kind: 'union', tag, cases })
