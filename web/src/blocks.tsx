import type { Cell } from '../../src/deliverables/deliverable.ts';
import type { ReportBlock, ReportClaim, ReportData } from '../../src/render/report-data.ts';
import { ClaimLine } from './claims.tsx';
import { Amount } from './number.tsx';
import { Picture } from './picture.tsx';
import { packageHref } from './route.ts';
import { Paragraphs, Prose } from './text.tsx';

const tones = {
  judgement: 'Judgement, not proved',
  assumption: 'Assumption',
  warning: 'Warning',
  unknown: 'Not known',
} as const;

export function BlockView({
  block,
  data,
  place,
}: {
  readonly block: ReportBlock;
  readonly data: ReportData;
  /** Where the block stands, in words: tells tables and texts of one page apart. */
  readonly place: string;
}) {
  switch (block.kind) {
    case 'paragraph':
      return <Paragraphs text={block.text} />;
    case 'list': {
      const items = block.items.map((item, index) => (
        <li key={index}>
          <Prose text={item} />
        </li>
      ));
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table':
      return <DataTable columns={block.columns} rows={block.rows} place={place} />;
    case 'code':
      return (
        // A region that scrolls has to be reachable by keyboard.
        <pre tabIndex={0} aria-label={`${block.language} text: ${place}`}>
          <code>{block.text}</code>
        </pre>
      );
    case 'picture': {
      const picture = data.pictures[block.picture];
      return picture === undefined ? null : <Picture picture={picture} />;
    }
    case 'note':
      return (
        <p class={`note ${block.tone}`}>
          <strong>{tones[block.tone]}.</strong> <Prose text={block.text} />
        </p>
      );
    case 'claims':
      return (
        <ClaimList claims={block.ids.flatMap((id) => data.claims.find((claim) => claim.id === id) ?? [])} />
      );
  }
}

const ClaimList = ({ claims }: { readonly claims: readonly ReportClaim[] }) =>
  claims.length === 0 ? null : (
    <ul class="claims">
      {claims.slice(0, 40).map((claim) => (
        <ClaimLine key={claim.id} claim={claim} />
      ))}
      {claims.length > 40 ? <li>and {claims.length - 40} more in the list of claims</li> : null}
    </ul>
  );

function DataTable({
  columns,
  rows,
  place,
}: {
  readonly place: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={`Table: ${place}`}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, at) => (
                <td key={at}>
                  <CellView cell={cell} name={columns[at] ?? ''} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CellView({ cell, name }: { readonly cell: Cell; readonly name: string }) {
  if (typeof cell === 'string') return <Prose text={cell} />;
  if (!('kind' in cell)) return <Amount quantity={cell} name={name} />;
  switch (cell.kind) {
    case 'link':
      return <a href={packageHref(cell.to)}>{cell.text}</a>;
    case 'code':
      return <code>{cell.text}</code>;
  }
}
