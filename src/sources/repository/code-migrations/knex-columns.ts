import { unknown } from '../javascript/value.ts';
import type { Site, Value } from '../javascript/value.ts';
import { knexTimestamp, knexType } from '../knex/types.ts';
import { literal } from '../schema/columns.ts';
import type { ColumnSpec } from '../schema/columns.ts';
import { sqlTextOf } from './context.ts';
import type { MigrationContext } from './context.ts';
import { keyOf, madeName, refer } from './knex-keys.ts';
import type { Builder, Draft, Pending } from './knex-table.ts';
import {
  action,
  fieldAt,
  hostOf,
  isFalse,
  isTrue,
  listAt,
  numberAt,
  scalarAt,
  settled,
  textAt,
} from './values.ts';

export function columnSpec(
  { on, table }: Builder,
  method: string,
  args: readonly Value[],
  site: Site,
): Draft<ColumnSpec> | undefined {
  const { dialect } = on;
  if (
    /^(increments|bigIncrements|bigincrements|tinyIncrements|smallIncrements|mediumIncrements)$/.test(method)
  ) {
    const big = method.startsWith('big');
    const primary = !isFalse(fieldAt(args[1], 'primaryKey'));
    const unsigned = dialect === 'mysql' ? ' unsigned' : '';
    return {
      name: textAt(args[0]) ?? 'id',
      type: (big ? 'bigint' : 'integer') + unsigned,
      nullable: false,
      counts: true,
      primary,
    };
  }
  const name = textAt(args[0]);
  if (name === undefined) return undefined;
  if (method === 'timestamp' || method === 'datetime' || method === 'dateTime') {
    const options = settled(args[1])?.kind === 'object' ? args[1] : undefined;
    const zone = options === undefined ? !isTrue(args[1]) : !isFalse(fieldAt(options, 'useTz'));
    const precision = numberAt(options === undefined ? args[2] : fieldAt(options, 'precision'));
    return {
      name,
      type: knexTimestamp(method === 'timestamp' ? method : 'datetime', zone, precision, dialect),
      nullable: true,
    };
  }
  if (method === 'enum' || method === 'enu')
    return enumSpec({ on, table, columns: [], later: [] }, name, args, site);
  if (method === 'specificType')
    return {
      name,
      type: (settled(args[1]) === undefined ? undefined : sqlTextOf(args[1] ?? unknown(''))) ?? 'unknown',
      nullable: true,
    };
  const binary =
    method === 'uuid' && isTrue(fieldAt(args[1], 'useBinaryUuid')) && dialect === 'mysql'
      ? 'binary(16)'
      : undefined;
  const type = binary ?? knexType(method, { first: scalarAt(args[1]), second: scalarAt(args[2]) }, dialect);
  return type === undefined ? undefined : { name, type, nullable: true };
}

function enumSpec(
  { on, table }: Builder,
  name: string,
  args: readonly Value[],
  site: Site,
): Draft<ColumnSpec> {
  const labels = listAt(args[1]).map((label) => String(scalarAt(label) ?? '…'));
  const list = labels.map((label) => `'${label.replaceAll("'", "''")}'`).join(', ');
  if (on.dialect !== 'postgresql')
    return { name, type: on.dialect === 'mysql' ? `enum(${list})` : 'text', nullable: true };
  const native = isTrue(fieldAt(args[2], 'useNative'));
  const enumName = textAt(fieldAt(args[2], 'enumName'));
  if (!native) return { name, type: 'text', nullable: true, check: `${name} IN (${list})` };
  const type = enumName ?? `${table.name}_${name}`;
  if (!on.draft.enums.has(type)) on.draft.enums.set(type, { name: type, labels, origin: site.origin });
  return { name, type: `"${type}"`, nullable: true };
}

/** What may be written behind a column. */
export function chain(builder: Builder, pending: Pending): Value {
  const { spec } = pending;
  const host: Value = hostOf('knex', (name) =>
    action(name, (args, site) => {
      modify(builder, pending, name, args, site);
      return host;
    }),
  );
  return hostOf('knex', (name) =>
    name === 'name'
      ? undefined
      : spec.name === ''
        ? undefined
        : host.kind === 'host'
          ? host.member(name)
          : undefined,
  );
}

function modify(
  builder: Builder,
  pending: Pending,
  name: string,
  args: readonly Value[],
  { origin }: Site,
): void {
  const { spec } = pending;
  const [first] = args;
  switch (name) {
    case 'notNullable':
      spec.nullable = false;
      return;
    case 'nullable':
      spec.nullable = first === undefined || !isFalse(first);
      return;
    case 'primary':
      spec.primary = true;
      return;
    case 'unique':
    case 'index':
      pending.keys.push(() => keyOf(builder, name, [spec.name], args, origin));
      return;
    case 'defaultTo': {
      const value = defaultText(first, builder.on);
      if (value !== undefined) spec.default = value;
      return;
    }
    case 'unsigned':
      if (builder.on.dialect === 'mysql') spec.type += ' unsigned';
      return;
    case 'comment': {
      const comment = textAt(first);
      if (comment !== undefined) spec.comment = comment;
      return;
    }
    case 'alter':
      pending.alter = true;
      return;
    case 'references':
    case 'inTable':
    case 'on':
    case 'onDelete':
    case 'onUpdate':
    case 'withKeyName':
      pending.reference ??= { table: '', columns: [], name: madeName(builder.table, [spec.name], 'foreign') };
      return refer(pending.reference, name, first);
    default:
      return;
  }
}

/** `knex.fn.now()`, `knex.raw('…')` or a value. */
function defaultText(value: Value | undefined, on: MigrationContext): string | undefined {
  const one = settled(value);
  if (one === undefined) return undefined;
  if (one.kind === 'primitive') {
    if (typeof one.value === 'boolean' && on.dialect === 'mysql') return one.value ? '1' : '0';
    return literal(one.value);
  }
  if (one.kind === 'object') {
    const raw = textAt(one.fields.get('sql'));
    if (raw !== undefined) return raw;
    return one.fields.size === 0 ? "'{}'" : undefined;
  }
  return one.kind === 'array' && one.items.length === 0 ? "'[]'" : undefined;
}
