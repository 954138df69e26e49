import { setFlagsFromString } from 'node:v8';

/**
 * Bytes of bytecode that run before V8 considers a function for its optimising compiler: 8 times its own default. A
 * command lives for seconds and touches much code for a moment, so that compiling took a third of the CPU time of a
 * design; what runs for long is compiled all the same.
 */
const interruptBudget = 540_672;

/** Only V8 11 (Node 20) knows the flag; later ones have a second compiler before the dear one. */
export function compileLate(): void {
  if (process.versions.v8.startsWith('11.')) setFlagsFromString(`--interrupt-budget=${interruptBudget}`);
}
