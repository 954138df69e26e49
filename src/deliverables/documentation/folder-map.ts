import { count, link, paragraph, section, table } from '../blocks.ts';
import type { Basis, Cell, Deliverable, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';

const chapters: readonly string[] = [
  'Introduction and goals',
  'Constraints',
  'Context and scope',
  'Solution strategy',
  'Building block view',
  'Runtime view',
  'Deployment view',
  'Cross-cutting concepts',
  'Architecture decisions',
  'Quality requirements',
  'Risks and technical debt',
  'Glossary',
];

/** The twelve arc42 chapters as they stand in the package, and what the other folders hold. */
export function folderMap(
  { backend }: Basis,
  others: readonly Deliverable[],
): readonly (Section | undefined)[] {
  const architecture = others.find(({ id }) => id === 'architecture');
  const documents = architecture?.documents ?? [];
  const found = chapters.map((title, index) => {
    const prefix = `1-architecture/${String(index + 1).padStart(2, '0')}-`;
    return { title, number: index + 1, document: documents.find(({ path }) => path.startsWith(prefix)) };
  });
  const present = found.filter(({ document }) => document !== undefined);
  return [
    section(
      {
        id: 'arc42',
        title: 'arc42 folder',
        items: present.length > 0 ? ['8.4'] : [],
        answers: requirementsAbout(backend, 'scope', ['documentation']),
      },
      present.length === 0
        ? undefined
        : paragraph(
            'Each document is Markdown; each picture lies beside it as SVG with its Mermaid source in `diagrams/`.',
          ),
      table(
        ['chapter', 'title', 'document', 'sections', 'pictures'],
        present.map(({ title, number, document }): readonly Cell[] => [
          String(number),
          title,
          document === undefined ? 'not written' : link(document.title, document.path),
          count(document?.sections.length ?? 0, 'sections of the document'),
          count(pictures(document?.sections ?? []), 'pictures of the document'),
        ]),
      ),
      present.length === chapters.length
        ? undefined
        : paragraph(
            `Not written, because the model holds nothing for them: ${found
              .filter(({ document }) => document === undefined)
              .map(({ title }) => title)
              .join(', ')}.`,
          ),
    ),
    section(
      { id: 'folders', title: 'All folders' },
      table(
        ['folder', 'deliverable', 'documents', 'files to take away'],
        others.map(({ number, title, id, documents: all, artifacts }): readonly Cell[] => [
          `${number}-${id}/`,
          title,
          count(all.length, `documents of ${id}`),
          count(artifacts.length, `artifacts of ${id}`),
        ]),
      ),
    ),
  ];
}

const pictures = (sections: readonly Section[]): number =>
  sections.reduce((total, { blocks }) => total + blocks.filter(({ kind }) => kind === 'diagram').length, 0);
