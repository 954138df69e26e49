import { nothing } from '../javascript/value.ts';
import type { Site, Value } from '../javascript/value.ts';
import { addCheck, addPrimaryKey } from '../schema/changes.ts';
import { literal, putReference, putUnique } from '../schema/columns.ts';
import type { ColumnSpec, ReferenceSpec } from '../schema/columns.ts';
import { sqlTextOf } from './context.ts';
import type { MigrationContext } from './context.ts';
import type { Draft } from './knex-table.ts';
import { action, hostOf, settled, textAt, textsAt } from './values.ts';
import { emptyTable } from '../sql/draft.ts';

/** `addColumn(name, type, (col) => col.notNull()…)`. */
export function specOf(
  on: MigrationContext,
  [name, type, callback]: readonly Value[],
  site: Site,
): ColumnSpec {
  const spec: Draft<ColumnSpec> = { name: textAt(name) ?? '', type: typeText(type), nullable: true };
  const reference: Draft<ReferenceSpec> = { table: '', columns: [] };
  const column = builder(
    () => undefined,
    (method, args) => describe(spec, reference, method, args),
  );
  if (callback?.kind === 'function') on.machine.call(callback, [column], site);
  return reference.table === '' ? spec : { ...spec, references: reference };
}

export const typeText = (type: Value | undefined): string => {
  const one = settled(type);
  return one === undefined ? 'unknown' : (sqlTextOf(one) ?? 'unknown').replace(/^"([a-z_]\w*)"$/, '$1');
};

function describe(
  spec: Draft<ColumnSpec>,
  reference: Draft<ReferenceSpec>,
  method: string,
  args: readonly Value[],
): void {
  const text = textAt(args[0]);
  switch (method) {
    case 'notNull':
      spec.nullable = false;
      return;
    case 'primaryKey':
      spec.primary = true;
      return;
    case 'unique':
      spec.unique = true;
      return;
    case 'autoIncrement':
      spec.counts = true;
      return;
    case 'generatedAlwaysAsIdentity':
    case 'generatedByDefaultAsIdentity':
      spec.nullable = false;
      spec.default = `generated ${method.startsWith('generatedAlways') ? 'always' : 'by default'} as identity`;
      return;
    case 'generatedAlwaysAs':
      spec.generated = sqlTextOf(args[0] ?? nothing) ?? '';
      return;
    case 'defaultTo': {
      const value = defaultText(args[0]);
      if (value !== undefined) spec.default = value;
      return;
    }
    case 'check':
      spec.check = sqlTextOf(args[0] ?? nothing) ?? '';
      return;
    case 'references': {
      const parts = (text ?? '').split('.');
      reference.table = parts.slice(0, -1).join('.');
      reference.columns = [parts.at(-1) ?? ''];
      return;
    }
    case 'onDelete':
      if (text !== undefined) reference.onDelete = text;
      return;
    case 'onUpdate':
      if (text !== undefined) reference.onUpdate = text;
      return;
    default:
      return;
  }
}

export function defaultText(value: Value | undefined): string | undefined {
  const one = settled(value);
  return one?.kind === 'primitive' ? literal(one.value) : one === undefined ? undefined : sqlTextOf(one);
}

export function constraint(
  on: MigrationContext,
  table: ReturnType<typeof emptyTable>,
  method: string,
  args: readonly Value[],
  site: Site,
): void {
  const [name, columns] = [textAt(args[0]), args[1] === undefined ? [] : textsAt(args[1])];
  const { origin } = site;
  switch (method) {
    case 'addPrimaryKeyConstraint':
      return addPrimaryKey(table, { name: name ?? `${table.name}_pkey`, columns, origin });
    case 'addUniqueConstraint':
      return putUnique(on, table, columns, name, origin);
    case 'addCheckConstraint':
      return addCheck(table, { name: name ?? '', sql: sqlTextOf(args[1] ?? nothing) ?? '', origin });
    case 'addForeignKeyConstraint': {
      const reference: Draft<ReferenceSpec> = {
        table: textAt(args[2]) ?? '',
        columns: args[3] === undefined ? [] : textsAt(args[3]),
        ...(name === undefined ? {} : { name }),
      };
      const chain = builder(
        () => undefined,
        (each, given) => describe({ name: '', type: '', nullable: true }, reference, each, given),
      );
      const callback = args[4];
      if (callback?.kind === 'function') on.machine.call(callback, [chain], site);
      return putReference(on, table, columns, reference, origin);
    }
    default:
      return;
  }
}

/** A builder: `handle` sees every call but `execute`, which ends it. */
export function builder(
  end: (site: Site) => void,
  handle: (name: string, args: readonly Value[], site: Site) => Value | void,
): Value {
  const self: Value = hostOf('kysely', (name) =>
    action(name, (args, site) => {
      if (name === 'execute') {
        end(site);
        return nothing;
      }
      if (name === '$call') return self;
      return handle(name, args, site) ?? self;
    }),
  );
  return self;
}
