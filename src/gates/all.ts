import type { Gate } from './gate.ts';
import { outputGate } from './output.ts';
import { processGate } from './process.ts';
import { requirementsGate } from './requirements.ts';
import { systemGate } from './system.ts';

/** The four gates in the order in which they are shown. */
export const allGates: readonly Gate[] = [requirementsGate, processGate, outputGate, systemGate];
