import { edited } from '../blocks.ts';
import { conjunctsOf } from '../conjuncts.ts';
import type { RewriteRule } from '../rule.ts';
import { columnOf, operationOf, parameterOf } from '../syntax.ts';

/** From so many values on a list is counted as long. */
const long = 20;

export const longInList: RewriteRule = {
  id: 'long-in-list',
  summary: 'Many values stand in an IN list, one by one.',
  severity: 'advice',
  why: 'Each length of the list is another statement: parsed, planned and, before PostgreSQL 18, recorded by itself. An array is one parameter of any length.',
  standards: [],
  find: (subject) =>
    conjunctsOf(subject).flatMap(({ block, part, node, text }) => {
      const operation = operationOf(node);
      if (operation?.kind !== 'AEXPR_IN' || operation.operator !== '=' || !('List' in operation.right))
        return [];
      const items = operation.right.List.items ?? [];
      const column = columnOf(operation.left);
      const found = column === undefined ? undefined : subject.column(block, column);
      const isParameters = items.every((item) => parameterOf(item) !== undefined);
      const [, left, list] = /^([\w".]+)\s+in\s*\(([\s\S]*)\)$/i.exec(text) ?? [];
      if (
        items.length < long ||
        !isParameters ||
        found === undefined ||
        left === undefined ||
        list === undefined
      )
        return [];
      return [
        {
          at: part.from,
          subject: `${found.table.name}.${found.column.name}`,
          what: `${found.column.name} is compared with ${items.length} parameters.`,
          next: `Give them as one parameter, ${left} = any ($1::${found.column.type}[]), which says the same as:`,
          offer: {
            kind: 'same' as const,
            sql: edited(subject.sql, [
              { ...part, text: `${left} = any (array[${list}]::${found.column.type}[])` },
            ]),
          },
        },
      ];
    }),
};
