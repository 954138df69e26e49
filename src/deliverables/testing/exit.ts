import { count, judgement, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { PipelineGate } from '../../artifacts/ci-workflow.ts';
import { authorisationMatrix } from '../../artifacts/tests/authorisation-matrix.ts';
import { derived } from '../../model/origin.ts';
import type { Backend } from '../../model/backend.ts';
import { restoreTime } from '../database/recovery.ts';

/** What has to be true before a release leaves. */
export function exitCriteria(
  { backend, findings }: Basis,
  gates: readonly PipelineGate[],
): Section | undefined {
  if (gates.length <= 2) return undefined;
  const blockers = findings.filter(({ severity }) => severity === 'blocker').length;
  const pairs = authorisationMatrix(backend).length;
  const restore = restoreTime(backend);
  const rows: readonly (readonly Cell[])[] = [
    ['all gates of the pipeline', count(gates.length, 'gates'), 'green on the commit that is released'],
    ['findings of severity blocker', count(0, 'allowed'), `now: ${blockers}`],
    ...(pairs === 0
      ? []
      : [
          [
            'pairs of the authorisation matrix',
            count(pairs, 'pairs'),
            'all run, none skipped',
          ] satisfies readonly Cell[],
        ]),
    ...objectiveRows(backend),
    ...(restore === undefined
      ? []
      : [
          [
            'last restore drill',
            restore,
            'done this quarter, within this time or the document changed',
          ] satisfies readonly Cell[],
        ]),
    [
      'profile soak',
      'memory and connections at the end as after the first hour',
      'before a release that changes the runtime',
    ],
    ['rollback', 'rehearsed on generated rows', 'schema and code of the released version'],
  ];
  return section(
    {
      id: 'exit',
      title: 'Exit criteria of a release',
      items: backend.requirements.objectives.length > 0 || pairs > 0 ? ['7.12'] : [],
    },
    table(['criterion', 'limit', 'shown by'], rows),
    judgement('The list is a convention; the numbers in it are objectives and counts of this model.'),
  );
}

function objectiveRows({ requirements }: Backend): readonly (readonly Cell[])[] {
  return requirements.objectives.flatMap(({ id, latency, availability }): readonly (readonly Cell[])[] => [
    ...(latency === undefined
      ? []
      : [
          [
            `objective ${id}: p${latency.percentile} at peak`,
            latency.limit,
            'profile load, three runs in a row',
          ],
        ]),
    ...(availability === undefined
      ? []
      : [
          [
            `objective ${id}: failed requests`,
            derived(1 - availability.value, 'ratio', '1 − availability', [`objective ${id}`]),
            'profile load, and error budget of the last 30 days not used up',
          ] satisfies readonly Cell[],
        ]),
  ]);
}
