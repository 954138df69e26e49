import { quoteName } from '../../../../artifacts/sql-names.ts';
import { conjunctsOf } from '../conjuncts.ts';
import type { RewriteRule } from '../rule.ts';
import { columnOf, constantOf, nodesIn, operationOf } from '../syntax.ts';
import { tableText } from './function-on-column.ts';

export const leadingWildcard: RewriteRule = {
  id: 'leading-wildcard',
  summary: 'A pattern begins with a wildcard, so no ordered index finds its matches.',
  severity: 'advice',
  why: 'A B-tree finds texts by how they begin; a GIN index of trigrams (pg_trgm) finds what they contain.',
  standards: ['CWE-1049'],
  find: (subject) =>
    conjunctsOf(subject).flatMap(({ block, part, node, text }) => {
      const operation = operationOf(node);
      if (operation?.kind !== 'AEXPR_LIKE' && operation?.kind !== 'AEXPR_ILIKE') return [];
      const column = columnOf(operation.left);
      const found = column === undefined ? undefined : subject.column(block, column);
      if (column === undefined || found === undefined || operation.operator.startsWith('!')) return [];
      if (!/^(text|character varying)/.test(found.column.base) || !beginsWithWildcard(operation.right))
        return [];
      return [
        {
          at: part.from,
          subject: `${found.table.name}.${column.name}`,
          what: `${text} begins with a wildcard.`,
          next: '`create extension pg_trgm;` if it is not there, then index the trigrams:',
          offer: {
            kind: 'index' as const,
            index: `create index on ${tableText(found.table)} using gin (${quoteName(column.name)} gin_trgm_ops)`,
          },
        },
      ];
    }),
};

/** `'%abc'`, `'%' || $1`: three letters make a trigram, fewer find everything. */
function beginsWithWildcard(pattern: Parameters<typeof constantOf>[0]): boolean {
  const constant = constantOf(pattern);
  if (constant !== undefined) return /^[%_]/.test(constant) && /[^%_\\]{3}/.test(constant);
  for (const node of nodesIn(pattern)) if ('A_Const' in node) return (constantOf(node) ?? '').startsWith('%');
  return false;
}
