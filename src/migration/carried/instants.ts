/** SQL for columns that hold the wall clock of one time zone. PostgreSQL; identifiers as they are given. */

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const named = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;

/** The instant of a wall-clock time. Of a time that the clock shows twice PostgreSQL takes the second one, in standard time. */
export const instantOf = (column: string, zone: string): string =>
  `${named(column)}::timestamp at time zone ${literal(zone)}`;

/** Rows whose time no clock of the zone has shown: it was set forward over it. Such a row was written by a machine in another zone. */
export const gapsQuery = (table: string, column: string, zone: string): string =>
  `select * from ${table} where ${named(column)} is not null and (${instantOf(column, zone)}) at time zone ${literal(zone)} <> ${named(column)}::timestamp`;

/** Rows whose time the clock has shown twice: which of both is meant, nothing in the row says. */
export const overlapsQuery = (table: string, column: string, zone: string): string =>
  `select * from ${table} where ${['1 hour', '-1 hour', '30 minutes', '-30 minutes']
    .map(
      (shift) =>
        `(${instantOf(column, zone)} + interval '${shift}') at time zone ${literal(zone)} = ${named(column)}::timestamp`,
    )
    .join(' or ')}`;
