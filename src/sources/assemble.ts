import { emptyBackend } from '../model/backend.ts';
import type { Backend } from '../model/backend.ts';
import type { Gap } from '../model/origin.ts';
import type { Facts } from './facts.ts';
import { compareText } from './order.ts';

/**
 * One Backend from the facts of all readers. Lists are joined in the order of the readers; where two readers say
 * something of the same single value (the engine, a title), the first one holds.
 */
export function assemble(id: string, facts: readonly Facts[]): Backend {
  const empty = emptyBackend(slug(id), 'recovered');
  const backend = facts.reduce(add, { ...empty, name: id });
  return { ...backend, gaps: sortGaps(backend.gaps) };
}

function add(backend: Backend, facts: Facts): Backend {
  return {
    ...backend,
    ...(facts.name === undefined ? {} : { name: facts.name }),
    stack: [...backend.stack, ...(facts.stack ?? [])],
    architecture: join(backend.architecture, facts.architecture),
    data: join(backend.data, facts.data),
    api: join(backend.api, facts.api),
    trust: join(backend.trust, facts.trust),
    processes: join(backend.processes, facts.processes),
    coverage: facts.coverage ?? backend.coverage,
    gaps: [...backend.gaps, ...(facts.gaps ?? [])],
  };
}

/** Lists are joined, other values kept from the side that had them first. */
function join<Part extends object>(known: Part, more: Partial<Part> | undefined): Part {
  if (more === undefined) return known;
  const merged: Record<string, unknown> = { ...more, ...known };
  const own = new Map<string, unknown>(Object.entries(known));
  for (const [key, value] of Object.entries(more)) {
    const before = own.get(key);
    if (Array.isArray(before) && Array.isArray(value)) merged[key] = [...before, ...value];
  }
  return { ...known, ...merged };
}

function sortGaps(gaps: readonly Gap[]): readonly Gap[] {
  const key = (gap: Gap): string => `${gap.kind}\u0000${gap.subject}\u0000${gap.why}`;
  const unique = new Map(gaps.map((gap) => [key(gap), gap]));
  return [...unique.entries()].toSorted(([a], [b]) => compareText(a, b)).map(([, gap]) => gap);
}

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '') || 'repository';
