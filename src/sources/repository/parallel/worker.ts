import { parentPort } from 'node:worker_threads';
import type { Repository } from '../gather.ts';
import { readCodebase } from '../javascript/codebase.ts';
import { scanFile } from '../javascript/scan.ts';
import type { Reply, Request } from './tasks.ts';
import { endpointsIn, flowsIn } from './tasks.ts';

/** The second thread: it is given the repository once and answers one request after the other. */
let repository: Repository = { name: '', files: new Map(), gaps: [] };

parentPort?.on('message', (request: Request) => {
  const reply = answer(request);
  if (reply !== undefined) parentPort?.postMessage(reply);
});

function answer(request: Request): Reply | undefined {
  try {
    switch (request.kind) {
      case 'open':
        ({ repository } = request);
        return undefined;
      case 'scan': {
        const { files } = repository;
        return {
          kind: 'scanned',
          files: request.paths.flatMap((path) => files.get(path) ?? []).map(scanFile),
        };
      }
      case 'endpoints':
        return { kind: 'endpoints', facts: endpointsIn(readCodebase(repository, request.scanned)) };
      case 'flows':
        return { kind: 'flows', facts: flowsIn(readCodebase(repository, request.scanned)) };
    }
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}
