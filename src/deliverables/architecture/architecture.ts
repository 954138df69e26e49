import { document } from '../blocks.ts';
import type { Basis, Deliverable } from '../deliverable.ts';
import { quantityText } from '../../model/quantity.ts';
import { assessmentChapter } from './assessment/assessment.ts';
import { concepts } from './concepts.ts';
import { configuration, configurationArtifacts } from './configuration.ts';
import { constraints } from './constraints.ts';
import { contexts } from './contexts.ts';
import { cost, totalCost } from './cost.ts';
import { decisionDocuments, decisionIndex } from './decisions.ts';
import { evolution } from './evolution.ts';
import { glossary } from './glossary.ts';
import { goals } from './goals.ts';
import { layerArtifacts, layerSections } from './layers.ts';
import { migrationDocuments } from './migration/migration.ts';
import { quality } from './quality.ts';
import { risks } from './risks.ts';
import { seams } from './seams.ts';
import { style } from './style.ts';
import { technology } from './technology.ts';
import { buildingBlocks, contextChapter, deployment, runtime, viewIndex } from './views.ts';

/** The server architecture: twelve arc42 chapters, seams of a recovered backend, the assessment of one that is left, one document per decision, layer rules and configuration as files. */
export function writeArchitecture(basis: Basis): Deliverable {
  const cut = seams(basis);
  const assessed = assessmentChapter(basis);
  const chapter = (number: string, name: string): string => `1-architecture/${number}-${name}.md`;
  return {
    id: 'architecture',
    number: 1,
    title: 'Server architecture',
    summary: summary(basis),
    documents: [
      ...document(chapter('01', 'introduction-and-goals'), 'Introduction and goals', goals(basis)),
      ...document(chapter('02', 'constraints'), 'Constraints', constraints(basis)),
      ...document(chapter('03', 'context'), 'Context', [viewIndex(basis), ...contextChapter(basis)]),
      ...document(chapter('04', 'solution-strategy'), 'Solution strategy', [
        ...style(basis),
        technology(basis),
      ]),
      ...document(chapter('05', 'building-blocks'), 'Building blocks', [
        ...buildingBlocks(basis),
        ...contexts(basis),
        ...layerSections(basis),
      ]),
      ...document(chapter('06', 'runtime'), 'Runtime', runtime(basis)),
      ...document(chapter('07', 'deployment'), 'Deployment', [
        ...deployment(basis),
        configuration(basis),
        cost(basis),
      ]),
      ...document(chapter('08', 'concepts'), 'Cross-cutting concepts', [concepts(basis)]),
      ...document(chapter('09', 'decisions'), 'Decisions', [decisionIndex(basis)]),
      ...document(chapter('10', 'quality'), 'Quality', quality(basis)),
      ...document(chapter('11', 'risks'), 'Risks and evolution', [...risks(basis), ...evolution(basis)]),
      ...document(chapter('12', 'glossary'), 'Glossary', [glossary(basis)]),
      ...document(chapter('13', 'seams'), 'Seams', cut.sections),
      ...assessed.documents,
      ...migrationDocuments(basis),
      ...decisionDocuments(basis),
    ],
    artifacts: [
      ...layerArtifacts(basis),
      ...configurationArtifacts(basis),
      ...cut.artifacts,
      ...assessed.artifacts,
    ],
    notApplicable: [],
  };
}

function summary({ backend }: Basis): string {
  const { style: chosen, contexts: all, containers } = backend.architecture;
  const total = totalCost(containers);
  return [
    chosen === undefined ? undefined : `Style: ${chosen.value.replaceAll('-', ' ')}.`,
    `${all.length} contexts in ${containers.length} containers.`,
    backend.load.totalPeak === undefined ? undefined : `Peak ${quantityText(backend.load.totalPeak)}.`,
    total === undefined ? undefined : `${quantityText(total)}.`,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
}
