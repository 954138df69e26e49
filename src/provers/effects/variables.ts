export type SqlValue = string | number | boolean | null | readonly unknown[] | object;

/** Values by name; what nobody has set is null. */
export type Variables = Readonly<Record<string, SqlValue>>;

/** One open transaction of one database; whoever opened it commits or rolls back. */
export interface Transaction {
  run(
    sql: string,
    values: readonly SqlValue[],
  ): Promise<{ readonly rows: readonly Readonly<Record<string, unknown>>[]; readonly affected: number }>;
}

/** Why an effect cannot happen, as a problem type of the API. */
export type Refusal = Error & { readonly problem: string };

export const refusal = (problem: string, why: string): Refusal =>
  Object.assign(new Error(`${problem}: ${why}`), { problem });

export const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Error && 'problem' in error && typeof error.problem === 'string';

/** Lists and objects travel as JSON text: drivers disagree about arrays. */
export const sent = (value: SqlValue | undefined): SqlValue =>
  value === undefined || value === null
    ? null
    : value instanceof Date
      ? value.toISOString()
      : typeof value === 'object'
        ? JSON.stringify(value)
        : value;

/** A value of a row as a variable. */
export function variableOf(value: unknown): SqlValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'object' ? value : null;
}

/** The elements of a list, also where a driver gives jsonb as text. */
export function elementsOf(value: SqlValue | undefined): readonly Variables[] {
  const list: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  if (!Array.isArray(list)) return [];
  return list.map((element: unknown): Variables =>
    typeof element === 'object' && element !== null && !Array.isArray(element)
      ? Object.fromEntries(Object.entries(element).map(([key, part]) => [key, variableOf(part)]))
      : { value: variableOf(element) },
  );
}
