import type { Layer, Module } from '../../model/architecture.ts';
import type { Origin } from '../../model/origin.ts';
import type { Domain } from '../domain.ts';
import type { Layout } from '../sizing/layout.ts';
import { compareText } from '../../model/text.ts';
import { relationsOf } from './relations.ts';

const layers = ['interface', 'application', 'domain', 'infrastructure'] as const;
type KnownLayer = Exclude<Layer, 'unknown'>;

const origin = (rule: string): Origin => ({ kind: 'derived', rule, from: ['contexts of the domain'] });

const inwards = origin('dependencies point inwards: the domain knows nobody');
const wiring = origin('the composition root alone knows implementations');

/** Where the code of a context stands: in the one code base, or in the service of that context. */
const rootOf = (layout: Layout, context: string): string => {
  const unit = layout.units.find(({ contexts }) => contexts.includes(context));
  return layout.units.length === 1 ? 'src' : `services/${unit?.id ?? context}/src`;
};

const moduleId = (context: string, layer: KnownLayer): string => `${context}/${layer}`;

/** Within a context each layer uses only what lies further in. */
const inner: Readonly<Record<KnownLayer, readonly KnownLayer[]>> = {
  interface: ['application'],
  application: ['domain'],
  domain: [],
  infrastructure: ['application', 'domain'],
};

/** Four modules for each context, and one composition root for each deployable. */
export function modulesOf(domain: Domain, layout: Layout): readonly Module[] {
  const published = publishedUses(domain, layout);
  const modules = domain.contexts.flatMap(({ id: context }) =>
    layers.map((layer): Module => ({
      id: moduleId(context, layer),
      name: moduleId(context, layer),
      path: `${rootOf(layout, context)}/${context}/${layer}`,
      layer,
      context,
      files: 0,
      lines: 0,
      dependsOn: [
        ...inner[layer].map((target) => ({ module: moduleId(context, target), origin: inwards })),
        ...(layer === 'application'
          ? (published.get(context) ?? []).map((other) => ({
              module: moduleId(other, 'application'),
              origin: origin('a flow of the context asks the other one through its application interface'),
            }))
          : []),
      ],
      origin: origin('one module for each layer of each context'),
    })),
  );
  return [...modules, ...layout.units.map((unit) => compositionRoot(layout, unit))];
}

/** It stands outside the layers, because it alone may use all of them. */
function compositionRoot(layout: Layout, { id, contexts }: Layout['units'][number]): Module {
  const root = layout.units.length === 1 ? 'src' : `services/${id}/src`;
  const name = layout.units.length === 1 ? 'composition-root' : `${id}/composition-root`;
  return {
    id: name,
    name,
    path: `${root}/composition-root`,
    layer: 'unknown',
    files: 0,
    lines: 0,
    dependsOn: contexts.flatMap((context) =>
      layers.map((layer) => ({ module: moduleId(context, layer), origin: wiring })),
    ),
    origin: origin(
      'one composition root for each deployable: it wires ports to adapters and reads the configuration',
    ),
  };
}

/**
 * Application interfaces of other contexts that a context calls in its own process. A call that would close a circle is
 * made through a port of the caller instead, wired by the composition root; calls to another process are adapters.
 */
function publishedUses(domain: Domain, layout: Layout): ReadonlyMap<string, readonly string[]> {
  const uses = new Map<string, string[]>();
  if (layout.units.length > 1) return uses;
  const calls = relationsOf(domain)
    .filter(({ kind }) => kind === 'customer-supplier')
    .toSorted((a, b) => compareText(a.to, b.to) || compareText(a.from, b.from));
  for (const { from, to } of calls)
    if (!reaches(uses, from, to)) uses.set(to, [...(uses.get(to) ?? []), from]);
  return uses;
}

/** Whether `start` already uses `goal`, directly or through others. */
export function reaches(
  uses: ReadonlyMap<string, readonly string[]>,
  start: string,
  goal: string,
  seen: ReadonlySet<string> = new Set(),
): boolean {
  if (start === goal) return true;
  if (seen.has(start)) return false;
  const visited = new Set([...seen, start]);
  return (uses.get(start) ?? []).some((next) => reaches(uses, next, goal, visited));
}
