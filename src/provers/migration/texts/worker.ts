import { parentPort } from 'node:worker_threads';
import { checkText } from '../check-text.ts';
import type { MigrationText } from '../check-text.ts';
import { loadGrammar } from '../script/script.ts';
import type { Reply } from './helper.ts';

parentPort?.on('message', async (texts: readonly MigrationText[]) => {
  await loadGrammar();
  parentPort?.postMessage(answer(texts));
});

/** The first thread does again what fails here, and tells why. */
function answer(texts: readonly MigrationText[]): Reply {
  try {
    return texts.map(checkText);
  } catch {
    return undefined;
  }
}
