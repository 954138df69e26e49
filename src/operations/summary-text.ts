import { quantityWords } from '../model/quantity.ts';
import { rankRecommendations } from '../render/rank.ts';
import { oneLine } from '../render/visible.ts';
import type { Travelled } from './travel.ts';

/** The verdict for a terminal: what came out, what was chosen, what to do first, what is not known, where it lies. */
export function summaryText(result: Travelled): string {
  return [
    [result.handoff.verdict.sentence],
    chosen(result),
    gates(result),
    first(result),
    unknown(result),
    place(result),
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
    .concat('\n');
}

function chosen({ backend }: Travelled): readonly string[] {
  const { design } = backend;
  const option = design?.options.find(({ id }) => id === design.chosen);
  if (design === undefined || option === undefined) return [];
  const flips = design.flips
    .slice(0, 3)
    .map(({ input, at, title }) => `  flips   at ${input} ${quantityWords(at)} to ${title}`);
  return [
    `Chosen: ${option.title}`,
    `  because ${oneLine(design.because)}`,
    `  cost    ${quantityWords(option.cost)}`,
    `  holds   up to ${quantityWords(option.ceiling)}; first limit: ${option.bottleneck}`,
    ...flips,
  ];
}

const gates = ({ gates: all }: Travelled): readonly string[] => [
  'Gates:',
  ...all.flatMap(({ gate, state, because, next }) => [
    `  ${gate.padEnd(13)}${state}${state === 'open' ? '' : `: ${oneLine(because[0] ?? '')}${because.length > 1 ? ` (and ${because.length - 1} more)` : ''}`}`,
    ...(next === undefined ? [] : [`  ${''.padEnd(13)}next: ${oneLine(next)}`]),
  ]),
];

function first({ recommendations }: Travelled): readonly string[] {
  if (recommendations.length === 0) return [];
  const ranked = rankRecommendations(recommendations).slice(0, 5);
  return [
    `What to do first (of ${recommendations.length}):`,
    ...ranked.map(
      ({ title, effort, impact }, index) =>
        `  ${index + 1}. ${oneLine(title)} (impact ${impact} of 5, ${effort.low}–${effort.high} person-days, judgement)`,
    ),
  ];
}

function unknown({ backend, items }: Travelled): readonly string[] {
  const { requirements, gaps } = backend;
  const missing = items.filter(({ state }) => state === 'missing').length;
  const lines = [
    [requirements.questions.length, 'open questions, each with the default that was taken'],
    [requirements.contradictions.length, 'contradictions in the brief'],
    [requirements.assumptions.length, 'assumed or default values'],
    [gaps.length, 'gaps: things that could not be read or resolved'],
    [missing, 'of 104 catalogue items are missing'],
  ] as const;
  const told = lines.filter(([count]) => count > 0).map(([count, words]) => `  ${count} ${words}`);
  return told.length === 0 ? [] : ['Not known:', ...told];
}

function place({ out, files, kept }: Travelled): readonly string[] {
  if (out === undefined) return [];
  return [
    `Report: ${out}/index.html (${files.size} files). Check it again: plumbline verify ${out}`,
    ...kept.map((path) => `  edited since the last run, kept: ${path}`),
  ];
}
