import type { MeasuredStep } from '../../model/measurement.ts';

/**
 * Part of the machine that others may use while response times still mean something: with one core for the server and
 * one for the generator they take turns with whatever else runs, and a wait for the CPU looks like a wait in a queue.
 */
const othersMay = 0.05;
/** Part of its CPU time that a server may wait for a CPU. Others that never made it wait did no harm. */
const waitMay = 0.02;
/** Seconds by which requests may go out late on average; the timer alone gives half a millisecond. */
const mostLate = 0.0015;
const generatorMay = 0.8;
const errorsMay = 0.01;

/** Why the response times of a step say nothing of the server; undefined when they do. */
export function disturbanceOf(step: MeasuredStep, cores: number): string | undefined {
  const { processor, lateness, requests } = step;
  const { server = 0, waited, others = 0, stolen = 0 } = processor;
  const foreign = others + stolen;
  const hadToWait = waited === undefined || waited > waitMay * server;
  if (foreign > othersMay * cores && hadToWait)
    return `other processes used ${foreign.toFixed(2)} of ${cores} cores${waited === undefined ? '' : `, the server waited ${waited.toFixed(2)} s a second for a CPU`}`;
  if (processor.generator > generatorMay)
    return `the generator used ${processor.generator.toFixed(2)} cores, as much as it can`;
  if (lateness.mean > mostLate) return `requests went out ${(lateness.mean * 1000).toFixed(1)} ms late`;
  const lost = requests.refused + requests.failed + requests.timedOut + requests.dropped;
  if (lost > errorsMay * (requests.sent + requests.dropped))
    return `${lost} of ${requests.sent + requests.dropped} requests were not answered as they should be`;
  return undefined;
}

/** The same at the maximum, where late and lost requests are expected: only other processes disturb. */
export const foreignDisturbance = (step: MeasuredStep, cores: number): string | undefined =>
  disturbanceOf(
    {
      ...step,
      lateness: { mean: 0, p99: 0 },
      requests: { ...step.requests, refused: 0, failed: 0, timedOut: 0, dropped: 0 },
    },
    cores,
  );
