import { codeCell, judgement, section, table, unknown } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Backend } from '../../model/backend.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';
import type { Job } from '../../model/processes.ts';

/** Work that runs without anybody waiting. */
export function jobs({ backend }: Basis): readonly (Section | undefined)[] {
  const all = backend.processes.jobs;
  const open = all.filter(({ timeout, attempts, concurrency }) => !timeout || !attempts || !concurrency);
  return [
    section(
      {
        id: 'jobs',
        title: 'Background jobs',
        items: ['6.10'],
        answers: requirementsAbout(backend, 'scope', ['jobs']),
      },
      table(
        [
          'job',
          'kind',
          'queue or schedule',
          'at once',
          'stopped after',
          'hidden from others for',
          'unique by',
          'safe to repeat',
        ],
        all.map((job): readonly Cell[] => [
          codeCell(job.id),
          job.kind,
          job.queue ?? job.schedule ?? 'not known',
          job.concurrency ?? 'not known',
          job.timeout ?? 'not known',
          visibility(job),
          job.unique ?? 'nothing: two of the same may run',
          job.idempotent === 'unknown' ? 'not known' : job.idempotent ? 'yes' : 'no',
        ]),
      ),
      open.length === 0
        ? undefined
        : unknown(
            `${open.length} of ${all.length} jobs do not state all of timeout, attempts and concurrency: a job without a timeout holds its worker for ever, one without a bound on concurrency can take every connection.`,
          ),
      all.length === 0
        ? undefined
        : judgement(
            'The time a job is hidden is taken as one and a half times its timeout, so that it is not given to a second worker while the first still runs.',
          ),
    ),
    batches(backend),
  ];
}

function visibility({ timeout }: Job): Quantity | string {
  if (timeout === undefined) return 'not known';
  return derived(timeout.value * 1.5, timeout.unit, '1.5 × timeout', [quantityText(timeout)]);
}

/** Workloads that run by the clock. */
function batches({ load }: Backend): Section | undefined {
  return section(
    { id: 'batches', title: 'Batches by the clock' },
    table(
      ['workload', 'operation', 'every', 'rows of a run'],
      load.workloads
        .filter(({ every }) => every !== undefined)
        .map(({ id, operation, every, batch }): readonly Cell[] => [
          id,
          operation,
          every ?? 'not known',
          batch ?? 'not known',
        ]),
    ),
  );
}
