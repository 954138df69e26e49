import { writeDeliverables } from '../deliverables/all.ts';
import type { Basis, Deliverable } from '../deliverables/deliverable.ts';
import { brokenReferences } from '../deliverables/references.ts';
import { documentFiles } from '../render/document-files.ts';
import type { Draughtsman } from './drawing/draughtsman.ts';
import type { PhaseResult } from './phases.ts';

/** Files at the root of every package, which the road writes last. */
const roadFiles = ['index.html', 'handoff.json', 'model.json', 'findings.sarif', 'gates.json', 'run.json'];

export interface Rippled {
  readonly deliverables: readonly Deliverable[];
  /** Files of the eight folders, and the inputs of claims that no deliverable writes itself. */
  readonly files: ReadonlyMap<string, string>;
  readonly brokenReferences: readonly string[];
}

/**
 * Phase 7: the eight documents are written, their cross references followed, and what was proved is compared with
 * what is delivered: the same path must hold the same bytes.
 */
export async function ripple(
  basis: Basis,
  inputs: ReadonlyMap<string, string>,
  draw: Draughtsman['draw'],
): Promise<PhaseResult<Rippled>> {
  const deliverables = writeDeliverables(basis, draw);
  const files = new Map(inputs);
  const differing: string[] = [];
  for (const deliverable of deliverables)
    for (const [path, text] of await documentFiles(deliverable, basis)) {
      if (inputs.has(path) && inputs.get(path) !== text) differing.push(path);
      files.set(path, text);
    }
  const broken = brokenReferences(deliverables, [...files.keys(), ...roadFiles]);
  return {
    value: { deliverables, files, brokenReferences: broken },
    inputs: [`${basis.findings.length} findings`, `${basis.outcomes.length} outcomes`],
    outputs: deliverables.map(
      ({ number, title, documents }) => `${number} ${title}: ${documents.length} documents`,
    ),
    checks: [
      {
        check: 'eight deliverables were written',
        passed: deliverables.length === 8,
        detail: `${deliverables.length} written`,
        essential: false,
      },
      {
        check: 'what is delivered is what was proved',
        passed: differing.length === 0,
        detail:
          differing.length === 0
            ? `${inputs.size} input files of claims have the delivered bytes`
            : `these files differ from what was proved: ${differing.join(', ')}`,
        essential: true,
      },
      {
        check: 'cross references resolve',
        passed: broken.length === 0,
        detail: broken.length === 0 ? 'every link leads somewhere' : broken.slice(0, 5).join('; '),
        essential: false,
      },
    ],
  };
}
