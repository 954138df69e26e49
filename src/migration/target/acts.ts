import { kebabCase } from '../../artifacts/words.ts';
import type { Verb } from '../../model/domain.ts';
import type { Landing } from './landing.ts';
import type { Statement } from './statements.ts';

/** What an entry asks of the target: a verb on an entity, with what the statements tell of it. */
export interface Act {
  readonly verb: Verb;
  readonly entity: string;
  readonly action?: string;
  /** Fields by which is filtered; one with `-` or `+` before it is ordered by. */
  readonly by: readonly string[];
  /** Other entities that are changed along with it. */
  readonly along: readonly string[];
  /** The state that it always sets. */
  readonly sets?: { readonly field: string; readonly value: string };
}

type Landings = ReadonlyMap<string, Landing>;

const logs = /(^|_)(logs?|history|audit|stats?|statistics?|counters?|visits?|track(ing)?|hits|online)(_|$)/i;

/** Records that are kept beside what is done. */
export const isLog = (table: string): boolean => logs.test(table);

const isWrite = ({ does }: Statement): boolean => ['insert', 'update', 'delete', 'replace'].includes(does);

/** What the statements of an entry come to: its writes, and what it reads to answer. */
export function actsOf(
  statements: readonly Statement[],
  landings: Landings,
): { readonly reads: readonly Act[]; readonly writes: readonly Act[] } {
  return {
    reads: readActs(
      statements.filter((each) => !isWrite(each)),
      landings,
    ),
    writes: writeActs(statements.filter(isWrite), landings),
  };
}

const act = (
  verb: Verb,
  landing: Landing,
  by: readonly string[] = [],
  along: readonly string[] = [],
): Act => ({
  verb,
  entity: landing.entity.name,
  by,
  along,
});

function readActs(statements: readonly Statement[], landings: Landings): readonly Act[] {
  const acts = statements.flatMap((statement): readonly Act[] => {
    const landing = landings.get(statement.table);
    return landing === undefined || statement.does === 'figure' ? [] : [readAct(statement, landing)];
  });
  // Sums and counts are made of rows: whoever shows them can list those.
  const listed = new Set(acts.flatMap(({ verb, entity }) => (verb === 'read' ? [] : [entity])));
  const figures = statements.flatMap((statement) => {
    const landing = statement.does === 'figure' ? landings.get(statement.table) : undefined;
    return landing === undefined || listed.has(landing.entity.name) ? [] : [act('list', landing)];
  });
  return [...acts, ...figures];
}

function readAct(statement: Statement, landing: Landing): Act {
  if (statement.does === 'one') return act('read', landing);
  const names = (columns: readonly string[]): readonly string[] =>
    columns
      .flatMap((column) => landing.fields.get(column) ?? [])
      .filter((name) => isSelective(landing, name));
  if (statement.does === 'search') return act('search', landing, names(statement.filters).slice(0, 3));
  const { order } = statement;
  const [ordered] = order === undefined ? [] : names([order.replace(/^-/, '')]);
  const key = ordered === 'legacy_id' || ordered === 'id' ? 'created_at' : ordered;
  return act('list', landing, [
    ...names(statement.filters).slice(0, 3),
    ...(key === undefined ? [] : [`${order?.startsWith('-') === true ? '-' : '+'}${key}`]),
  ]);
}

/** A switch halves the rows at best, and a long text cannot be ordered by: neither is worth an index. */
function isSelective({ entity }: Landing, name: string): boolean {
  const kind = entity.fields.find((field) => field.name === name)?.type.kind;
  return kind !== 'bool' && kind !== 'text' && kind !== 'json';
}

/** Who names whom among tables that are written together. */
const names = (landings: Landings, from: string, to: string): boolean =>
  from !== to &&
  (isMore(landings, to, from) ||
    (!isMore(landings, from, to) &&
      (landings.get(from)?.references ?? []).some(({ table }) => table === to)));

