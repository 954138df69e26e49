import type { Flow } from './domain.ts';

/** The stated pivot; else the last step that is no publication: what comes after it tells, and does not decide. */
export function pivotOf({ steps }: Flow): number {
  const stated = steps.findIndex(({ pivot }) => pivot === true);
  return stated === -1 ? steps.findLastIndex(({ kind }) => kind !== 'publish') : stated;
}

/** Words with which an action begins that changes nothing. */
const reading =
  /^(read|check|compare|verify|validate|wait|look|find|load|calculate|compute|price|quote|estimate)\b/i;

/** Read from its first word. */
export const changesNothing = (action: string): boolean => reading.test(action);
