import type { Assignment, Expression } from '../../../model-checking/machine.ts';
import type { Process } from '../language/flow-spec.ts';
import { declare, recordOf, stored, valueOf } from './draft.ts';
import type { Draft } from './draft.ts';
import { released } from './locks.ts';
import { readName, sawName, triesName } from './names.ts';
import { idle, placeNumber } from './run.ts';
import type { Run } from './run.ts';
import { assign, merged } from './terms.ts';

/** To another place. What was kept in memory is gone when it is idle again, and its locks are free. */
export function go(run: Run, id: string): readonly Assignment[] {
  const move = assign(run.at, placeNumber(run, id));
  return id === idle ? [move, ...forgotten(run), ...released(run)] : [move];
}

/** Variables of the process at what they start with. */
function forgotten({ draft, process, worker, own }: Run): readonly Assignment[] {
  const reads = process.steps.flatMap((step) => (step.kind === 'read' ? step.reads : []));
  const names = [triesName(process.name, worker)].filter(
    (name) => draft.local.has(name) || draft.global.has(name),
  );
  const saw = seenRecords(process).map((record) => assign(sawName(process.name, record, worker), 0));
  const variables = [...own.keys()].flatMap((into) => {
    const from = reads.find((read) => read.into === into)?.from;
    if (from === undefined) return [];
    const record = recordOf(draft, from);
    return [assign(readName(process.name, into, worker), stored(record, record.start))];
  });
  return merged(
    variables,
    saw,
    names.map((name) => assign(name, 0)),
  );
}

/** Records whose version a process remembers. */
const seenRecords = ({ steps }: Process): readonly string[] => [
  ...new Set(
    steps.flatMap((step) => (step.kind === 'transaction' || step.kind === 'write' ? step.unchanged : [])),
  ),
];

/** Variables of a process by the names its conditions use. */
export function ownVariables(
  draft: Draft,
  process: Process,
  worker: number,
): ReadonlyMap<string, Expression> {
  const reads = process.steps.flatMap((step) => (step.kind === 'read' ? step.reads : []));
  return new Map(
    reads.map(({ into, from }) => {
      const record = recordOf(draft, from);
      const name = declare(draft, process.once ? 'all' : 'each', {
        name: readName(process.name, into, worker),
        most: record.most - record.least,
        start: stored(record, record.start),
        ...(record.words !== undefined && { words: record.words }),
      });
      return [into, valueOf({ ...record, name })];
    }),
  );
}
