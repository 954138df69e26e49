import type { Comparison } from '../../compatibility/change.ts';
import { compareRead } from '../../provers/contracts/api/compare-read.ts';
import { readApi } from '../../provers/contracts/api/read-api.ts';
import { unreadableDocument } from '../document-problems.ts';
import type { Difference } from './difference.ts';

export interface NamedDocument {
  readonly file: string;
  readonly text: string;
}

export interface ApiDifferences {
  readonly differences: readonly Difference[];
  readonly incomplete: readonly string[];
}

/** What changed between two documents, by who breaks. @throws UserError when one cannot be read */
export async function apiDifferences(old: NamedDocument, next: NamedDocument): Promise<ApiDifferences> {
  const [before, after] = [await readApi(old.file, old.text), await readApi(next.file, next.text)];
  if (before.kind === 'unreadable') throw unreadableDocument(old.file, before.faults);
  if (after.kind === 'unreadable') throw unreadableDocument(next.file, after.faults);
  return toldOf(await compareRead(before, after));
}

const toldOf = ({ changes, incomplete }: Comparison): ApiDifferences => ({
  incomplete,
  differences: changes.map(({ id, severity, where, what, who, instead, ...places }): Difference => {
    const pointer = places.new ?? places.old ?? '';
    const subject = `${id}@${pointer.replace(/^#\/?/, '')}`;
    const [first, ...rest] = where;
    const more = rest.length > 0 ? ` and ${rest.length} more` : '';
    const said = first === undefined || what.includes(first) ? what : `${first}${more}: ${what}`;
    const told = { area: 'api', subject, what: said } as const;
    switch (severity) {
      case 'breaking':
        return { ...told, kind: 'breaking', severity: 'blocker', who, instead };
      case 'dangerous':
        return { ...told, kind: 'worse', severity: 'warning', who, instead };
      case 'compatible':
        return { ...told, kind: 'changed' };
    }
  }),
});
