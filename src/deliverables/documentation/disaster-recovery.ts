import { sum } from '../../model/amounts.ts';
import type { Part } from '../../model/amounts.ts';
import { cell, codeCell, figure, judgement, section, table, warning } from '../blocks.ts';
import type { Basis, Block, Cell, Section } from '../deliverable.ts';
import { recoveryObjectives, restoreTime } from '../database/recovery.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Backend } from '../../model/backend.ts';
import { assumed } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';

interface RecoveryStep {
  readonly what: string;
  readonly who: string;
  readonly time: Quantity;
}

const detect: RecoveryStep = {
  what: 'notice: alert fires and is answered',
  who: 'on call',
  time: assumed(420, 's', 'two minutes until the alert fires, five until it is answered', 180, 900),
};
const decide: RecoveryStep = {
  what: 'decide: is it lost, and which way back',
  who: 'incident lead',
  time: assumed(300, 's', 'a rehearsed decision with two answers', 120, 900),
};
const create: RecoveryStep = {
  what: 'create an empty instance and fetch its keys',
  who: 'on call',
  time: assumed(300, 's', 'from a template, network and secrets included', 120, 1200),
};
const verify: RecoveryStep = {
  what: 'verify: row counts, newest rows, invariant queries',
  who: 'second person',
  time: assumed(300, 's', 'scripted queries', 120, 900),
};
const open: RecoveryStep = {
  what: 'open: change the address, smoke test, canary of one step',
  who: 'on call',
  time: assumed(180, 's', 'configuration change and restart of the pools', 60, 600),
};

/** Ways back with the time of each step, added up and held against the objective. */
export function disasterRecovery({ backend }: Basis): readonly (Section | undefined)[] {
  const { rto, rpo } = recoveryObjectives(backend);
  const ways = recoveryWays(backend);
  if (ways.length === 0) return [];
  return [
    section(
      {
        id: 'objectives',
        title: 'Disaster recovery',
        items: rto === undefined ? [] : ['8.8'],
        answers: requirementsAbout(backend, 'objective', ['rpo', 'rto']),
      },
      table(
        ['way back', 'for', 'takes together', 'objective (RTO)', 'fits', 'data lost'],
        ways.map(({ name, when, steps, loss }): readonly Cell[] => {
          const total = together(steps);
          return [name, when, total, cell(rto), fits(total, rto), loss];
        }),
      ),
      late(ways, rto),
      table(['objective', 'value'], rpo === undefined ? [] : [['data that may be lost (RPO)', rpo]]),
      judgement(
        'Times are assumed until a drill replaces them; rehearse the longest way each quarter, with a clock.',
      ),
    ),
    ...ways.map((way) => wayBack(way)),
  ];
}

interface Way {
  readonly id: string;
  readonly name: string;
  readonly when: string;
  readonly steps: readonly RecoveryStep[];
  readonly loss: string;
}

const together = (steps: readonly RecoveryStep[]): Quantity =>
  sum(
    steps.map(({ what, time }): Part => [what, time]),
    's',
    'sum of the steps',
  );

const fits = (total: Quantity, rto: Quantity | undefined): string => {
  if (rto === undefined) return 'no objective is stated';
  if (total.value > rto.value) return 'no';
  return (total.high ?? total.value) > rto.value ? 'only if no step takes longer than assumed' : 'yes';
};

function late(ways: readonly Way[], rto: Quantity | undefined): Block | undefined {
  if (rto === undefined) return undefined;
  const over = ways.filter(({ steps }) => together(steps).value > rto.value);
  return over.length === 0
    ? undefined
    : warning(
        `Longer than ${quantityText(rto)}: ${over.map(({ name }) => name).join(', ')}. Either the objective does not cover that loss, or a second copy must be ready.`,
      );
}

/** Which losses can be answered, from what the model has: a replica, a backup, or only the code. */
function recoveryWays(backend: Backend): readonly Way[] {
  const { rpo } = recoveryObjectives(backend);
  const replica = backend.architecture.containers.find(({ kind }) => kind === 'replica');
  const restore = restoreTime(backend);
  const promoted: RecoveryStep = {
    what: `promote ${replica?.name ?? 'the replica'}`,
    who: 'on call',
    time: assumed(120, 's', 'promotion and the wait for the last WAL', 30, 300),
  };
  const archive =
    rpo === undefined
      ? 'since the last archived WAL'
      : `at most ${quantityText(rpo)}, if WAL is archived in time`;
  return [
    ...(replica === undefined
      ? []
      : [
          {
            id: 'failover',
            name: 'failover to the replica',
            when: 'the primary or its zone is lost',
            steps: [detect, decide, promoted, verify, open],
            loss: 'what was not replicated: nothing if one replica is synchronous',
          },
        ]),
    ...(restore === undefined
      ? []
      : [
          {
            id: 'restore',
            name: 'restore from backup',
            when: 'all copies are lost, or data was deleted by us',
            steps: [
              detect,
              decide,
              create,
              { what: 'restore the base backup and replay WAL', who: 'on call', time: inSeconds(restore) },
              verify,
              open,
            ],
            loss: archive,
          },
        ]),
  ];
}

const inSeconds = (time: Quantity): Quantity => ({ ...time, unit: 's' });

function wayBack({ id, name, steps }: Way): Section | undefined {
  return section(
    { id, title: `Steps: ${name}` },
    table(
      ['#', 'step', 'who', 'takes'],
      [
        ...steps.map(({ what, who, time }, index): readonly Cell[] => [String(index + 1), what, who, time]),
        ['', 'together', '', together(steps)],
      ],
    ),
    stepFigure(id, name, steps),
    table(
      ['command', 'of step'],
      id === 'failover'
        ? [[codeCell('select pg_promote(wait => true, wait_seconds => 60)'), 'promote']]
        : [[codeCell("recovery_target_time = '<time before the loss>'"), 'restore']],
    ),
  );
}

/** Progress over time: where in the sequence one should be after how long. */
function stepFigure(id: string, name: string, steps: readonly RecoveryStep[]): Block {
  let at = 0;
  const points: (readonly [number, number])[] = [[0, 0]];
  const marks = steps.map(({ what, time }, index) => {
    at += time.value / 60;
    points.push([Number(at.toFixed(2)), index + 1]);
    return { x: Number(at.toFixed(2)), label: what.split(':')[0] ?? what };
  });
  return figure({
    kind: 'curve',
    id: `recovery-${id}`,
    title: `${name}: steps done against minutes`,
    x: 'minutes',
    y: 'steps done',
    series: [{ name, points }],
    marks,
  });
}
