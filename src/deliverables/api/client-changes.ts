import { apiChanges } from '../../migration/parity/api-changes.ts';
import type { ApiChanges, CallChange } from '../../migration/parity/api-changes.ts';
import { jsonText } from '../../artifacts/emitted.ts';
import type { Json } from '../../model/origin.ts';
import { codeCell, judgement, paragraph, section } from '../blocks.ts';
import { cappedTable } from '../capped.ts';
import type { Artifact, Basis, Cell, Section } from '../deliverable.ts';

const file = '4-api/client-changes.json';

const json = (value: unknown): Json => JSON.parse(JSON.stringify(value));

/** What whoever calls the legacy system has to change, pair by pair of the ledger; of a migration only. */
export function clientChanges({ backend }: Basis): readonly (Section | undefined)[] {
  if (backend.migration === undefined) return [];
  const known = apiChanges(backend, backend.migration);
  return [changed(known), left(known)];
}

function changed({ calls }: ApiChanges): Section | undefined {
  const breaking = calls.filter(({ changes }) => changes.some(({ severity }) => severity === 'breaking'));
  return section(
    { id: 'clients', title: 'What clients must change' },
    calls.length === 0
      ? undefined
      : paragraph(
          `The document that the legacy code deserves is compared with that of the target, operation by operation along the ledger: ${calls.length} pairs, ${breaking.length} of them break a caller beyond the address and the credentials.`,
        ),
    ...cappedTable(
      ['called before', 'call instead', 'who is calling', 'moves', 'changes that break'],
      calls.map(row),
      file,
    ),
    judgement(
      'Of old code its document knows addresses, methods, parameters and fields; statuses and shapes of answers only where code says them. What it does not know is not compared.',
    ),
  );
}

const mostTold = 6;

function row({ legacy, target, credentials, moved, changes }: CallChange): readonly Cell[] {
  const breaking = changes.filter(({ severity }) => severity === 'breaking').map(({ what }) => what);
  const rest = breaking.length - mostTold;
  return [
    codeCell(legacy),
    codeCell(target),
    credentials ?? 'as before',
    moved.join(', ') || '–',
    [...breaking.slice(0, mostTold), ...(rest > 0 ? [`and ${rest} more`] : [])].join(' ') || '–',
  ];
}

const left = ({ left: rest }: ApiChanges): Section | undefined =>
  section(
    { id: 'not-offered', title: 'Calls that the target does not take' },
    ...cappedTable(
      ['called before', 'because'],
      rest.map(({ legacy, because }): readonly Cell[] => [codeCell(legacy), because]),
      file,
    ),
  );

/** Every change of every pair, also those that depend on what a client does. */
export function clientChangeArtifacts({ backend }: Basis): readonly Artifact[] {
  if (backend.migration === undefined) return [];
  const known = apiChanges(backend, backend.migration);
  return known.calls.length === 0 ? [] : [{ path: file, text: jsonText(json(known)), lost: [], items: [] }];
}
