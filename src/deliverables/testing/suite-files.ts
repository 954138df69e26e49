import { chainedTrail } from '../../artifacts/audit-trail.ts';
import { journeys } from '../../artifacts/journeys/journeys.ts';
import { authorisationData } from '../../artifacts/tests/authorisation-matrix.ts';
import { suiteData } from '../../artifacts/tests/suite-data.ts';
import { suiteTexts } from '../../artifacts/tests/texts.ts';
import type { Artifact, Basis } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';

export const suitePath = (name: string): string => `7-testing/${name}`;

export const hasConsumers = ({ processes }: Backend): boolean =>
  processes.events.some(({ consumers }) => consumers.length > 0);

export const hasWorkflows = (backend: Backend): boolean => journeys(backend, []).length > 0;

const hasSamples = ({ source }: Backend): boolean => source === 'designed';

interface SuiteFile {
  readonly items: readonly string[];
  /** Whether a backend has what it tests. */
  readonly needs?: (backend: Backend) => boolean;
}

const files: Readonly<Record<keyof typeof suiteTexts, SuiteFile>> = {
  'harness.ts': { items: [] },
  'documents.ts': { items: [] },
  'bodies.ts': { items: [] },
  'calls.ts': { items: [] },
  'scenes.ts': { items: [] },
  'programs.ts': { items: [], needs: hasSamples },
  'arazzo.ts': { items: [], needs: hasWorkflows },
  'contract.test.ts': { items: ['7.4'] },
  'objects.test.ts': { items: ['7.4'] },
  'lists.test.ts': { items: ['7.4'], needs: ({ source }) => source === 'designed' },
  'authorisation.test.ts': { items: ['7.5'] },
  'idempotency.test.ts': {
    items: ['7.3'],
    needs: ({ api }) => api.endpoints.some(({ idempotencyKey }) => idempotencyKey),
  },
  'invariants.test.ts': { items: ['7.3'] },
  'limits.test.ts': { items: ['7.9'], needs: ({ trust }) => trust.rateLimits.length > 0 },
  'messages.test.ts': { items: ['7.4'], needs: ({ processes }) => processes.events.length > 0 },
  'consumers.test.ts': { items: ['6.7'], needs: hasConsumers },
  'audit.test.ts': { items: ['7.9'], needs: ({ data }) => chainedTrail(data) !== undefined },
  'migrations.test.ts': {
    items: ['7.7'],
    needs: ({ source, data }) => source === 'designed' && data.tables.length > 0,
  },
  'failures.test.ts': {
    items: ['7.8'],
    needs: ({ source, architecture }) => source === 'designed' && architecture.failureModes.length > 0,
  },
  'hostile.test.ts': { items: ['7.9'] },
  'samples.test.ts': { items: ['7.4'], needs: hasSamples },
  'workflows.test.ts': { items: ['7.4'], needs: hasWorkflows },
};

const isKnown = (name: string): name is keyof typeof suiteTexts => Object.hasOwn(suiteTexts, name);

/** The generated test files; what a backend has nothing of is left out. */
export function suiteArtifacts({ backend }: Basis): readonly Artifact[] {
  const known = suiteData(backend);
  if (known.text === '') return [];
  const matrix = authorisationData(backend);
  const texts = Object.entries(files).flatMap(([name, { items, needs }]): readonly Artifact[] =>
    isKnown(name) && (needs?.(backend) ?? true)
      ? [{ path: suitePath(name), text: suiteTexts[name], lost: [], items }]
      : [],
  );
  return [
    ...texts,
    { path: suitePath('suite.json'), text: known.text, lost: known.lost, items: ['7.3'] },
    { path: suitePath('authorisation.json'), text: matrix.text, lost: matrix.lost, items: ['7.5'] },
  ];
}
