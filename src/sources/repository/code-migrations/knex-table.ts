import type { Site, Value } from '../javascript/value.ts';
import { knexTimestamp } from '../knex/types.ts';
import { changeColumn, changeColumnName, dropNamed, removeColumn } from '../schema/changes.ts';
import { columnOf, putColumn, putKeys } from '../schema/columns.ts';
import type { ColumnSpec, ReferenceSpec } from '../schema/columns.ts';
import type { TableDraft } from '../sql/draft.ts';
import type { MigrationContext } from './context.ts';
import { chain, columnSpec } from './knex-columns.ts';
import { foreign, keyOf, madeName } from './knex-keys.ts';
import { action, fieldAt, hostOf, isTrue, settled, textAt, textsAt } from './values.ts';

export type Draft<Of> = { -readonly [Name in keyof Of]: Of[Name] };

export interface Pending {
  readonly spec: Draft<ColumnSpec>;
  readonly site: Site;
  reference: Draft<ReferenceSpec> | undefined;
  /** Keys that are written behind the column. */
  readonly keys: (() => void)[];
  alter: boolean;
}

/** The builder that a callback of `createTable` or `alterTable` is given; `finish` applies what was gathered. */
export interface TableBuilder {
  readonly host: Value;
  readonly finish: () => void;
}

export function tableBuilder(on: MigrationContext, table: TableDraft): TableBuilder {
  const columns: Pending[] = [];
  const later: (() => void)[] = [];
  const builder: Builder = { on, table, columns, later };
  const host: Value = hostOf('knex', (name) => memberOf(builder, name, () => host));
  return {
    host,
    finish: () => {
      for (const pending of columns) place(builder, pending);
      for (const step of later) step();
    },
  };
}

export interface Builder {
  readonly on: MigrationContext;
  readonly table: TableDraft;
  readonly columns: Pending[];
  readonly later: (() => void)[];
}

const foreignType = /blob|\(max\)|^nvarchar|(long|medium|tiny)text|^datetime|^tinyint|unsigned/i;

function place({ on, table }: Builder, pending: Pending): void {
  const { spec, site, reference, alter, keys } = pending;
  const complete = reference === undefined ? spec : { ...spec, references: reference };
  const before = table.columns.find(({ name }) => name === spec.name);
  const foreign = on.dialect === 'postgresql' && before !== undefined && foreignType.test(before.type);
  // Of two branches of a condition that is not known, the one in another server's words was not ours.
  if (foreign && !alter) table.columns = table.columns.filter((column) => column !== before);
  const has = before !== undefined && (alter || !foreign);
  if (alter && has) {
    const next = columnOf(on, table, complete, site.origin);
    const inKey = table.primaryKey?.columns.includes(spec.name) === true;
    changeColumn(on.draft, table, spec.name, site.origin, () =>
      inKey ? { ...next, nullable: false } : next,
    );
    putKeys(on, table, complete, site.origin);
  } else if (!has || on.machine.level === 0) putColumn(on, table, complete, site.origin);
  for (const key of keys) key();
}

function memberOf(builder: Builder, name: string, self: () => Value): Value | undefined {
  const { on, table, later } = builder;
  const step = (run: (args: readonly Value[], site: Site) => void): Value =>
    action(name, (args, site) => {
      run(args, site);
      return self();
    });
  switch (name) {
    case 'timestamps':
      return step((args, site) => timestamps(builder, args, site));
    case 'dropColumn':
    case 'dropColumns':
      return step((args) => {
        const names = args.flatMap((arg) => textsAt(arg));
        later.push(() => {
          for (const column of names) removeColumn(on.draft, table, column);
        });
      });
    case 'dropTimestamps':
      return step(() => {
        for (const column of ['created_at', 'updated_at']) removeColumn(on.draft, table, column);
      });
    case 'renameColumn':
      return step(([from, to]) => {
        const [old, next] = [textAt(from), textAt(to)];
        if (old !== undefined && next !== undefined)
          later.push(() => changeColumnName(on.draft, table, old, next));
      });
    case 'setNullable':
    case 'dropNullable':
      return step(([column], { origin }) => {
        const key = textAt(column) ?? '';
        later.push(() =>
          changeColumn(on.draft, table, key, origin, (old) => ({ ...old, nullable: name === 'setNullable' })),
        );
      });
    case 'primary':
    case 'unique':
    case 'index':
      return step((args, { origin }) => {
        const columns = args[0] === undefined ? [] : textsAt(args[0]);
        later.push(() => keyOf(builder, name, columns, args.slice(1), origin));
      });
    case 'foreign':
      return action(name, (args, site) => foreign(builder, args, site));
    case 'dropPrimary':
    case 'dropUnique':
    case 'dropIndex':
    case 'dropForeign':
      return step((args) => dropKey(builder, name, args));
    case 'comment':
      return step(([text]) => {
        const comment = textAt(text);
        if (comment !== undefined) table.comment = comment;
      });
    default:
      return columnMember(builder, name, self);
  }
}

function dropKey(
  { table, later }: Builder,
  name: 'dropPrimary' | 'dropUnique' | 'dropIndex' | 'dropForeign',
  [columns, given]: readonly Value[],
): void {
  if (name === 'dropPrimary') {
    later.push(() => {
      delete table.primaryKey;
    });
    return;
  }
  const suffix = { dropUnique: 'unique', dropIndex: 'index', dropForeign: 'foreign' }[name];
  const key = textAt(given) ?? madeName(table, textsAt(columns), suffix);
  later.push(() => {
    dropNamed(table, key);
  });
}

function timestamps(builder: Builder, [given, defaults, camel]: readonly Value[], site: Site): void {
  const options = settled(given)?.kind === 'object' ? given : undefined;
  const withDefault = isTrue(options === undefined ? defaults : fieldAt(options, 'defaultToNow'));
  const camelCase = isTrue(options === undefined ? camel : fieldAt(options, 'useCamelCase'));
  const method = isTrue(options === undefined ? given : fieldAt(options, 'useTimestamps'))
    ? 'timestamp'
    : 'datetime';
  for (const name of camelCase ? ['createdAt', 'updatedAt'] : ['created_at', 'updated_at'])
    builder.columns.push({
      spec: {
        name,
        type: knexTimestamp(method, true, undefined, builder.on.dialect),
        nullable: !withDefault,
        ...(withDefault ? { default: 'CURRENT_TIMESTAMP' } : {}),
      },
      site,
      reference: undefined,
      keys: [],
      alter: false,
    });
}

/** A method that adds a column, or one that is not known and adds nothing. */
function columnMember(builder: Builder, name: string, self: () => Value): Value | undefined {
  return action(name, (args, site) => {
    const spec = columnSpec(builder, name, args, site);
    if (spec === undefined) return self();
    const pending: Pending = { spec, site, reference: undefined, keys: [], alter: false };
    builder.columns.push(pending);
    return chain(builder, pending);
  });
}
