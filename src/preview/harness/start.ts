import type { PreviewPackage } from '../package.ts';
import type { PreviewOptions } from '../options.ts';
import { startPreview } from '../preview.ts';
import type { Preview } from '../preview.ts';
import { wholePreview } from '../whole.ts';
import type { Running } from '../running.ts';
import { harnessPart, leastScale } from './part.ts';

/** The module that stands between the delivered tests and a preview; source or built, as this one is. */
export const clientModule: URL = new URL(
  import.meta.url.endsWith('.ts') ? './client.ts' : './client.js',
  import.meta.url,
);

/** A whole preview with what the delivered tests need: rows, people, controls. Whatever is put in place of what its parts
 * share, the tests look past it. */
export function startTestedPreview(
  delivered: PreviewPackage,
  options: Partial<PreviewOptions> = {},
): Promise<Preview> {
  const kept: Running[] = [];
  return startPreview(delivered, {
    port: 0,
    seed: 'suite',
    scale: leastScale,
    // What is due by the clock would change rows beneath a test.
    schedules: false,
    ...options,
    running: (running) => {
      kept.push(running);
      return options.running?.(running) ?? running;
    },
    parts: async (running, given) => {
      const parts = await (options.parts ?? wholePreview)(running, given);
      return [await harnessPart(kept[0] ?? running, parts), ...parts];
    },
  });
}
