import { list, judgement, paragraph, section, table } from '../../blocks.ts';
import type { Block, Cell, Section } from '../../deliverable.ts';
import { chapters } from './chapters.ts';
import { numbersOf, ofChapter } from './judged.ts';
import type { Judged } from './judged.ts';
import { openWords, verdictKinds } from './verdict.ts';
import type { OpenKind, Verdict } from './verdict.ts';
import { reasonWords, verdictTitles } from './words.ts';

const link = 'https://github.com/OWASP/ASVS/tree/v5.0.0/5.0';

/** Every requirement of the standard with one verdict: the counts, then chapter by chapter. */
export function complianceMap(judged: readonly Judged[]): readonly (Section | undefined)[] {
  return [
    counts(judged),
    ...chapters.map(({ number, title }) => chapter(ofChapter(judged, number), number, title)),
  ];
}

function counts(judged: readonly Judged[]): Section | undefined {
  const rows = ([1, 2, 3] as const).map((level): readonly Cell[] => {
    const own = judged.filter(({ requirement }) => requirement.level === level);
    return [`level ${level}`, String(own.length), ...numbersOf(own.map(({ verdict }) => verdict))];
  });
  const all = [String(judged.length), ...numbersOf(judged.map(({ verdict }) => verdict))];
  return section(
    { id: 'asvs-counts', title: 'Verdicts', items: ['3.5'] },
    table(
      ['requirements', 'in all', ...verdictKinds.map((kind) => verdictTitles[kind])],
      [...rows, ['all', ...all]],
    ),
    table(['not decidable', 'because it', 'requirements'], openRows(judged)),
    paragraph(
      `What a requirement says stands in the standard: ${link}. Ids and levels are from OWASP ASVS 5.0.0, © The OWASP Foundation, CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/); its texts are not repeated, the verdicts are ours.`,
    ),
    judgement(
      'Violated: a finding names the requirement. Met: something was shown, and what it was is told. That no finding was made shows nothing by itself. Ways of untrusted text are followed from what a request brings; what was stored earlier is not followed, and on public tests (CodeQL, JavaScript) the walk finds about five of six known ways, so met means looked for and not found.',
    ),
  );
}

/** The kinds that occur, each with what it means. */
function openRows(judged: readonly Judged[]): readonly (readonly Cell[])[] {
  const kinds = grouped(judged, ({ verdict }) =>
    verdict.kind === 'undecided' ? verdict.because : undefined,
  );
  return kinds.map(([kind, ids]) => [kind, isOpenKind(kind) ? openWords[kind] : '', String(ids.length)]);
}

const isOpenKind = (kind: string): kind is OpenKind => kind in openWords;

function chapter(judged: readonly Judged[], number: number, title: string): Section | undefined {
  return section(
    { id: `asvs-v${number}`, title: `V${number} ${title}` },
    table(['requirement', 'level', 'verdict', 'reason'], decided(judged)),
    notApplicable(judged),
    undecidedLines(judged),
  );
}

/** Violated and met stand first, each on a line. */
function decided(judged: readonly Judged[]): readonly (readonly Cell[])[] {
  return (['violated', 'met'] as const).flatMap((kind) =>
    judged
      .filter(({ verdict }) => verdict.kind === kind)
      .map(({ requirement, verdict }): readonly Cell[] => [
        requirement.id,
        String(requirement.level),
        verdictTitles[kind],
        reasonWords(verdict),
      ]),
  );
}

/** The same reason is told once. */
function notApplicable(judged: readonly Judged[]): Block | undefined {
  const lines = grouped(judged, ({ verdict }) =>
    verdict.kind === 'not-applicable' ? verdict.reason : undefined,
  );
  return lines.length === 0
    ? undefined
    : list(lines.map(([reason, ids]) => `Not applicable, ${reason}: ${ids.join(', ')}`));
}

/** One line for each section of the standard, by kind; what was seen of a requirement stands behind it. */
function undecidedLines(judged: readonly Judged[]): Block | undefined {
  const open = judged.filter(({ verdict }) => verdict.kind === 'undecided');
  const sections = grouped(open, ({ requirement }) => requirement.id.split('.').slice(0, 2).join('.'));
  return sections.length === 0
    ? undefined
    : list(sections.map(([id]) => `Not decidable in ${id}, ${sectionWords(open, id)}`));
}

function sectionWords(open: readonly Judged[], id: string): string {
  const own = open.filter(({ requirement }) => requirement.id.startsWith(`${id}.`));
  const byKind = grouped(own, ({ verdict }) => (verdict.kind === 'undecided' ? verdict.because : undefined));
  const seen = new Map(own.map(({ requirement, verdict }) => [requirement.id, seenWords(verdict)]));
  return byKind
    .map(([kind, ids]) => `${kind}: ${ids.map((each) => `${each}${seen.get(each) ?? ''}`).join(', ')}`)
    .join('; ');
}

const seenWords = (verdict: Verdict): string =>
  verdict.kind === 'undecided' && verdict.seen !== undefined ? ` (${verdict.seen})` : '';

function grouped(
  judged: readonly Judged[],
  keyOf: (judged: Judged) => string | undefined,
): readonly (readonly [key: string, ids: readonly string[]])[] {
  const groups = new Map<string, readonly string[]>();
  for (const each of judged) {
    const key = keyOf(each);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), each.requirement.id]);
  }
  return [...groups];
}
