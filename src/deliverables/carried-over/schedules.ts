import { codeCell, table } from '../blocks.ts';
import { originWords } from '../../model/quantity.ts';
import type { Cell } from '../deliverable.ts';
import { factTable } from './carried.ts';
import type { Carried, Concern } from './carried.ts';

const afterwards: readonly string[] = [
  'A scheduler runs each job once, however many processes there are: it takes a row of its own lock first. A run that is late is told by an alert, and a run that failed can be repeated.',
  'Times are in UTC, or in a named time zone where people expect an hour of their day.',
];

const canGoWrong: readonly string[] = [
  'Both run: two mails, two charges. The lock of the target does not know the legacy job, so only the order of the two switches holds them apart.',
  'The crontab that was read is a copy: the one of the server decides. `crontab -l` of every user, and `/etc/cron.*`.',
  'Two in the morning of the night in which clocks change: it comes twice or never.',
  'A job took longer than its interval, and nobody saw that it overlapped.',
];

const verified: readonly string[] = [
  'For a week each job has one run for each time that it was due, in one of both systems: counted from both logs.',
  'The dry runs and the real ones named the same rows.',
];

/** Work that nobody asks for. */
export function schedules(carried: Carried): Concern {
  const { legacy } = carried;
  const jobs = legacy.processes.jobs;
  const called = legacy.api.endpoints.filter(({ path }) => /(^|\/)(wp-)?cron|\/tasks?\/run/i.test(path));
  const rows = jobRows(carried);
  const byAddress = called.map(({ id, handler }): readonly Cell[] => [
    codeCell(id),
    handler === undefined ? '–' : `${handler.file}:${handler.line}`,
  ]);
  const facts = carried.facts('scheduled-event', 'overlap-guard', 'time-limit');
  return {
    id: 'schedules',
    title: 'Scheduled work (cron)',
    soughtFor: 'crontabs, schedulers of frameworks, wp-cron and scripts that are called by their address',
    today:
      jobs.length === 0 && called.length === 0 && !facts.some(({ kind }) => kind === 'scheduled-event')
        ? []
        : [
            table(['job', 'when', 'job of the target', 'when then', 'moves with', 'where'], rows),
            table(['called by its address', 'where'], byAddress),
            ...factTable(facts),
          ],
    afterwards,
    onTheWay: [
      'Before the first move each legacy job writes when it began and ended: what nobody knows to run shows here, and how long each takes.',
      'A job moves in the step of the table it writes. In that step its line is taken out of the crontab first, then the job of the target is switched on by its flag: between both nothing runs, which a job that catches up does not mind.',
      'Until then the job of the target runs dry beside it: it writes what it would do, and both lists are compared.',
      'The way back is the same in the other order: flag off, line in.',
      ...(byAddress.length > 0
        ? [
            'Whoever calls a script by its address (a provider, another server) is found in the access log and moved by name; the address answers 410 afterwards, and its key is changed.',
          ]
        : []),
    ],
    canGoWrong,
    verified,
  };
}

function jobRows({ legacy, target, plan }: Carried): readonly (readonly Cell[])[] {
  return legacy.processes.jobs.map((job): readonly Cell[] => {
    const line = plan.ledger.jobs[job.id];
    const to =
      line === undefined
        ? 'no line in the ledger'
        : line.kind === 'moves'
          ? line.to.join(', ')
          : `${line.kind}: ${line.because}`;
    const then =
      line?.kind === 'moves'
        ? line.to
            .map(
              (id) =>
                target.processes.jobs.find((each) => each.id === id)?.schedule ?? 'when it is asked for',
            )
            .join(', ')
        : '–';
    const step = plan.steps.find(({ does }) =>
      does.some((action) => action.kind === 'route' && action.entry === job.id && action.to === 'target'),
    );
    return [
      codeCell(job.name),
      job.schedule ?? job.queue ?? '–',
      to,
      then,
      step?.title ?? 'with its context',
      originWords(job.origin),
    ];
  });
}
