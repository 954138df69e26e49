import { edited } from '../blocks.ts';
import type { Block } from '../blocks.ts';
import { equalColumns, withoutRename } from '../clauses.ts';
import type { Hit, RewriteRule, Source, Subject } from '../rule.ts';
import { columnOf, constantOf, expressionOf, operationOf } from '../syntax.ts';

export const unionRemovesNothing: RewriteRule = {
  id: 'union-removes-nothing',
  summary: 'UNION looks for duplicates between rows that keys and constants keep apart.',
  severity: 'advice',
  why: 'UNION sorts or hashes all rows of both sides to find equal ones; UNION ALL hands them on.',
  standards: ['CWE-1049'],
  find: (subject) => subject.blocks.flatMap((block, at) => hitOf(subject, block, subject.blocks[at + 1])),
};

function hitOf(subject: Subject, one: Block, other: Block | undefined): readonly Hit[] {
  const { combined } = one;
  if (combined === undefined || other === undefined || other.combined !== undefined) return [];
  const between = subject.sql.slice(combined.to, other.from).trim();
  const isUnion =
    subject.text(combined).toLowerCase() === 'union' && between === '' && one.depth === other.depth;
  const isThird = subject.blocks.some(
    (block) => block !== one && block.combined !== undefined && block.depth === one.depth,
  );
  if (!isUnion || isThird) return [];
  const [left, right] = [keyed(subject, one), keyed(subject, other)];
  if (left === undefined || right === undefined) return [];
  const apart =
    apartBy(subject, one, other) ??
    (left.table === right.table ? apartByColumn(subject, one, other, left, right) : undefined);
  if (apart === undefined) return [];
  return [
    {
      at: combined.from,
      subject: '',
      what: `UNION removes nothing: each side has a unique key, and ${apart} keeps them apart.`,
      next: 'Say UNION ALL:',
      offer: { kind: 'plan', sql: edited(subject.sql, [{ ...combined, text: 'union all' }]) },
    },
  ];
}

/** The one table of a SELECT whose rows its key, among what is put out, keeps apart. */
function keyed(subject: Subject, block: Block): Source | undefined {
  const sources = subject.sources(block);
  const [source] = sources;
  const isPlain = [block.group, block.having, block.window, block.limit].every((each) => each === undefined);
  if (source?.table === undefined || sources.length !== 1 || !isPlain) return undefined;
  const { table } = source;
  const names = new Set(targetsOf(subject, block));
  const has = table.keys.some(
    ({ columns, expressions, predicate }) =>
      predicate === undefined &&
      expressions.length === columns.length &&
      columns.every(
        (name) => names.has(name) && table.columns.some((each) => each.name === name && !each.nullable),
      ),
  );
  return has ? source : undefined;
}

/** The column that each place of the output is; undefined for anything else. */
const targetsOf = (subject: Subject, block: Block): readonly (string | undefined)[] =>
  block.targets.map((part) => {
    const column = columnOf(expressionOf(withoutRename(subject.text(part))));
    return column === undefined ? undefined : subject.column(block, column)?.column.name;
  });

/** Different constants in the same place of the output. */
function apartBy(subject: Subject, one: Block, other: Block): string | undefined {
  for (const [at, part] of one.targets.entries()) {
    const second = other.targets[at];
    const left = constantOf(expressionOf(withoutRename(subject.text(part))));
    const right =
      second === undefined ? undefined : constantOf(expressionOf(withoutRename(subject.text(second))));
    if (left !== undefined && right !== undefined && left !== right)
      return `the constant ${left} or ${right}`;
  }
  return undefined;
}

/** Rows of one table that a column holds apart, with the same columns in the same places. */
function apartByColumn(
  subject: Subject,
  one: Block,
  other: Block,
  left: Source,
  right: Source,
): string | undefined {
  const [first, second] = [targetsOf(subject, one), targetsOf(subject, other)];
  if (first.some((name, at) => name === undefined || name !== second[at])) return undefined;
  const shared = equalColumns(subject, one, left).filter((name) =>
    equalColumns(subject, other, right).includes(name),
  );
  return shared.find((name) => {
    const [a, b] = [constantFor(subject, one, name), constantFor(subject, other, name)];
    return a !== undefined && b !== undefined && a !== b;
  });
}

const constantFor = (subject: Subject, block: Block, name: string): string | undefined =>
  block.where
    .map((part) => operationOf(expressionOf(subject.text(part))))
    .flatMap((operation) =>
      operation?.operator === '=' && columnOf(operation.left)?.name === name
        ? [constantOf(operation.right)]
        : [],
    )[0];
