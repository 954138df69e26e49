import { claimsOf, count, link, list, section, table } from '../blocks.ts';
import { cappedLines } from '../capped.ts';
import type { Artifact, Basis, Section } from '../deliverable.ts';

type Contract = Artifact & { readonly holds: string };

/** The contracts as files, what was proved of them, and what their languages could not say. */
export function overview(basis: Basis, contracts: readonly Contract[]): readonly (Section | undefined)[] {
  return [
    section(
      {
        id: 'contracts',
        title: 'Contracts',
        items: contracts.some(({ items }) => items.includes('4.1')) ? ['4.1'] : [],
      },
      table(
        ['file', 'what it holds', 'told as not expressible'],
        contracts.map(({ path, holds, lost }) => [link(path, path), holds, count(lost.length, path)]),
      ),
      claimsOf(basis, 'openapi/', 'graphql/', 'asyncapi/', 'arazzo/'),
    ),
    ...contracts.map(({ path, lost }) =>
      section(
        { id: `lost-${path.replace(/^4-api\//, '').replaceAll('.', '-')}`, title: `Not said in ${path}` },
        list(cappedLines(lost)),
      ),
    ),
  ];
}
