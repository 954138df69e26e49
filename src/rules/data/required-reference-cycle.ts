import type { DataModel, ForeignKey, Table } from '../../model/data.ts';
import { seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { dialectOf, identifier, tableName } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { tableSubject } from './pattern.ts';
import { isNullable, targetOf } from './references.ts';

export const requiredReferenceCycle: Rule = {
  id: 'required-reference-cycle',
  summary: 'Rows must point at each other in a circle, so none can be the first.',
  severity: 'warning',
  standards: [],
  remedy: {
    title: 'Open the circle of required references',
    impact: 4,
    effort: { low: 0.3, high: 1 },
    risk: 'medium',
    rollback: 'make the column not null again',
  },
  check: ({ data }) =>
    dialectOf(data) === 'mongodb' ? [] : circles(data).map((steps) => fault(steps, dialectOf(data))),
};

interface Step {
  readonly table: Table;
  readonly key: ForeignKey;
  readonly target: Table;
}

/** The smallest circles of references that a row cannot do without; circles that share a table are told by the first. */
function circles(data: DataModel): readonly (readonly Step[])[] {
  const steps = data.tables.flatMap((table) =>
    table.foreignKeys.flatMap((key) => {
      const target = targetOf(data, key);
      const required = key.deferrable !== true && key.columns.every((name) => !isNullable(table, name));
      return target === undefined || !required ? [] : [{ table, key, target }];
    }),
  );
  const from = grouped(steps);
  const told = new Set<Table>();
  return steps.flatMap((step) => {
    const circle = told.has(step.table) ? undefined : shortest(from, step);
    if (circle === undefined || circle.some(({ table }) => told.has(table))) return [];
    for (const { table } of circle) told.add(table);
    return [circle];
  });
}

function grouped(steps: readonly Step[]): ReadonlyMap<Table, readonly Step[]> {
  const byTable = new Map<Table, Step[]>();
  for (const step of steps) byTable.set(step.table, [...(byTable.get(step.table) ?? []), step]);
  return byTable;
}

/** The shortest way back to where the step begins, by breadth; each table is entered once. */
function shortest(from: ReadonlyMap<Table, readonly Step[]>, first: Step): readonly Step[] | undefined {
  const before = new Map<Step, Step | undefined>([[first, undefined]]);
  const entered = new Set<Table>();
  const queue = [first];
  for (let at = 0; at < queue.length; at += 1) {
    const step = queue[at];
    if (step === undefined) return undefined;
    if (step.target === first.table) return wayTo(step, before);
    if (entered.has(step.target)) continue;
    entered.add(step.target);
    for (const next of from.get(step.target) ?? []) {
      if (before.has(next)) continue;
      before.set(next, step);
      queue.push(next);
    }
  }
  return undefined;
}

function wayTo(last: Step, before: ReadonlyMap<Step, Step | undefined>): readonly Step[] {
  const way: Step[] = [];
  for (let step: Step | undefined = last; step !== undefined; step = before.get(step)) way.unshift(step);
  return way;
}

function fault(circle: readonly Step[], dialect: Dialect): Fault {
  const last = circle.at(-1);
  const names = circle.map(({ table }) => tableSubject(table));
  const text = circle
    .map(({ table, key }) => `${tableSubject(table)}(${key.columns.join(', ')})`)
    .concat(names[0] ?? '')
    .join(' -> ');
  const columns = (last?.key.columns ?? []).map((name) => identifier(dialect, name));
  const target = last === undefined ? '' : tableName(dialect, last.table);
  return {
    subject: names.join(', '),
    confidence: 'certain',
    what: `Each row needs another one first: ${text}.`,
    why:
      circle.length === 1
        ? 'The first row can only point at itself, and no row can be deleted before those that point at it; a restore in any other order fails.'
        : 'No first row can be inserted: each statement is refused until a row of the other table stands. A load or a restore of these tables fails for the same reason.',
    next:
      dialect === 'postgresql'
        ? `alter table ${target} ${columns.map((name) => `alter column ${name} drop not null`).join(', ')}; or make the constraint deferrable initially deferred and insert both in one transaction.`
        : `Let ${columns.join(', ')} of ${target} be empty until the other row stands.`,
    evidence: seenAt(circle.map(({ key }) => key)),
  };
}
