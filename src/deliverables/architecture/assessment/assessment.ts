import { assessmentOf } from '../../../migration/assessment/assessment.ts';
import type { Assessment } from '../../../migration/assessment/assessment.ts';
import { answeringStep } from '../../../migration/assessment/risks/answering-step.ts';
import type { MigrationPlan } from '../../../model/migration.ts';
import { document } from '../../blocks.ts';
import type { Artifact, Basis, Document } from '../../deliverable.ts';
import { behaviourSections } from './behaviour.ts';
import { codeSections } from './code.ts';
import { riskSection } from './register.ts';
import { systemSections } from './system.ts';
import { assessmentPath } from './told-blocks.ts';

interface Chapter {
  readonly documents: readonly Document[];
  readonly artifacts: readonly Artifact[];
}

/** The system that is left, as it was found; only of a migration. The file has everything, without the limits of the chapter. */
export function assessmentChapter({ backend, legacyFindings = [] }: Basis): Chapter {
  const { migration } = backend;
  if (migration === undefined) return { documents: [], artifacts: [] };
  const assessment = assessmentOf(migration.legacy, legacyFindings);
  return {
    documents: document('1-architecture/14-assessment.md', 'Assessment of the legacy system', [
      riskSection(assessment, migration.plan),
      ...systemSections(assessment),
      ...behaviourSections(assessment),
      ...codeSections(assessment),
    ]),
    artifacts: [
      { path: assessmentPath, text: assessmentText(assessment, migration.plan), lost: [], items: [] },
    ],
  };
}

function assessmentText({ risks, ...facts }: Assessment, plan: MigrationPlan): string {
  const withSteps = risks.map((risk) => ({ ...risk, step: answeringStep(risk, plan)?.id ?? null }));
  return `${JSON.stringify({ schemaVersion: 1, risks: withSteps, ...facts }, undefined, 2)}\n`;
}
