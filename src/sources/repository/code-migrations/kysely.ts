import { defaultText, specOf } from './kysely-columns.ts';
import type { LibraryModel } from '../javascript/machine.ts';
import { native, nothing, objectOf } from '../javascript/value.ts';
import type { Site, Value } from '../javascript/value.ts';
import {
  changeColumn,
  changeColumnName,
  createTable,
  dropNamed,
  dropTable,
  removeColumn,
  renameTable,
} from '../schema/changes.ts';
import { putColumn, putIndex } from '../schema/columns.ts';
import { namedType } from '../schema/types.ts';
import { applySql, callBack, sqlTextOf, tableOf } from './context.ts';
import type { MigrationContext } from './context.ts';
import { builder, constraint, typeText } from './kysely-columns.ts';
import { action, hostOf, textAt, textsAt } from './values.ts';
import { emptyTable } from '../sql/draft.ts';

/** The `sql` tag of Kysely and of drivers like it: a text that can be executed or used as a piece. */
export function sqlTags(current: () => MigrationContext | undefined): LibraryModel {
  return {
    packages: ['kysely'],
    call: (library, args, site) => {
      if (!/^(default\.)?sql(\.(raw|lit|id|ref|table|val))?$/.test(library.path)) return undefined;
      const fields: (readonly [string, Value])[] = [['sql', args[0] ?? nothing]];
      const execute = native('execute', () => {
        const on = current();
        if (on !== undefined) applySql(on, args[0], site);
        return nothing;
      });
      return objectOf(
        [...fields, ['execute', execute], ['as', native('as', () => args[0] ?? nothing)]],
        0,
        true,
      );
    },
  };
}

export function kyselyOf(on: MigrationContext): Value {
  const self: Value = hostOf('kysely', (name) => {
    switch (name) {
      case 'schema':
        return schemaOf(on, undefined);
      case 'transaction':
      case 'connection':
        return action(name, () =>
          hostOf('kysely', () => action('execute', (args, site) => callBack(on, args, [self], site))),
        );
      case 'withSchema':
        return action(name, () => self);
      default:
        return chainOf();
    }
  });
  return self;
}

/** A query: whatever is called on it, it stays one. */
function chainOf(): Value {
  const self: Value = native('query', () => hostOf('kysely', () => self));
  return self;
}

function schemaOf(on: MigrationContext, schema: string | undefined): Value {
  const nameOf = (value: Value | undefined): string | undefined => {
    const text = textAt(value);
    return text === undefined || schema === undefined || schema === 'public' ? text : `${schema}.${text}`;
  };
  return hostOf('kysely', (name) => {
    switch (name) {
      case 'withSchema':
        return action(name, ([given]) => schemaOf(on, textAt(given)));
      case 'createTable':
        return action(name, ([table], site) => creation(on, nameOf(table) ?? '', site));
      case 'alterTable':
        return action(name, ([table], site) => alteration(on, nameOf(table) ?? '', site));
      case 'dropTable':
        return action(name, ([table]) =>
          finishing((site) => dropTable(on.draft, nameOf(table) ?? '', true, site.origin)),
        );
      case 'createIndex':
        return action(name, ([index]) => indexCreation(on, textAt(index) ?? '', nameOf));
      case 'dropIndex':
        return action(name, ([index]) =>
          finishing(() => {
            for (const table of on.draft.tables.values()) dropNamed(table, textAt(index) ?? '');
          }),
        );
      case 'createType':
        return action(name, ([type]) => typeCreation(on, textAt(type) ?? ''));
      case 'dropType':
        return action(name, ([type]) => finishing(() => void on.draft.enums.delete(textAt(type) ?? '')));
      case 'createSchema':
        return action(name, ([given]) => finishing(() => void on.draft.schemas.add(textAt(given) ?? '')));
      case 'createView':
        return action(name, ([view]) =>
          finishing(() => void on.draft.otherRelations.add(textAt(view) ?? '')),
        );
      default:
        return action(name, () => finishing(() => undefined));
    }
  });
}

