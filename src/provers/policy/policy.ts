import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import { policyDocument } from '../../artifacts/policy.ts';
import type { Prover } from '../prover.ts';
import { firstOf, proved, refuted, settleEach, undecided } from '../settle.ts';
import { properties } from './properties.ts';
import { readPolicy } from './read-policy.ts';

const path = '3-security/policy.json';

const claims: readonly Claim[] = properties.map(({ id, statement }) => ({
  id: `policy/${id}`,
  prover: 'policy',
  subject: path,
  statement,
  oracle: 'enumeration',
  inputs: [path],
  parameters: {},
}));

/**
 * Enumerates every role, operation and relation to the object, and holds the policy to its properties. The domain is
 * finite and all of it is visited, so `proved` is exact.
 */
export const policy: Prover = {
  id: 'policy',
  claims: (backend: Backend) =>
    backend.trust.permissions.length === 0 || backend.operations.length === 0
      ? { claims: [], inputs: new Map() }
      : { claims, inputs: new Map([[path, policyDocument(backend).text]]) },
  prove: (asked, read) =>
    settleEach(asked, read, { name: 'exhaustive enumeration', version: '1' }, (claim) => {
      const known = readPolicy(read(path));
      const property = properties.find(({ id }) => claim.id === `policy/${id}`);
      if (property === undefined)
        return { verdict: undecided(`no such property: ${claim.id}`), measurements: {}, incomplete: [] };
      const { states, breaches } = property.examine(known);
      const measurements = {
        states,
        breaches: breaches.length,
        roles: known.roles.length,
        operations: known.operations.length,
        rules: known.rules.length,
      };
      const verdict =
        breaches.length > 0
          ? refuted(firstOf(breaches))
          : states === 0
            ? undecided('there was nothing to enumerate')
            : proved;
      return { verdict, measurements, incomplete: [] };
    }),
};
