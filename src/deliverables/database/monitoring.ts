import { monitoringSql, watches } from '../../artifacts/monitoring.ts';
import { claimsOf, code, section, table } from '../blocks.ts';
import type { Artifact, Basis, Section } from '../deliverable.ts';

const path = '2-database/monitoring.sql';

/** What to ask the running database, and from which value on somebody has to act. */
export function monitoring(basis: Basis): Section | undefined {
  const all = watches(basis.backend);
  return section(
    { id: 'monitoring', title: 'What to watch' },
    table(
      ['watch', 'question', 'beyond', 'each row of the answer'],
      all.map(({ id, asks, act, threshold }) => [id, asks, threshold ?? 'any row', act]),
    ),
    claimsOf(basis, 'monitoring/'),
    all.length === 0 ? undefined : code('sql', all.map(({ id, sql }) => `-- ${id}\n${sql}`).join('\n\n')),
  );
}

export function monitoringArtifacts({ backend }: Basis): readonly Artifact[] {
  const { text, lost } = monitoringSql(backend);
  return text === '' ? [] : [{ path, text, lost, items: [] }];
}