const finishing = (end: (site: Site) => void): Value => builder(end, () => undefined);

function creation(on: MigrationContext, name: string, site: Site): Value {
  const dot = name.lastIndexOf('.');
  const table = emptyTable(name.slice(dot + 1), dot === -1 ? undefined : name.slice(0, dot), site.origin);
  return builder(
    () => createTable(on.draft, table, true),
    (method, args, at) => {
      if (method === 'addColumn') putColumn(on, table, specOf(on, args, at), at.origin);
      else constraint(on, table, method, args, at);
    },
  );
}

function alteration(on: MigrationContext, name: string, start: Site): Value {
  const table = tableOf(on, name, start);
  if (table === undefined) return finishing(() => undefined);
  return builder(
    () => undefined,
    (method, args, site) => {
      const column = textAt(args[0]) ?? '';
      switch (method) {
        case 'addColumn':
          return putColumn(on, table, specOf(on, args, site), site.origin);
        case 'dropColumn':
          return removeColumn(on.draft, table, column);
        case 'renameColumn':
          return changeColumnName(on.draft, table, column, textAt(args[1]) ?? '');
        case 'renameTo':
          return renameTable(on.draft, name, column, site.origin);
        case 'dropConstraint':
        case 'dropIndex':
          return void dropNamed(table, column);
        case 'alterColumn':
          return alterColumn(on, table, column, args[1], site);
        default:
          return constraint(on, table, method, args, site);
      }
    },
  );
}

function alterColumn(
  on: MigrationContext,
  table: ReturnType<typeof emptyTable>,
  name: string,
  callback: Value | undefined,
  site: Site,
): void {
  const column = builder(
    () => undefined,
    (method, args) =>
      changeColumn(on.draft, table, name, site.origin, (old) => {
        const { default: value, ...rest } = old;
        switch (method) {
          case 'setNotNull':
            return { ...old, nullable: false };
          case 'dropNotNull':
            return { ...old, nullable: true };
          case 'setDefault': {
            const text = defaultText(args[0]);
            return text === undefined ? rest : { ...rest, default: text };
          }
          case 'dropDefault':
            return rest;
          case 'setDataType':
            return {
              ...rest,
              type: namedType(typeText(args[0]), on.dialect).text,
              ...(value === undefined ? {} : { default: value }),
            };
          default:
            return old;
        }
      }),
  );
  if (callback?.kind === 'function') on.machine.call(callback, [column], site);
}

function indexCreation(
  on: MigrationContext,
  name: string,
  nameOf: (value: Value | undefined) => string | undefined,
): Value {
  let table: string | undefined;
  const columns: string[] = [];
  let unique = false;
  let method: string | undefined;
  let where: string | undefined;
  return builder(
    (site) => {
      const found = tableOf(on, table, site);
      if (found !== undefined)
        putIndex(
          found,
          {
            name,
            columns,
            unique,
            ...(method === undefined ? {} : { method }),
            ...(where === undefined ? {} : { where }),
          },
          site.origin,
        );
    },
    (step, args) => {
      if (step === 'on') table = nameOf(args[0]);
      else if (step === 'column' || step === 'columns')
        columns.push(
          ...(args[0] === undefined ? [] : textsAt(args[0])).map((column) => column.replace(/ asc$/, '')),
        );
      else if (step === 'expression') columns.push(`(${sqlTextOf(args[0] ?? nothing) ?? ''})`);
      else if (step === 'unique') unique = true;
      else if (step === 'using') method = textAt(args[0]) ?? sqlTextOf(args[0] ?? nothing);
      else if (step === 'where') where = args.map((arg) => textAt(arg) ?? sqlTextOf(arg) ?? '…').join(' ');
    },
  );
}

function typeCreation(on: MigrationContext, name: string): Value {
  let labels: readonly string[] = [];
  return builder(
    (site) => void on.draft.enums.set(name, { name, labels, origin: site.origin }),
    (method, [values]) => {
      if (method === 'asEnum' && values !== undefined) labels = textsAt(values);
    },
  );
}
