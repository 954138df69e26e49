import type { SyntaxNode } from '../../languages/syntax.ts';
import { comparison } from '../../queries/stored.ts';
import { snake } from '../data/models.ts';
import { plainString } from '../syntax.ts';
import { hole, writtenText } from './texts.ts';
import type { WrittenText } from '../../queries/written-text.ts';
import type { Frame, Reading } from './types.ts';

/** What `where…` of a query builder binds: a column and a value, a map of them, or something that is not seen. */
export function conditionsOf(method: string, args: readonly SyntaxNode[]): readonly string[] {
  const [first, second, third] = args;
  const column = plainString(first);
  switch (method) {
    case 'where':
    case 'firstWhere':
    case 'firstOrNew':
      if (first?.type === 'array_creation_expression') return mapped(first);
      if (column === undefined || second === undefined) return ['…'];
      return [comparison(column, third === undefined ? '=' : (plainString(second) ?? '…'))];
    case 'whereIn':
    case 'whereIntegerInRaw':
      return [comparison(column, 'in')];
    case 'whereNotIn':
      return [comparison(column, 'not in')];
    case 'whereNull':
      return [comparison(column, 'is null')];
    case 'whereNotNull':
      return [comparison(column, 'is not null')];
    case 'whereKey':
      return [comparison('id')];
    case 'whereBelongsTo':
    case 'whereRelation':
      return ['…'];
    default: {
      if (
        /^where(Has|Doesnt|Exists|Not|Date|Year|Month|Day|Time|Between|Column|Json|Like|Any|All|Full|Raw|Morph|Row|Sub|Nested|Integer|Past|Future|Now|Today|None|Value)/.test(
          method,
        )
      )
        return ['…'];
      const dynamic = /^where([A-Z]\w*)$/.exec(method)?.[1];
      return dynamic === undefined || /(And|Or)[A-Z]/.test(dynamic) ? ['…'] : [comparison(snake(dynamic))];
    }
  }
}

function mapped(list: SyntaxNode): readonly string[] {
  return list.children.flatMap((item) => {
    if (item.type !== 'array_element_initializer') return [];
    const [key, value] = item.children.filter(({ type }) => type !== 'comment');
    if (value === undefined || key === undefined) {
      const inner = key?.children.flatMap((each) => plainString(each.children[0]) ?? []) ?? [];
      return [comparison(inner[0], inner.length === 1 ? '=' : (inner[1] ?? '='))];
    }
    return [comparison(plainString(key))];
  });
}

/** A piece of SQL that is handed to a builder, with the parts that are put into it. */
export function rawParts(reading: Reading, node: SyntaxNode | undefined, frame: Frame): WrittenText {
  return (
    writtenText(reading, node, frame) ??
    (node?.type === 'variable_name' ? { text: '…', open: [] } : hole(reading, node, frame))
  );
}
