import type { Facts } from '../../../facts.ts';
import type { Gap } from '../../../../model/origin.ts';
import { compareText } from '../../../order.ts';
import { createTable, dropTable, renameTable, tableIn } from '../../schema/changes.ts';
import { replay } from '../../schema/sets.ts';
import type { MigrationStep } from '../../schema/sets.ts';
import type { SchemaContext } from '../../schema/columns.ts';
import { schemaData } from '../../schema/tables.ts';
import type { SchemaDraft } from '../../sql/draft.ts';
import { tell, emptyTable } from '../../sql/draft.ts';
import type { PhpCodebase } from '../codebase.ts';
import { helperFunction } from '../laravel/settings.ts';
import { callMethod, callValue, createMachine } from '../machine.ts';
import type { Machine } from '../machine.ts';
import type { Arguments, PhpValue, Site } from '../value.ts';
import { boolean, originAt, text, textOf, textsOf, unknown } from '../value.ts';
import { blueprintHost } from './blueprint.ts';
import type { Blueprint } from './blueprint-columns.ts';

const nothing: PhpValue = { kind: 'null' };

/** Tables that the migrations of Laravel make, replayed in the order of their names. */
export function laravelTables(codebase: PhpCodebase): Facts | undefined {
  const files = codebase.sources.filter(
    ({ path, text }) =>
      /(^|\/)\d{4}_\d{2}_\d{2}_\d+_[^/]+\.php$|(^|\/)migrations\//i.test(path) &&
      /extends\s+\\?[\w\\]*Migration\b/.test(text) &&
      /\bSchema::|Blueprint/.test(text),
  );
  if (files.length === 0) return undefined;
  const base = (path: string): string => path.split('/').at(-1) ?? path;
  const ordered = files.toSorted(
    (a, b) => compareText(base(a.path), base(b.path)) || compareText(a.path, b.path),
  );
  const steps = ordered.map(({ path }): MigrationStep => ({
    path,
    apply: (draft) => runMigration(codebase, path, draft),
  }));
  const gaps: Gap[] = [];
  const data = schemaData(
    [replay({ path: ordered[0]?.path ?? '', kind: 'migrations', dialect: 'postgresql', steps })],
    gaps,
  );
  return { data: { tables: data.tables }, gaps };
}

function runMigration(codebase: PhpCodebase, path: string, draft: SchemaDraft): void {
  const file = codebase.file(path);
  const owner = [...(file?.classes.values() ?? [])].find(({ methods }) => methods.has('up'));
  const up = owner?.methods.get('up');
  if (owner === undefined || up === undefined) return;
  const machine: Machine = createMachine(codebase, {
    staticCall: (name, method, args, site) =>
      /(^|\\)(Schema|DB)$/.test(name) ? callSchema(machine, draft, method, args, site) : undefined,
    functionCall: (name, args, site) =>
      helperFunction(machine, '', name, args, site, () => unknown('a router')),
    methodCall: (receiver, method, args, site) =>
      receiver.kind === 'unknown' && isSchemaCall(site)
        ? callSchema(machine, draft, method, args, site)
        : undefined,
  });
  callMethod(machine, up, [], { kind: 'object', className: owner.name, args: [], properties: new Map() });
}

/** `Schema::connection('x')->create(…)`, `$this->schema->create(…)`. */
const isSchemaCall = (site: Site): boolean =>
  /(Schema::connection|[sS]chema\b)/.test(site.node.children[0]?.text ?? '');

function callSchema(
  machine: Machine,
  draft: SchemaDraft,
  method: string,
  args: Arguments,
  site: Site,
): PhpValue | undefined {
  const [name, second] = args.map(({ value }) => textOf(value));
  const origin = originAt(site.scope.file, site.node);
  switch (method) {
    case 'create':
    case 'table':
      return changeTable(machine, draft, method, args, site);
    case 'drop':
    case 'dropifexists':
      if (name !== undefined) dropTable(draft, name, method === 'dropifexists', origin);
      return nothing;
    case 'rename':
      if (name !== undefined && second !== undefined) renameTable(draft, name, second, origin);
      return nothing;
    case 'hastable':
      return name === undefined ? unknown('a condition') : boolean(draft.tables.has(name));
    case 'hascolumn':
    case 'hascolumns': {
      const columns = textsOf(args[1]?.value);
      const table = name === undefined ? undefined : draft.tables.get(name);
      return boolean(columns.every((column) => table?.columns.some((each) => each.name === column)));
    }
    case 'dropcolumns': {
      const table = name === undefined ? undefined : tableIn(draft, name, origin);
      if (table !== undefined)
        table.columns = table.columns.filter((column) => !textsOf(args[1]?.value).includes(column.name));
      return nothing;
    }
    // Branches for the file database of tests are not those of the server.
    case 'getdrivername':
      return text('mysql');
    case 'statement':
    case 'unprepared':
      if (/^\s*(create|alter|drop)\s+(table|index|unique)/i.test(name ?? ''))
        tell(
          draft,
          site.scope.file.path,
          'a statement in the language of the database is not replayed',
          origin,
        );
      return nothing;
    case 'withoutforeignkeyconstraints':
    case 'transaction':
      if (args[0] !== undefined) callValue(machine, args[0].value, []);
      return nothing;
    default:
      return undefined;
  }
}

function changeTable(
  machine: Machine,
  draft: SchemaDraft,
  method: 'create' | 'table',
  args: Arguments,
  site: Site,
): PhpValue {
  const name = textOf(args[0]?.value);
  const closure = args[1];
  const origin = originAt(site.scope.file, site.node);
  if (name === undefined) {
    tell(draft, site.scope.file.path, 'the name of a table is not known', origin);
    return nothing;
  }
  if (method === 'create') createTable(draft, emptyTable(name, undefined, origin), false);
  const table = tableIn(draft, name, origin);
  if (table === undefined || closure === undefined) return nothing;
  const on: SchemaContext = { draft, dialect: 'postgresql' };
  const blueprint: Blueprint = { on, table, codebase: machine.codebase, later: [] };
  callValue(machine, closure.value, [{ value: blueprintHost(blueprint), node: closure.node }]);
  for (const apply of blueprint.later) apply();
  return nothing;
}