/** A row of the one is a row of the other, and more: its key is the key of that one. */
const isMore = (landings: Landings, from: string, to: string): boolean => {
  const landing = landings.get(from);
  return (landing?.references ?? []).some(
    ({ table, column }) =>
      table === to &&
      landing?.entity.fields.some(({ name, unique }) => unique && name === landing.fields.get(column)) ===
        true,
  );
};

function writeActs(statements: readonly Statement[], landings: Landings): readonly Act[] {
  const byTable = new Map<string, Statement[]>();
  for (const statement of statements)
    byTable.set(statement.table, [...(byTable.get(statement.table) ?? []), statement]);
  const all = [...byTable.keys()];
  const does = (table: string, ...words: readonly Statement['does'][]): boolean =>
    (byTable.get(table) ?? []).some((statement) => words.includes(statement.does));
  const main = all.filter((table) => !isLog(table));
  const counted = main.length > 0 ? main : all;
  const inserted = counted.filter((table) => does(table, 'insert'));
  const isPart = (table: string): boolean =>
    counted.some(
      (whole) =>
        names(landings, table, whole) &&
        !names(landings, whole, table) &&
        (does(whole, 'insert', 'delete') || (does(table, 'insert', 'replace') && does(table, 'delete'))),
    );
  const wholes = counted.filter((table) => !isPart(table));
  const made = wholes.filter((table) => inserted.includes(table));
  // Beside a new row, changes of others are what comes of it: stock, counters, coupons used.
  const roots = made.length > 0 ? made : wholes;
  const along = (root: string): readonly string[] =>
    all
      .filter((table) => !roots.includes(table) && table !== root)
      .flatMap((table) => landings.get(table)?.entity.name ?? []);
  return roots.flatMap((table) => {
    const landing = landings.get(table);
    if (landing === undefined) return [];
    const own = byTable.get(table) ?? [];
    const mark = made.length > 0 ? undefined : markOf(own, landing);
    if (mark !== undefined) return [{ ...act('process', landing, [], along(table)), ...mark }];
    return verbsOf(own).map((verb) => act(verb, landing, [], along(table)));
  });
}

/** A single update that always sets the same state is an action with a name: `mark-paid`. */
function markOf(
  statements: readonly Statement[],
  { entity, fields }: Landing,
): Pick<Act, 'action' | 'sets'> | undefined {
  const [update, ...more] = statements;
  if (update?.does !== 'update' || more.length > 0) return undefined;
  for (const [, column = '', value = ''] of update.query.sql.matchAll(
    /[`"]?(\w+)[`"]?\s*=\s*'([A-Za-z][\w-]{0,30})'/g,
  )) {
    const field = entity.fields.find(({ name }) => name === fields.get(column));
    if (field?.type.kind === 'enum' && field.type.values.includes(value) && update.columns.includes(column))
      return { action: `mark-${kebabCase(value)}`, sets: { field: field.name, value } };
  }
  return undefined;
}

function verbsOf(statements: readonly Statement[]): readonly Verb[] {
  const inserts = statements.filter(({ does }) => does === 'insert');
  const updates = statements.filter(({ does }) => does === 'update');
  const given = new Set(inserts.flatMap(({ columns }) => columns));
  // An update that sets what the insert does not is a later part of the same; else it is the other branch of a form.
  const isEdit = updates.some(
    ({ columns }) => columns.length > 0 && columns.every((column) => given.has(column)),
  );
  return [
    ...(inserts.length > 0 ? (['create'] as const) : []),
    ...(updates.length > 0 && (inserts.length === 0 || isEdit || given.size === 0)
      ? (['update'] as const)
      : []),
    ...(statements.some(({ does }) => does === 'replace') ? (['create', 'update'] as const) : []),
    ...(statements.some(({ does }) => does === 'delete') && inserts.length === 0
      ? (['delete'] as const)
      : []),
  ];
}
