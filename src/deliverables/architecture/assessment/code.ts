import type { Assessment } from '../../../migration/assessment/assessment.ts';
import type { IncludeFigures } from '../../../migration/assessment/code.ts';
import type { HistoryFigures, HotSpot } from '../../../migration/assessment/hot-spots.ts';
import type { DeadCode, SharedGlobal } from '../../../model/legacy-code.ts';
import { list, names, paragraph, section, source, table } from '../../blocks.ts';
import { cappedLines, cappedTable } from '../../capped.ts';
import type { Block, Section } from '../../deliverable.ts';
import { counted as amount } from '../../../migration/assessment/risks/risk.ts';
import { assessmentPath, counted, line, places, share, told } from './told-blocks.ts';

/** How files hang together, what they share, what nothing leads to, and where work gathers. */
export function codeSections(assessment: Assessment): readonly (Section | undefined)[] {
  const { includes, globals, dead, history, hotSpots } = assessment;
  return [
    section(
      { id: 'legacy-includes', title: 'Includes and imports' },
      ...told('Includes and imports', includes, includeBlocks),
    ),
    section(
      { id: 'legacy-globals', title: 'Shared globals' },
      ...told('Shared globals', globals, globalBlocks),
    ),
    section(
      { id: 'legacy-dead', title: 'Code that nothing leads to' },
      ...told('Code that nothing leads to', dead, deadBlocks),
    ),
    section({ id: 'legacy-history', title: 'History' }, ...told('History', history, historyBlocks)),
    section({ id: 'legacy-hot-spots', title: 'Hot spots' }, ...told('Hot spots', hotSpots, spotBlocks)),
  ];
}

function includeBlocks({ edges, most, cycles, open }: IncludeFigures): readonly (Block | undefined)[] {
  const computed = open.filter(({ kind }) => kind === 'computed');
  const outside = open.length - computed.length;
  return [
    paragraph(
      `${amount(edges, 'time')} a file uses another one. ${amount(computed.length, 'include')} name their file only when they run, ${amount(outside, 'include')} a file that is not in the repository.`,
    ),
    table(
      ['most used files', 'used by'],
      most.map(({ path, usedBy }) => [path, counted(usedBy, `files that use ${path}`)]),
    ),
    ...cappedTable(
      ['include', 'why it is open', 'source'],
      open.map(({ written, kind, origin }) => [
        written,
        kind === 'computed' ? 'known only when it runs' : 'not in the repository',
        source(origin),
      ]),
      assessmentPath,
      20,
    ),
    cycles.length === 0
      ? undefined
      : list(
          cycles
            .slice(0, 5)
            .map(
              (cycle) => `Use each other in a circle (${cycle.length}): ${cappedLines(cycle, 8).join(', ')}`,
            ),
        ),
  ];
}

const globalBlocks = (all: readonly SharedGlobal[]): readonly (Block | undefined)[] =>
  cappedTable(
    ['variable', 'taken in', 'changed in', 'first places that change it'],
    all.map(({ name, takenBy, changedBy }) => [
      `$${name}`,
      counted(takenBy.length, `places of functions that take $${name}`),
      counted(changedBy.length, `places of functions that change $${name}`),
      places(changedBy),
    ]),
    assessmentPath,
    25,
  );

const deadBlocks = (all: readonly DeadCode[]): readonly (Block | undefined)[] => [
  ...cappedTable(
    ['what', 'kind', 'lines', 'how sure', 'why', 'source'],
    all.map(({ name, kind, lines, confidence, because, origin }) => [
      name,
      kind,
      counted(lines, `lines of ${name}`),
      confidence,
      because,
      source(origin),
    ]),
    assessmentPath,
    40,
  ),
  paragraph('Before any of it is left behind, a log of a year says who still asked for it.'),
];

const historyBlocks = (history: HistoryFigures): readonly (Block | undefined)[] => [
  table(
    ['what', 'value'],
    [
      line('commits without merges', counted(history.commits, 'commits of the history')),
      line('authors', counted(history.authors, 'different addresses')),
      line('first and last commit', `${history.first} to ${history.last}`),
      line('whole', history.complete ? 'yes' : 'no, it was cut off'),
    ],
  ),
  table(
    ['most often changed', 'commits', 'authors'],
    history.busiest.map(({ path, commits, authors }) => [
      path,
      counted(commits, `commits that changed ${path}`),
      counted(authors, `authors who changed ${path}`),
    ]),
  ),
  table(
    ['change together in different folders', 'and', 'commits'],
    history.together.map(({ a, b, commits }) => [
      a,
      b,
      counted(commits, `commits that changed ${a} and ${b}`),
    ]),
  ),
  paragraph('A file that was renamed counts from its new name on.'),
];

const spotBlocks = (spots: readonly HotSpot[]): readonly (Block | undefined)[] => {
  const withHistory = spots.some(({ commits }) => commits !== undefined);
  const rule = `lines × (uses + used by + tables)${withHistory ? ' × commits' : ''} / the largest of all files`;
  return [
    paragraph(
      `Where size, ties and${withHistory ? ' changes' : ', without a history of changes,'} meet: ${rule}. ${names(spots.slice(0, 3).map(({ path }) => path))} lead.`,
    ),
    ...cappedTable(
      ['file', 'lines', 'uses', 'used by', 'tables', 'commits', 'score'],
      spots.map((spot) => [
        spot.path,
        counted(spot.lines, `lines of ${spot.path}`),
        counted(spot.uses, `files it uses`),
        counted(spot.usedBy, `files that use it`),
        counted(spot.tables, `tables its statements name`),
        spot.commits === undefined ? 'not known' : counted(spot.commits, `commits that changed it`),
        share(spot.score, rule, [spot.path]),
      ]),
      assessmentPath,
      25,
    ),
  ];
};
