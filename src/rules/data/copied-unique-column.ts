import type { Column, DataModel, ForeignKey, Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { dialectOf, identifier, tableName } from './dialect.ts';
import { tableSubject } from './pattern.ts';
import { keysOf, targetOf } from './references.ts';
import { singular, snakeCase } from './words.ts';

export const copiedUniqueColumn: Rule = {
  id: 'copied-unique-column',
  summary:
    'A table copies a unique column of a table it points at, so two places say the same (third normal form).',
  severity: 'advice',
  standards: [],
  remedy: {
    title: 'Read the column through the foreign key',
    impact: 2,
    effort: { low: 0.3, high: 2 },
    risk: 'medium',
    rollback: 'keep the copy until nothing reads it',
  },
  check: ({ data }) =>
    dialectOf(data) === 'mongodb'
      ? []
      : data.tables
          .filter((table) => !keepsHistory(table))
          .flatMap((table) => table.foreignKeys.flatMap((key) => copies(data, table, key))),
};

/** What was true at the time is kept on purpose: orders, invoices, logs, events, messages that were sent. */
const keepsHistory = ({ name, appendOnly }: Table): boolean =>
  appendOnly === true ||
  /(^|_)(order|invoice|receipt|audit|log|event|history|snapshot|archive|ledger|transaction|payment|message|mail|notification|outbox|activity|version|revision|invitation|invite|booking|shipment)s?(_|$)|(lines?|items?)$/.test(
    snakeCase(name),
  );

/** `user_email` beside `user_id`, where `email` is unique in the table that `user_id` points at. */
function copies(data: DataModel, table: Table, key: ForeignKey): readonly Fault[] {
  const target = targetOf(data, key);
  const [from, ...more] = key.columns;
  if (target === undefined || target === table || from === undefined || more.length > 0) return [];
  const role = snakeCase(from).replace(/_(id|uuid|key)$/, '');
  const unique = new Set(keysOf(target).flatMap((one) => (one.length === 1 ? one : [])));
  return target.columns.flatMap((column) => {
    if (!unique.has(column.name) || key.references.columns.includes(column.name)) return [];
    const names = [role, singular(target.name)].map((word) => `${word}_${snakeCase(column.name)}`);
    const copy = table.columns.find(
      (one) =>
        names.includes(snakeCase(one.name)) && base(one.type) === base(column.type) && !isChecked(table, one),
    );
    return copy === undefined ? [] : [fault(data, table, { key, target, column, copy })];
  });
}

const base = (type: string): string =>
  type
    .toLowerCase()
    .replace(/\(.*\)/, '')
    .replace(/^(character varying|varchar|citext)$/, 'text')
    .trim();

/** A foreign key over the copy keeps it true. */
const isChecked = ({ foreignKeys }: Table, { name }: Column): boolean =>
  foreignKeys.some(({ columns }) => columns.includes(name));

interface Copy {
  readonly key: ForeignKey;
  readonly target: Table;
  readonly column: Column;
  readonly copy: Column;
}

function fault(data: DataModel, table: Table, { key, target, column, copy }: Copy): Fault {
  const dialect = dialectOf(data);
  const from = key.columns.join(', ');
  return {
    subject: `${tableSubject(table)}.${copy.name}`,
    confidence: 'possible',
    what: `${table.name}.${copy.name} repeats ${target.name}.${column.name}: ${from} -> ${key.references.columns.join(', ')} -> ${column.name}, as ${column.name} is unique in ${target.name}.`,
    why: `The value follows from ${from}; when it changes in ${target.name}, the copy is wrong in every row that is not found and changed with it.`,
    next: `Join ${target.name} where it is read and drop it: alter table ${tableName(dialect, table)} drop column ${identifier(dialect, copy.name)}; keep it only as what was true at the time, and then say so in its name.`,
    evidence: [
      { kind: 'read', origin: copy.origin },
      { kind: 'read', origin: column.origin },
    ],
  };
}
