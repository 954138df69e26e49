import { judgement, link, names, section, table, titles } from '../blocks.ts';
import { cappedTable } from '../capped.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { chapters } from './asvs/chapters.ts';
import { numbersOf, ofChapter } from './asvs/judged.ts';
import type { Judged } from './asvs/judged.ts';
import { verdictKinds } from './asvs/verdict.ts';
import { reasonWords, verdictTitles } from './asvs/words.ts';
import { riskVerdict } from './top-ten-verdict.ts';
import { topTen } from './top-ten.ts';
import type { Answer, ApiRisk } from './top-ten.ts';
import type { Backend } from '../../model/backend.ts';

/** Documents that will be there: a link to one that is left out would lead nowhere. */
export type Exists = (path: string) => boolean;

export const asvsPath = '3-security/asvs.md';

/** All ten API risks and all chapters of ASVS, with one verdict for each risk and each requirement. */
export function standards(
  basis: Basis,
  judged: readonly Judged[],
  exists: Exists,
): readonly (Section | undefined)[] {
  const { backend } = basis;
  if (backend.api.endpoints.length === 0) return [];
  return [
    section(
      { id: 'owasp-api', title: 'OWASP API Security Top 10, 2023', items: ['3.5'] },
      table(
        ['risk', 'title', 'verdict', 'reason', 'what the model holds', 'where', 'controls'],
        topTen.map((risk) => riskRow(basis, risk, exists)),
      ),
      judgement(
        'Violated: a finding names the risk. Met: it was shown by a proof or a rule that looked everywhere. What the model holds is designed or seen, not attacked. Titles: OWASP, CC BY-SA 4.0.',
      ),
    ),
    section(
      { id: 'asvs', title: 'ASVS 5.0.0 by chapter', items: ['3.5'] },
      table(
        ['chapter', 'title', 'in all', ...verdictKinds.map((kind) => verdictTitles[kind])],
        chapters.map(({ number, title }) => chapterRow(judged, number, title)),
      ),
      judgement(
        'Each requirement has its verdict in a document of its own. Ids, levels and chapters: OWASP ASVS 5.0.0, CC BY-SA 4.0.',
      ),
    ),
    controlList(backend),
  ];
}

function riskRow(basis: Basis, risk: ApiRisk, exists: Exists): readonly Cell[] {
  const answer = risk.answer(basis.backend);
  const verdict = riskVerdict(basis, risk);
  return [
    risk.id,
    risk.title,
    verdictTitles[verdict.kind],
    reasonWords(verdict),
    answer.kind === 'not-applicable' ? '–' : answer.words,
    whereCell(answer, exists),
    titles(controlsFor(basis.backend, risk.id)),
  ];
}

function chapterRow(judged: readonly Judged[], number: number, title: string): readonly Cell[] {
  const own = ofChapter(judged, number).map(({ verdict }) => verdict);
  return [link(`V${number}`, `${asvsPath}#asvs-v${number}`), title, String(own.length), ...numbersOf(own)];
}

const whereCell = (answer: Answer, exists: Exists): Cell =>
  answer.kind === 'answered' && exists(answer.to) ? link(answer.to, answer.to) : '–';

const controlsFor = ({ trust }: Backend, standard: string): readonly string[] =>
  trust.controls.filter(({ standards: all }) => all.includes(standard)).map(({ title }) => title);

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
