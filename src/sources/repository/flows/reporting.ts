import { deepTaints } from './library.ts';
import type { Machine, Site } from './machine.ts';
import type { CallFact, Sink } from './sinks/sink.ts';

/** Tells what untrusted text gets into a sink and can still do harm there. */
export function reportHits(machine: Machine, sink: Sink, fact: CallFact, site: Site): void {
  const harm = sink.needs | (sink.weak ?? 0);
  for (const hit of sink.hits(fact))
    for (const taint of hit.deep === true ? deepTaints(hit.value) : hit.value.taints)
      if ((taint.marks & harm) !== 0) machine.report({ hit, sink, site, taint });
}
