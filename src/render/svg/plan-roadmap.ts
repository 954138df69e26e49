import { roadmapDiagram } from '../../deliverables/architecture/migration/roadmap-diagram.ts';
import type { MigrationPlan } from '../../model/migration.ts';
import { diagramSvg } from './diagram.ts';

/** The steps of a plan as a picture that stands alone. */
export const roadmapSvg = (plan: MigrationPlan): Promise<string> => diagramSvg(roadmapDiagram(plan));
