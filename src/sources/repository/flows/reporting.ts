import { deepTaints } from './library.ts';
import type { Machine, Site } from './machine.ts';
import type { CallFact, Sink } from './sinks/sink.ts';

/** Tells what untrusted text gets into a sink and can still do harm there. */
export function reportHits(machine: Machine, sink: Sink, fact: CallFact, site: Site): void {
  const also = sink.also ?? 0;
  for (const hit of sink.hits(fact)) {
    const harm = (hit.needs ?? sink.needs) | (sink.weak ?? 0);
    const taints = hit.deep === true ? deepTaints(hit.value, 0, hit.except) : hit.value.taints;
    for (const taint of taints)
      if ((taint.marks & harm) !== 0 && (taint.marks & also) === also)
        machine.report({ hit, sink, site, taint });
  }
}
