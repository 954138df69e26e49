import { alertsOf } from '../../artifacts/alerts.ts';
import { count, judgement, names, section, steps, table, unknown } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { peersOf } from '../integration/peers.ts';
import type { Backend } from '../../model/backend.ts';

/** Who owns what, how a week on call runs, and whom to ask about a peer. */
export function onCall({ backend }: Basis): readonly (Section | undefined)[] {
  const { contexts } = backend.architecture;
  const alerts = alertsOf(backend);
  return [
    section(
      { id: 'ownership', title: 'Ownership', items: contexts.length > 0 ? ['8.7'] : [] },
      table(
        ['context', 'owner', 'tables', 'endpoints', 'events', 'peers'],
        contexts.map(({ id, name }): readonly Cell[] => [
          name,
          `team of ${name}`,
          count(backend.data.tables.filter(({ context }) => context === id).length, `tables of ${id}`),
          count(backend.api.endpoints.filter(({ context }) => context === id).length, `endpoints of ${id}`),
          count(backend.processes.events.filter(({ producer }) => producer === id).length, `events of ${id}`),
          names(
            peersOf(backend)
              .filter(({ owner }) => owner === id)
              .map((peer) => peer.id),
          ),
        ]),
      ),
      contexts.length === 0
        ? undefined
        : unknown(
            'People and telephone numbers are not part of the model; they belong into the directory of the organisation, under the names used here.',
          ),
    ),
    contacts(backend),
    alerts.length === 0
      ? undefined
      : handbook(backend, alerts.filter(({ severity }) => severity === 'page').length),
  ];
}

function contacts(backend: Backend): Section | undefined {
  return section(
    { id: 'contacts', title: 'Dependencies and whom to ask' },
    table(
      ['peer', 'owner here', 'promised', 'when it fails'],
      peersOf(backend).map(({ id, name, owner, integration }): readonly Cell[] => [
        name,
        owner ?? 'not known',
        integration?.sla ?? 'nothing stated',
        backend.architecture.failureModes.find(({ component }) => component === id)?.degraded ?? 'not stated',
      ]),
    ),
  );
}

function handbook({ requirements }: Backend, pages: number): Section | undefined {
  const team = requirements.teamSize?.value;
  const duty = requirements.oncall?.value;
  return section(
    { id: 'handbook', title: 'A week on call' },
    steps([
      'Handover: open alerts, what was parked, what changes this week.',
      'A page is answered within five minutes; the runbook of the alert is opened first.',
      'Mitigate before you understand; write down the time of each step.',
      'After thirty minutes, or when data may be lost or seen: call a second person and name an incident lead.',
      'Each page ends in one of: fixed, runbook changed, alert changed. An alert that asked for nothing twice is deleted.',
    ]),
    table(
      ['what', 'value'],
      [
        ['alerts that wake somebody', count(pages, 'alerts of severity page')],
        ['people', requirements.teamSize ?? 'not stated'],
        [
          'on-call duty',
          duty === undefined
            ? 'not stated'
            : duty
              ? 'wanted'
              : 'not wanted: pages become tickets of the next morning',
        ],
      ],
    ),
    team !== undefined && team < 5
      ? unknown(
          `With ${team} people a rotation around the clock is not bearable for long; four to eight are usual for one service.`,
        )
      : undefined,
    judgement('A convention after the Google SRE book, chapter 11.'),
  );
}
