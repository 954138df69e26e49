import type { PhpClass } from '../classes.ts';
import type { PhpCodebase } from '../codebase.ts';
import { loadedClass } from './files.ts';
import type { Loaded } from './loads.ts';
import { loadsIn } from './loads.ts';
import { madeObjects } from './made.ts';

interface Registered {
  /** By the name of the property under which it is handed out. */
  readonly loads: ReadonlyMap<string, readonly Loaded[]>;
  readonly made: ReadonlyMap<string, PhpClass | undefined>;
}

const known = new WeakMap<PhpCodebase, Registered>();

/**
 * The class of what a registry hands out as a property that no class declares: `$this->load->model('shop/order')` makes
 * `$this->model_shop_order` or `$this->order`, `$registry->set('cart', new Cart)` makes `$this->cart`. What a file loads
 * itself counts first; a name under which others load different things says nothing.
 */
export function registeredClass(codebase: PhpCodebase, from: string, name: string): PhpClass | undefined {
  const { loads, made } = registeredOf(codebase);
  const all = loads.get(name) ?? [];
  const own = all.filter(({ file }) => file === from);
  const [first, ...others] = own.length > 0 ? own : all;
  const same =
    first !== undefined && others.every(({ path, kind }) => path === first.path && kind === first.kind);
  const loaded = same ? loadedClass(codebase, first.kind, first.path, from) : undefined;
  return loaded ?? made.get(name);
}

function registeredOf(codebase: PhpCodebase): Registered {
  const before = known.get(codebase);
  if (before !== undefined) return before;
  const found = { loads: loadsIn(codebase), made: madeObjects(codebase) };
  known.set(codebase, found);
  return found;
}
