import { UnreadableRequest } from '../road/clarify.ts';
import { RoadStopped } from '../road/phases.ts';
import type { RoadResult } from '../road/package-files.ts';
import { outputProblem, writePackage } from '../road/output-directory.ts';
import type { RoadRequest } from '../road/request.ts';
import { walkRoad } from '../road.ts';
import { unreadable } from './unreadable-request.ts';
import { resolve } from 'node:path';
import { UserError } from './operation.ts';
import type { Tools } from './operation.ts';

/** Where the package goes; nothing is written without `out`. */
export interface Destination {
  readonly out: string | undefined;
  /** The analysed directory, which is never written to unless `inside` allows it. */
  readonly target?: string;
  readonly inside: boolean;
}

export interface Travelled extends RoadResult {
  /** As the user wrote it; absent when nothing was written. */
  readonly out: string | undefined;
  /** Files of the earlier package that had been edited, kept under new names. */
  readonly kept: readonly string[];
}

/** Walks the road and writes the package. What the user can mend becomes a UserError. */
export async function travel(
  request: RoadRequest,
  destination: Destination,
  tools: Tools,
): Promise<Travelled> {
  const { out } = destination;
  const directory = out === undefined ? undefined : resolve(tools.cwd, out);
  if (directory !== undefined) refuse(out ?? '', directory, destination);
  const result = await walk(request, tools);
  if (directory === undefined) return { ...result, out: undefined, kept: [] };
  const { kept } = writePackage(directory, result.files);
  return { ...result, out, kept };
}

function refuse(out: string, directory: string, { target, inside }: Destination): void {
  const problem = outputProblem(directory, target, inside);
  if (problem !== undefined) throw new UserError(problem.what.replace(directory, out), problem.next);
}

async function walk(request: RoadRequest, tools: Tools): Promise<RoadResult> {
  try {
    return await walkRoad(request, { version: tools.version, announce: tools.progress });
  } catch (error) {
    if (error instanceof UnreadableRequest) throw unreadable(error);
    if (error instanceof RoadStopped)
      throw new UserError(error.message, 'Mend what the check names and run again; nothing was written.');
    throw error;
  }
}
