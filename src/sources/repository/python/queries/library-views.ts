import type { SyntaxNode } from '../../languages/syntax.ts';
import { comparison, narrowed, rowSelection, selectionOf } from '../../queries/stored.ts';
import type { Selection } from '../../queries/stored.ts';
import type { Issue } from '../../queries/outcome.ts';
import { handOn } from '../../queries/outcome.ts';
import type { PyClass } from './code-index.ts';
import { issueOf } from './django.ts';
import { keysIn } from './graph.ts';
import { methodOf, resultOf } from './hints.ts';
import { typeOf } from './typing.ts';
import type { Frame, Reading } from './types.ts';

/** Actions that classes of Django REST bring, and the methods of the target that each of them calls. */
const actions: readonly (readonly [string, RegExp, readonly string[]])[] = [
  [
    'list',
    /(^|\.)((ReadOnly)?ModelViewSet|ListModelMixin|List(Create)?APIView)$/,
    ['get_queryset', 'filter_queryset'],
  ],
  [
    'retrieve',
    /(^|\.)((ReadOnly)?ModelViewSet|RetrieveModelMixin|Retrieve(Update)?(Destroy)?APIView)$/,
    ['get_object'],
  ],
  ['create', /(^|\.)(ModelViewSet|CreateModelMixin|(List)?CreateAPIView)$/, ['perform_create']],
  [
    'update',
    /(^|\.)(ModelViewSet|UpdateModelMixin|(Retrieve)?Update(Destroy)?APIView)$/,
    ['get_object', 'perform_update'],
  ],
  [
    'destroy',
    /(^|\.)(ModelViewSet|DestroyModelMixin|(Retrieve)?(Update)?DestroyAPIView)$/,
    ['get_object', 'perform_destroy'],
  ],
];

/** What calls name an action by that a class has from the library. */
export const actionKey = (of: PyClass, action: string): string =>
  `${of.module.path}#${of.name}.${action} of the library`;

