import { document, paragraph, section } from '../blocks.ts';
import { carriedOver } from '../carried-over/carried-over.ts';
import type { Basis, Deliverable, Document } from '../deliverable.ts';
import { coverageAudit } from './coverage-audit.ts';
import { deploymentGuide } from './deployment-guide.ts';
import { disasterRecovery } from './disaster-recovery.ts';
import { evidence } from './evidence.ts';
import { folderMap } from './folder-map.ts';
import { glossaryAndIndex } from './glossary.ts';
import { migrationPage } from './migration-page.ts';
import { onCall } from './on-call.ts';
import { readiness } from './readiness.ts';
import { roadmap } from './roadmap.ts';
import { runbookIndex, runbooks } from './runbooks.ts';
import { executiveSummary, report } from './summary.ts';

const path = (name: string): string => `8-documentation/${name}.md`;

/**
 * The documentation: what a reader needs who was not there. It is written last, because it says where the other
 * deliverables answer what.
 */
export function writeDocumentation(basis: Basis, others: readonly Deliverable[]): Deliverable {
  const before = deliverable(basis, others, [
    ...document(path('coverage'), 'Coverage', [
      // Stands for the audit while it is made, so that the audit counts itself.
      section(
        {
          id: 'requirements',
          title: 'Requirements',
          items: basis.backend.requirements.items.length > 0 ? ['8.3'] : [],
        },
        paragraph('in the making'),
      ),
    ]),
  ]);
  const audit = coverageAudit(basis, [...others, before]);
  return deliverable(basis, others, document(path('coverage'), 'Coverage', audit));
}

function deliverable(
  basis: Basis,
  others: readonly Deliverable[],
  coverage: readonly Document[],
): Deliverable {
  const documents = [
    ...document(path('summary'), 'Summary', [...executiveSummary(basis), report()]),
    ...document(path('migration'), 'The migration on one page', migrationPage(basis)),
    ...coverage,
    ...document(path('map'), 'Map of the package', folderMap(basis, others)),
    ...document(path('roadmap'), 'Roadmap', roadmap(basis)),
    ...carriedOver(basis),
    ...document(path('deployment'), 'Deployment guide', deploymentGuide(basis)),
    ...document(path('runbooks'), 'Runbooks', [runbookIndex(basis), ...runbooks(basis)]),
    ...document(path('on-call'), 'On call', onCall(basis)),
    ...document(path('recovery'), 'Disaster recovery', disasterRecovery(basis)),
    ...document(path('readiness'), 'Production readiness', readiness(basis, others)),
    ...document(path('glossary'), 'Glossary, decisions, changes', glossaryAndIndex(basis, others)),
    ...document(path('evidence'), 'Evidence', evidence(basis)),
  ];
  return {
    id: 'documentation',
    number: 8,
    title: 'Documentation',
    summary: `${others.reduce((total, each) => total + each.documents.length, documents.length)} documents.`,
    documents,
    artifacts: [],
    notApplicable: [],
  };
}
