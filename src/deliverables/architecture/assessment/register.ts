import type { Assessment } from '../../../migration/assessment/assessment.ts';
import { answeringStep } from '../../../migration/assessment/risks/answering-step.ts';
import type { MigrationPlan } from '../../../model/migration.ts';
import { judgement, paragraph, section, table } from '../../blocks.ts';
import type { Cell, Section } from '../../deliverable.ts';
import { places } from './told-blocks.ts';

/** What may go wrong on the way, worst first, with what answers it and when. */
export function riskSection({ risks }: Assessment, plan: MigrationPlan): Section | undefined {
  const title = 'Risk register';
  if (risks.length === 0)
    return section(
      { id: 'legacy-risks', title },
      paragraph('Nothing that was read speaks of a risk of its own.'),
    );
  return section(
    { id: 'legacy-risks', title },
    table(
      ['risk', 'likelihood × effect', 'seen', 'harm', 'what lessens it', 'step', 'evidence'],
      risks.map((risk): readonly Cell[] => [
        risk.title,
        `${risk.likelihood} × ${risk.effect}: ${risk.score} of 9`,
        risk.because,
        risk.harm,
        risk.mitigation,
        stepWords(answeringStep(risk, plan)),
        [places(risk.evidence, 3), ...risk.findings.slice(0, 2)].filter((part) => part !== '–').join(', ') ||
          '–',
      ]),
    ),
    judgement(
      'What was seen is read in the code. How likely harm is and how much it weighs are judged from it by fixed bounds, low, medium and high counting 1, 2 and 3; people who run the system know better.',
    ),
  );
}

const stepWords = (step: { readonly id: string; readonly title: string } | undefined): string =>
  step === undefined ? 'before the first step' : `${step.id}: ${step.title}`;
