import { count, link, paragraph, section, table, warning } from '../blocks.ts';
import { itemStates, requirementAnswers } from '../coverage.ts';
import type { Basis, Cell, Deliverable, ItemState, Section } from '../deliverable.ts';
import { catalogueItem } from '../items.ts';

/** Each requirement with the sections that answer it, and each catalogue item that is not done with its reason. */
export function coverageAudit(
  { backend }: Basis,
  all: readonly Deliverable[],
): readonly (Section | undefined)[] {
  const { items: requirements } = backend.requirements;
  const answers = requirementAnswers(requirements, all);
  const open = requirements.filter(({ id }) => !answers.has(id));
  const states = itemStates(all);
  return [
    section(
      { id: 'requirements', title: 'Requirements', items: requirements.length > 0 ? ['8.3'] : [] },
      requirements.length === 0
        ? paragraph('Nobody stated a requirement: there is nothing to compare the documents with.')
        : paragraph(
            `${requirements.length - open.length} of ${requirements.length} requirements are answered.`,
          ),
      table(
        ['requirement', 'words', 'answered in', 'also in'],
        requirements.map(({ id, text }): readonly Cell[] => {
          const [first, ...more] = answers.get(id) ?? [];
          return [
            id,
            text,
            first === undefined
              ? 'not answered: no section of this package names it'
              : link(titleOf(all, first), first),
            more.length === 0
              ? '–'
              : more
                  .slice(0, 3)
                  .map((where) => titleOf(all, where))
                  .join('; '),
          ];
        }),
      ),
      open.length === 0 ? undefined : warning(`Not answered: ${open.map(({ id }) => id).join(', ')}.`),
    ),
    section(
      { id: 'items', title: 'Catalogue items' },
      table(['deliverable', 'done', 'not applicable', 'missing'], itemCounts(all, states)),
    ),
    section(
      { id: 'not-done', title: 'Items that are not done' },
      table(
        ['item', 'title', 'state', 'reason'],
        states
          .filter(({ state }) => state !== 'done')
          .map(({ item, state, reason = '' }) => [
            item,
            catalogueItem(item)?.title ?? '',
            state.replace('-', ' '),
            reason,
          ]),
      ),
    ),
  ];
}

function titleOf(all: readonly Deliverable[], where: string): string {
  const [path, id] = where.split('#');
  const document = all.flatMap(({ documents }) => documents).find((each) => each.path === path);
  const found = document?.sections.find((each) => each.id === id);
  return found === undefined ? where : `${document?.title ?? ''}: ${found.title}`;
}

function itemCounts(all: readonly Deliverable[], states: readonly ItemState[]): readonly (readonly Cell[])[] {
  return all.map(({ id, number, title }): readonly Cell[] => {
    const own = states.filter(({ item }) => item.startsWith(`${number}.`));
    const of = (state: ItemState['state']) =>
      count(own.filter((each) => each.state === state).length, `items of ${id} that are ${state}`);
    return [title, of('done'), of('not-applicable'), of('missing')];
  });
}
