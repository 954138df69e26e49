// Computes password hashes in a thread of its own: each takes tens of milliseconds, in which nothing else would run.
import { parentPort } from 'node:worker_threads';
import { argon2Verify, argon2id } from 'hash-wasm';

parentPort.on('message', async ({ id, kind, password, ...rest }) => {
  try {
    const value =
      kind === 'hash'
        ? await argon2id({ password, ...rest, outputType: 'encoded' })
        : await argon2Verify({ password, hash: rest.hash });
    parentPort.postMessage({ id, value });
  } catch (error) {
    parentPort.postMessage({ id, failure: String(error?.message ?? error) });
  }
});
