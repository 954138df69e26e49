import { setFlagsFromString } from 'node:v8';

/**
 * Bytes of bytecode that run before V8 considers a function for its optimising compiler: 8 times its own default. A
 * command lives for seconds and touches much code for a moment, so that compiling took a third of the CPU time of a
 * design; what runs for long is compiled all the same.
 */
const interruptBudget = 540_672;

/**
 * Bytes that a function of PostgreSQL executes before V8 compiles it anew, with optimisation: 110 times the default
 * of V8 11. Each engine lives for a few thousand statements; optimising what they touch cost a sixth of its CPU time.
 */
const wasmBudget = 200_000_000;

/** Only V8 11 (Node 20): later ones have a second compiler before the dear one, and other budgets for WebAssembly. */
export function compileLate(): void {
  if (!process.versions.v8.startsWith('11.')) return;
  setFlagsFromString(`--interrupt-budget=${interruptBudget}`);
  setFlagsFromString(`--wasm-tiering-budget=${wasmBudget}`);
}
