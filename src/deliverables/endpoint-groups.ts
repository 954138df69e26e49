import { uniqueAnchors } from './anchors.ts';
import type { Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import { compareText } from '../model/text.ts';

/** Endpoints that are read together: those of one context, or of one first path segment where contexts are unknown. */
export interface EndpointGroup {
  readonly name: string;
  readonly title: string;
  /** Unique among the groups, for anchors and file names. */
  readonly anchor: string;
  readonly endpoints: readonly Endpoint[];
}

/** Parts of a path that say nothing of what is behind it. */
const generic = /^(api|rest|v\d+)$/;

function groupOf({ context, path }: Endpoint): string {
  const fixed = path.split('/').filter((part) => part !== '' && !part.startsWith('{'));
  return context ?? fixed.find((part) => !generic.test(part)) ?? fixed[0] ?? 'root';
}

/** All endpoints in groups by name; inside a group by path, then by method. */
export function endpointGroups(backend: Backend): readonly EndpointGroup[] {
  const groups = new Map<string, Endpoint[]>();
  for (const endpoint of backend.api.endpoints)
    groups.set(groupOf(endpoint), [...(groups.get(groupOf(endpoint)) ?? []), endpoint]);
  const anchors = uniqueAnchors([...groups.keys()].toSorted(compareText));
  return [...groups.entries()]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([name, endpoints]) => ({
      name,
      anchor: anchors.get(name) ?? name,
      title: backend.architecture.contexts.find(({ id }) => id === name)?.name ?? name,
      endpoints: endpoints.toSorted((a, b) => compareText(a.path, b.path) || compareText(a.method, b.method)),
    }));
}
