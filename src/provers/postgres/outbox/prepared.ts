import { splitScript } from '../statements.ts';

/** Statements of a file by the names under which it prepares them, without the PREPARE around them. */
export async function preparedIn(script: string): Promise<ReadonlyMap<string, string>> {
  const read = await splitScript(script);
  const found = new Map<string, string>();
  if (read.kind === 'unreadable') return found;
  for (const { sql } of read.statements) {
    const [, name, body] = /^prepare\s+(\w+)(?:\s*\([^)]*\))?\s+as\s+([\s\S]+)$/i.exec(sql) ?? [];
    if (name !== undefined && body !== undefined) found.set(name, body);
  }
  return found;
}

/** The statement with values in the places of its parameters, as SQL literals. */
export const withValues = (sql: string, values: readonly string[]): string =>
  sql.replaceAll(/\$(\d+)/g, (whole, number: string) => values[Number(number) - 1] ?? whole);

/** How many parameters each prepared statement of a file takes. */
export async function parametersOf(script: string): Promise<ReadonlyMap<string, number>> {
  const bodies = await preparedIn(script);
  return new Map(
    [...bodies].map(([name, body]) => [
      name,
      Math.max(0, ...[...body.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number))),
    ]),
  );
}
