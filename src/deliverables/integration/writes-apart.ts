import { mergesJson, mergesPath } from '../../artifacts/merges.ts';
import { sharedData } from '../../merging/places.ts';
import { claimsOf, names, paragraph, section, table } from '../blocks.ts';
import type { Artifact, Basis, Cell, Section } from '../deliverable.ts';

/** What two places that write the same data at once would ask for, and that none does in this design. */
export function writesApart(basis: Basis): Section | undefined {
  const { backend } = basis;
  const data = sharedData(backend);
  if (backend.source !== 'designed' || data.length === 0) return undefined;
  const stores = backend.architecture.containers.filter(({ kind }) => kind === 'database');
  const copies = backend.architecture.containers.filter(({ kind }) => kind === 'replica');
  return section(
    { id: 'writes-apart', title: 'Writes at two places' },
    paragraph(
      `Nothing is written at two places: each table has one writing context and one primary${stores.length === 0 ? '' : ` (${names(stores.map(({ name }) => name))})`}, and ${copies.length === 0 ? 'there is no replica' : `${names(copies.map(({ name }) => name))} can only be read`}. So nothing is merged today. A second region that writes, or a client that works offline, would change that; before it does, each kind of data needs the merge below.`,
    ),
    table(
      ['data', 'which', 'merge', 'keeps', 'loses'],
      data.map(({ kind, data: which, merge, keeps, loses }): readonly Cell[] => [
        kind,
        names(which),
        merge?.replaceAll('-', ' ') ?? 'none',
        keeps,
        loses,
      ]),
    ),
    claimsOf(basis, 'merging/'),
  );
}

export function mergeArtifacts({ backend }: Basis): readonly Artifact[] {
  const data = sharedData(backend);
  if (backend.source !== 'designed' || data.every(({ merge }) => merge === undefined)) return [];
  return [{ path: mergesPath, text: mergesJson(data), lost: [], items: ['6.13'] }];
}
