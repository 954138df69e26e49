import { flowsOf } from '../data-flow.ts';
import { counted, interfaceIsKnown } from './scope.ts';
import { enough, part } from './shown.ts';
import type { Shown } from './shown.ts';
import type { Basis } from '../../deliverable.ts';
import type { Endpoint, Guard } from '../../../model/api.ts';

type Look = (basis: Basis) => Shown | undefined;

/** Properties of the permission matrix that were settled by trying all states, each with its claim. */
export const policyHolds =
  (...properties: readonly string[]): Look =>
  ({ outcomes }) => {
    const claims = properties.map((property) => `policy/${property}`);
    const settled = claims.flatMap((id) => outcomes.find(({ claim }) => claim === id) ?? []);
    if (settled.length === 0) return undefined;
    const proved = settled.filter(({ verdict }) => verdict.kind === 'proved').map(({ claim }) => claim);
    return proved.length === claims.length
      ? enough(`proved: ${proved.join(', ')}`)
      : part(`proved: ${proved.length} of ${claims.join(', ')}`);
  };

/** Endpoints for which a check of the kind is called for. */
const concerned: Readonly<
  Record<'validation' | 'rate-limit' | 'authorisation', (endpoint: Endpoint) => boolean>
> = {
  validation: ({ parameters, requestSchema, method }) =>
    parameters.length > 0 || requestSchema !== undefined || ['POST', 'PUT', 'PATCH'].includes(method),
  'rate-limit': () => true,
  authorisation: ({ access }) => access !== 'public',
};

const checks: Readonly<Record<keyof typeof concerned, string>> = {
  validation: 'what requests bring',
  'rate-limit': 'how often it is called',
  authorisation: 'what the caller may do',
};

/** A check of the kind stands before every handler that needs one. */
export const endpointsHave =
  (kind: keyof typeof concerned & Guard['kind']): Look =>
  ({ backend }) => {
    const all = backend.api.endpoints.filter((endpoint) => concerned[kind](endpoint));
    if (all.length === 0 || !interfaceIsKnown(backend)) return undefined;
    const checking = all.flatMap(({ guards }) => guards.find((guard) => guard.kind === kind) ?? []);
    const checked = checking.length;
    if (checked === 0) return undefined;
    const at = [...new Map(checking.map(({ name, origin }) => [name, origin])).values()];
    const words = `${checked} of ${counted(all.length, 'endpoint')} that ${all.length === 1 ? 'needs' : 'need'} it check ${checks[kind]} before the handler`;
    return checked === all.length ? enough(words, at) : part(words, at);
  };

/** Every column has a class, given or chosen when it was designed. */
export function columnsClassified({ backend }: Basis): Shown | undefined {
  const columns = backend.data.tables.flatMap((table) => table.columns);
  if (backend.source !== 'designed' || columns.length === 0) return undefined;
  const classified = columns.filter(({ dataClass }) => dataClass !== undefined).length;
  const words = `${classified} of ${counted(columns.length, 'column')} have a class (3-security/data-protection.md)`;
  return classified === columns.length ? enough(words) : part(words);
}

/** The secrets and when each is replaced are written down in the package of a design. */
export function secretsRotate({ backend }: Basis): Shown | undefined {
  const { secrets } = backend.trust;
  if (backend.source !== 'designed' || secrets.length === 0) return undefined;
  const rotated = secrets.filter(({ rotation }) => rotation !== undefined).length;
  const words = `${rotated} of ${counted(secrets.length, 'secret')} have a time after which they are replaced (3-security/data-protection.md)`;
  return rotated === secrets.length ? enough(words) : part(words);
}

/** What is known of each connection; that certificates are right is for those who run it. */
export function connectionsEncrypted({ backend }: Basis): Shown | undefined {
  const flows = flowsOf(backend);
  if (flows.length === 0) return undefined;
  const known = flows.filter(({ encrypted }) => encrypted === true).length;
  const words = `${known} of ${counted(flows.length, 'connection')} are encrypted`;
  if (known === 0) return undefined;
  return known === flows.length && backend.source === 'designed' ? enough(words) : part(words);
}
