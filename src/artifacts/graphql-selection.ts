import { baseName } from './graphql-parts.ts';
import type { GraphqlParts } from './graphql-parts.ts';
import type { RootField } from './graphql-fields.ts';
import type { SdlField, SdlType } from './graphql-text.ts';

/** One field of a request with what is asked for below it. */
export interface Selection {
  readonly field: SdlField;
  /** As it is written: `first: $first`. */
  readonly arguments: readonly string[];
  readonly below: readonly Selection[];
}

const scalar = (parts: GraphqlParts, { type }: SdlField): boolean =>
  !parts.types.some(({ name }) => name === baseName(type));

const typeOf = (parts: GraphqlParts, { type }: SdlField): SdlType | undefined =>
  parts.types.find(({ name }) => name === baseName(type));

/** Entries of a page that stands inside another answer. */
const innerPage = 20;

/**
 * What a client of the main journeys asks a root field for: every plain value of the answer, of one object also the
 * first page of what belongs to it.
 */
export function selectionOf(parts: GraphqlParts, { root, field }: RootField): Selection {
  const names = (field.arguments ?? []).map((each) => each.split(':')[0] ?? each);
  return {
    field,
    arguments: names.map((name) => `${name}: $${name}`),
    below: below(parts, field, root === 'Query' && field.list === undefined),
  };
}

function below(parts: GraphqlParts, field: SdlField, wide: boolean): readonly Selection[] {
  const type = typeOf(parts, field);
  return (type?.fields ?? []).flatMap((each): readonly Selection[] => {
    if (scalar(parts, each)) return [{ field: each, arguments: [], below: [] }];
    if (each.list !== undefined)
      return wide
        ? [{ field: each, arguments: [`first: ${innerPage}`], below: below(parts, each, false) }]
        : [];
    return (each.weight ?? 0) === 0 ? [{ field: each, arguments: [], below: below(parts, each, false) }] : [];
  });
}

export const depthOf = ({ below: inner }: Selection): number =>
  1 + inner.reduce((most, each) => Math.max(most, depthOf(each)), 0);

/** Sum of the weights, each times the entries of the lists above it. */
export function costOf(selection: Selection, entries = 1, page?: number): number {
  const { field, below: inner } = selection;
  const own = (field.weight ?? 0) * entries;
  const given = /^first: (\d+)$/.exec(
    selection.arguments.find((each) => each.startsWith('first')) ?? '',
  )?.[1];
  const size = field.list === undefined ? undefined : Number(given ?? field.list.assumed);
  const isList = page !== undefined && field.name === 'edges';
  return inner.reduce((sum, each) => sum + costOf(each, isList ? entries * page : entries, size), own);
}

/** The text of a request with its variables, as a client registers it. */
export function requestText(name: string, root: RootField, selection: Selection): string {
  const variables = (root.field.arguments ?? []).map((each) => `$${each}`).join(', ');
  const head = `${root.root.toLowerCase()} ${name}${variables === '' ? '' : `(${variables})`}`;
  return `${head} ${block([selection], '')}\n`;
}

function block(selections: readonly Selection[], indent: string): string {
  const lines = selections.map(({ field, arguments: given, below: inner }) => {
    const list = given.length === 0 ? '' : `(${given.join(', ')})`;
    const nested = inner.length === 0 ? '' : ` ${block(inner, `${indent}  `)}`;
    return `${indent}  ${field.name}${list}${nested}`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}
