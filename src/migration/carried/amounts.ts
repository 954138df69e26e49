/** SQL that carries amounts over to minor units (cents). PostgreSQL; identifiers as they are given. */

const named = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;

/**
 * Minor units of an amount with two decimals, halves away from zero, as MySQL and `round()` of PHP do it. A `float` goes
 * through double precision: the cast of `real` to `numeric` keeps six digits only, 12345.67 would be 12345.7.
 */
export const minorUnits = (column: string, isFloat: boolean): string =>
  `round(${isFloat ? `round(${named(column)}::float8::numeric, 4)` : `${named(column)}::numeric`} * 100)::bigint`;

/** Rows of which minor units lose something: more than two decimals, as a rounded total or a price per piece may have. */
export const fractionsQuery = (table: string, column: string, isFloat: boolean): string => {
  const exact = isFloat ? `round(${named(column)}::float8::numeric, 4)` : `${named(column)}::numeric`;
  return `select * from ${table} where ${exact} * 100 <> round(${exact} * 100)`;
};
