import { claimsOf, count, link, section, table } from '../blocks.ts';
import { lossSection } from '../losses.ts';
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
    ...contracts.map(lossSection),
  ];
}
