import { addCheck } from '../../schema/changes.ts';
import { putColumn, putIndex } from '../../schema/columns.ts';
import { argument, originAt, textOf, textsOf } from '../value.ts';
import type { Arguments, Host, PhpValue, ReadOrigin, Site } from '../value.ts';
import { column, indexName } from './blueprint-columns.ts';
import type { Blueprint } from './blueprint-columns.ts';
import { callKeys } from './blueprint-keys.ts';
import { columnType, enumCheck } from './blueprint-types.ts';
import { modelKey } from './models.ts';

export const nothing: PhpValue = { kind: 'null' };

/** `$table` of a migration. */
export function blueprintHost(blueprint: Blueprint): PhpValue {
  const host: Host = {
    className: 'Illuminate\\Database\\Schema\\Blueprint',
    call: (method, args, site) => callBlueprint(blueprint, method, args, originOf(site)),
    read: () => nothing,
  };
  return { kind: 'host', host };
}

const originOf = (site: Site): ReadOrigin => originAt(site.scope.file, site.node);

function callBlueprint(blueprint: Blueprint, method: string, args: Arguments, origin: ReadOrigin): PhpValue {
  const { table } = blueprint;
  const name = textOf(argument(args, 0)) ?? (method === 'id' ? 'id' : undefined);
  if (method === 'foreignidfor') return foreignIdFor(blueprint, args, origin);
  const type = columnType(method, args);
  if (type !== undefined && name !== undefined) {
    const check = method === 'enum' ? enumCheck(name, args) : undefined;
    if (check !== undefined)
      blueprint.later.push(() =>
        addCheck(table, { name: `${table.name}_${name}_check`, sql: check, origin }),
      );
    return column(blueprint, name, type.type, type.counts, origin);
  }
  if (method === 'addcolumn') {
    const inner = columnType((textOf(args[0]?.value) ?? '').toLowerCase(), args.slice(1));
    const own = textOf(args[1]?.value);
    return inner === undefined || own === undefined
      ? nothing
      : column(blueprint, own, inner.type, false, origin);
  }
  const several = columnsOf(method, name, args);
  if (several !== undefined) {
    blueprint.later.push(() => {
      putSeveral(blueprint, method, several, textOf(args[1]?.value), origin);
    });
    return nothing;
  }
  return callKeys(blueprint, method, args, origin);
}

function putSeveral(
  { on, table }: Blueprint,
  method: string,
  columns: readonly (readonly [string, string])[],
  index: string | undefined,
  origin: ReadOrigin,
): void {
  const isMorph = method.endsWith('morphs');
  const nullable = !isMorph || method.startsWith('nullable');
  for (const [name, type] of columns) putColumn(on, table, { name, type, nullable }, origin);
  const names = columns.map(([name]) => name);
  if (isMorph)
    putIndex(
      table,
      { name: index ?? indexName(table, names, 'index'), columns: names, unique: false },
      origin,
    );
}

const stamp = (zone: 'with' | 'without'): string => `timestamp(0) ${zone} time zone`;

/** Methods that make several columns at once. */
function columnsOf(
  method: string,
  name: string | undefined,
  args: Arguments,
): readonly (readonly [string, string])[] | undefined {
  const zone = method.endsWith('tz') ? 'with' : 'without';
  switch (method) {
    case 'timestamps':
    case 'nullabletimestamps':
    case 'timestampstz':
    case 'datetimes':
      return [
        ['created_at', stamp(zone)],
        ['updated_at', stamp(zone)],
      ];
    case 'softdeletes':
    case 'softdeletestz':
    case 'softdeletesdatetime':
      return [[name ?? 'deleted_at', stamp(zone)]];
    case 'remembertoken':
      return [['remember_token', 'character varying(100)']];
    default: {
      const kind = /^(?:nullable)?(numeric|uuid|ulid)?morphs$/.exec(method);
      if (kind === null || name === undefined || args.length === 0) return undefined;
      const id = kind[1] === 'uuid' ? 'uuid' : kind[1] === 'ulid' ? 'character(26)' : 'bigint';
      return [
        [`${name}_type`, 'character varying(255)'],
        [`${name}_id`, id],
      ];
    }
  }
}

function foreignIdFor(blueprint: Blueprint, args: Arguments, origin: ReadOrigin): PhpValue {
  const model = textsOf(args[0]?.value)[0];
  if (model === undefined) return nothing;
  const key = modelKey(blueprint.codebase, model);
  return foreignHost(
    column(blueprint, textOf(argument(args, 1, 'column')) ?? `${key.name}_id`, key.type, false, origin),
    key.table,
  );
}

/** `constrained()` of a model's key names the table of the model. */
function foreignHost(inner: PhpValue, table: string): PhpValue {
  if (inner.kind !== 'host') return inner;
  const host: Host = {
    className: inner.host.className,
    call: (method, args, site) => {
      const given =
        method === 'constrained' && args.length === 0
          ? [{ value: { kind: 'text', text: table } as const, node: site.node }]
          : args;
      inner.host.call(method, given, site);
      return { kind: 'host', host };
    },
  };
  return { kind: 'host', host };
}
