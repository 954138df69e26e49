import type { Flow } from '../../../../../model/flow.ts';
import type { CallerCheck } from '../../../../../model/trust.ts';
import { stepsOf } from '../../../flows/taints.ts';
import { inField } from '../../../languages/syntax.ts';
import type { PhpMethod } from '../../classes.ts';
import { linesOf } from '../../queries/graph.ts';
import { shortName } from '../../names.ts';
import { originAt } from '../../value.ts';
import type { AccessState, RecordArrival } from './access.ts';

/** What requests do to records where nothing asks the caller more than to be there. */
export function recordFlows({ runs }: AccessState): readonly Flow[] {
  const told = new Map<string, Flow>();
  for (const { arrivals, proven } of runs)
    for (const arrival of arrivals) {
      const flow = flowOf(arrival, proven);
      const key = JSON.stringify([
        flow.kind,
        flow.source,
        flow.sink.origin,
        flow.access?.entity,
        flow.access?.action,
        flow.access?.key,
      ]);
      if (!told.has(key)) told.set(key, flow);
    }
  return [...told.values()];
}

const flowOf = ({ kind, access, what, taint, node, file, within }: RecordArrival, proven: boolean): Flow => ({
  kind,
  source: { what: taint.source.what, origin: originAt(taint.source.file, taint.source.node) },
  steps: stepsOf(taint.step, originAt),
  sink: { what, origin: originAt(file, node) },
  within,
  ...(access === undefined ? {} : { access: proven ? { ...access, proven } : access }),
  endpoints: [],
});

/** Functions that compare the caller with something; a middleware goes by the name of its class. */
export const checksOf = ({ settled, settledPlaces }: AccessState): readonly CallerCheck[] =>
  [
    ...[...settled].map((method) => ({
      name: nameOf(method),
      ...linesOf(method.file, method.node, startOf(method)),
    })),
    ...settledPlaces.map(({ file, line }) => ({ name: '', file, start: line, end: line })),
  ].toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.start - b.start || a.end - b.end));

const startOf = ({ node }: PhpMethod): number => inField(node, 'name')?.line ?? node.line;

const nameOf = ({ name, class: owner }: PhpMethod): string =>
  owner !== undefined && /^(handle|before|process|__invoke|__construct|filter)$/.test(name)
    ? shortName(owner.name)
    : name;
