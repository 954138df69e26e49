import type { MigrationPlan, StepAction } from '../../model/migration.ts';
import type { DocumentProblem } from '../document.ts';
import type { Place } from '../document-text.ts';

type Path = readonly (string | number)[];

interface Unknown {
  readonly path: Path;
  readonly kind: string;
  readonly name: string;
  readonly known: readonly string[];
}

interface Names {
  readonly tables: readonly string[];
  readonly entries: readonly string[];
  readonly contexts: readonly string[];
}

/** Names that stand for nothing, each with its place and the names that were possible. */
export function unknownNames(
  plan: Pick<MigrationPlan, 'legacy' | 'contexts'> & Partial<Pick<MigrationPlan, 'steps'>>,
  placeOf: (path: Path) => Place,
): readonly DocumentProblem[] {
  const { legacy, contexts, steps = [] } = plan;
  const names: Names = {
    tables: Object.keys(legacy.tables),
    entries: [...Object.keys(legacy.endpoints), ...Object.keys(legacy.jobs)],
    contexts: contexts.map(({ id }) => id),
  };
  const unknown = [
    ...(['endpoints', 'jobs'] as const).flatMap((kind) =>
      Object.entries(legacy[kind]).flatMap(([entry, { reads, writes }]) => [
        ...reads.flatMap((name, at) => reference(['legacy', kind, entry, 'reads', at], name, plan)),
        ...writes.flatMap((name, at) => table(['legacy', kind, entry, 'writes', at], name, names)),
      ]),
    ),
    ...Object.entries(legacy.tables).flatMap(([name, { columns, key = [] }]) =>
      key.flatMap((column, at) => oneOf(['legacy', 'tables', name, 'key', at], 'column', column, columns)),
    ),
    ...contexts.flatMap((context, index) => [
      ...context.tables.flatMap((name, at) => table(['contexts', index, 'tables', at], name, names)),
      ...context.entries.flatMap((name, at) =>
        oneOf(['contexts', index, 'entries', at], 'endpoint or job', name, names.entries),
      ),
    ]),
    ...steps.flatMap((step, index) => stepNames(step, index, names, legacy)),
  ];
  return [
    ...unknown.map((each) => told(each, placeOf)),
    ...twice(
      contexts.map(({ id }) => id),
      'context',
      (at) => placeOf(['contexts', at, 'id']),
    ),
    ...twice(
      steps.map(({ id }) => id),
      'step',
      (at) => placeOf(['steps', at, 'id']),
    ),
    ...Object.keys(legacy.jobs)
      .filter((job) => Object.hasOwn(legacy.endpoints, job))
      .map((job) => sameName(job, 'endpoint and a job', placeOf(['legacy', 'jobs', job]))),
  ];
}

function stepNames(
  { does, context, ownership = {} }: MigrationPlan['steps'][number],
  index: number,
  names: Names,
  legacy: MigrationPlan['legacy'],
): readonly Unknown[] {
  const at = (key: string | number, ...rest: Path): Path => ['steps', index, key, ...rest];
  return [
    ...(context === undefined ? [] : oneOf(at('context'), 'context', context, names.contexts)),
    ...Object.keys(ownership).flatMap((name) => table(at('ownership', name), name, names)),
    ...does.flatMap((action, position) => actionNames(action, at('does', position), names, legacy)),
  ];
}

function actionNames(
  action: StepAction,
  path: Path,
  names: Names,
  legacy: MigrationPlan['legacy'],
): readonly Unknown[] {
  return [
    ...('entry' in action ? oneOf([...path, 'entry'], 'endpoint or job', action.entry, names.entries) : []),
    ...('table' in action ? table([...path, 'table'], action.table, names) : []),
    ...(action.kind === 'drop' && action.column !== undefined && Object.hasOwn(legacy.tables, action.table)
      ? oneOf([...path, 'column'], 'column', action.column, legacy.tables[action.table]?.columns ?? [])
      : []),
  ];
}

const table = (path: Path, name: string, { tables }: Names): readonly Unknown[] =>
  oneOf(path, 'table', name, tables);

function oneOf(path: Path, kind: string, name: string, known: readonly string[]): readonly Unknown[] {
  return known.includes(name) ? [] : [{ path, kind, name, known }];
}

/** A table, or a column as `orders.total`. */
function reference(path: Path, name: string, { legacy }: Pick<MigrationPlan, 'legacy'>): readonly Unknown[] {
  if (Object.hasOwn(legacy.tables, name)) return [];
  const at = name.lastIndexOf('.');
  const owner = at < 0 ? undefined : name.slice(0, at);
  if (owner === undefined || !Object.hasOwn(legacy.tables, owner))
    return [{ path, kind: 'table', name, known: Object.keys(legacy.tables) }];
  return oneOf(path, `column of ${owner}`, name.slice(at + 1), legacy.tables[owner]?.columns ?? []);
}

function told({ path, kind, name, known }: Unknown, placeOf: (path: Path) => Place): DocumentProblem {
  const few = known.slice(0, 12).join(', ');
  return {
    ...placeOf(path),
    what: `No ${kind} is called ${name}.`,
    why: known.length === 0 ? 'There is none.' : `There is ${few}${known.length > 12 ? ' …' : ''}.`,
    next: 'Correct the name, or add it to the inventory under `legacy`.',
  };
}

const twice = (
  ids: readonly string[],
  kind: string,
  place: (at: number) => Place,
): readonly DocumentProblem[] =>
  ids.flatMap((each, at) => (ids.indexOf(each) === at ? [] : [sameName(each, `${kind} twice`, place(at))]));

const sameName = (name: string, what: string, place: Place): DocumentProblem => ({
  ...place,
  what: `${name} is the name of a ${what}.`,
  why: 'What is said of it could mean either.',
  next: 'Give one of them another name.',
});
