import { useMemo } from 'preact/hooks';
import type { ReportBlock, ReportData } from '../../src/render/report-data.ts';
import { href, route } from './route.ts';

interface Entry {
  readonly title: string;
  readonly kind: string;
  readonly to: string;
  readonly text: string;
}

/** Everything that can be found: sections, findings, steps, claims, questions, items, elements of pictures. */
function entries(data: ReportData): readonly Entry[] {
  return [
    ...data.deliverables.flatMap(({ documents }) =>
      documents.flatMap(({ path, title: name, sections }) =>
        sections.map(({ id, title, blocks }) => ({
          title: `${name}: ${title}`,
          kind: 'section',
          to: href('doc', path, { section: id }),
          text: blocks.map(blockText).join(' '),
        })),
      ),
    ),
    ...data.findings.map((finding) => ({
      title: finding.what,
      kind: 'finding',
      to: href('findings', `${finding.rule}@${finding.subject}`),
      text: `${finding.rule} ${finding.subject} ${finding.why} ${finding.next} ${finding.standards.join(' ')}`,
    })),
    ...data.recommendations.map((step) => ({
      title: step.title,
      kind: 'step',
      to: href('plan', step.id),
      text: `${step.why} ${step.how}`,
    })),
    ...data.claims.map((claim) => ({
      title: claim.statement,
      kind: 'claim',
      to: href('claims', '', { standing: claim.standing }),
      text: `${claim.id} ${claim.subject}`,
    })),
    ...data.questions.map(({ id, ask, effect }) => ({
      title: `${id} ${ask}`,
      kind: 'question',
      to: href('unknown'),
      text: effect,
    })),
    ...data.items.map(({ item, title }) => ({
      title: `${item} ${title}`,
      kind: 'catalogue item',
      to: href('coverage', item),
      text: '',
    })),
  ];
}

function blockText(block: ReportBlock): string {
  switch (block.kind) {
    case 'paragraph':
    case 'code':
    case 'note':
      return block.text;
    case 'list':
      return block.items.join(' ');
    case 'table':
      return block.rows
        .map((row) =>
          row.map((cell) => (typeof cell === 'string' ? cell : 'text' in cell ? cell.text : '')).join(' '),
        )
        .join(' ');
    case 'picture':
      return block.picture;
    case 'claims':
      return block.ids.join(' ');
  }
}

/** Every word must occur; a word in the title weighs more than one in the text. */
function find(all: readonly Entry[], query: string): readonly Entry[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  return all
    .flatMap((entry, order) => {
      const title = entry.title.toLowerCase();
      const text = entry.text.toLowerCase();
      const scores = words.map((word) => (title.includes(word) ? 3 : text.includes(word) ? 1 : 0));
      return scores.includes(0) ? [] : [{ entry, order, score: scores.reduce<number>((a, b) => a + b, 0) }];
    })
    .toSorted((a, b) => b.score - a.score || a.order - b.order)
    .map(({ entry }) => entry);
}

export function Search({ data }: { readonly data: ReportData }) {
  const query = route.value.query['q'] ?? '';
  const all = useMemo(() => entries(data), [data]);
  const found = find(all, query);
  return (
    <>
      <h1>Search</h1>
      <p role="status">
        {found.length} places hold <q>{query}</q>.
      </p>
      <ul class="results">
        {found.slice(0, 80).map(({ title, kind, to }, index) => (
          <li key={index}>
            <small>{kind}</small> <a href={to}>{title}</a>
          </li>
        ))}
      </ul>
      {found.length > 80 ? <p>Only the first 80 are listed: add a word.</p> : null}
    </>
  );
}
