import type { Column, DataModel, Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { dialectOf, identifier, tableName } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { isNamedByCheck } from './references.ts';

export const unconstrainedStatus: Rule = {
  id: 'unconstrained-status',
  summary: 'A status column accepts any text.',
  severity: 'advice',
  standards: ['CWE-20'],
  remedy: {
    title: 'Let the database know the states',
    impact: 2,
    effort: { low: 0.2, high: 0.5 },
    risk: 'low',
    rollback: 'drop the constraint',
  },
  check: ({ data }) =>
    data.tables.flatMap((table) =>
      table.columns
        .filter(
          (column) => isStatus(column) && !isOfAddress(column, table) && !isBounded(column, table, data),
        )
        .map((column) => fault(table, column, dialectOf(data))),
    ),
};

/** A word of a protocol (`session_state` of OAuth), or a part of a country. */
const otherState = /(session|oauth|auth|csrf|pkce|login|address|billing|shipping|us|home)_?state$/i;

const isStatus = ({ name, type }: Column): boolean =>
  /(^|_)(status|state)$/.test(snakeCase(name)) &&
  !otherState.test(name) &&
  /^(text|varchar|character varying|character|char)\b/.test(type);

const snakeCase = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

/** `state` beside a city or a postal code is a place. */
const isOfAddress = ({ name }: Column, { columns }: Table): boolean =>
  /state$/i.test(name) &&
  columns.some((other) => /^(city|zip|zip_?code|postal_?code|postcode|country)$/i.test(other.name));

/** A check that names the column, a lookup table behind a foreign key, or an enum type. */
const isBounded = ({ name, type }: Column, table: Table, { enums }: DataModel): boolean =>
  enums.some((known) => known.name === type) ||
  isNamedByCheck(table, name) ||
  table.foreignKeys.some(({ columns }) => columns.includes(name));

function fault(table: Table, column: Column, dialect: Dialect): Fault {
  return {
    subject: `${table.name}.${column.name}`,
    confidence: 'likely',
    what: `${table.name}.${column.name} is ${column.type} without a check, an enum or a lookup table.`,
    why: 'A misspelt state is stored like any other; code that switches over the states then falls through for those rows.',
    next: nextOf(table, column, dialect),
    evidence: [{ kind: 'read', origin: column.origin }],
  };
}

function nextOf(table: Table, { name }: Column, dialect: Dialect): string {
  if (dialect === 'mongodb') return `Add a validator to ${table.name}: { ${name}: { enum: ['…'] } }.`;
  if (dialect === 'sqlite')
    return `Build ${table.name} anew with check (${name} in ('…')) and copy the rows over.`;
  const constraint = identifier(dialect, `${table.name}_${name}_known`);
  const add = `alter table ${tableName(dialect, table)} add constraint ${constraint} check (${identifier(dialect, name)} in ('…'))`;
  return dialect === 'postgresql' ? `${add} not valid; then validate constraint.` : `${add};`;
}
