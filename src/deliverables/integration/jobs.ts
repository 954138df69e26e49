import { outboxPath, outboxRoles } from '../../artifacts/outbox-sql.ts';
import { codeCell, judgement, section, table, unknown, warning } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Backend } from '../../model/backend.ts';
import type { Table } from '../../model/data.ts';
import type { Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';
import type { Job } from '../../model/processes.ts';
import { partitions } from './broker.ts';
import { eventRate } from './event-rates.ts';
import { leaseOf } from './leases.ts';

/** Work that runs without anybody waiting. */
export function jobs({ backend }: Basis): readonly (Section | undefined)[] {
  const all = backend.processes.jobs;
  const open = all.filter(({ timeout, attempts, concurrency }) => !timeout || !attempts || !concurrency);
  const short = all.filter(
    (job) => (neededOf(backend, job)?.value ?? 0) > (job.concurrency?.value ?? Number.POSITIVE_INFINITY),
  );
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
          'needed at peak',
          'stopped after',
          'hidden from others for',
          'unique by',
          'kept by',
          'safe to repeat',
        ],
        all.map((job): readonly Cell[] => [
          codeCell(job.id),
          job.kind,
          job.queue ?? job.schedule ?? 'not known',
          job.concurrency ?? 'not known',
          neededOf(backend, job) ?? 'not counted',
          job.timeout ?? 'not known',
          visibility(job),
          job.unique ?? 'nothing: two of the same may run',
          keeperOf(backend, job),
          job.idempotent === 'unknown' ? 'not known' : job.idempotent ? 'yes' : 'no',
        ]),
      ),
      open.length === 0
        ? undefined
        : unknown(
            `${open.length} of ${all.length} jobs do not state all of timeout, attempts and concurrency: a job without a timeout holds its worker for ever, one without a bound on concurrency can take every connection.`,
          ),
      short.length === 0
        ? undefined
        : warning(
            `Fewer workers than the peak needs: ${short.map(({ id }) => id).join(', ')}. Their queue grows until the peak is over.`,
          ),
      all.length === 0
        ? undefined
        : judgement(
            'Needed at peak: rate of the event × time a consumer holds a message, at half load (Little 1961). Hidden: the longest attempt, the time to stop, two exchanges and the drift of clocks (Gray and Cheriton 1989); where a dead worker would raise the alarm before that, the lease is short and renewed. Both rest on the assumed times; a lease says nothing of a worker that stood still and goes on: what it then does must be safe to repeat.',
          ),
    ),
    batches(backend),
  ];
}

function visibility(job: Job): Quantity | string {
  const lease = leaseOf(job);
  switch (lease.kind) {
    case 'not known':
      return 'not known';
    case 'no queue':
      return 'not handed out by a queue';
    case 'lock':
      return 'as long as its connection lives';
    case 'time':
      return lease.hidden;
    case 'renewed':
      return `${quantityText(lease.hidden)}, renewed every ${quantityText(lease.every)}`;
  }
}

/** Workers that the consumer of an event needs at peak. */
function neededOf(backend: Backend, { queue }: Job): Quantity | undefined {
  const event = backend.processes.events.find(({ name, consumers }) =>
    consumers.some(({ context }) => queue === `${context}.${name}`),
  );
  const rate = event && eventRate(backend, event);
  return rate && partitions(rate.peak);
}

/** What refuses a second one of the same: something that is delivered, or nothing here. */
function keeperOf({ data }: Backend, { kind, unique }: Job): string {
  if (unique === undefined) return 'nothing';
  if (kind === 'relay') return `the lock in ${outboxPath}`;
  const table = /inbox/.test(unique)
    ? outboxRoles(data).inboxes[0]
    : /status resource/.test(unique)
      ? data.tables.find(isStatusResource)
      : undefined;
  return table?.primaryKey === undefined
    ? 'whoever starts it: no table refuses a second'
    : `the primary key of ${table.name}`;
}

/** Long work that was asked for: what of, and how far it has come. */
const isStatusResource = ({ columns }: Table): boolean =>
  ['operation', 'state', 'result'].every((name) => columns.some((column) => column.name === name));

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
