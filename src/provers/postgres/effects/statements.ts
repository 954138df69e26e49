import { loadModule, parseSync } from 'libpg-query';
import type { Effects } from '../../../model/effects.ts';
import { boundOf } from '../../../model/effect-sql/bound.ts';
import type { Session } from '../session.ts';
import { printFailure } from '../session.ts';
import type { Delivered } from './delivered.ts';

/** A statement, where it stands in words, and the context in whose database it runs. */
interface Placed {
  readonly where: string;
  readonly context: string;
  readonly sql: string;
}

export interface StatementsTrial {
  readonly statements: number;
  readonly faults: readonly string[];
}

/** Prepares each statement as it is, and looks up the context of each table that PostgreSQL's own grammar finds in it. */
export async function tryStatements(session: Session, delivered: Delivered): Promise<StatementsTrial> {
  await loadModule();
  const all = placedOf(delivered);
  const contexts = new Map(
    delivered.tables.map(({ table, context }) => [table.replaceAll('"', ''), context]),
  );
  const foreign = all.flatMap(({ where, context, sql }) =>
    tablesOf(boundOf(sql).sql)
      .filter((table) => contexts.get(table) !== context)
      .map(
        (table) => `${where}: ${table} belongs to ${contexts.get(table) ?? 'no context'}, not to ${context}`,
      ),
  );
  const answers = await session.runEach(
    all.map(({ sql }, index) => ({ sql: `prepare effect_${index} as ${boundOf(sql).sql}` })),
  );
  await session.run('deallocate all');
  const refused = answers.flatMap((ran, index) =>
    ran.kind === 'failed' ? [`${all[index]?.where ?? ''}: ${printFailure(ran.failure)}`] : [],
  );
  return { statements: all.length, faults: [...refused, ...foreign] };
}

function placedOf({ flows, events, operations }: Delivered): readonly Placed[] {
  return [
    ...operations.flatMap(({ id, context, sets, effects }) => [
      ...sets.map(({ sql, at }) => ({ where: id, context: at ?? context, sql })),
      ...ofEffects(id, context, effects),
    ]),
    ...events.flatMap(({ name, consumers }) =>
      consumers.flatMap(({ context, effects }) => ofEffects(`${context} on ${name}`, context, effects)),
    ),
    ...flows.flatMap((flow) =>
      flow.steps.flatMap(({ action, kind, at, effects, undo }) => {
        const context = kind === 'remote' ? flow.context : at;
        return [
          ...ofEffects(`${flow.id}, ${action}`, context, effects),
          ...ofEffects(`${flow.id}, undo of ${action}`, context, undo),
        ];
      }),
    ),
  ];
}

const ofEffects = (where: string, context: string, effects: Effects | undefined): readonly Placed[] => [
  ...(effects?.condition === undefined
    ? []
    : [{ where, context, sql: `select (${effects.condition}) as holds` }]),
  ...(effects?.statements ?? []).map(({ sql, at }) => ({ where, context: at ?? context, sql })),
];

/** `schema.table` of every table in a statement; names of `with` are none. */
function tablesOf(sql: string): readonly string[] {
  const tables = new Set<string>();
  const own = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== 'object' || node === null) return;
    if ('ctename' in node && typeof node.ctename === 'string') own.add(node.ctename);
    if ('relname' in node && typeof node.relname === 'string') {
      const schema = 'schemaname' in node && typeof node.schemaname === 'string' ? `${node.schemaname}.` : '';
      tables.add(schema + node.relname);
    }
    Object.values(node).forEach(visit);
  };
  visit(parseSync(sql));
  return [...tables].filter((table) => !own.has(table));
}
