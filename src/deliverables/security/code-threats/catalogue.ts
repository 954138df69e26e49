import { applicationThreats } from './application-threats.ts';
import { callerThreats } from './caller-threats.ts';
import { storeThreats } from './store-threats.ts';
import type { CodeThreat } from './threat.ts';

/**
 * Threats to a backend that its code can tell something of. Categories are those of STRIDE per element (Shostack 2014,
 * ch. 3), weaknesses those of CWE; the choice, the wording and the impacts are ours.
 */
export const codeThreats: readonly CodeThreat[] = [...callerThreats, ...applicationThreats, ...storeThreats];
