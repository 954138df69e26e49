import { resolve } from 'node:path';
import { UnusablePackage, readPackage } from '../preview/package.ts';
import { startPreview } from '../preview/preview.ts';
import type { Preview } from '../preview/preview.ts';
import { UserError } from './operation.ts';
import type { Answer, Tools } from './operation.ts';
import type { PreviewInput } from './preview.ts';

/** @throws UserError when the package cannot be run, or an input cannot be used */
export async function runPreview(input: PreviewInput, tools: Tools): Promise<Answer> {
  const { foreground } = tools;
  if (foreground === undefined)
    throw new UserError(
      'A preview stays until it is stopped',
      'Start it from a terminal: plumbline preview <package>.',
    );
  const began = performance.now();
  const preview = await started(input, tools);
  const { url, key } = preview;
  const seconds = (performance.now() - began) / 1000;
  foreground.say(
    [
      `Preview of ${preview.running.backend.name} at ${url} (ready in ${seconds.toFixed(1)} s)`,
      '  A proof that the documents hold together, not a product to deploy. Loopback only.',
      `  explorer  ${url}/explorer`,
      `  health    ${url}/health/ready`,
      `  control   POST ${url}/_preview/<name> with x-preview-key: ${key}`,
      '  Stop it with Ctrl-C.',
      '',
    ].join('\n'),
  );
  await foreground.interrupted();
  await preview.close();
  return { exit: 130, result: { url, interrupted: true }, text: '' };
}

async function started(input: PreviewInput, tools: Tools): Promise<Preview> {
  const directory = resolve(tools.cwd, input.package);
  const port = numberIn('port', input.port ?? '8080', 0, 65_535);
  const scale = numberIn('scale', input.scale ?? '0', 0, 1);
  tools.progress('reading the package');
  try {
    return await startPreview(readPackage(directory), {
      port,
      scale,
      ...(input.seed !== undefined && { seed: input.seed }),
      ...(input.clock !== undefined && { clock: momentIn(input.clock) }),
      ...(input.data !== undefined && { data: resolve(tools.cwd, input.data) }),
      ...(input.database !== undefined && { database: input.database }),
      ...(input.unlimited && { limits: false }),
      log: { level: input.log ?? 'warn', destination: process.stderr },
    });
  } catch (error) {
    if (error instanceof UnusablePackage) throw new UserError(error.message, error.next, error.where);
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE')
      throw new UserError(
        `Port ${port} is taken`,
        'Name another with --port, or any free one with --port 0.',
      );
    throw error;
  }
}

function numberIn(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < least || value > most)
    throw new UserError(
      `${name} cannot be ${JSON.stringify(text)}`,
      `Give a number from ${least} to ${most}.`,
    );
  return value;
}

function momentIn(text: string): Date {
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime()))
    throw new UserError(
      `clock cannot be ${JSON.stringify(text)}`,
      'Give a moment such as 2027-01-31T12:00:00Z.',
    );
  return moment;
}
