import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Node has it; the types of Node do not. */
declare const WebAssembly: { readonly compile: (bytes: Uint8Array) => Promise<object> };

let compiled: Promise<object | undefined> | undefined;

/**
 * The engine's WebAssembly, compiled once for all engines of a process: those that start later also have what the first
 * ones optimised. Undefined where its file is not found; an engine then compiles its own.
 */
export const engineCode = (): Promise<object | undefined> => (compiled ??= compile());

async function compile(): Promise<object | undefined> {
  try {
    const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
    return await WebAssembly.compile(await readFile(join(dirname(entry), 'pglite.wasm')));
  } catch {
    return undefined;
  }
}
