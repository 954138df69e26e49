import type { Flow, FlowKind } from '../../../../model/flow.ts';
import { originOf } from '../../javascript/parse.ts';
import type { Arrival, Machine } from '../machine.ts';
import { can } from '../marks.ts';
import type { Sink, StoredKind } from '../sinks/sink.ts';
import { stepsOf } from '../taints.ts';
import { storedOf } from './columns.ts';
import type { Stored } from './columns.ts';
import { sameEntity } from './same-entity.ts';
import { isSetByCode, isSetByModel } from './set-by-code.ts';

/** What is done with a column, what a text written there must be able to do, and as what it is told. */
interface Use {
  readonly kind: FlowKind;
  readonly needs: number;
}

const uses: Partial<Record<Sink['kind'], Use>> = {
  'stored-page': { kind: 'stored-cross-site-scripting', needs: can.markup },
  'stored-code': { kind: 'code-injection', needs: can.code },
};

/** Ends that are told where another way leads to the column. */
export const isEndOfStored = (kind: Sink['kind']): kind is StoredKind =>
  kind.startsWith('stored-') && kind !== 'stored-cross-site-scripting';

/** Ways of a text through a column: from a request into it, and from it into a page or a program. */
export function storedFlows(machine: Machine): readonly Flow[] {
  const writes = machine.arrivals.filter(({ sink }) => sink.kind === 'stored-text');
  const found = machine.arrivals.flatMap((read): readonly Flow[] => {
    const use = uses[read.sink.kind];
    const stored = storedOf(read.taint.source);
    if (use === undefined || stored?.column === undefined) return [];
    const { entity, column } = stored;
    if (isSetByCode(machine, entity, column)) return [];
    const isSet = isSetByModel(machine, column);
    if (isSet && use.kind !== 'code-injection') return [];
    const [write] = writes
      .filter((each) => isWritten(each, entity, column) && (each.taint.marks & use.needs) !== 0)
      .toSorted((a, b) => certainty(b) - certainty(a));
    return write === undefined ? [] : [throughColumn({ write, read, stored, column, isSet, use })];
  });
  // A row may be known in two ways, as what a library gives and as what a statement asks for.
  return [...new Map(found.map((flow) => [JSON.stringify(flow), flow])).values()];
}

const isWritten = ({ hit: { access } }: Arrival, entity: string, column: string): boolean =>
  access !== undefined &&
  sameEntity(access.entity, entity) &&
  (access.key === column || (access.key === '' && access.except?.includes(column) !== true));

/** A column that is named before a whole body, and what no check stands before. */
const certainty = ({ hit, taint }: Arrival): number =>
  (hit.access?.key === '' ? 0 : 2) + ((taint.marks & can.unseen) === 0 ? 0 : 1);

interface Through {
  readonly write: Arrival;
  readonly read: Arrival;
  readonly stored: Stored;
  readonly column: string;
  /** The model does something with it before it is kept. */
  readonly isSet: boolean;
  readonly use: Use;
}

/** Steps that are told of the way into the column and of the one out of it, so that both ends of it are seen. */
const mostBefore = 4;
const mostBehind = 6;

function throughColumn({ write, read, stored, column, isSet, use: { kind } }: Through): Flow {
  const { entity, isOfCaller } = stored;
  const { source } = write.taint;
  const [at, end] = [write, read].map(
    ({ hit, site }) => hit.place ?? { file: site.frame.file, node: site.node },
  );
  const from = read.taint.source;
  const isChecked = isSet || [write, read].some(({ taint }) => (taint.marks & can.unseen) === 0);
  // What somebody sees who wrote it themselves is a page for them alone.
  const isPart = (isOfCaller && kind !== 'code-injection') || read.hit.weak === true;
  return {
    kind,
    source: { what: source.what, origin: originOf(source.file, source.node) },
    steps: [
      ...stepsOf(write.taint.step, originOf).slice(-mostBefore),
      ...(at === undefined
        ? []
        : [{ what: `written to ${column} of ${entity}`, origin: originOf(at.file, at.node) }]),
      { what: `read again with records of ${entity}`, origin: originOf(from.file, from.node) },
      ...stepsOf(read.taint.step, originOf).slice(-mostBehind),
    ],
    sink: {
      what: read.hit.what,
      origin: originOf(end?.file ?? read.site.frame.file, end?.node ?? read.site.node),
    },
    within: read.site.frame.name,
    access: {
      entity,
      action: 'change',
      key: column,
      ...(write.hit.access?.key === '' ? { fields: [column] } : {}),
    },
    ...(isPart ? { doubt: 'partly' } : isChecked ? { doubt: 'checked' } : {}),
    endpoints: [],
  };
}
