import { native, nothing, unknown } from '../javascript/value.ts';
import type { ObjectValue, Value } from '../javascript/value.ts';
import type { MigrationContext } from './context.ts';
import { knexOf } from './knex.ts';

/** Methods of the schema that migrations of AdonisJS 4 call on themselves, by their names there. */
const own: Readonly<Record<string, string>> = {
  create: 'createTable',
  createIfNotExists: 'createTableIfNotExists',
  table: 'alterTable',
  alter: 'alterTable',
  drop: 'dropTable',
  dropIfExists: 'dropTableIfExists',
  rename: 'renameTable',
};

/**
 * What a migration of AdonisJS Lucid reaches through `this`: the schema, the connection and the functions of Knex.
 * What is put off until after the schema moves rows.
 */
export function giveSchema(on: MigrationContext, { fields }: ObjectValue): void {
  const knex = knexOf(on);
  const memberOf = (value: Value | undefined, name: string): Value =>
    (value?.kind === 'host' ? value.member(name) : undefined) ?? unknown(`${name} of a migration`);
  const schema = memberOf(knex, 'schema');
  // A piece of SQL is handed to Knex by what it wraps.
  const query = native('raw', (args, site) => {
    const raw = memberOf(knex, 'raw');
    const made = raw.kind === 'native' ? raw.run(args, site, knex) : nothing;
    if (made.kind === 'object') made.fields.set('knexQuery', made);
    return made;
  });
  const database = hostWith({ rawQuery: query, raw: query });
  fields.set('schema', schema);
  fields.set('db', database);
  fields.set('raw', query);
  fields.set(
    'now',
    native('now', (args, site) => {
      const now = memberOf(memberOf(knex, 'fn'), 'now');
      return now.kind === 'native' ? now.run(args, site, knex) : nothing;
    }),
  );
  fields.set(
    'defer',
    native('defer', () => nothing),
  );
  for (const [name, method] of Object.entries(own))
    if (!fields.has(name)) fields.set(name, memberOf(schema, method));
}

const hostWith = (members: Readonly<Record<string, Value>>): Value => ({
  kind: 'host',
  technology: 'lucid',
  fields: new Map(Object.entries(members)),
  member: (name) => (Object.hasOwn(members, name) ? members[name] : undefined),
});
