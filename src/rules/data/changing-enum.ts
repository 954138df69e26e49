import type { DataModel, EnumType } from '../../model/data.ts';
import { seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { dialectOf } from './dialect.ts';
import { someOf, tableSubject } from './pattern.ts';

export const changingEnum: Rule = {
  id: 'changing-enum',
  summary: 'The labels of an enum type have changed before, and will change again.',
  severity: 'advice',
  standards: ['eugene/W13', 'squawk/require-enum-value-ordering'],
  remedy: {
    title: 'Keep values that change in a table or a check',
    impact: 2,
    effort: { low: 0.5, high: 2 },
    risk: 'medium',
    rollback: 'alter the columns back to the enum type',
  },
  check: ({ data }) =>
    dialectOf(data) === 'postgresql'
      ? data.enums.filter(({ changes = [] }) => changes.length > 0).map((type) => fault(data, type))
      : [],
};

function fault(data: DataModel, type: EnumType): Fault {
  const { changes = [] } = type;
  const used = columnsOf(data, type);
  const times = changes.length === 1 ? 'once' : `${changes.length} times`;
  return {
    subject: type.name,
    confidence: changes.length > 1 ? 'likely' : 'possible',
    what: `The labels of ${type.name} were changed ${times} since it was made${used.length === 0 ? '' : ` (used by ${someOf(used)})`}.`,
    why: 'ALTER TYPE adds a label, but a new one cannot be used in the transaction that adds it, and none can be removed: that takes a new type and a rewrite of each column that uses it.',
    next: 'Make a table of the values and point at it (a value is then added, named and retired by a row), or use text with a check that is replaced not valid and validated.',
    evidence: seenAt(changes.map((origin) => ({ origin }))),
  };
}

const columnsOf = ({ tables }: DataModel, { name }: EnumType): readonly string[] =>
  tables.flatMap((table) =>
    table.columns
      .filter(({ type }) => type.replaceAll('"', '').replace(/\[\]$/, '') === name)
      .map((column) => `${tableSubject(table)}.${column.name}`),
  );