/** Statements that Django REST issues for a view class: it tells only which rows, and the library asks for them. */
export function readLibraryViews(reading: Reading): void {
  for (const { path, text } of reading.index.files) {
    if (!/^class \w+\(/m.test(text) || !/rest_framework|ViewSet|APIView/.test(text)) continue;
    for (const view of reading.index.module(path)?.classes.values() ?? []) {
      const libraries = reading.index.libraries(view);
      if (!libraries.some((each) => /rest_framework|drf/.test(each))) continue;
      for (const [action, bases, calls] of actions)
        if (libraries.some((each) => bases.test(each))) readAction(reading, view, action, calls);
    }
  }
}

function readAction(reading: Reading, view: PyClass, action: string, calls: readonly string[]): void {
  const { graph } = reading;
  const { path } = view.module;
  const { line } = view.node;
  const operation = `${view.name}.${action}`;
  const key = actionKey(view, action);
  graph.addFunction({ file: path, start: line, end: line, heir: operation }, key);
  const keys = [...calls, ...(calls.includes('get_object') ? ['get_queryset'] : [])].flatMap((name) =>
    keysIn(reading, view, name),
  );
  if (keys.length > 0)
    graph.addCall({
      file: path,
      line,
      keys,
      inLoop: false,
      inTransaction: false,
      from: key,
      heir: operation,
    });
  // The place that an endpoint of this action is told with.
  const own = keysIn(reading, view, action);
  for (const at of placesOf(reading, view, action)) {
    if (own.length === 0) graph.addStart(at.file, at.line, [key], operation);
    if (action === 'update' && methodOf(reading, view, 'partial_update') === undefined)
      graph.addStart(at.file, at.line, own.length === 0 ? [key] : own, `${view.name}.partial_update`);
  }
  const issues = issuesOf(reading, view, action);
  if (issues.length === 0) return;
  const origin = { kind: 'read', file: path, line } as const;
  const place = { inLoop: false, inTransaction: false, operation };
  handOn(reading, { issues }, place, origin, () => false);
  graph.addBrought({ file: path, line, operation });
}

function placesOf(
  reading: Reading,
  view: PyClass,
  action: string,
): readonly { readonly file: string; readonly line: number }[] {
  const name =
    action === 'create' ? 'perform_create' : action === 'destroy' ? 'perform_destroy' : 'get_queryset';
  const shown = methodOf(reading, view, name);
  return [
    { file: view.module.path, line: view.node.line },
    ...(shown === undefined ? [] : [{ file: shown.module.path, line: shown.node.line }]),
  ];
}

function issuesOf(reading: Reading, view: PyClass, action: string): readonly Issue[] {
  const rows = rowsOf(reading, view);
  const written = modelOf(reading, view) ?? rows;
  switch (action) {
    case 'list':
      return rows === undefined
        ? []
        : [issueOf('list', { ...rows, limited: isPaged(reading, view) }, action)];
    case 'retrieve':
      return one(rows, action);
    case 'create':
      return written === undefined || !isLeft(reading, view, 'perform_create', /\.save\(/)
        ? []
        : [issueOf('insert', { ...written, where: [] }, action)];
    case 'destroy':
      return [
        ...one(rows, action),
        ...(rows?.entity === undefined || !isLeft(reading, view, 'perform_destroy', /\.delete\(/)
          ? []
          : [issueOf('delete', rowSelection(rows.entity), action)]),
      ];
    default:
      return [
        ...one(rows, action),
        ...(written?.entity === undefined || !isLeft(reading, view, 'perform_update', /\.save\(/)
          ? []
          : [issueOf('update', rowSelection(written.entity), action)]),
      ];
  }
}

const one = (rows: Selection | undefined, action: string): readonly Issue[] =>
  rows === undefined ? [] : [issueOf('one', narrowed(rows, comparison(rows.entity?.key)), action)];

/** The library does it, or a method of the target that asks the library's objects to. */
function isLeft(reading: Reading, view: PyClass, name: string, asks: RegExp): boolean {
  const own = methodOf(reading, view, name);
  return own === undefined || asks.test(own.node.text) || own.node.text.includes('super()');
}

const frameOf = (view: PyClass): Frame => ({
  module: view.module,
  owner: view,
  variables: new Map(),
  inLoop: false,
  inTransaction: false,
  depth: 1,
});

/** The rows a view is about: its `queryset`, what `get_queryset` gives, else those of its serializer. */
function rowsOf(reading: Reading, view: PyClass): Selection | undefined {
  const method = methodOf(reading, view, 'get_queryset');
  const given =
    method === undefined ? undefined : resultOf(reading, method, view, { ...frameOf(view), depth: 0 });
  if (given?.kind === 'query') return given;
  for (const each of reading.index.lineage(view)) {
    const value = each.values.get('queryset');
    const type = value === undefined ? undefined : typeOf(reading, value, frameOf(each));
    const found =
      type?.kind === 'entity' ? selectionOf(type.entity) : type?.kind === 'query' ? type : undefined;
    if (found !== undefined) return method === undefined ? found : narrowed(found, '…');
  }
  const model = modelOf(reading, view);
  return model === undefined || method === undefined ? undefined : narrowed(model, '…');
}

/** The model that the serializer of a view writes. */
function modelOf(reading: Reading, view: PyClass): Selection | undefined {
  const { index, entities } = reading;
  for (const each of index.lineage(view)) {
    const value = each.values.get('serializer_class');
    const named = value === undefined ? undefined : index.dotted(each.module, value);
    if (named?.kind !== 'class') continue;
    for (const serializer of index.lineage(named.of)) {
      const meta = serializer.inner.get('Meta');
      const model: SyntaxNode | undefined = meta?.values.get('model');
      const of = model === undefined ? undefined : index.dotted(serializer.module, model);
      const entity = of?.kind === 'class' ? entities.of(of.of) : undefined;
      if (entity !== undefined) return selectionOf(entity);
    }
  }
  return undefined;
}

/** Pages, as the class or the settings of the project say. */
function isPaged({ index }: Reading, view: PyClass): boolean {
  for (const each of index.lineage(view)) {
    const value = each.values.get('pagination_class');
    if (value !== undefined) return value.text !== 'None';
  }
  return index.files.some(({ text }) => /["']DEFAULT_PAGINATION_CLASS["']\s*:\s*["']/.test(text));
}
