import type { MigrationPlan } from '../../../model/migration.ts';
import type { Diagram } from '../../diagram.ts';

/** The steps of a migration as a picture. */
export const roadmapDiagram = ({ plan, steps }: MigrationPlan): Extract<Diagram, { kind: 'roadmap' }> => ({
  kind: 'roadmap',
  id: 'migration-roadmap',
  title: `Steps of ${plan}`,
  steps: steps.map(({ id, title, days, does, pointOfNoReturn }) => ({
    id,
    title,
    ...(days !== undefined && { days: { low: days.low, high: days.high } }),
    changesOwner: does.some(({ kind }) => kind === 'own'),
    hasWayBack: pointOfNoReturn === undefined,
  })),
});
