import { artifactHasContent, sectionHasContent } from './content.ts';
import type { Deliverable, ItemState } from './deliverable.ts';
import { catalogueItems } from './items.ts';
import type { Requirement } from '../model/requirements.ts';

/** Every place that names an item or a requirement and holds something. */
interface Place {
  readonly where: string;
  readonly items: readonly string[];
  readonly answers: readonly string[];
}

function places(deliverables: readonly Deliverable[]): readonly Place[] {
  return deliverables.flatMap(({ documents, artifacts }) => [
    ...documents.flatMap(({ path, sections }) =>
      sections
        .filter(sectionHasContent)
        .map(({ id, items, answers = [] }) => ({ where: `${path}#${id}`, items, answers })),
    ),
    ...artifacts.filter(artifactHasContent).map(({ path, items }) => ({ where: path, items, answers: [] })),
  ]);
}

/**
 * The state of all 104 items. Done needs a section or an artifact that names the item and is not empty; a reason
 * why it does not apply comes second; everything else is missing and says what it would need.
 */
export function itemStates(deliverables: readonly Deliverable[]): readonly ItemState[] {
  const first = new Map<string, string>();
  for (const place of places(deliverables))
    for (const item of place.items) if (!first.has(item)) first.set(item, place.where);
  const reasons = new Map(
    deliverables.flatMap(({ notApplicable }) => notApplicable.map(({ item, reason }) => [item, reason])),
  );
  return catalogueItems.map(({ id, needs }) => {
    const where = first.get(id);
    if (where !== undefined) return { item: id, state: 'done', where };
    const reason = reasons.get(id);
    if (reason !== undefined && reason.trim() !== '') return { item: id, state: 'not-applicable', reason };
    return { item: id, state: 'missing', reason: `needs ${needs}` };
  });
}

/** Requirement id to all places (`path#section`) that answer it; a requirement nobody answers has no entry. */
export function requirementAnswers(
  requirements: readonly Requirement[],
  deliverables: readonly Deliverable[],
): ReadonlyMap<string, readonly string[]> {
  const all = places(deliverables);
  return new Map(
    requirements.flatMap(({ id }) => {
      const where = all.filter(({ answers }) => answers.includes(id)).map((place) => place.where);
      return where.length === 0 ? [] : [[id, where] as const];
    }),
  );
}
