import {
  addPrimaryKey,
  changeColumnName,
  dropNamed,
  removeColumn,
  qualifiedName,
  renameTable,
} from '../../schema/changes.ts';
import { putIndex, putReference, putUnique } from '../../schema/columns.ts';
import type { ReferenceSpec } from '../../schema/columns.ts';
import { textOf, textsOf } from '../value.ts';
import type { Arguments, Host, PhpValue, ReadOrigin } from '../value.ts';
import { indexName, referenceCall } from './blueprint-columns.ts';
import type { Blueprint } from './blueprint-columns.ts';
import { nothing } from './blueprint.ts';

/** Keys and indexes of the table, and what takes things away. */
export function callKeys(
  blueprint: Blueprint,
  method: string,
  args: Arguments,
  origin: ReadOrigin,
): PhpValue {
  const { on, table, later } = blueprint;
  const columns = textsOf(args[0]?.value);
  const second = textOf(args[1]?.value);
  switch (method) {
    case 'primary':
      later.push(() => {
        addPrimaryKey(table, { name: second ?? `${table.name}_pkey`, columns, origin });
      });
      return nothing;
    case 'unique':
      later.push(() => {
        putUnique(on, table, columns, second ?? indexName(table, columns, 'unique'), origin);
      });
      return nothing;
    case 'index':
    case 'fulltext':
    case 'spatialindex':
      later.push(() => {
        const name = second ?? indexName(table, columns, method);
        putIndex(table, { name, columns, unique: false, method: indexMethods[method] ?? 'btree' }, origin);
      });
      return nothing;
    case 'foreign':
      return foreignKey(blueprint, columns, second, origin);
    case 'renamecolumn': {
      const [from] = columns;
      // In its turn: a column may take the name of one that goes before it.
      if (from !== undefined && second !== undefined)
        later.push(() => changeColumnName(on.draft, table, from, second));
      return nothing;
    }
    case 'rename': {
      const [name] = columns;
      if (name !== undefined) later.push(() => renameTable(on.draft, qualifiedName(table), name, origin));
      return nothing;
    }
    default:
      dropPart(blueprint, method, args);
      return nothing;
  }
}

const indexMethods: Readonly<Record<string, string>> = { fulltext: 'gin', spatialindex: 'gist' };

function dropPart({ on, table, later }: Blueprint, method: string, args: Arguments): void {
  const [first = ''] = textsOf(args[0]?.value);
  const kind = /^drop(foreign|unique|index|fulltext|spatialindex)$/.exec(method)?.[1];
  if (kind !== undefined) {
    const value = args[0]?.value;
    dropNamed(table, value?.kind === 'array' ? indexName(table, textsOf(value), kind) : first);
  } else if (method === 'dropprimary') delete table.primaryKey;
  for (const name of droppedColumns(method, args, first))
    later.push(() => {
      removeColumn(on.draft, table, name);
    });
}

function droppedColumns(method: string, args: Arguments, first: string): readonly string[] {
  switch (method) {
    case 'dropcolumn':
    case 'removecolumn':
      return args.flatMap(({ value }) => textsOf(value));
    case 'dropconstrainedforeignid':
      return [first];
    case 'droptimestamps':
    case 'droptimestampstz':
      return ['created_at', 'updated_at'];
    case 'dropsoftdeletes':
    case 'dropsoftdeletestz':
      return [first === '' ? 'deleted_at' : first];
    case 'dropremembertoken':
      return ['remember_token'];
    case 'dropmorphs':
      return [`${first}_type`, `${first}_id`];
    default:
      return [];
  }
}

function foreignKey(
  blueprint: Blueprint,
  columns: readonly string[],
  name: string | undefined,
  origin: ReadOrigin,
): PhpValue {
  let spec: ReferenceSpec = {
    table: '',
    columns: ['id'],
    name: name ?? indexName(blueprint.table, columns, 'foreign'),
  };
  blueprint.later.push(() => {
    if (spec.table !== '') putReference(blueprint.on, blueprint.table, columns, spec, origin);
  });
  const host: Host = {
    className: 'Illuminate\\Database\\Schema\\ForeignKeyDefinition',
    call: (method, args) => {
      const texts = args.flatMap(({ value }) => textsOf(value));
      if (method === 'references') spec = { ...spec, columns: texts };
      else spec = { ...spec, ...referenceCall(spec, method, texts[0]) };
      return { kind: 'host', host };
    },
  };
  return { kind: 'host', host };
}
