import { judgement, link, names, section, table, titles } from '../blocks.ts';
import { cappedTable } from '../capped.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { chapters, requirementsOf } from './asvs.ts';
import { topTen } from './top-ten.ts';
import type { Answer } from './top-ten.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Backend } from '../../model/backend.ts';

/** Documents that will be there: a link to one that is left out would lead nowhere. */
export type Exists = (path: string) => boolean;

/** All ten API risks and all chapters of ASVS, each answered, not applicable with a reason, or said to be open. */
export function standards(basis: Basis, exists: Exists): readonly (Section | undefined)[] {
  const { backend, findings } = basis;
  if (backend.api.endpoints.length === 0) return [];
  const answers = topTen.map((risk) => ({ risk, answer: risk.answer(backend) }));
  return [
    section(
      { id: 'owasp-api', title: 'OWASP API Security Top 10, 2023', items: ['3.5'] },
      table(
        ['risk', 'title', 'state', 'how', 'where', 'controls', 'open findings'],
        answers.map(({ risk, answer }): readonly Cell[] => [
          risk.id,
          risk.title,
          stateWords(answer),
          howWords(answer),
          whereCell(answer, exists),
          titles(controlsFor(backend, risk.id)),
          findingWords(findings, (standard) => standard === risk.id),
        ]),
      ),
      judgement(
        'States follow from what the model holds; "answered" means designed or seen, not attacked. Titles: OWASP, CC BY-SA 4.0.',
      ),
    ),
    section(
      { id: 'asvs', title: 'ASVS 5.0 by chapter', items: ['3.5'] },
      table(
        ['chapter', 'title', 'requirements named by controls', 'open findings', 'where'],
        chapters.map((chapter) => chapterRow(basis, chapter, exists)),
      ),
      judgement(
        'A requirement is named where a control or a rule refers to it; one that is not named is neither met nor broken here. Chapters and ids: OWASP ASVS 5.0.0, CC BY-SA 4.0.',
      ),
    ),
    controlList(backend),
  ];
}

function stateWords(answer: Answer): string {
  switch (answer.kind) {
    case 'answered':
      return 'answered';
    case 'not-applicable':
      return 'not applicable';
    case 'unknown':
      return 'open';
  }
}

const howWords = (answer: Answer): string =>
  answer.kind === 'not-applicable' ? answer.reason : answer.words;

const whereCell = (answer: Answer, exists: Exists): Cell =>
  answer.kind === 'answered' && exists(answer.to) ? link(answer.to, answer.to) : '–';

const controlsFor = ({ trust }: Backend, standard: string): readonly string[] =>
  trust.controls.filter(({ standards: all }) => all.includes(standard)).map(({ title }) => title);

function findingWords(findings: readonly Finding[], concerns: (standard: string) => boolean): string {
  const open = findings.filter(({ standards: all }) => all.some(concerns));
  if (open.length === 0) return 'none';
  const rules = [...new Set(open.map(({ rule }) => rule))];
  return `${open.length} (${rules.slice(0, 4).join(', ')}${rules.length > 4 ? ' …' : ''})`;
}

function chapterRow(
  { backend, findings }: Basis,
  { number, title, to, outOfScope }: (typeof chapters)[number],
  exists: Exists,
): readonly Cell[] {
  const named = requirementsOf(
    number,
    backend.trust.controls.flatMap(({ standards: all }) => all),
  );
  const reason = backend.source === 'designed' ? outOfScope?.(backend) : undefined;
  const state =
    named.length > 0 ? named.join(', ') : reason === undefined ? 'none named' : `not applicable: ${reason}`;
  return [
    `V${number}`,
    title,
    state,
    findingWords(findings, (standard) => standard.startsWith(`ASVS-5.0-${number}.`)),
    exists(to) && (named.length > 0 || (backend.source === 'designed' && reason === undefined))
      ? link(to, to)
      : '–',
  ];
}

const controlList = ({ trust }: Backend): Section | undefined =>
  section(
    { id: 'controls', title: 'Controls' },
    ...cappedTable(
      ['control', 'how', 'answers for'],
      trust.controls.map(({ title, how, standards: all }) => [title, how, names(all)]),
      'model.json',
      200,
    ),
  );
