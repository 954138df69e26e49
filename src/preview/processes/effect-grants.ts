import { qualifiedName } from '../../artifacts/sql-names.ts';
import type { Table } from '../../model/data.ts';
import type { Effects, SqlStatement } from '../../model/effects.ts';
import type { Running } from '../running.ts';

interface Issued {
  readonly context: string;
  readonly sql: string;
}

/**
 * What the login of a context needs for the statements of its flows, consumers and operations, where the delivered grants
 * come from the statements of its operations alone. Nothing beyond these statements.
 */
export function effectGrants(running: Running): readonly string[] {
  const { backend, roles } = running;
  const known = new Map(backend.data.roles.map(({ name, grants }) => [name, grants]));
  const needed = new Map<string, string>();
  for (const { context, sql } of issuedBy(running)) {
    const role = roles.ofContext(context);
    const granted = known.get(role);
    if (granted === undefined) continue;
    for (const table of backend.data.tables.filter((each) => isIn(sql, each))) {
      const name = qualifiedName(table);
      const has = granted.find(({ table: other }) => other === keyOf(table))?.privileges ?? [];
      for (const privilege of privilegesFor(sql, name))
        if (!has.includes(privilege))
          needed.set(`${role} ${name} ${privilege}`, `grant ${privilege} on ${name} to "${role}";`);
    }
  }
  return [...needed.values()];
}

const keyOf = ({ schema, name }: Table): string => (schema === undefined ? name : `${schema}.${name}`);

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

const isIn = (sql: string, table: Table): boolean =>
  new RegExp(`(?<![\\w".])${escaped(qualifiedName(table))}(?![\\w".])`, 'i').test(sql);

function privilegesFor(sql: string, table: string): readonly string[] {
  const does = (words: string): boolean =>
    new RegExp(`\\b${words}\\s+${escaped(table)}(?![\\w".])`, 'i').test(sql);
  return [
    'select',
    ...(does('insert into') ? ['insert'] : []),
    // A row that is locked, or changed on conflict, is updated as well.
    ...(does('update') || /\bfor update\b|\bdo update\b/i.test(sql) ? ['update'] : []),
    ...(does('delete from') ? ['delete'] : []),
  ];
}

function issuedBy({ backend }: Running): readonly Issued[] {
  const { flows, events } = backend.processes;
  const of = (context: string, statements: readonly SqlStatement[] = []): readonly Issued[] =>
    statements.map(({ sql, at }) => ({ context: at ?? context, sql }));
  const ofEffects = (context: string, effects: Effects | undefined): readonly Issued[] =>
    of(context, effects?.statements);
  return [
    ...flows.flatMap((flow) =>
      flow.steps.flatMap(({ at, kind, effects, undo }) => {
        const home = kind === 'remote' ? flow.context : at;
        return [...ofEffects(home, effects), ...ofEffects(home, undo)];
      }),
    ),
    ...events.flatMap(({ consumers }) =>
      consumers.flatMap(({ context, effects }) => ofEffects(context, effects)),
    ),
    ...backend.operations.flatMap(({ context, sets, effects }) => [
      ...of(context, sets),
      ...ofEffects(context, effects),
    ]),
  ];
}
