import type { Flow } from '../../../../../model/flow.ts';
import { sameEntity } from '../../../flows/stored/same-entity.ts';
import { stepsOf } from '../../../flows/taints.ts';
import { lineage } from '../../codebase.ts';
import { originAt } from '../../value.ts';
import type { Machine } from '../machine.ts';
import { can } from '../marks.ts';
import type { StoredRead, StoredWrite } from './noted.ts';
import type { Stored } from './rows.ts';
import { isChangedByHooks } from './hooks.ts';

/** Ways of a text through a column: from a request into it, and from it into a page. */
export function storedFlows(machine: Machine): readonly Flow[] {
  const { writes, reads, set } = machine.stored;
  const found = reads.flatMap((read): readonly Flow[] => {
    const { entity, column } = read.stored;
    if (column === undefined || set.some((each) => each.column === column && sameEntity(each.entity, entity)))
      return [];
    const [write] = writes
      .filter((each) => isWritten(each, entity, column))
      .toSorted((a, b) => certainty(b) - certainty(a));
    if (write === undefined || isChanged(machine, read.stored, column)) return [];
    return [throughColumn(write, read, column)];
  });
  return [...new Map(found.map((flow) => [endsOf(flow), flow])).values()];
}

/** The same column at the same place is told once, whichever statement read it. */
const endsOf = ({ sink, access }: Flow): string => JSON.stringify([sink, access?.entity, access?.key]);

const isWritten = (write: StoredWrite, entity: string, column: string): boolean =>
  sameEntity(write.entity, entity) &&
  (write.column === column ||
    (write.column === undefined &&
      write.fields?.includes(column) !== false &&
      write.except?.includes(column) !== true));

/** A column that is named before a whole body, and what no check stands before. */
const certainty = ({ column, taint, isAsked }: StoredWrite): number =>
  (isAsked ? 0 : 4) + (column === undefined ? 0 : 2) + ((taint.marks & can.unseen) === 0 ? 0 : 1);

/** Accessors, mutators, casts and hooks of a model: what is shown need not be what was sent. */
function isChanged({ codebase }: Machine, { model }: Stored, column: string): boolean {
  if (!/^\w+$/.test(column) || isChangedByHooks(codebase, column)) return true;
  if (model === undefined) return false;
  const camel = column.replaceAll(/_(\w)/g, (_, sign: string) => sign.toUpperCase());
  const changes = new RegExp(
    `function\\s+([gs]et${camel}Attribute\\b|${camel}\\s*\\(\\s*\\)\\s*:\\s*\\\\?(\\w+\\\\)*Attribute\\b)|['"]${column}['"]\\s*=>\\s*(?!['"]string)(['"](?!required|nullable|sometimes|string|max)\\w|\\w+::class)`,
    'i',
  );
  return lineage(codebase, model).some(({ node }) => changes.test(node.text));
}

/** Steps that are told of the way into the column and of the one out of it, so that both ends of it are seen. */
const mostBefore = 4;
const mostBehind = 6;

function throughColumn(write: StoredWrite, read: StoredRead, column: string): Flow {
  const { source } = write.taint;
  const { entity, isOfCaller } = read.stored;
  const from = read.taint.source;
  const isChecked =
    write.isAsked || [write.taint, read.taint].some(({ marks }) => (marks & can.unseen) === 0);
  return {
    kind: 'stored-cross-site-scripting',
    source: { what: source.what, origin: originAt(source.file, source.node) },
    steps: [
      ...stepsOf(write.taint.step, originAt).slice(-mostBefore),
      { what: `written to ${column} of ${entity}`, origin: originAt(write.file, write.node) },
      { what: `read again with records of ${entity}`, origin: originAt(from.file, from.node) },
      ...stepsOf(read.taint.step, originAt).slice(-mostBehind),
    ],
    sink: { what: read.hit.what, origin: originAt(read.file, read.node) },
    within: read.within,
    access: {
      entity,
      action: 'change',
      key: column,
      ...(write.column === undefined ? { fields: [column] } : {}),
    },
    // What somebody sees who wrote it themselves is a page for them alone.
    ...(isOfCaller ? { doubt: 'partly' } : isChecked ? { doubt: 'checked' } : {}),
    endpoints: [],
  };
}
