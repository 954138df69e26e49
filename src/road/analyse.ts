import { designBackend } from '../design/design.ts';
import { designRequirements } from '../design/requirements/requirements.ts';
import { composeDomain } from '../design/domain/compose.ts';
import type { Finding } from '../findings/finding.ts';
import type { Backend } from '../model/backend.ts';
import type { Brief } from '../model/brief.ts';
import { allRules } from '../rules/all.ts';
import { examine } from '../rules/rule.ts';
import { stepsOf } from '../migration/steps/of-backend.ts';
import type { ExploredMigration } from './explore-migration.ts';
import type { Explored } from './explore.ts';
import type { PhaseResult } from './phases.ts';

export interface Analysed {
  readonly backend: Backend;
  readonly findings: readonly Finding[];
  /** Of a migration: those of the system that is left. */
  readonly legacyFindings?: readonly Finding[];
}

/** Phase 3: one Backend is assembled, recovered or designed, and the same rules examine both. */
export function analyse(explored: Explored): PhaseResult<Analysed> {
  const backend = backendOf(explored);
  const findings = examine(backend, allRules);
  const count = (severity: Finding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return {
    value: {
      backend,
      findings,
      ...(explored.kind === 'migration' ? { legacyFindings: examine(explored.legacy, allRules) } : {}),
    },
    inputs: [`${allRules.length} rules`],
    outputs: [
      `${findings.length} findings`,
      ...(backend.design === undefined ? [] : [`${backend.design.options.length} options sized`]),
    ],
    checks: [
      {
        check: 'rules examined the backend',
        passed: allRules.length > 0,
        detail: `${count('blocker')} blockers, ${count('warning')} warnings, ${count('advice')} advice from ${allRules.length} rules`,
        essential: true,
      },
    ],
  };
}

function backendOf(explored: Explored): Backend {
  switch (explored.kind) {
    case 'domain':
      return designBackend(explored.brief, explored.domain);
    case 'repository':
      return withBrief(explored.backend, explored.brief);
    case 'migration':
      return designMigration(explored);
  }
}

/** The target, with the way to it. */
function designMigration({ legacy, brief, domain, target, data }: ExploredMigration): Backend {
  const designed = designBackend(brief, domain);
  const plan = stepsOf(legacy, target.contexts, designed, target.places(designed));
  return { ...designed, migration: { legacy, plan, ...(data !== undefined && { data }) } };
}

/** What the brief requires of a backend that exists: its objectives and limits, not its entities. */
function withBrief(backend: Backend, brief: Brief | undefined): Backend {
  if (brief === undefined) return backend;
  return { ...backend, requirements: designRequirements(brief, composeDomain(brief)) };
}
