import { composeDomain } from '../design/domain/compose.ts';
import type { Domain } from '../design/domain.ts';
import { withInferredTables } from '../migration/inferred/inferred-tables.ts';
import { withSignIn } from '../migration/target/sign-in.ts';
import { targetOf } from '../migration/target/target.ts';
import type { MigrationTarget } from '../migration/target/target.ts';
import type { Backend } from '../model/backend.ts';
import type { Brief } from '../model/brief.ts';
import type { LegacyData } from '../model/legacy-data.ts';
import { readLegacyDump } from '../sources/mysql-dump/legacy-dump.ts';
import { readLegacySystem } from '../sources/repository/legacy-system.ts';
import { accountPacks } from './account-packs.ts';
import { exploreRepository } from './explore-repository.ts';
import { exploreUnseen } from './explore-unseen.ts';
import type { PhaseResult } from './phases.ts';
import type { RepositoryRequest } from './request.ts';

/** A legacy backend with what it shall become, before anything of that is designed. */
export interface ExploredMigration {
  readonly kind: 'migration';
  readonly legacy: Backend;
  readonly brief: Brief;
  readonly domain: Domain;
  readonly target: MigrationTarget;
  /** The database that is left, as a dump of the repository has it. */
  readonly data?: LegacyData;
}

/** Phase 2 of a migration: the repository is read, and its tables and endpoints become a brief of the target. */
export async function exploreMigration(
  request: RepositoryRequest,
  wishes: Brief | undefined,
): Promise<PhaseResult<ExploredMigration>> {
  const read = await exploreRepository(request, wishes, readLegacySystem);
  const legacy = withInferredTables(read.value.backend);
  if (wishes !== undefined && request.brief?.kind === 'sentence' && isNothing(legacy))
    return exploreUnseen(request.brief.text, wishes, request.packFolders);
  const target = targetOf(legacy, withSignIn(legacy, wishes, accountPacks(request.packFolders)));
  const { brief } = target;
  const domain = composeDomain(brief);
  const data = await readLegacyDump(request.source);
  return {
    ...read,
    value: {
      kind: 'migration',
      legacy,
      brief,
      domain,
      target,
      ...(data !== undefined && { data }),
    },
    outputs: [
      ...read.outputs,
      ...(data === undefined
        ? ['no dump of its database']
        : [`${data.tables.length} tables of ${data.files.join(', ')}`]),
      `${domain.entities.length} entities and ${domain.operations.length} operations of the target`,
    ],
    checks: [
      ...read.checks,
      {
        check: 'the legacy system leads to a target',
        passed: domain.entities.length > 0,
        detail: `${domain.entities.length} entities of ${legacy.data.tables.length} tables, ${domain.operations.length} operations of ${legacy.api.endpoints.length} endpoints`,
        essential: true,
      },
    ],
  };
}

/** Nothing of a backend is there: who gave a sentence alone has nothing to show. */
const isNothing = ({ api, data, architecture }: Backend): boolean =>
  api.endpoints.length + data.tables.length + architecture.modules.length === 0;
