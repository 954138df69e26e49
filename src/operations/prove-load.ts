import { Agent, request } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Preview } from '../preview/preview.ts';
import { arrivalsOf } from '../sources/load/arrivals.ts';
import { drive } from '../sources/load/drive.ts';
import type { Outcome } from '../sources/load/drive.ts';
import type { Tools } from './operation.ts';
import { controlOf, plannedCall } from './prove-calls.ts';
import type { PlannedCall } from './prove-calls.ts';

/** One workload of the design, as it was answered. Times in ms. */
export interface WorkloadResult {
  readonly workload: string;
  readonly perSecond: number;
  readonly answered: number;
  readonly refused: number;
  readonly failed: number;
  readonly percentile: number;
  readonly ms: number;
  readonly limitMs?: number;
}

export interface LoadResult {
  readonly seconds: number;
  readonly perSecond: number;
  readonly workloads: readonly WorkloadResult[];
  /** Sentences about objectives that were not met. */
  readonly missed: readonly string[];
}

const loadSchema = z.object({
  load: z.array(
    z.object({
      workload: z.string(),
      operation: z.string(),
      perSecond: z.number(),
      percentile: z.number().optional(),
      limitMs: z.number().optional(),
    }),
  ),
});

/**
 * The designed peak against the preview, open loop: requests go out when they are due. Sender and preview share a process, so
 * that the figures are no better than those of either alone.
 */
export async function runLoad(
  directory: string,
  preview: Preview,
  seconds: number,
  { progress }: Tools,
): Promise<LoadResult> {
  const { load } = loadSchema.parse(
    JSON.parse(readFileSync(join(directory, '7-testing/suite.json'), 'utf8')),
  );
  await controlOf(preview)('reset', {});
  const planned = await Promise.all(load.map((each) => plannedCall(preview, each.operation)));
  const known = load.flatMap((each, index) => {
    const call = planned[index];
    return call === undefined
      ? []
      : [{ ...each, call, times: noTimes(), answered: 0, refused: 0, failed: 0 }];
  });
  const perSecond = known.reduce((sum, each) => sum + each.perSecond, 0);
  if (known.length === 0 || perSecond === 0) return { seconds, perSecond: 0, workloads: [], missed: [] };
  progress(`load: ${perSecond.toFixed(1)} requests/s for ${seconds} s`);
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  await drive(
    {
      next: arrivalsOf({
        rate: perSecond,
        arrivals: 'poisson',
        shares: known.map((each) => each.perSecond),
        seed: 1,
      }),
      operations: known.length,
      warmUpSeconds: Math.min(2, seconds / 4),
      seconds,
      timeoutSeconds: 10,
      maxInFlight: 2_000,
      opened: () => undefined,
      closed: () => undefined,
    },
    (operation, settle) => {
      const each = known[operation];
      if (each === undefined) return () => undefined;
      const began = performance.now();
      return sendCall(agent, preview.url, each.call, (outcome) => {
        each[outcome] += 1;
        each.times.push(performance.now() - began);
        settle(outcome);
      });
    },
  );
  agent.destroy();
  return resultOf(seconds, perSecond, known);
}

const noTimes = (): number[] => [];

function sendCall(
  agent: Agent,
  url: string,
  call: PlannedCall,
  done: (outcome: Outcome) => void,
): () => void {
  const body = call.body === undefined ? undefined : JSON.stringify(call.body());
  const sent = request(
    url + call.path,
    {
      agent,
      method: call.method,
      headers: {
        ...call.headers(),
        ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
      },
    },
    (response) => {
      response.resume();
      response.on('end', () => {
        const status = response.statusCode ?? 500;
        done(status >= 500 ? 'failed' : status >= 400 ? 'refused' : 'answered');
      });
    },
  );
  sent.on('error', () => done('failed'));
  sent.end(body);
  return () => sent.destroy();
}

type Known = z.infer<typeof loadSchema>['load'][number] & {
  readonly times: readonly number[];
  readonly answered: number;
  readonly refused: number;
  readonly failed: number;
};

/** Nearest rank. */
function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function resultOf(seconds: number, perSecond: number, known: readonly Known[]): LoadResult {
  const workloads = known.map(
    ({
      workload,
      perSecond: rate,
      percentile = 95,
      limitMs,
      times,
      answered,
      refused,
      failed,
    }): WorkloadResult => ({
      workload,
      perSecond: rate,
      answered,
      refused,
      failed,
      percentile,
      ms: Math.round(quantile(times, percentile / 100) * 10) / 10,
      ...(limitMs !== undefined && { limitMs }),
    }),
  );
  return {
    seconds,
    perSecond,
    workloads,
    missed: workloads.flatMap(({ workload, percentile, ms, limitMs, failed }) => [
      ...(limitMs !== undefined && ms > limitMs
        ? [`${workload}: p${percentile} is ${ms} ms, the objective says ${limitMs} ms`]
        : []),
      ...(failed > 0 ? [`${workload}: ${failed} requests failed`] : []),
    ]),
  };
}

export function loadText({ seconds, perSecond, workloads, missed }: LoadResult): string {
  return [
    `Load: the designed peak, ${perSecond.toFixed(1)} requests/s for ${seconds} s, on this machine.`,
    ...workloads.map(
      ({ workload, perSecond: rate, answered, refused, failed, percentile, ms, limitMs }) =>
        `  ${workload.padEnd(24)} ${rate.toFixed(2).padStart(8)}/s  ${answered} answered, ${refused} refused, ${failed} failed, p${percentile} ${ms} ms${limitMs === undefined ? '' : ` of ${limitMs} ms`}`,
    ),
    ...missed.map((line) => `  missed  ${line}`),
    '',
  ].join('\n');
}
