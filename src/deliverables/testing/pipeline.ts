import { ciWorkflow, pipelineGates } from '../../artifacts/ci-workflow.ts';
import type { PipelineGate } from '../../artifacts/ci-workflow.ts';
import { count, figure, judgement, link, names, section, steps, table, unknown } from '../blocks.ts';
import type { Artifact, Basis, Block, Cell, Section } from '../deliverable.ts';
import type { Requirement } from '../../model/requirements.ts';
import { subjectOf } from '../requirements.ts';
import type { Backend } from '../../model/backend.ts';
import { requirementOf, testedEndpoints } from '../../artifacts/tests/suite-data.ts';
import { budget } from './strategy.ts';

export const pipelinePath = '7-testing/ci.yaml';

/** Files of the package that gates need; the API document is written by another deliverable. */
export const gateFiles = (backend: Backend, artifacts: readonly Artifact[]): readonly string[] => [
  ...artifacts.map(({ path }) => path),
  ...(backend.api.endpoints.some(({ protocol }) => protocol === 'http') ? ['4-api/openapi.json'] : []),
];

export function pipelineArtifacts({ backend }: Basis, files: readonly string[]): readonly Artifact[] {
  if (pipelineGates(files).length <= 2) return [];
  return [{ path: pipelinePath, ...ciWorkflow(backend, files), items: ['7.11'] }];
}

/** The gates, what happens to tests that lie, and which test stands for which requirement. */
export function pipeline(
  { backend }: Basis,
  gates: readonly PipelineGate[],
): readonly (Section | undefined)[] {
  if (gates.length <= 2) return [];
  return [
    section(
      { id: 'pipeline', title: 'Pipeline', items: ['7.11'] },
      table(
        ['gate', 'checks', 'after', 'budget'],
        gates.map(({ id, title, needs, minutes }): readonly Cell[] => [
          id,
          title,
          names(needs),
          budget(minutes),
        ]),
      ),
      gateFigure(gates),
      table(['file', 'what'], [[link('ci.yaml', pipelinePath), 'the gates as a GitHub Actions workflow']]),
      steps([
        'A test that fails and passes on the same commit is flaky: it leaves the gate the same day, with an owner and a date two weeks away, or it is deleted.',
        'A gate is never repeated until it is green; a second run is allowed once, to collect evidence.',
        'A gate that takes longer than twice its budget fails.',
      ]),
      judgement('The workflow is valid YAML and was not run. Flake rules are conventions.'),
    ),
    trace(backend),
  ];
}

function gateFigure(gates: readonly PipelineGate[]): Block {
  return figure({
    kind: 'graph',
    id: 'pipeline',
    title: 'Gates of the pipeline',
    view: 'component',
    groups: [],
    nodes: gates.map(({ id, title }) => ({ id, title: id, subtitle: title, kind: 'process' })),
    edges: gates.flatMap(({ id, needs }) =>
      needs.map((from) => ({ from, to: id, label: 'then', style: 'solid' }) as const),
    ),
  });
}

/** Which test fails when a requirement is no longer met. Tests carry the id of their requirement in their name. */
function trace(backend: Backend): Section | undefined {
  const items = backend.requirements.items;
  const rows = items.map((item) => ({ item, tests: testsOf(backend, item) }));
  const without = rows.filter(({ tests }) => tests.length === 0);
  return section(
    { id: 'trace', title: 'Requirement to test' },
    table(
      ['requirement', 'words', 'operations tested', 'fails in'],
      rows.map(({ item, tests }) => [
        item.id,
        item.text,
        count(operationsOf(backend, item), `operations whose tests are named [${item.id}]`),
        tests.length === 0 ? 'no test' : names(tests),
      ]),
    ),
    without.length === 0
      ? undefined
      : unknown(
          `${without.length} of ${rows.length} requirements have no test that could fail: ${names(without.map(({ item }) => item.id))}.`,
        ),
  );
}

const operationsOf = (backend: Backend, { id }: Requirement): number =>
  testedEndpoints(backend).filter(({ context }) => requirementOf(backend, context) === id).length;

function testsOf(backend: Backend, item: Requirement): readonly string[] {
  const subject = subjectOf(item);
  const isCalled = operationsOf(backend, item) > 0;
  switch (item.kind) {
    case 'objective':
      return ['load profile load', 'prove --load', 'burn-rate alerts'];
    case 'capability': {
      const ideas = backend.tests.filter(({ context }) => context === subject).map(({ id }) => id);
      return [
        ...(isCalled ? ['contract', 'objects', 'lists', 'authorisation', 'invariants', 'hostile'] : []),
        ...(isCalled && backend.processes.events.length > 0 ? ['messages'] : []),
        ...ideas,
      ];
    }
    case 'policy':
      return ['authorisation'];
    case 'integration':
      return backend.processes.integrations.some(({ id }) => id === subject)
        ? ['failures', ...(backend.processes.events.length > 0 ? ['consumers'] : [])]
        : [];
    case 'compliance':
      return ['hostile', 'limits'];
    case 'scope':
      return isCalled ? ['contract', 'objects', 'lists', 'authorisation', 'invariants', 'hostile'] : [];
    case 'constraint':
      return [];
  }
}
