import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Measurement } from '../model/measurement.ts';
import { rounded } from '../model/rounded.ts';
import { foreignDisturbance } from '../provers/measurement/disturbance.ts';
import { judge } from '../provers/measurement/judge.ts';
import type { Judgement } from '../provers/measurement/judgement.ts';
import { arrivalsOf } from '../sources/load/arrivals.ts';
import { loopbackTarget } from '../sources/load/loopback.ts';
import { measureServer } from '../sources/load/measure.ts';
import { plainPlan, readPlan } from '../sources/load/plan.ts';
import { LoadProblem } from '../sources/load/problem.ts';
import { asJson } from './json-result.ts';
import type { MeasureInput } from './measure.ts';
import { measureText } from './measure-text.ts';
import { UserError } from './operation.ts';
import type { Answer, Tools } from './operation.ts';
import { readTextFile } from './text-file.ts';

/** @throws UserError when the server is not on this machine, does not answer, or an input cannot be used */
export async function runMeasure(input: MeasureInput, tools: Tools): Promise<Answer> {
  const settings = {
    arrivals: input.arrivals ?? 'poisson',
    seconds: numberIn('seconds', input.seconds ?? '8', 1, 600),
    rates: ratesIn(input.rates),
    maxRate: numberIn('max-rate', input.maxRate ?? '20000', 1, 100_000),
    seed: numberIn('seed', input.seed ?? '1', 0, 1e9),
    ...(input.pid !== undefined && { processId: numberIn('pid', input.pid, 2, 2 ** 31) }),
    disturbance: foreignDisturbance,
    patienceSeconds: numberIn('patience', input.patience ?? '60', 0, 36_000),
    progress: tools.progress,
  };
  try {
    const target = await loopbackTarget(input.url);
    const operations =
      input.plan === undefined
        ? plainPlan(target.path)
        : readPlan(
            readTextFile(input.plan, tools, 'Name a file that holds a plan of operations.').text,
            input.plan,
            input.allowUnsafe,
          );
    const measurement = rounded(await measureServer(target, operations, settings));
    if (input.out !== undefined) write(input.out, measurement, tools.cwd);
    const judgement = judge(measurement, arrivalsOf);
    return {
      exit: judgement.verdict.kind === 'refuted' ? 1 : 0,
      result: resultOf(measurement, judgement),
      text: measureText(measurement, judgement, input.out),
    };
  } catch (error) {
    if (error instanceof LoadProblem) throw new UserError(error.message, error.next, error.where);
    throw error;
  }
}

function resultOf(measurement: Measurement, { verdict, server, ...judged }: Judgement): Answer['result'] {
  return asJson(
    rounded({
      verdict: verdict.kind,
      ...(verdict.kind === 'undecided' && { reason: verdict.reason }),
      ...(verdict.kind === 'refuted' && { counterexample: verdict.counterexample }),
      ...(server !== undefined && {
        servers: server.servers,
        background: server.fit.background,
        demands: measurement.operations.map(({ name }, index) => ({
          operation: name,
          ...server.fit.demands[index],
          scv: server.scv[index],
        })),
      }),
      ...judged,
      measurement,
    }),
  );
}

function numberIn(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= low && value <= high))
    throw new UserError(`${name} cannot be ${JSON.stringify(text)}`, `Give a number from ${low} to ${high}.`);
  return value;
}

const fewestRates = 4;

function ratesIn(text: string | undefined): readonly number[] {
  if (text === undefined) return [];
  const rates = text.split(',').map((part) => numberIn('rates', part, 1, 100_000));
  if (rates.length < fewestRates || rates.length > 50 || new Set(rates).size < rates.length)
    throw new UserError(
      `rates cannot be ${JSON.stringify(text)}`,
      `Give ${fewestRates} to 50 different rates, such as 50,100,200,400.`,
    );
  return rates.toSorted((a, b) => a - b);
}

function write(file: string, measurement: Measurement, cwd: string): void {
  try {
    writeFileSync(resolve(cwd, file), `${JSON.stringify(measurement, null, 2)}\n`);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new UserError(
      `the measurement cannot be written (${why})`,
      'Name a file in a folder that exists.',
      file,
    );
  }
}
