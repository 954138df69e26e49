import { pipelineGates } from '../../artifacts/ci-workflow.ts';
import { document } from '../blocks.ts';
import type { Basis, Deliverable } from '../deliverable.ts';
import { dataArtifacts, dataGenerator } from './data.ts';
import { exitCriteria } from './exit.ts';
import { failureTests } from './failures.ts';
import { authorisation, contracts, properties } from './generated.ts';
import { layout } from './layout.ts';
import { loadArtifacts, loadTests } from './load.ts';
import { migrationTests } from './migrations.ts';
import { testingNotApplicable } from './not-applicable.ts';
import { parity, parityArtifacts } from './parity.ts';
import { gateFiles, pipeline, pipelineArtifacts } from './pipeline.ts';
import { risksOf } from './risks.ts';
import { securityTests } from './security.ts';
import { strategy } from './strategy.ts';
import { suiteArtifacts } from './suite-files.ts';

/** The testing framework: strategy from the risks, tests as code, data, pipeline, exit criteria. */
export function writeTesting(basis: Basis): Deliverable {
  const path = (name: string): string => `7-testing/${name}.md`;
  const files = [...suiteArtifacts(basis), ...loadArtifacts(basis), ...dataArtifacts(basis)];
  const known = gateFiles(basis.backend, files);
  const gates = pipelineGates(known);
  return {
    id: 'testing',
    number: 7,
    title: 'Testing framework',
    summary: `${risksOf(basis).length} risks, ${gates.length} gates, ${files.length} generated files.`,
    documents: [
      ...document(path('strategy'), 'Strategy', [
        ...strategy(basis, gates),
        layout(basis),
        exitCriteria(basis, gates),
      ]),
      ...document(path('generated'), 'Generated tests', [
        properties(basis),
        contracts(basis),
        authorisation(basis),
      ]),
      ...document(path('load'), 'Load tests', [loadTests(basis)]),
      ...document(path('migrations'), 'Migration tests', [migrationTests(basis)]),
      ...document(path('parity'), 'Parity with the legacy system', parity(basis)),
      ...document(path('failures'), 'Failure tests', [failureTests(basis)]),
      ...document(path('security'), 'Security tests', [securityTests(basis)]),
      ...document(path('data'), 'Test data', [dataGenerator(basis)]),
      ...document(path('pipeline'), 'Pipeline', pipeline(basis, gates)),
    ],
    artifacts: [...files, ...parityArtifacts(basis), ...pipelineArtifacts(basis, known)],
    notApplicable: testingNotApplicable(basis.backend),
  };
}
