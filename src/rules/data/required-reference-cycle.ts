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

/** Every smallest circle of references that a row cannot do without, found from the table whose name comes first. */
function circles(data: DataModel): readonly (readonly Step[])[] {
  const steps = data.tables.flatMap((table) =>
    table.foreignKeys.flatMap((key) => {
      const target = targetOf(data, key);
      const required = key.deferrable !== true && key.columns.every((name) => !isNullable(table, name));
      return target === undefined || !required ? [] : [{ table, key, target }];
    }),
  );
  const seen = new Set<string>();
  return steps.flatMap((step) => {
    const circle = shortest(steps, step);
    if (circle === undefined) return [];
    const name = circle
      .map(({ table }) => tableSubject(table))
      .sort()
      .join('\n');
    if (seen.has(name)) return [];
    seen.add(name);
    return [circle];
  });
}

/** The shortest way back to where the step begins, by breadth. */
function shortest(steps: readonly Step[], first: Step): readonly Step[] | undefined {
  let ways: readonly (readonly Step[])[] = [[first]];
  const visited = new Set<Table>();
  while (ways.length > 0) {
    const back = ways.find((way) => way.at(-1)?.target === first.table);
    if (back !== undefined) return back;
    ways = ways.flatMap((way) => {
      const at = way.at(-1)?.target;
      if (at === undefined || visited.has(at)) return [];
      visited.add(at);
      return steps.filter(({ table }) => table === at).map((step) => [...way, step]);
    });
  }
  return undefined;
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
