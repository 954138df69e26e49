import { code, link, names, paragraph, section, table } from '../blocks.ts';
import type { Basis, Cell, Deliverable, Document, Section } from '../deliverable.ts';

/** Where the words are explained, which decisions there are, and how two runs are compared. */
export function glossaryAndIndex(
  { backend }: Basis,
  others: readonly Deliverable[],
): readonly (Section | undefined)[] {
  const documents = others.flatMap((deliverable) => deliverable.documents);
  const glossary = documents.find(({ path }) => path.startsWith('1-architecture/12-'));
  const decisions = backend.design?.decisions ?? [];
  const known = backend.entities.length > 0 || decisions.length > 0;
  return [
    section(
      { id: 'glossary', title: 'Glossary', items: known ? ['8.10'] : [] },
      table(
        ['term', 'context', 'meaning', 'states'],
        backend.entities.map(({ name, context, about, lifecycle }): readonly Cell[] => [
          name,
          context,
          about ?? '–',
          names(lifecycle?.states ?? []),
        ]),
      ),
      glossary === undefined
        ? undefined
        : table(['more', 'where'], [['events, flows and contexts', link(glossary.title, glossary.path)]]),
    ),
    section(
      { id: 'decisions', title: 'Decisions' },
      table(
        ['decision', 'status', 'outcome', 'revisit', 'document'],
        decisions.map(({ id, title, status, outcome, revisit }): readonly Cell[] => {
          const document = decisionDocument(documents, id, title);
          return [title, status, outcome, revisit, document === undefined ? id : link(id, document.path)];
        }),
      ),
    ),
    section(
      { id: 'changes', title: 'Changes between runs' },
      paragraph(
        'Equal input gives equal bytes, so every difference between two packages is a difference of what went in. The comparison says what got better, worse or breaking; findings are matched by rule and subject, never by line.',
      ),
      code('sh', 'plumbline diff <earlier package> <this package>'),
    ),
  ];
}

const decisionDocument = (documents: readonly Document[], id: string, title: string): Document | undefined =>
  documents.find(
    (document) =>
      document.path.startsWith('1-architecture/') && (document.title === title || document.path.includes(id)),
  );
