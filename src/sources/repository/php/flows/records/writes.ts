import { privileges } from '../../../flows/sinks/records.ts';
import type { FlowKind, RecordAccess } from '../../../../../model/flow.ts';
import type { SyntaxNode } from '../../../languages/syntax.ts';
import { variableName } from '../../syntax.ts';
import type { Passed } from '../calls.ts';
import type { Frame, Machine } from '../machine.ts';
import { can } from '../marks.ts';
import type { Taint, Value } from '../value.ts';
import { noteSaved, noteWhole, noteWrite } from '../stored/noted.ts';
import { plain } from '../value.ts';
import { arrive } from './access.ts';
import { modelOf } from './models.ts';
import type { Model } from './models.ts';
import type { Records } from './records.ts';

/** Calls by the place of what they write. */
const writing: readonly (readonly [RegExp, number])[] = [
  [
    /^(create|forceCreate|insert|insertGetId|insertOrIgnore|update|updateOrFail|updateQuietly|fill|forceFill|make|replace)$/,
    0,
  ],
  [/^(updateOrCreate|firstOrCreate|updateOrInsert|upsert)$/, 1],
];

/** Calls that ask no list of fields. */
const forced = /^(force\w+|insert\w*|updateOrInsert|upsert|replace)$/;

/** What a call writes to records: all that a body holds, or a field that says what somebody may do. */
export function written(machine: Machine, records: Records, name: string, call: Passed): void {
  const at = writing.find(([pattern]) => pattern.test(name))?.[1];
  const data = at === undefined ? undefined : call.args[at];
  if (data === undefined || at === undefined) return;
  const model = modelOf(machine.codebase, records.model);
  writeAll(
    machine,
    {
      entity: records.entity,
      model,
      isForced: forced.test(name) || (records.form === 'query' && name === 'update'),
      name,
    },
    data,
    call.nodes[at],
    call,
  );
}

interface Target {
  readonly entity: string;
  readonly model: Model | undefined;
  readonly isForced: boolean;
  readonly name: string;
}

/** `$request->user()->update($request->all())`: the row of whoever is calling, of the model that signs in. */
export function writtenToCaller(machine: Machine, name: string, call: Passed): void {
  const [data] = call.args;
  if (data === undefined || !/^(update|fill|forceFill)$/.test(name)) return;
  const { codebase } = machine;
  const declared = ['App\\Models\\User', 'App\\User'].map((each) => codebase.class(each));
  const model = modelOf(
    codebase,
    declared.find((each) => each !== undefined),
  );
  if (model?.mapper !== 'eloquent') return;
  const target = { entity: model.table, model, isForced: forced.test(name), name };
  writeAll(machine, target, data, call.nodes[0], call);
}

/** `new Post($request->all())`. */
export function madeWith(machine: Machine, model: Model, call: Passed): void {
  const [data] = call.args;
  if (data !== undefined && model.mapper === 'eloquent')
    writeAll(
      machine,
      { entity: model.table, model, isForced: false, name: 'new' },
      data,
      call.nodes[0],
      call,
    );
}

function writeAll(
  machine: Machine,
  target: Target,
  data: Value,
  node: SyntaxNode | undefined,
  call: Passed,
): void {
  const { entity, model, isForced, name } = target;
  const limits = isForced || model === undefined ? {} : limitsOf(model);
  const overwritten = node === undefined ? [] : overwrittenIn(node, call.frame);
  const except = [...(limits.except ?? []), ...overwritten, ...(data.array?.fields.keys() ?? [])];
  const access = {
    entity,
    action: 'create' as const,
    key: '',
    ...(limits.fields === undefined
      ? {}
      : { fields: limits.fields.filter((each) => !except.includes(each)) }),
    ...(except.length === 0 ? {} : { except }),
  };
  for (const taint of [...data.taints, ...(data.array?.rest.taints ?? [])])
    if (isBody(taint.source.what) && (taint.marks & can.object) !== 0) {
      tell(machine, 'mass-assignment', access, `fields of ${name}`, taint, call);
      noteWhole(machine, { ...access, taint }, call);
    }
  for (const [key, value] of data.array?.fields ?? [])
    if (limits.fields === undefined || limits.fields.includes(key)) {
      privileged(machine, entity, key, value, call);
      noteWrite(machine, entity, key, value, call);
    }
}

/** `$post->save()`: what was set on a new record, or on one that was read. */
export function saved(machine: Machine, receiver: Value, records: Records, call: Passed): void {
  noteSaved(machine, receiver);
  for (const { class: made, fields } of receiver.instances)
    if (modelOf(machine.codebase, made) !== undefined)
      for (const [key, value] of fields) noteWrite(machine, records.entity, key, value, call);
}

/** What a model lets be written. */
const limitsOf = ({
  fillable,
  guarded,
}: Model): { readonly fields?: readonly string[]; readonly except?: readonly string[] } =>
  fillable === undefined ? { except: guarded } : { fields: fillable };

/** `$data = $request->all(); $data['user_id'] = …`: these fields are not the sender's. */
function overwrittenIn(node: SyntaxNode, { env }: Frame): readonly string[] {
  const name = variableName(node);
  if (name === undefined) return [];
  return [...env.narrowed.keys()].flatMap((key) => {
    const field = key.startsWith(`${name}[`) ? key.slice(name.length + 1, -1) : undefined;
    return field === undefined ? [] : [field];
  });
}

const isBody = (what: string): boolean =>
  what === 'the body' || what === 'the parameters of the request' || what === 'the query';

/** A field that says what somebody may do is taken from the request. */
export function privileged(
  machine: Machine,
  entity: string,
  key: string,
  value: Value,
  call: Pick<Passed, 'node' | 'frame'>,
): void {
  if (!privileges.test(key)) return;
  for (const taint of value.taints)
    if ((taint.marks & can.refer) !== 0)
      tell(machine, 'privilege-field', { entity, action: 'change', key }, `${key} of ${entity}`, taint, call);
}

function tell(
  machine: Machine,
  kind: FlowKind,
  access: RecordAccess,
  what: string,
  taint: Taint,
  { node, frame }: Pick<Passed, 'node' | 'frame'>,
): void {
  arrive(machine.access, { kind, access, what, taint, node, file: frame.file, within: frame.name });
}

/** How many there are says who is calling where they were looked up by that. */
export const callerFound = (value: Value): Value => plain(value);
