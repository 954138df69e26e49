import { edited } from '../blocks.ts';
import type { Block, Token } from '../blocks.ts';
import { conjunctsOf } from '../conjuncts.ts';
import type { Hit, RewriteRule, Subject } from '../rule.ts';
import { columnOf, operationOf } from '../syntax.ts';

export const outerJoinMadeInner: RewriteRule = {
  id: 'outer-join-made-inner',
  summary: 'WHERE drops the very rows that a LEFT JOIN was written to keep.',
  severity: 'advice',
  why: 'A row without a partner has nulls in its place, and a comparison with null keeps no row.',
  standards: ['CWE-480'],
  find: (subject) => subject.blocks.flatMap((block) => hitOf(subject, block)),
};

const strict: ReadonlySet<string> = new Set(['=', '<', '>', '<=', '>=', '<>', '~~', '~~*']);

function hitOf(subject: Subject, block: Block): readonly Hit[] {
  const { source } = block;
  if (source === undefined) return [];
  const own = subject.tokens.filter(
    ({ from, to, depth }) => from >= source.from && to <= source.to && depth === block.depth,
  );
  const joins = own.filter(({ word }) => word === 'join');
  const left = own.find(({ word }) => word === 'left');
  const [join] = joins;
  // One join: whose partner it is that is missing is then plain.
  if (left === undefined || join === undefined || joins.length !== 1) return [];
  const [, partner] = subject.sources(block);
  const dropping = conjunctsOf(subject).find((conjunct) => {
    const operation = conjunct.block === block ? operationOf(conjunct.node) : undefined;
    if (operation === undefined || !strict.has(operation.operator)) return false;
    const column = columnOf(operation.left);
    return column !== undefined && partner !== undefined && subject.column(block, column)?.source === partner;
  });
  if (dropping === undefined || partner === undefined) return [];
  return [
    {
      at: left.from,
      subject: '',
      what: `LEFT JOIN keeps rows without ${partner.alias}, and ${dropping.text.replaceAll(/\s+/g, ' ')} drops them again.`,
      next: 'If rows without a partner are wanted, move the condition into ON; if not, say what it does:',
      offer: { kind: 'same', sql: edited(subject.sql, [{ from: left.from, to: endOf(join), text: 'join' }]) },
    },
  ];
}

const endOf = ({ to }: Token): number => to;
