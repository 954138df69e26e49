import type { Column, Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';

export const floatMoney: Rule = {
  id: 'float-money',
  summary: 'An amount of money is stored as a binary floating point number.',
  severity: 'warning',
  standards: ['CWE-682'],
  remedy: {
    title: 'Store money as numeric or as whole cents',
    impact: 4,
    effort: { low: 0.5, high: 2 },
    risk: 'medium',
    rollback: 'keep the old column until sums agree',
  },
  check: ({ data }) =>
    data.tables.flatMap((table) => table.columns.filter(isFloatMoney).map((column) => fault(table, column))),
};

/** Words a column of money is named with, as a whole part of the name. */
const moneyWord =
  /(^|_)(price|amount|total|subtotal|cost|fee|balance|salary|wage|tax|vat|discount|refund|revenue|payment|charge|credit|debit|budget|money)s?(_|$)/;

/** Words that turn an amount into something else: a rate, a share, a count. */
const notMoney = /(^|_)(rate|ratio|percent|pct|factor|score|weight|count|quantity|qty|id)s?(_|$)/;

function isFloatMoney({ name, type }: Column): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return /^(real|double precision|float\d*)\b/.test(type) && moneyWord.test(words) && !notMoney.test(words);
}

function fault(table: Table, column: Column): Fault {
  return {
    subject: `${table.name}.${column.name}`,
    confidence: 'likely',
    what: `${table.name}.${column.name} holds money as ${column.type}.`,
    why: 'Binary fractions cannot hold 0.10: sums drift by cents, and comparisons for equality fail.',
    next: `alter table ${table.name} alter column ${column.name} type numeric(14,2); on a large table add a new column, fill it in batches and swap.`,
    evidence: [{ kind: 'read', origin: column.origin }],
  };
}
