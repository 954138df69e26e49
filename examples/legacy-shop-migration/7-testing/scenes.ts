// What has to be there before a request can be done: set past the API, and told to the request.
import { bodyOf, propertiesAt, schemaAt } from './documents.ts';
import type { Loose } from './documents.ts';
import type { Operation } from './calls.ts';
import { harness } from './harness.ts';

/** Sets the scene of an operation, and says what a request in order names; undefined = there are no rows for it. */
export async function givenFor({ given = [] }: Operation, role: string): Promise<Loose | undefined> {
  let known: Readonly<Record<string, string | null>> = {};
  if (given.length > 0) known = { caller: await harness.person(role) };
  for (const { sql, values } of given) {
    if (values.some((name) => known[name] === undefined)) return undefined;
    const [row] = await harness.query(
      sql,
      values.map((name) => known[name] ?? null),
    );
    // Whatever should give a row and does not has nothing to begin with.
    if (row === undefined && /^\s*select\b|\breturning\b/i.test(sql)) return undefined;
    known = { ...known, ...row };
  }
  return known;
}

/** What the rows say takes the place of what an example says; the database tells numbers as text. */
export function withGiven({ path, method }: Operation, body: Loose, given: Loose): Loose {
  const schema = bodyOf(path, method)?.schema;
  const fields = schema === undefined ? undefined : propertiesAt(schema);
  const said = Object.entries(given).flatMap(([name, value]) => {
    const place = fields?.get(name);
    if (place === undefined) return [];
    const isNumber = [schemaAt(place)['type']].flat().some((type) => type === 'integer' || type === 'number');
    return [[name, isNumber ? Number(value) : value] as const];
  });
  return { ...body, ...Object.fromEntries(said) };
}
