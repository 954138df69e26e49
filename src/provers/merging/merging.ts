import { allMerges } from '../../merging/all.ts';
import { sharedData } from '../../merging/places.ts';
import { mergesJson, mergesPath } from '../../artifacts/merges.ts';
import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import type { Prover } from '../prover.ts';
import { firstOf, proved, refuted, settleEach, undecided } from '../settle.ts';

/** Runs every history of a few operations at three replicas through the merges that the data of a design would need. */
export const merging: Prover = {
  id: 'merging',
  claims: (backend: Backend) => {
    const data = backend.source === 'designed' ? sharedData(backend) : [];
    const needed = new Set(data.flatMap(({ merge }) => merge ?? []));
    if (needed.size === 0) return { claims: [], inputs: new Map() };
    return {
      claims: allMerges.filter(({ id }) => needed.has(id)).map(claimOf),
      inputs: new Map([[mergesPath, mergesJson(data)]]),
    };
  },
  prove: (claims, read) =>
    settleEach(claims, read, { name: 'merge enumeration', version: '1' }, (claim) => {
      const merge = allMerges.find(({ id }) => claim.id === `merging/${id}`);
      if (merge === undefined)
        return { verdict: undecided(`no merge ${claim.subject}`), measurements: {}, incomplete: [] };
      const { histories, faults, loss } = merge.check();
      const isKept = (loss !== undefined) === merge.loses;
      return {
        verdict:
          faults.length > 0
            ? refuted(firstOf(faults))
            : isKept
              ? proved
              : refuted(loss ?? 'no write is lost in any history'),
        measurements: { histories, ...(loss === undefined ? {} : { 'a lost write': loss }) },
        incomplete: ['three replicas, four operations and one exchange on the way; clocks never tie'],
      };
    }),
};

const claimOf = ({ id, name, loses }: (typeof allMerges)[number]): Claim => ({
  id: `merging/${id}`,
  prover: 'merging',
  subject: name,
  statement: `A ${name} merges to the same value in whatever order and however often states arrive${loses ? ', and a write is lost when a later one did not know of it' : ', and no write is lost'}.`,
  oracle: 'enumeration',
  inputs: [mergesPath],
  parameters: {},
});
