import type { Brief } from '../../../model/brief.ts';
import { readUsers } from '../fragment/workloads.ts';
import { openMap, quantityAt, report, requiredText, some, textAt, wordAt } from '../reading.ts';
import type { Reading } from '../reading.ts';
import type { Crowd } from '../said.ts';
import { entry } from '../tree.ts';
import type { Node } from '../tree.ts';
import { parseDuration } from '../values/duration.ts';
import { parsePeak } from '../values/ratio.ts';

export const systemKeys = ['id', 'name', 'domain', 'stage', 'about', 'users', 'think', 'peak'] as const;

export interface SystemRead {
  readonly system: Brief['system'];
  readonly crowd: Crowd;
}

/** `system:` — who it is for and, where no workload says it, how many use it. */
export function readSystem(reading: Reading, root: Node): SystemRead {
  const node = entry(root, 'system');
  const nothing: SystemRead = { system: { id: 'system', name: 'System', stage: 'new' }, crowd: {} };
  if (node === undefined) {
    report(
      reading,
      root.place,
      'The brief has no "system".',
      'A design needs a name.',
      'Add system: { id: shop, name: Web shop }.',
    );
    return nothing;
  }
  const view = openMap(reading, node, 'system', systemKeys);
  if (view === undefined) return nothing;
  const id = requiredText(reading, view, 'id', 'shop') ?? 'system';
  if (!/^[a-z][a-z0-9-]{0,59}$/.test(id))
    report(
      reading,
      entry(node, 'id')?.place ?? node.place,
      `system.id: "${id.slice(0, 60)}" cannot be an id.`,
      'It becomes a part of file, schema and package names.',
      'Write a word in kebab-case: web-shop.',
    );
  const system = {
    id,
    name: textAt(reading, view, 'name') ?? id,
    stage: wordAt(reading, view, 'stage', ['new', 'existing']) ?? 'new',
    ...some({ domain: textAt(reading, view, 'domain'), about: textAt(reading, view, 'about') }),
  };
  const crowd = some({
    users: readUsers(reading, view),
    think: quantityAt(reading, view, 'think', parseDuration),
    peak: quantityAt(reading, view, 'peak', parsePeak),
  });
  return { system, crowd };
}
