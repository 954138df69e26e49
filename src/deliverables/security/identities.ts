import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import { compareText } from '../../model/text.ts';

/** Somebody who calls, by what is known of them. */
export interface Identity {
  readonly name: string;
  /** `?`: something on the way could not be resolved. */
  readonly may: (endpoint: Endpoint) => 'yes' | 'no' | '?';
}

/** Rights that still fit on a page; backends with more have them checked one by one. */
const most = 20;

/** Nobody, somebody who is signed in, and whoever holds one of the rights that guards ask for. */
export function identitiesOf({ api }: Backend): readonly Identity[] {
  const rights = [...new Set(api.endpoints.flatMap(requiredBy))].toSorted(compareText);
  return [
    {
      name: 'anonymous',
      may: ({ access }) => (access === 'public' ? 'yes' : access === 'guarded' ? 'no' : '?'),
    },
    { name: 'signed in', may: (endpoint) => allowed(endpoint, undefined) },
    ...rights
      .slice(0, most)
      .map((right): Identity => ({ name: right, may: (endpoint) => allowed(endpoint, right) })),
  ];
}

const requiredBy = ({ guards, scopes }: Endpoint): readonly string[] => [
  ...scopes,
  ...guards.flatMap(({ requires }) => requires),
];

/**
 * By the rights that guards and scopes ask for. Where several are asked for, one of them may or may not be enough; a
 * guard for authorisation that names none leaves it open.
 */
function allowed(endpoint: Endpoint, right: string | undefined): 'yes' | 'no' | '?' {
  if (endpoint.access === 'public') return 'yes';
  if (endpoint.access === 'unknown') return '?';
  const asked = [endpoint.scopes, ...endpoint.guards.map(({ requires }) => requires)].filter(
    (rights) => rights.length > 0,
  );
  if (asked.some((rights) => right === undefined || !rights.includes(right))) return 'no';
  const isUnnamed = endpoint.guards.some(
    ({ kind, requires }) => kind === 'authorisation' && requires.length === 0,
  );
  return isUnnamed || asked.some((rights) => rights.length > 1) ? '?' : 'yes';
}
