import { cell, list, paragraph, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { DesignRecord, ScoredOption } from '../../model/decision.ts';
import { requirementsAbout } from '../requirements.ts';

/** arc42 chapter 4: the options that were sized, why one of them was taken, and when it would not be. */
export function style({ backend }: Basis): readonly (Section | undefined)[] {
  const { design } = backend;
  if (design === undefined || design.options.length === 0) return [];
  const chosen = design.options.find(({ id }) => id === design.chosen);
  return [
    section(
      {
        id: 'style',
        title: 'Style decision',
        items: design.options.length > 1 && design.flips.length > 0 ? ['1.4'] : [],
        answers: requirementsAbout(backend, 'constraint', ['architecture-style', 'style', 'team']),
      },
      paragraph(
        `${chosen?.title ?? design.chosen}: ${design.because} Among the options that meet every criterion the one with the fewest moving parts is taken; cost decides between equals.`,
      ),
      optionTable(design),
    ),
    section({ id: 'criteria', title: 'Criteria' }, criteriaTable(design)),
    section(
      { id: 'flips', title: 'Where the choice flips' },
      table(
        ['input', 'flips at', 'to', 'because'],
        design.flips.map(({ input, at, title, because }) => [input, at, title, because]),
      ),
    ),
    section({ id: 'excluded', title: 'Excluded before scoring' }, list(exclusions(design))),
  ];
}

/** Each reason once, with the options it takes out. */
function exclusions({ options }: DesignRecord): readonly string[] {
  const reasons = [...new Set(options.flatMap(({ excluded }) => excluded?.because ?? []))];
  return reasons.map((because) => {
    const titles = options.flatMap(({ title, excluded }) => (excluded?.because === because ? [title] : []));
    return titles.length > 3 ? `${titles.length} options: ${because}` : `${titles.join('; ')}: ${because}`;
  });
}

const yes = (value: boolean): string => (value ? 'yes' : 'no');

/** The chosen option first, then those that meet the objectives by moving parts, then the rest. */
function inOrder({ options, chosen }: DesignRecord): readonly ScoredOption[] {
  const rank = (option: ScoredOption): number =>
    option.id === chosen ? 0 : option.meets && option.excluded === undefined ? 1 : option.meets ? 2 : 3;
  return options.toSorted(
    (a, b) => rank(a) - rank(b) || a.movingParts.value - b.movingParts.value || a.cost.value - b.cost.value,
  );
}

const optionTable = (design: DesignRecord) =>
  table(
    ['option', 'meets all', 'moving parts', 'cost', 'holds up to', 'gives way first', 'why not'],
    inOrder(design)
      .filter(({ id, excluded }) => id === design.chosen || excluded === undefined)
      .map((option) => [
        option.title,
        yes(option.meets),
        option.movingParts,
        option.cost,
        option.ceiling,
        option.bottleneck,
        option.id === design.chosen ? 'chosen' : whyNot(design, option),
      ]),
  );

function whyNot({ options, chosen }: DesignRecord, option: ScoredOption): string {
  if (option.excluded !== undefined) return option.excluded.because;
  const failed = option.criteria.filter(({ met }) => !met).map(({ words }) => words);
  if (failed.length > 0) return failed.join('; ');
  const best = options.find(({ id }) => id === chosen);
  if (best !== undefined && option.movingParts.value > best.movingParts.value) return 'more moving parts';
  return 'costs more';
}

/** The criteria of the chosen option beside the nearest alternatives. */
function criteriaTable(design: DesignRecord) {
  const shown = inOrder(design).slice(0, 4);
  const criteria = shown[0]?.criteria ?? [];
  return table(
    ['criterion', 'limit', ...shown.map(({ title }) => title)],
    criteria.map(({ id, words, limit }): readonly Cell[] => [
      words,
      limit === undefined ? '–' : limit,
      ...shown.map((option) => cell(option.criteria.find((entry) => entry.id === id)?.value)),
    ]),
  );
}
