import type { Backend } from '../model/backend.ts';
import type { Brief } from '../model/brief.ts';
import { withCatalogue } from '../sources/database/join/with-catalogue.ts';
import { readRepository } from '../sources/repository/repository.ts';
import type { Check, PhaseResult } from './phases.ts';
import type { RepositoryRequest } from './request.ts';

export interface ExploredRepository {
  readonly kind: 'repository';
  readonly backend: Backend;
  readonly brief: Brief | undefined;
}

/** How far a repository is read. */
type ReadSystem = (
  source: RepositoryRequest['source'],
  cache: RepositoryRequest['cache'],
) => Promise<Backend>;

const forAnalysis: ReadSystem = (source, cache) => readRepository(source, cache, { flows: true });

/** A repository is read into a Backend; nothing of it is run. */
export async function exploreRepository(
  { source, cache, database }: RepositoryRequest,
  brief: Brief | undefined,
  readSystem: ReadSystem = forAnalysis,
): Promise<PhaseResult<ExploredRepository>> {
  // A server that cannot be asked is told before a large repository is read.
  const catalogue = await database?.read();
  const read = await readSystem(source, cache);
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
