import { count, judgement, link, list, names, paragraph, section, source, table } from '../../blocks.ts';
import { uniqueAnchors } from '../../anchors.ts';
import { cappedTable } from '../../capped.ts';
import type { Cell, Section } from '../../deliverable.ts';
import { categories } from '../data-flow.ts';
import type { Element, Stride } from '../data-flow.ts';
import type { Shown } from '../asvs/shown.ts';
import type { DecidedThreat, Standing } from './threat.ts';

const letters: readonly Stride[] = ['S', 'T', 'R', 'I', 'D', 'E'];
const kinds = [
  'violated',
  'mitigated',
  'open',
  'not-applicable',
] as const satisfies readonly Standing['kind'][];

const told: Readonly<Record<Standing['kind'], string>> = {
  violated: 'open to attack',
  mitigated: 'held off',
  open: 'not known',
  'not-applicable': 'cannot occur',
};

/** STRIDE on each element of a backend that was read, every threat with what the code says of it. */
export function codeThreatSections(
  decided: readonly DecidedThreat[],
  file: string,
): readonly (Section | undefined)[] {
  if (decided.length === 0) return [];
  const elements = [...new Map(decided.map(({ element }) => [element.id, element])).values()];
  const anchors = uniqueAnchors(elements.map(({ id }) => id));
  return [
    matrix(decided, elements, file),
    ...elements.map(({ id, title }) =>
      register(
        `threats-${anchors.get(id) ?? id}`,
        title,
        decided.filter(({ element }) => element.id === id),
        file,
      ),
    ),
    questions(decided),
  ];
}

function matrix(
  decided: readonly DecidedThreat[],
  elements: readonly Element[],
  file: string,
): Section | undefined {
  return section(
    { id: 'stride', title: 'STRIDE by element', items: ['3.1'] },
    paragraph(
      'S spoofing, T tampering, R repudiation, I information disclosure, D denial of service, E elevation of privilege. `·`: cannot hit this kind of element; `–`: nothing in the catalogue.',
    ),
    ...cappedTable(
      ['element', 'kind', ...letters],
      elements.map((element): readonly Cell[] => [
        element.title,
        element.kind,
        ...letters.map((letter) => {
          if (!categories[element.kind].includes(letter)) return '·';
          const own = decided.filter(
            (each) => each.element.id === element.id && each.threat.stride === letter,
          );
          return own.length === 0 ? '–' : counts(own);
        }),
      ]),
      file,
    ),
    table(
      ['standing', 'threats', 'decided by'],
      kinds.map((kind): readonly Cell[] => [
        told[kind],
        count(decided.filter(({ standing }) => standing.kind === kind).length, `threats: ${told[kind]}`),
        {
          violated: 'a finding on this element',
          mitigated: 'facts of the code, all that the threat asks for',
          open: 'nothing yet: a question to the people who run it',
          'not-applicable': 'what it needs is not part of the backend',
        }[kind],
      ]),
    ),
    judgement(
      'Which threats are looked at is a catalogue of ours, not proof that there are no others. Held off means that what is named was read in the code, not that it was attacked.',
    ),
  );
}

const counts = (own: readonly DecidedThreat[]): string =>
  kinds
    .flatMap((kind) => {
      const { length } = own.filter(({ standing }) => standing.kind === kind);
      return length === 0 ? [] : [`${length} ${told[kind]}`];
    })
    .join(', ');

function register(
  id: string,
  title: string,
  own: readonly DecidedThreat[],
  file: string,
): Section | undefined {
  const rows = own
    .filter(({ standing }) => standing.kind !== 'not-applicable')
    .toSorted(
      (a, b) => kinds.indexOf(a.standing.kind) - kinds.indexOf(b.standing.kind) || b.rating - a.rating,
    )
    .map(({ threat, standing, rating, residual }): readonly Cell[] => [
      threat.title,
      threat.stride,
      threat.cwe,
      told[standing.kind],
      reason(standing),
      String(rating),
      treatment(standing),
      residual === undefined ? 'not known' : String(residual),
    ]);
  const absent = own.flatMap(({ threat, standing }) =>
    standing.kind === 'not-applicable' ? [`${threat.title}: ${standing.reason}.`] : [],
  );
  return section(
    { id, title: `Threats: ${title}` },
    ...cappedTable(
      ['threat', 'STRIDE', 'weakness', 'standing', 'because', 'rating', 'treatment', 'residual'],
      rows,
      file,
    ),
    absent.length === 0 ? undefined : paragraph(`Cannot occur here: ${absent.join(' ')}`),
  );
}

function reason(standing: Standing): string {
  switch (standing.kind) {
    case 'violated': {
      const rules = [...new Set(standing.findings.map(({ rule }) => rule))].map((rule) => {
        const { length } = standing.findings.filter((finding) => finding.rule === rule);
        return length === 1 ? `\`${rule}\`` : `\`${rule}\` (${length})`;
      });
      return `found: ${names(rules)}`;
    }
    case 'mitigated':
      return standing.evidence.map(shownWords).join('; ');
    case 'open':
      return standing.seen.length === 0
        ? 'nothing was shown'
        : `seen, but not enough: ${standing.seen.map(shownWords).join('; ')}`;
    case 'not-applicable':
      return standing.reason;
  }
}

const shownWords = ({ words, at = [] }: Shown): string =>
  at.length === 0 ? words : `${words} (${[...new Set(at.map(source))].join(', ')})`;

function treatment({ kind }: Standing): Cell {
  switch (kind) {
    case 'violated':
      return link('mend', '3-security/remediation.md');
    case 'mitigated':
      return 'in place: keep it';
    case 'open':
      return 'ask, see below';
    case 'not-applicable':
      return 'none';
  }
}

/** What people have to answer, each question once with the elements it is asked of. */
function questions(decided: readonly DecidedThreat[]): Section | undefined {
  const asked = new Map<string, string[]>();
  for (const { standing, element } of decided)
    if (standing.kind === 'open')
      asked.set(standing.question, [...(asked.get(standing.question) ?? []), element.title]);
  return section(
    { id: 'threat-questions', title: 'What code does not tell' },
    list([...asked].map(([question, titles]) => `${question} (${names(titles)})`)),
    judgement(
      'Ratings are 1 to 9: likelihood (1 inside, 2 for whoever has an account, 3 for anybody) × impact (1 to 3, knowledge). Residual takes the treatment as done: likelihood 1.',
    ),
  );
}
