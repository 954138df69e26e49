import { parkedBurst, parkedLimit } from '../../artifacts/alerts.ts';
import { inboxesOf, outboxesOf, outboxPath } from '../../artifacts/outbox-sql.ts';
import { inboxParkingNames, parkedTable, relayParkingNames } from '../../artifacts/parked-statements.ts';
import { qualifiedName, quoteNames } from '../../artifacts/sql-names.ts';
import { code, codeCell, judgement, link, names, section, steps, table, warning } from '../blocks.ts';
import type { Basis, Block, Cell, Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import type { Job } from '../../model/processes.ts';

/** What becomes of work that keeps failing, and how it is brought back. */
export function deadLetters(basis: Basis): Section | undefined {
  const { backend } = basis;
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
        ...alike(jobs).map(([job, ids]): readonly Cell[] => [
          names(ids),
          job.attempts ?? 'not stated',
          job.backoff ?? 'not stated',
          fate(job),
          job.idempotent === 'unknown' ? 'not known' : job.idempotent ? 'yes' : 'no',
        ]),
        ...consumers
          .filter(({ name, context }) => !jobs.some(({ queue }) => queue === `${context}.${name}`))
          .map(({ name, context, action }): readonly Cell[] => [
            `${context}: ${action} (${name})`,
            'as its job above',
            'as its job above',
            'parked; later messages of the same key are parked behind it',
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
          `Alert: one parked message opens a ticket; more than ${parkedBurst} in an hour, or one that is parked for ${parkedLimit / 3600} hours, page. Read the first refusal, not the last: the others only stand behind it.`,
          'Decide: cause in our code (fix, deploy, replay), in the message (correct by a new message from the producer), at a peer (wait for it, replay).',
          'Replay one key first; compare its effect; then the rest, at a tenth of the normal rate.',
          'A message given up keeps its record, with a reason and a name, until its retention ends; a replay of its key then lets those behind it go.',
        ]),
    replay(backend),
    statements(backend),
    backend.processes.events.length === 0 ? undefined : orders,
    executed(basis),
    jobs.length + consumers.length === 0
      ? undefined
      : judgement(
          'Numbers of attempts, alerts and the replay rate are conventions. What was executed stands with its claims; calls of jobs that take no message were not.',
        ),
  );
}

/** Jobs with the same fate, told once. */
function alike(jobs: readonly Job[]): readonly (readonly [Job, readonly string[]])[] {
  const groups = new Map<string, readonly Job[]>();
  for (const job of jobs) {
    const key = JSON.stringify([job.attempts, job.backoff, fate(job), job.idempotent]);
    groups.set(key, [...(groups.get(key) ?? []), job]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [[first, group.map(({ id }) => id)] as const];
  });
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

/** Where the order of a key is kept over a refusal and its replay, and where it is not. */
const orders = table(
  ['order of a key', 'kept by'],
  [
    ['while its first message is parked', 'those behind it are parked when they are taken: none passes it'],
    ['by the replay at the relay', 'all parked messages of the key come back at once, before later ones'],
    [
      'by the replay at a consumer',
      'one at a time, oldest first; later deliveries are parked until none is left',
    ],
    [
      'when the queue gives two messages of a key at once',
      'nobody: the later may be handled before the earlier is parked',
    ],
    ['after a message was given up', 'its successors go on without it: the effect that it had is missing'],
    ['between keys', 'nobody: while one key waits the others go on'],
  ],
);

/** Claims about parking and replay. */
function executed({ outcomes }: Basis): Block | undefined {
  const ids = outcomes
    .map(({ claim }) => claim)
    .filter((claim) => /^outbox\/.*\/(refused|parked)$/.test(claim));
  return ids.length === 0 ? undefined : { kind: 'claims', ids };
}

/** The delivered statements, by what they are for. */
function statements({ data, processes }: Backend) {
  if (processes.events.length === 0) return undefined;
  const relays = outboxesOf(data).filter(({ columns }) => columns.key !== undefined);
  const inboxes = inboxesOf(data).filter(({ key }) => key.length > 0);
  return table(
    ['parked in', 'park', 'alert and list', 'replay', 'give up', 'file'],
    [
      ...relays.map(({ number, table: name }) => {
        const { refused, age, list, replay: again, giveUp } = relayParkingNames(number);
        return row(name, [refused], [age, list], again, giveUp);
      }),
      ...inboxes.map(({ number, table: name }) => {
        const { park, behind, age, list, replay: again, giveUp } = inboxParkingNames(number);
        return row(name, [park, behind], [age, list], again, giveUp);
      }),
    ],
  );
}

const row = (
  name: string,
  park: readonly string[],
  read: readonly string[],
  again: string,
  giveUp: string,
): readonly Cell[] => [
  codeCell(parkedTable(name)),
  park.join(', '),
  read.join(', '),
  codeCell(again),
  codeCell(giveUp),
  link('outbox.sql', outboxPath),
];

function fate({ deadLetter, kind }: Job): string {
  if (deadLetter === undefined) return 'not known';
  if (deadLetter)
    return kind === 'queue'
      ? 'parked; later messages of the same key are parked behind it'
      : kind === 'relay'
        ? 'the message is parked; later ones of its key are parked behind it'
        : 'kept as failed, with the reason, until somebody looks';
  return kind === 'schedule' ? 'the next run does it' : 'dropped';
}

/** The statement for work that is parked in a table of the model other than those of outbox and inbox. */
function replay({ data }: Backend) {
  const own = new Set([...outboxesOf(data), ...inboxesOf(data)].map(({ table: name }) => parkedTable(name)));
  const parked = data.tables.find(
    (one) =>
      /(dead_letter|failed_(job|message|event)|parked)/i.test(one.name) && !own.has(qualifiedName(one)),
  );
  if (parked === undefined) return undefined;
  const key = quoteNames(parked.primaryKey?.columns ?? ['id']);
  return code(
    'sql',
    `-- oldest first, one at a time; look before you replay\nselect * from ${qualifiedName(parked)} order by ${key} limit 10;`,
  );
}
