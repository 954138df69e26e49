import { UserError } from '../operations/operation.ts';
import type { ExitCode } from '../operations/operation.ts';

interface Failure {
  readonly exit: ExitCode;
  readonly text: string;
  readonly json: {
    readonly error: { readonly what: string; readonly where: string | null; readonly next: string };
  };
}

/** A person's mistake is told in a sentence with its next step; anything else is our fault and says so. */
export function explainFailure(error: unknown): Failure {
  if (error instanceof UserError) {
    const { message, next, where } = error;
    const place = where === undefined ? '' : `${where}: `;
    return {
      exit: 2,
      text: `error: ${place}${message}\n  next: ${next}\n`,
      json: { error: { what: message, where: where ?? null, next } },
    };
  }
  const what = error instanceof Error ? error.message : String(error);
  const next =
    'This is a fault of plumbline. Run again with PLUMBLINE_DEBUG=1 for the trace and report it with the command line.';
  const trace =
    process.env['PLUMBLINE_DEBUG'] === '1' && error instanceof Error ? `${error.stack ?? ''}\n` : '';
  return {
    exit: 3,
    text: `plumbline failed: ${what}\n  next: ${next}\n${trace}`,
    json: { error: { what, where: null, next } },
  };
}
