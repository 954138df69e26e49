import { quotient, ranged } from '../../model/amounts.ts';
import { cell, judgement, names, paragraph, section, steps, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Backend } from '../../model/backend.ts';
import { assumed, derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';
import { databaseBytes } from './volume.ts';

/** What a restore from the object store moves a second, WAL replay included. */
const restoreRate: Quantity = assumed(
  150e6,
  'bytes/s',
  'parallel download and WAL replay on network storage; each drill replaces it',
  50e6,
  500e6,
);

const replicasOf = ({ architecture }: Backend) =>
  architecture.containers.filter(({ kind }) => kind === 'replica');

/** The strictest stated recovery objectives. */
export function recoveryObjectives({ requirements }: Backend): {
  readonly rpo?: Quantity;
  readonly rto?: Quantity;
} {
  const strictest = (values: readonly Quantity[]): Quantity | undefined =>
    values.toSorted((a, b) => a.value - b.value)[0];
  const rpo = strictest(requirements.objectives.flatMap((objective) => objective.rpo ?? []));
  const rto = strictest(requirements.objectives.flatMap((objective) => objective.rto ?? []));
  return { ...(rpo === undefined ? {} : { rpo }), ...(rto === undefined ? {} : { rto }) };
}

/** Time to read the whole database back from backup. */
export function restoreTime(backend: Backend): Quantity | undefined {
  const bytes = databaseBytes(backend);
  return bytes === undefined
    ? undefined
    : quotient(['database', bytes], ['restore speed', restoreRate], 's', 'bytes / restore speed');
}

/** Which reads may come from a replica, how far behind it may be, and what happens when the primary dies. */
export function replicas({ backend }: Basis): readonly (Section | undefined)[] {
  const all = replicasOf(backend);
  const readers = all.filter(({ purpose }) => !purpose.includes('serves no reads'));
  const { rpo, rto } = recoveryObjectives(backend);
  const stale = backend.operations.filter(({ staleness }) => staleness !== undefined);
  const strictest = stale
    .flatMap(({ staleness }) => staleness ?? [])
    .toSorted((a, b) => a.value - b.value)[0];
  const described = all.length > 0 && (stale.length > 0 || rpo !== undefined || rto !== undefined);
  return [
    section(
      {
        id: 'replicas',
        title: 'Replicas and failover',
        items: described ? ['2.9'] : [],
        answers: requirementsAbout(backend, 'objective', ['rpo', 'rto']),
      },
      table(
        ['replica', 'instances', 'serves', 'availability'],
        all.map((replica) => [
          replica.name,
          cell(replica.instances),
          replica.purpose,
          cell(replica.availability),
        ]),
      ),
      table(
        ['limit', 'value', 'follows from'],
        [
          ...(strictest === undefined || all.length === 0 ? [] : [lagAlert(strictest)]),
          ...(rpo === undefined
            ? []
            : [['data that may be lost (RPO)', rpo, replicationMode(rpo, all.length > 0)]]),
          ...(rto === undefined ? [] : [['time until service is back (RTO)', rto, 'objective']]),
        ],
      ),
    ),
    section(
      { id: 'stale-reads', title: 'Reads that may be stale' },
      table(
        ['operation', 'may be behind by', 'at peak', 'from'],
        stale.map(({ id, staleness }): readonly Cell[] => [
          id,
          cell(staleness),
          cell(backend.load.rates.find(({ operation }) => operation === id)?.peak),
          readers.length > 0
            ? names(readers.map(({ name }) => name))
            : 'the primary: there is no replica that serves reads',
        ]),
      ),
    ),
  ];
}

function lagAlert(strictest: Quantity): readonly Cell[] {
  return [
    'alert when a replica is behind by',
    derived(strictest.value / 2, strictest.unit, 'half of the strictest staleness', [
      quantityText(strictest),
    ]),
    'half of the strictest staleness a reader accepts; at the whole of it the replica leaves the pool',
  ];
}

function replicationMode(rpo: Quantity, replicated: boolean): string {
  if (rpo.value > 0)
    return `WAL archived at least every ${quantityText(rpo)}${replicated ? '; asynchronous replication is enough' : ''}`;
  return replicated
    ? 'a commit waits for one synchronous replica (synchronous_standby_names = ANY 1); it costs one round trip per commit'
    : 'cannot hold with one database: a second copy must confirm each commit';
}

/** Backups with the drill that measures what is assumed here. */
export function backups({ backend }: Basis): Section | undefined {
  const bytes = databaseBytes(backend);
  const time = restoreTime(backend);
  const { rpo, rto } = recoveryObjectives(backend);
  if (bytes === undefined || time === undefined) return undefined;
  const archive = archiveInterval(rpo);
  return section(
    {
      id: 'backup',
      title: 'Backup and restore',
      items: backend.data.engine?.name === 'postgresql' ? ['2.11'] : [],
    },
    table(
      ['what', 'value'],
      [
        ['to restore', bytes],
        ['restore speed', restoreRate],
        ['restore time', time],
        ['objective (RTO)', rto ?? 'none stated'],
        ['WAL archived at least every', archive],
        ['objective (RPO)', rpo ?? 'none stated'],
      ],
    ),
    rto === undefined
      ? undefined
      : paragraph(
          time.value > rto.value
            ? 'Restoring takes longer than the objective allows: backups guard against deleted data and lost regions; a lost machine is answered by failover.'
            : 'Restoring fits into the objective, so a lost machine can be answered by restore alone.',
        ),
    steps([
      'Base backup every night, encrypted, to an object store in the region with object lock; WAL in between.',
      'Each night: restore the newest backup into an empty instance, run `schema.sql` comparison and count rows of the three largest tables.',
      `Once a quarter: restore to a point in time chosen by somebody else, start the application against it, run the smoke test; write down the time beside ${quantityText(time)}.`,
      'Restore: create the instance, fetch the base backup, set `recovery_target_time`, replay WAL, compare row counts, change the database address, revoke the old one.',
    ]),
    judgement('The procedure was not executed here; the first drill replaces the assumed speed.'),
  );
}

const archiveInterval = (rpo: Quantity | undefined): Quantity =>
  rpo === undefined || rpo.value === 0
    ? assumed(60, 's', 'archive_timeout; no RPO asks for another one', 10, 300)
    : ranged([rpo.value / 2, rpo.value / 2, rpo.value / 2], 's', 'half of the RPO', [quantityText(rpo)]);

/** One database without replica and without recovery objective: nothing to fail over to, nothing asked. */
export function replicasNotApplicable(
  backend: Backend,
): readonly { readonly item: string; readonly reason: string }[] {
  const { rpo, rto } = recoveryObjectives(backend);
  const single = backend.architecture.containers.some(({ kind }) => kind === 'database');
  if (backend.source !== 'designed' || !single || replicasOf(backend).length > 0) return [];
  const chosen = backend.design?.options.find(({ id }) => id === backend.design?.chosen);
  const judged = chosen?.criteria.filter(({ id }) => id.startsWith('recovery/')) ?? [];
  if (judged.length > 0 && judged.every(({ met }) => met))
    return [
      {
        item: '2.9',
        reason: `one database restored from its archive meets the objectives: ${judged.map(({ words }) => words).join(', ')}`,
      },
    ];
  if (rpo !== undefined || rto !== undefined) return [];
  return [
    {
      item: '2.9',
      reason: 'one database without replica meets the stated objectives, and no RPO or RTO was stated',
    },
  ];
}
