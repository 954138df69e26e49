import type { Node } from 'libpg-query';
import { edited } from '../blocks.ts';
import type { Block, Part } from '../blocks.ts';
import type { Hit, RewriteRule, Subject } from '../rule.ts';
import { constantOf, expressionOf, operationOf } from '../syntax.ts';

export const countForExistence: RewriteRule = {
  id: 'count-for-existence',
  summary: 'Rows are counted to learn whether there is one.',
  severity: 'advice',
  why: 'A count reads every row; EXISTS stops at the first.',
  standards: ['CWE-1049'],
  find: (subject) =>
    subject.blocks.flatMap((block) => [...compared(subject, block), ...answered(subject, block)]),
};

/** Whether `count(*) operator number` asks for existence: true for some, false for none. */
function asks(operator: string, number: string): boolean | undefined {
  const key = `${operator} ${number}`;
  if (['> 0', '>= 1', '<> 0', '!= 0'].includes(key)) return true;
  return ['= 0', '< 1', '<= 0'].includes(key) ? false : undefined;
}

const isCountAll = (text: string): boolean => /^count\s*\(\s*(\*|1)\s*\)$/i.test(text);

/** SELECT over rows as they are, whose only result is a count. */
const isBare = (block: Block): boolean =>
  !block.arm &&
  block.distinct === 'none' &&
  block.source !== undefined &&
  [block.group, block.having, block.window, block.limit, block.offset, block.lock].every(
    (each) => each === undefined,
  );

/** `select 1 from …`: what EXISTS reads. An order does not matter to it. */
function existsOf(subject: Subject, block: Block): string {
  const from = subject.sql.slice(block.targets.at(-1)?.to ?? block.from, block.to);
  return `exists (select${from})`;
}

/** `(select count(*) from …) > 0` */
function compared(subject: Subject, block: Block): readonly Hit[] {
  const [target] = block.targets;
  if (target === undefined || block.targets.length !== 1 || block.depth === 0 || !isBare(block)) return [];
  if (!isCountAll(subject.text(target))) return [];
  const { tokens } = subject;
  const start = tokens.findIndex(({ from }) => from === block.from) - 1;
  const close = tokens.findIndex(({ from, word }) => from >= block.to && word === ')');
  const [operator, number] = [tokens[close + 1], tokens[close + 2]];
  if (tokens[start]?.word !== '(' || operator === undefined || number === undefined) return [];
  const after = tokens[close + 3];
  if (
    after !== undefined &&
    !/^(\)|and|or|then|,|as|;|order|group|limit|from|\]|when|else|end)$/.test(after.word)
  )
    return [];
  const before = tokens[start - 1];
  if (before === undefined || !/^(\(|and|or|where|not|when|select|,|on|then)$/.test(before.word)) return [];
  const some = asks(operator.word, number.word);
  if (some === undefined) return [];
  const part: Part = { from: tokens[start].from, to: number.to };
  return [hitOf(subject, part, some, existsOf(subject, block))];
}

/** `select count(*) > 0 from …` as the whole query. */
function answered(subject: Subject, block: Block): readonly Hit[] {
  const [target] = block.targets;
  if (target === undefined || block.targets.length !== 1 || block.depth > 0 || !isBare(block)) return [];
  if (block.from !== subject.tokens[0]?.from) return [];
  const [, compare = '', name = ''] = /^(.*?)(\s+as\s+[\w"]+)?$/is.exec(subject.text(target)) ?? [];
  const operation = operationOf(expressionOf(compare));
  const some =
    operation === undefined ? undefined : asks(operation.operator, constantOf(operation.right) ?? '');
  if (some === undefined || operation === undefined || !countsAll(operation.left)) return [];
  const label = name === '' ? ' as "?column?"' : name;
  const sql = `select ${some ? '' : 'not '}${existsOf(subject, block)}${label}`;
  return [{ ...hitOf(subject, block, some, ''), offer: { kind: 'plan', sql } }];
}

const countsAll = (node: Node): boolean => 'FuncCall' in node && node.FuncCall.agg_star === true;

const hitOf = (subject: Subject, part: Part, some: boolean, exists: string): Hit => ({
  at: part.from,
  subject: '',
  what: `all rows are counted to learn whether there ${some ? 'is one' : 'are none'}.`,
  next: 'Ask for existence:',
  offer: { kind: 'plan', sql: edited(subject.sql, [{ ...part, text: `${some ? '' : 'not '}${exists}` }]) },
});
