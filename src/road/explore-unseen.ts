import { composeDomain } from '../design/domain/compose.ts';
import { designBackend } from '../design/design.ts';
import { assumedLegacy } from '../migration/assumed/assumed-legacy.ts';
import type { Brief } from '../model/brief.ts';
import { readUnseen } from '../sources/brief/assumed.ts';
import { loadPacks } from '../sources/brief/packs.ts';
import type { ExploredMigration } from './explore-migration.ts';
import type { PhaseResult } from './phases.ts';

/** Phase 2 of a migration of which there is a sentence and nothing else: everything of the legacy system is assumed. */
export function exploreUnseen(
  sentence: string,
  wishes: Brief,
  packFolders: readonly string[],
): PhaseResult<ExploredMigration> {
  const brief = readUnseen(sentence, loadPacks(packFolders)) ?? wishes;
  const domain = composeDomain(brief);
  const { legacy, contexts, ledger } = assumedLegacy(designBackend(brief, domain));
  return {
    value: {
      kind: 'migration',
      legacy,
      brief,
      domain,
      target: { brief, contexts, places: () => ({ ledger }), notes: [] },
    },
    inputs: ['a sentence, and no code of the legacy system'],
    outputs: [
      `${domain.entities.length} entities and ${domain.operations.length} operations of the target`,
      `${legacy.data.tables.length} tables and ${legacy.api.endpoints.length} endpoints of the legacy system, all assumed`,
    ],
    checks: [
      {
        check: 'the legacy system was read',
        passed: false,
        detail:
          'no code was there: its tables and endpoints are assumed; name the repository to plan on facts',
        essential: false,
      },
      {
        check: 'there is something to build',
        passed: domain.entities.length > 0,
        detail: `${domain.entities.length} entities with ${domain.operations.length} operations`,
        essential: true,
      },
    ],
  };
}
