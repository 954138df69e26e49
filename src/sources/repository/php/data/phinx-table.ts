import { createTable, dropTable, renameTable, tableIn } from '../../schema/changes.ts';
import { putColumn } from '../../schema/columns.ts';
import type { TableDraft } from '../../sql/draft.ts';
import { emptyTable } from '../../sql/draft.ts';
import type { Host, PhpValue, ReadOrigin, Site } from '../value.ts';
import { boolean, entryOf, originAt, textOf, textsOf } from '../value.ts';
import { stepOf } from './phinx-steps.ts';
import type { PhinxContext, Step } from './phinx-steps.ts';

/** `$this->table('x')`: what is said is done when the chain ends in `create`, `update` or `save`. */
export function phinxTable(
  on: PhinxContext,
  name: string,
  options: PhpValue | undefined,
  site: Site,
): PhpValue {
  const origin = originAt(site.scope.file, site.node);
  const steps: Step[] = [];
  const host: Host = {
    className: 'Phinx\\Db\\Table',
    call: (method, args, at) => {
      const place = originAt(at.scope.file, at.node);
      switch (method) {
        case 'create':
          return finish(on, name, options, steps, 'create', origin);
        case 'update':
          return finish(on, name, options, steps, 'update', origin);
        case 'save':
          return finish(on, name, options, steps, on.draft.tables.has(name) ? 'update' : 'create', origin);
        case 'drop':
          dropTable(on.draft, name, true, place);
          return self;
        case 'rename':
        case 'renametable':
          renameTable(on.draft, name, textOf(args[0]?.value) ?? name, place);
          return self;
        case 'exists':
          return boolean(on.draft.tables.has(name));
        case 'hascolumn':
          return boolean(
            on.draft.tables.get(name)?.columns.some((column) => column.name === textOf(args[0]?.value)) ===
              true,
          );
        default: {
          const step = stepOf(on, method, args, place);
          if (step !== undefined) steps.push(step);
          return self;
        }
      }
    },
  };
  const self: PhpValue = { kind: 'host', host };
  return self;
}

function finish(
  on: PhinxContext,
  name: string,
  options: PhpValue | undefined,
  steps: Step[],
  way: 'create' | 'update',
  origin: ReadOrigin,
): PhpValue {
  if (way === 'create') {
    const table = emptyTable(name, undefined, origin);
    putKey(on, table, options, origin);
    createTable(on.draft, table, false);
  }
  const table = tableIn(on.draft, name, origin);
  if (table !== undefined) {
    for (const step of steps) step(table);
    if (way === 'create') nameKey(table, options, origin);
  }
  steps.length = 0;
  return { kind: 'null' };
}

/** The key `id` that counts by itself, unless it is called otherwise or refused. */
function putKey(
  on: PhinxContext,
  table: TableDraft,
  options: PhpValue | undefined,
  origin: ReadOrigin,
): void {
  const given = entryOf(options, 'id');
  if (given?.kind === 'boolean' && !given.value) return;
  if (given === undefined && entryOf(options, 'primary_key') !== undefined) return;
  const signed = entryOf(options, 'signed');
  const isUnsigned = signed?.kind === 'boolean' ? !signed.value : on.unsignedKey;
  const type = on.dialect === 'mysql' ? `int${isUnsigned ? ' unsigned' : ''}` : 'integer';
  putColumn(
    on,
    table,
    { name: textOf(given) ?? 'id', type, nullable: false, counts: true, primary: true },
    origin,
  );
}

function nameKey(table: TableDraft, options: PhpValue | undefined, origin: ReadOrigin): void {
  const columns = textsOf(entryOf(options, 'primary_key'));
  if (columns.length === 0) return;
  table.primaryKey = { name: `${table.name}_pkey`, columns, origin };
  table.columns = table.columns.map((column) =>
    columns.includes(column.name) ? { ...column, nullable: false } : column,
  );
}
