import type { Gap } from '../../model/origin.ts';
import type { Facts } from '../facts.ts';
import type { Repository } from './gather.ts';
import { migrationSets } from './sql/migrations.ts';
import { replaySchema } from './sql/replay.ts';

/** Tables of the repository: migrations replayed in order, or a schema dump where there are none. */
export async function readDatabase(repository: Repository): Promise<Facts> {
  const sql = [...repository.files.values()].filter((file) => file.path.endsWith('.sql'));
  const sets = migrationSets(sql);
  const chosen = sets.some((set) => set.kind === 'migrations')
    ? sets.filter((set) => set.kind === 'migrations')
    : sets;
  const gaps: Gap[] = sets
    .filter((set) => !chosen.includes(set))
    .map((set) => ({
      kind: 'skip-file',
      subject: set.path,
      why: 'migrations tell the schema; this file is not used',
    }));
  if (chosen.length === 0) return { gaps };
  const replayed = await replaySchema(chosen.flatMap((set) => set.files));
  return { data: replayed.data, gaps: [...gaps, ...replayed.gaps] };
}
