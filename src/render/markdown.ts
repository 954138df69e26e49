import type { Block, Cell, Document, Section } from '../deliverables/deliverable.ts';
import type { Diagram } from '../deliverables/diagram.ts';
import { codeBlock, codeSpan, markdownLink, markdownText } from './markdown-text.ts';
import { standing, standingReason } from './proofs.ts';
import type { ProofBook } from './proofs.ts';
import { quantityWords } from '../model/quantity.ts';
import { oneLine } from './visible.ts';

/** A document as GitHub-flavoured Markdown. Diagrams are pictures in `diagrams/` beside it, with their source. */
export function markdown(document: Document, proofs: ProofBook): string {
  const sections = document.sections.map((section) => sectionText(section, document.path, proofs));
  return `${[`# ${markdownText(document.title, 'line')}`, ...sections].join('\n\n')}\n`;
}

/** Where the pictures of a document lie: `1-architecture/diagrams/context.svg` and `.mmd`. */
export function diagramPath(
  document: Pick<Document, 'path'>,
  diagram: Pick<Diagram, 'id'>,
  ending: string,
): string {
  const folder = document.path.split('/').slice(0, -1).join('/');
  return `${folder === '' ? '' : `${folder}/`}diagrams/${fileName(diagram.id)}.${ending}`;
}

const fileName = (id: string): string => id.replace(/[^\w.-]+/g, '-').replace(/^[.-]+/, '') || 'diagram';

function sectionText(section: Section, from: string, proofs: ProofBook): string {
  const anchor = `<a id="${section.id.replace(/[^\w.-]+/g, '-')}"></a>`;
  const heading = `${anchor}\n\n## ${markdownText(section.title, 'line')}`;
  const items =
    section.items.length === 0
      ? []
      : [`*Answers catalogue item${section.items.length === 1 ? '' : 's'} ${section.items.join(', ')}.*`];
  return [heading, ...items, ...section.blocks.map((block) => blockText(block, from, proofs))]
    .filter((text) => text !== '')
    .join('\n\n');
}

function blockText(block: Block, from: string, proofs: ProofBook): string {
  switch (block.kind) {
    case 'paragraph':
      return paragraphs(block.text);
    case 'list':
      return block.items
        .map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${markdownText(item, 'line')}`)
        .join('\n');
    case 'table':
      return table(
        block.columns.map((column) => markdownText(column, 'table')),
        block.rows,
        from,
      );
    case 'code':
      return codeBlock(block.language, block.text);
    case 'diagram':
      return diagramText(block.diagram, from);
    case 'note':
      return `> **${toneWords[block.tone]}.** ${markdownText(block.text, 'table')}`;
    case 'claims':
      return claimsText(block.ids, proofs);
  }
}

export const toneWords = {
  judgement: 'Judgement, not proved',
  assumption: 'Assumption',
  warning: 'Warning',
  unknown: 'Not known',
} as const;

const paragraphs = (text: string): string =>
  text
    .split(/\n\s*\n/)
    .map((part) => markdownText(part, 'line'))
    .join('\n\n');

function table(columns: readonly string[], rows: readonly (readonly Cell[])[], from: string): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const body = rows.map((row) =>
    line(
      columns.map((_, index) => {
        const cell = row[index];
        return cell === undefined ? '' : cellText(cell, from);
      }),
    ),
  );
  return [
    line(columns),
    line(columns.map((_, index) => (numeric(rows, index) ? '---:' : '---'))),
    ...body,
  ].join('\n');
}

/** Columns of quantities are set right, so that magnitudes line up. */
function numeric(rows: readonly (readonly Cell[])[], index: number): boolean {
  const cells = rows.map((row) => row[index]).filter((cell) => cell !== undefined && cell !== '');
  return cells.length > 0 && cells.every((cell) => typeof cell === 'object' && 'unit' in cell);
}

function cellText(cell: Cell, from: string): string {
  if (typeof cell === 'string') return markdownText(cell, 'table');
  if ('unit' in cell) return quantityWords(cell);
  return cell.kind === 'code'
    ? codeSpan(cell.text, 'table')
    : markdownLink(cell.text, cell.to, from, 'table');
}

function diagramText(diagram: Diagram, from: string): string {
  const picture = diagramPath({ path: '' }, diagram, 'svg');
  const source = diagramPath({ path: '' }, diagram, 'mmd');
  const title = markdownText(diagram.title, 'line').replaceAll('[', '\\[').replaceAll(']', '\\]');
  return `![${title}](${picture})\n\n${markdownLink('Mermaid source', source, from.includes('/') ? 'diagram.md' : from, 'line')}`;
}

function claimsText(ids: readonly string[], { claims, outcomes }: ProofBook): string {
  const known = new Map(claims.map((claim) => [claim.id, claim]));
  const settled = new Map(outcomes.map((outcome) => [outcome.claim, outcome]));
  const lines = ids.map((id) => {
    const claim = known.get(id);
    const outcome = settled.get(id);
    const engine =
      outcome === undefined ? (claim?.oracle ?? '') : `${outcome.engine.name} ${outcome.engine.version}`;
    const reason = oneLine(
      [standingReason(outcome), ...(outcome?.incomplete ?? []).map((part) => `not covered: ${part}`)]
        .filter((part) => part !== '')
        .join('; '),
    );
    const cells = [standing(claim, outcome), claim?.statement ?? id, engine, reason].map((cell) =>
      markdownText(cell, 'table'),
    );
    return `| ${cells.join(' | ')} |`;
  });
  return ['| Verdict | Claim | Settled by | Remarks |', '| --- | --- | --- | --- |', ...lines].join('\n');
}
