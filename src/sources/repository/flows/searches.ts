import type { Node } from 'oxc-parser';
import type { Frame, Machine } from './machine.ts';
import { reportHit } from './reporting.ts';
import type { Search } from './sinks/slow-pattern.ts';
import { exponentialPatternSink, polynomialPatternSink, slowHits } from './sinks/slow-pattern.ts';

/** Tells a search that a library does where something is declared: a schema, a decorator, a route. */
export function reportSearch(machine: Machine, search: Search, node: Node, frame: Frame): void {
  const site = { node, frame, key: undefined, receiver: undefined, written: '', isNew: false };
  for (const hit of slowHits(search, 'exponential')) reportHit(machine, exponentialPatternSink, hit, site);
  for (const hit of slowHits(search, 'polynomial')) reportHit(machine, polynomialPatternSink, hit, site);
}
