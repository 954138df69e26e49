import { deepTaints } from './library.ts';
import type { Machine, Site } from './machine.ts';
import { sinks } from './sinks/all.ts';
import type { CallFact, Hit, Sink, WriteFact } from './sinks/sink.ts';

/** Tells what untrusted text gets into a sink and can still do harm there. */
export function reportHits(machine: Machine, sink: Sink, fact: CallFact, site: Site): void {
  for (const hit of sink.hits(fact)) reportHit(machine, sink, hit, site);
}

/** The same for a write to a member. */
export function reportWrite(machine: Machine, write: WriteFact): void {
  const { target, frame, object } = write;
  const site: Site = {
    node: target,
    frame,
    key: write.key,
    receiver: object,
    written: '',
    isNew: false,
  };
  for (const sink of sinks) for (const hit of sink.writes?.(write) ?? []) reportHit(machine, sink, hit, site);
}

export function reportHit(machine: Machine, sink: Sink, hit: Hit, site: Site): void {
  const { also = 0, unless = 0, weak = 0 } = sink;
  const harm = (hit.needs ?? sink.needs) | weak;
  const taints = hit.deep === true ? deepTaints(hit.value, 0, hit.except) : hit.value.taints;
  for (const taint of taints)
    if ((taint.marks & harm) !== 0 && (taint.marks & also) === also && (taint.marks & unless) === 0)
      machine.report({ hit, sink, site, taint });
}
