import type { Codebase } from '../../javascript/codebase.ts';
import type { Machine } from '../machine.ts';
import { sameEntity } from './same-entity.ts';

interface SetColumn {
  readonly entity: string;
  readonly column: string;
}

const noted = new WeakMap<Codebase, SetColumn[]>();

/** Notes a column that code sets on a record it read: what is shown need not be what was written. */
export function noteSetByCode({ codebase }: Machine, entity: string, column: string): void {
  const known = noted.get(codebase) ?? [];
  noted.set(codebase, known);
  if (!known.some((each) => each.column === column && each.entity === entity)) known.push({ entity, column });
}

/** Whether code sets the column of a record that was read. */
export const isSetByCode = ({ codebase }: Machine, entity: string, column: string): boolean =>
  (noted.get(codebase) ?? []).some((each) => each.column === column && sameEntity(each.entity, entity));

/** Whether the model checks or changes the column before it is kept, as far as its name tells. */
export const isSetByModel = ({ codebase }: Machine, column: string): boolean =>
  checkedColumns(codebase).has(column);

const checked = new WeakMap<Codebase, ReadonlySet<string>>();

const hooks =
  /\.pre\(|\bbefore(Save|Create|Update|Validate|Insert|BulkCreate|Upsert)\b|@Before(Insert|Update)|\$before(Insert|Update)|addHook\(/;
const models = /Schema\(|\.define\(|\.init\(|@Column|@Prop|EntitySchema|extends Model\b/;

/** Columns by name that a hook sets, or that a model lets through by a list, pattern or function of its own. */
function checkedColumns(codebase: Codebase): ReadonlySet<string> {
  const known = checked.get(codebase);
  if (known !== undefined) return known;
  const found = new Set<string>();
  for (const path of codebase.files.keys()) {
    const text = codebase.repository.files.get(path)?.text ?? '';
    if (hooks.test(text)) for (const [, name = ''] of text.matchAll(assigned)) found.add(name);
    if (models.test(text)) for (const [, name = ''] of text.matchAll(ruled)) found.add(name);
  }
  checked.set(codebase, found);
  return found;
}

const assigned = /\.(\w+)\s*=(?![=>])/g;
const ruled = /\b(\w+)\s*:\s*\{[^{}]{0,300}\b(?:enum|match|validate|set|get)\s*[:(]/g;
