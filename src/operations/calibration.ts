import { basename } from 'node:path';
import type { CalibrationText } from '../road/request.ts';
import { readLoadRecord } from '../sources/load/load-record.ts';
import { LoadProblem } from '../sources/load/problem.ts';
import { UserError } from './operation.ts';
import { readTextFile } from './text-file.ts';

/** A load test the user named. @throws UserError when it cannot be read or does not say enough */
export function readCalibration(file: string, cores: string | undefined, cwd: string): CalibrationText {
  const text = readTextFile(file, { cwd }, 'Name a file that holds a load test.').text;
  try {
    const record = readLoadRecord(text, file);
    if (record.kind === 'throughput' && cores === undefined)
      throw new UserError(
        `${record.tool} does not tell how many cores the server could use`,
        'Give --calibrate-cores: 1 for one process of Node, the number of workers for a cluster.',
        file,
      );
    return { file: basename(file), text, record, ...(cores !== undefined && { cores: coresIn(cores) }) };
  } catch (error) {
    if (error instanceof LoadProblem) throw new UserError(error.message, error.next, error.where);
    throw error;
  }
}

function coresIn(text: string): number {
  const cores = Number(text);
  if (!Number.isInteger(cores) || cores < 1 || cores > 1024)
    throw new UserError(
      `calibrate-cores cannot be ${JSON.stringify(text)}`,
      'Give a whole number from 1 to 1024.',
    );
  return cores;
}
