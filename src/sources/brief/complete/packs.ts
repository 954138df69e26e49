import type { Origin } from '../../../model/origin.ts';
import { applyPack } from '../pack/instantiate.ts';
import type { AppliedPack } from '../pack/instantiate.ts';
import { packNamed } from '../pack/pack.ts';
import type { PackLibrary, PackSource } from '../pack/pack.ts';
import type { BriefProblem } from '../problem.ts';
import type { Asked } from '../said.ts';
import { didYouMean } from '../suggest.ts';

/** The packs asked for, in the order of the brief; packs they require follow, each with the pack that needs it. */
export function resolvePacks(
  asked: readonly Asked[],
  library: PackLibrary,
  problems: BriefProblem[],
): readonly AppliedPack[] {
  const applied = asked.map(({ pack, options, origin }) => applyPack(pack, options, origin));
  const known = new Set(applied.map(({ source }) => source.id));
  for (let index = 0; index < applied.length; index += 1) {
    const by = applied[index]?.source;
    if (by === undefined) continue;
    for (const key of by.requires) {
      const pack = packNamed(library, key);
      if (pack === undefined) problems.push(missing(by, key, library));
      else if (!known.has(pack.id)) {
        known.add(pack.id);
        applied.push(applyPack(pack, new Map(), requiredBy(by)));
      }
    }
  }
  for (const { reading } of applied) problems.push(...reading.problems);
  return applied;
}

const requiredBy = (pack: PackSource): Origin => ({
  kind: 'derived',
  rule: 'a pack brings the packs it requires',
  from: [`${pack.id}@${pack.version} requires it`],
});

const missing = (by: PackSource, key: string, library: PackLibrary): BriefProblem => ({
  file: by.file,
  line: 1,
  column: 1,
  what: `The pack ${by.id} requires the pack "${key}", which is not there.`,
  why: 'Its entities refer to that pack.',
  next: didYouMean(
    key,
    library.packs.map(({ id }) => id),
  ),
});
