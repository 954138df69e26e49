import { designedDomain } from './designed-domain.ts';
import { recognised } from '../design/calibration/calibrate.ts';
import type { Domain } from '../design/domain.ts';
import type { Backend } from '../model/backend.ts';
import type { Brief } from '../model/brief.ts';
import type { Calibration } from '../model/load-record.ts';
import { withCatalogue } from '../sources/database/join/with-catalogue.ts';
import { readRepository } from '../sources/repository/repository.ts';
import type { Check, PhaseResult } from './phases.ts';
import type { RoadRequest } from './request.ts';

/** What phase 2 found: a repository read into a Backend, or a brief composed into one domain. */
export type Explored =
  | { readonly kind: 'repository'; readonly backend: Backend; readonly brief: Brief | undefined }
  | { readonly kind: 'domain'; readonly brief: Brief; readonly domain: Domain };

/** Phase 2: facts are gathered. Nothing of a target is run. */
export async function explore(
  request: RoadRequest,
  brief: Brief | undefined,
): Promise<PhaseResult<Explored>> {
  if (request.job === 'analyze') return exploreRepository(request, brief);
  if (brief === undefined) throw new Error('a design needs a brief');
  const domain = designedDomain(brief, request.calibration);
  return {
    value: { kind: 'domain', brief, domain },
    inputs: [
      ...brief.packs.map(({ id, version }) => `${id}@${version}`),
      ...(request.calibration === undefined ? [] : [`load test ${request.calibration.file}`]),
    ],
    outputs: [
      `${domain.entities.length} entities`,
      `${domain.operations.length} operations`,
      `${domain.events.length} events`,
      `${domain.flows.length} flows`,
    ],
    checks: [
      {
        check: 'entities and operations were composed',
        passed: domain.entities.length > 0 && domain.operations.length > 0,
        detail: `${domain.entities.length} entities with ${domain.operations.length} operations`,
        essential: true,
      },
      ...(request.calibration === undefined ? [] : [calibrationCheck(domain, request.calibration)]),
    ],
  };
}

/** A test whose operations all have other names would change nothing without a word. */
function calibrationCheck(domain: Domain, calibration: Calibration): Check {
  const { known, unknown } = recognised(domain, calibration);
  const names = domain.operations.slice(0, 5).map(({ id }) => `"${id}"`);
  const others = unknown.length === 0 ? '' : `; not known: ${unknown.join(', ')}`;
  return {
    check: 'the load test names operations of the brief',
    passed: known > 0,
    detail:
      known > 0
        ? `${known} of them${others}`
        : `it names ${unknown.join(', ')}; operations are called ${names.join(', ')} …`,
    essential: true,
  };
}

async function exploreRepository(
  { source, cache, database }: Extract<RoadRequest, { job: 'analyze' }>,
  brief: Brief | undefined,
): Promise<PhaseResult<Explored>> {
  // A server that cannot be asked is told before a large repository is read.
  const catalogue = await database?.read();
  const read = await readRepository(source, cache, { flows: true });
  const backend = catalogue === undefined ? read : withCatalogue(read, catalogue);
  const { files, lines } = backend.coverage;
  return {
    value: { kind: 'repository', backend, brief },
    inputs: [
      `${files} files, ${lines} lines`,
      ...(database === undefined ? [] : [`the catalogue of ${database.place}`]),
    ],
    outputs: [
      `${backend.api.endpoints.length} endpoints`,
      `${backend.data.tables.length} tables`,
      `${backend.architecture.modules.length} modules`,
      `${backend.architecture.deployment.length} deployment units`,
    ],
    checks: repositoryChecks(backend),
  };
}

function repositoryChecks(backend: Backend): readonly Check[] {
  const { api, data, architecture, coverage, gaps } = backend;
  const facts =
    api.endpoints.length +
    api.documents.length +
    data.tables.length +
    architecture.modules.length +
    architecture.deployment.length;
  return [
    {
      check: 'there are files a reader understands',
      passed: coverage.files > 0,
      detail: `${coverage.files} files were read`,
      essential: true,
    },
    {
      check: 'facts of a backend were found',
      passed: facts > 0,
      detail:
        facts > 0
          ? `${facts} endpoints, tables, modules, documents and deployment units`
          : 'no endpoint, table, module, API document or deployment file: nothing can be said of a backend here',
      essential: true,
    },
    {
      check: 'everything was read and resolved',
      passed: gaps.length === 0,
      detail: gaps.length === 0 ? 'no gap' : `${gaps.length} gaps are told in the package`,
      essential: false,
    },
  ];
}
