import type { Column, Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { alterType, dialectOf } from './dialect.ts';
import type { Dialect } from './dialect.ts';

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
    data.tables.flatMap((table) =>
      table.columns.filter(isFloatMoney).map((column) => fault(table, column, dialectOf(data))),
    ),
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

function fault(table: Table, column: Column, dialect: Dialect): Fault {
  return {
    subject: `${table.name}.${column.name}`,
    confidence: 'likely',
    what: `${table.name}.${column.name} holds money as ${column.type}.`,
    why: 'Binary fractions cannot hold 0.10: sums drift by cents, and comparisons for equality fail.',
    next: nextOf(table, column, dialect),
    evidence: [{ kind: 'read', origin: column.origin }],
  };
}

function nextOf(table: Table, { name }: Column, dialect: Dialect): string {
  if (dialect === 'sqlite')
    return `Store ${name} as whole cents in an integer column; SQLite has no decimal numbers.`;
  if (dialect === 'mongodb') return `Store ${name} as Decimal128 or as whole cents.`;
  const type = dialect === 'postgresql' ? 'numeric(14,2)' : 'decimal(14,2)';
  return `${alterType(dialect, table, name, type)} On a large table add a new column, fill it in batches and swap.`;
}
