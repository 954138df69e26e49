import { align8 } from '../../../artifacts/column-width.ts';
import type { RawNode } from '../explain.ts';

const tapeBuffer = 8192;
const mergeBuffer = 32 * 8192;
const heapTuple = 24;

/** Whether sorts and kept rows cost the same with both sizes of work_mem, in bytes. */
export const sortsAlike = (nodes: readonly RawNode[], one: number, other: number): boolean =>
  nodes.every((node) => {
    if (!['Sort', 'Materialize', 'Limit'].includes(node['Node Type'])) return true;
    const bytes = node['Plan Rows'] * (align8(node['Plan Width'] ?? 0) + heapTuple);
    return passes(bytes, one) === passes(bytes, other);
  });

/** How often a sort of so many bytes writes them all (cost_tuplesort in src/backend/optimizer/path/costsize.c). */
function passes(bytes: number, work: number): number {
  if (bytes <= work) return 0;
  const order = Math.min(500, Math.max(6, Math.floor(work / (2 * tapeBuffer + mergeBuffer))));
  const runs = bytes / work;
  return runs > order ? Math.ceil(Math.log(runs) / Math.log(order)) : 1;
}
