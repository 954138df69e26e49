import type { SyntaxNode } from '../../../languages/syntax.ts';
import { anyMarkup } from '../../../flows/marks.ts';
import { wholeText } from '../../../flows/value.ts';
import { taintsIn } from '../contexts.ts';
import { newEnv } from '../environment.ts';
import type { Frame, Hit, Machine } from '../machine.ts';
import { can } from '../marks.ts';
import { traced } from '../records/access.ts';
import { modelOf } from '../records/models.ts';
import { execute } from '../statements.ts';
import type { PhpFile } from '../../classes.ts';
import type { Value } from '../value.ts';
import { choicesOf } from '../../../flows/value.ts';
import { stepped } from '../value.ts';
import { viewFile } from './files.ts';

/** Templates inside each other. */
const deepest = 8;

/** Templates that one repository's views are put together from. */
const most = 5000;

interface Open {
  readonly paths: string[];
  taken: number;
}

const opened = new WeakMap<Machine, Open>();

/** What a name or the choice of a few stands for. */
export const viewNames = (value: Value | undefined): readonly string[] => {
  if (value === undefined) return [];
  const whole = wholeText(value);
  const list = [...(value.array?.fields.values() ?? [])].flatMap((each) => wholeText(each) ?? []);
  return whole === undefined ? (list.length > 0 ? list : choicesOf(value)).slice(0, 4) : [whole];
};

/** Values that are handed to a view, each with the step that does. */
export function handedTo(
  machine: Machine,
  view: string,
  values: ReadonlyMap<string, Value>,
  node: SyntaxNode,
  { file }: Frame,
): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  for (const [name, value] of values)
    found.set(
      name,
      stepped(withoutStored(machine, value), `given as ${name} to the view ${view}`, file, node),
    );
  return found;
}

/** Lists inside of what is given that are looked into. */
const deepestList = 3;

/** Without rows of tables: what another request put into one does not come with this one. */
function withoutStored(machine: Machine, value: Value, depth = 0): Value {
  const instances = value.instances.filter((each) => modelOf(machine.codebase, each.class) === undefined);
  if (value.array === undefined || depth >= deepestList)
    return instances.length === value.instances.length ? value : { ...value, instances };
  const fields = new Map(
    [...value.array.fields].map(([key, each]) => [key, withoutStored(machine, each, depth + 1)]),
  );
  const rest = withoutStored(machine, value.array.rest, depth + 1);
  return { ...value, instances, array: { fields, rest } };
}

/** Walks a view with the values it is given, as far as its file is known. */
export function renderView(
  machine: Machine,
  view: string,
  values: ReadonlyMap<string, Value>,
  from: Frame,
): void {
  const harms = taintsIn([...values.values()]).some(({ marks }) => (marks & anyMarkup) !== 0);
  if (!harms || machine.plain || !machine.spend()) return;
  const file = viewFile(machine.codebase, view, from.file.path);
  if (file !== undefined) walkTemplate(machine, file, values, from);
}

/** Walks the program of a template on its own. */
export function walkTemplate(
  machine: Machine,
  file: PhpFile,
  values: ReadonlyMap<string, Value>,
  from?: Frame,
): void {
  const open = opened.get(machine) ?? { paths: [], taken: 0 };
  opened.set(machine, open);
  if (open.paths.includes(file.path) || open.paths.length >= deepest || open.taken >= most) return;
  open.taken += 1;
  open.paths.push(file.path);
  const frame: Frame = {
    file,
    // A view of a framework without a language of its own runs as a part of what shows it.
    ...(from?.class === undefined ? {} : { class: from.class }),
    ...(from?.self === undefined ? {} : { self: from.self }),
    name: '',
    env: { ...newEnv(), values: new Map(values) },
    answer: undefined,
    ends: [],
    jumps: [],
  };
  const outer = machine.branches;
  machine.branches += 1;
  // What a template asks of the caller decides what it shows, not what its handler does.
  traced(machine.access, () => execute(machine, file.root.children, frame), 'apart');
  machine.branches = outer;
  open.paths.pop();
}

/** What a template puts into the page as it is. */
export const rawHit = ({ plain }: Machine, value: Value): readonly Hit[] =>
  plain
    ? []
    : [
        {
          kind: 'cross-site-scripting',
          value,
          what: 'raw output of the template',
          needs: can.markup,
          also: can.linked,
        },
      ];
