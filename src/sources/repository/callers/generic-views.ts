import type { Endpoint } from '../../../model/api.ts';
import type { Query } from '../../../model/data.ts';
import type { Flow } from '../../../model/flow.ts';
import type { TextFile } from '../gather.ts';

const actions = { GET: 'read', PUT: 'change', PATCH: 'change', DELETE: 'remove' } as const;

const isAction = (method: string): method is keyof typeof actions => Object.hasOwn(actions, method);

/**
 * A view of Django REST framework that leaves everything to the library: it looks any row up by the id in the address.
 * A view that says something of its rows, its objects or who may reach them is left alone.
 */
export function genericView(
  endpoint: Endpoint,
  queries: readonly Query[],
  files: ReadonlyMap<string, TextFile>,
): readonly Flow[] {
  const { handler, method, id } = endpoint;
  const text = handler === undefined ? undefined : files.get(handler.file)?.text;
  if (handler === undefined || text === undefined || !isAction(method)) return [];
  const look = queries.find(
    ({ kind, sql, orm, reachedBy = [] }) =>
      kind === 'select' &&
      /\.(retrieve|update|destroy)$/.test(orm ?? '') &&
      /\bwhere "?\w+"? = \$n( limit 1)?$/.test(sql) &&
      reachedBy.includes(id),
  );
  const [entity] = look?.tables ?? [];
  const parameter = endpoint.parameters.find((each) => each.in === 'path');
  if (look === undefined || entity === undefined || parameter === undefined) return [];
  if (look.origin.kind !== 'read' || look.origin.file !== handler.file) return [];
  if (saysMore(classAt(text, look.origin.line)) || isNarrowed(files)) return [];
  const action = actions[method];
  return [
    {
      kind: 'object-reference',
      source: { what: `path parameter ${parameter.name}`, origin: look.origin },
      steps: [],
      sink: { what: `look-up of ${entity} by the library`, origin: look.origin },
      within: '',
      access: { entity, action, key: 'id' },
      endpoints: [id],
    },
  ];
}

const known = new WeakMap<ReadonlyMap<string, TextFile>, boolean>();

/** Looked for once for all views. */
function isNarrowed(files: ReadonlyMap<string, TextFile>): boolean {
  const before = known.get(files);
  if (before !== undefined) return before;
  const found = [...files.values()].some(narrowsAll);
  known.set(files, found);
  return found;
}

/** The text of the class that begins on a line. */
function classAt(text: string, line: number): string {
  const lines = text.split('\n').slice(line - 1);
  const end = lines.findIndex((each, at) => at > 0 && /^\S/.test(each));
  return lines.slice(0, end === -1 ? lines.length : end).join('\n');
}

const library =
  /^(\w+\.)*(ModelViewSet|GenericViewSet|\w+APIView|(List|Create|Retrieve|Update|Destroy)ModelMixin)$/;
const own = /\bdef\s|filter_backends|lookup_field|queryset\s*=.*\.(filter|exclude|none|for_|visible|owned)|@/;

/** Anything of its own, or a class of the target above it. */
function saysMore(text: string): boolean {
  const [, bases] = /^class\s+\w+\(([^)]*)\)/.exec(text) ?? [];
  const above = (bases ?? '').split(',').map((name) => name.trim());
  return !above.every((name) => name === '' || library.test(name)) || own.test(text) || asksMore(text);
}

/** More than to be signed in. */
const asksMore = (text: string): boolean =>
  (/permission_classes\s*=\s*[[(]([^\])]*)/.exec(text)?.[1] ?? '')
    .split(',')
    .some((name) => name.trim() !== '' && !/^(\w+\.)*(IsAuthenticated|AllowAny)$/.test(name.trim()));

/** Filters or permissions of the whole project that may know whose a row is. */
const narrowsAll = ({ path, text }: TextFile): boolean =>
  path.endsWith('.py') &&
  /["']DEFAULT_(FILTER_BACKENDS|PERMISSION_CLASSES)["']\s*:/.test(text) &&
  [...text.matchAll(/["']DEFAULT_(?:FILTER_BACKENDS|PERMISSION_CLASSES)["']\s*:\s*[[(]([^\])]*)/g)].some(
    ([, names = '']) =>
      names
        .split(',')
        .some(
          (name) =>
            name.trim() !== '' &&
            !/(DjangoFilterBackend|SearchFilter|OrderingFilter|IsAuthenticated|IsAuthenticatedOrReadOnly|AllowAny)["']$/.test(
              name.trim(),
            ),
        ),
  );
