import { qualifiedName, quoteNames } from '../../artifacts/sql-names.ts';
import { code, codeCell, judgement, section, steps, table, warning } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import type { Job } from '../../model/processes.ts';

/** What becomes of work that keeps failing, and how it is brought back. */
export function deadLetters({ backend }: Basis): Section | undefined {
  const { jobs, events } = backend.processes;
  const consumers = events.flatMap(({ name, consumers: all }) =>
    all.map(({ context, action }) => ({ name, context, action })),
  );
  const lossy = jobs.filter(({ deadLetter, kind }) => deadLetter === false && kind !== 'schedule');
  return section(
    { id: 'dead-letters', title: 'Work that keeps failing', items: ['6.6'] },
    table(
      ['job or consumer', 'attempts', 'back-off', 'then', 'safe to repeat'],
      [
        ...jobs.map((job): readonly Cell[] => [
          codeCell(job.id),
          job.attempts ?? 'not stated',
          job.backoff ?? 'not stated',
          fate(job),
          job.idempotent === 'unknown' ? 'not known' : job.idempotent ? 'yes' : 'no',
        ]),
        ...consumers.map(({ name, context, action }): readonly Cell[] => [
          `${context}: ${action} (${name})`,
          'until parked, see the relay or queue that delivers it',
          'exponential with full jitter',
          'parked; later messages of the same key wait behind it',
          'yes, by its inbox',
        ]),
      ],
    ),
    lossy.length === 0
      ? undefined
      : warning(
          `Work is dropped after its last attempt: ${lossy.map(({ id }) => id).join(', ')}. Give these a place where failed work is kept.`,
        ),
    jobs.length + consumers.length === 0 ? undefined : poison,
    jobs.length + consumers.length === 0
      ? undefined
      : steps([
          'Alert: one parked message opens a ticket, ten in an hour page. Read the first error, not the last.',
          'Decide: cause in our code (fix, deploy, replay), in the message (correct by a new message from the producer), at a peer (wait for it, replay).',
          'Replay one message first; compare its effect; then the rest, oldest first, at a tenth of the normal rate.',
          'A message given up is closed with a reason and a name; it is never deleted before its retention ends.',
        ]),
    replay(backend),
    jobs.length + consumers.length === 0
      ? undefined
      : judgement('Numbers of attempts and the replay rate are conventions; nothing here was executed.'),
  );
}

const poison = table(
  ['poison message', 'recognised by', 'answer'],
  [
    [
      'cannot be parsed, or fails its schema',
      'validation before any effect',
      'parked at once: another attempt changes nothing',
    ],
    [
      'refers to something that does not exist yet',
      'missing parent',
      'tried again with back-off; parked after the last attempt',
    ],
    [
      'refused by a business rule',
      'problem type of the refusal',
      'parked at once, told to the owner of the rule',
    ],
    [
      'kills the worker',
      'the same id started more often than it ended',
      'parked after three starts without an end',
    ],
  ],
);

function fate({ deadLetter, kind }: Job): string {
  if (deadLetter === undefined) return 'not known';
  if (deadLetter) return 'kept in the dead-letter store';
  return kind === 'schedule' ? 'the next run does it' : 'dropped';
}

/** The statement for work that is parked in a table of the model. */
function replay({ data }: Backend) {
  const parked = data.tables.find(({ name }) =>
    /(dead_letter|failed_(job|message|event)|parked)/i.test(name),
  );
  if (parked === undefined) return undefined;
  const key = quoteNames(parked.primaryKey?.columns ?? ['id']);
  return code(
    'sql',
    `-- oldest first, one at a time; look before you replay\nselect * from ${qualifiedName(parked)} order by ${key} limit 10;`,
  );
}
