import { compareText } from '../../../order.ts';
import type { HostValue, ObjectValue, Site, Value } from '../../javascript/value.ts';
import { native } from '../../javascript/value.ts';
import { pathsOf } from '../paths.ts';
import type { RoutePath } from '../paths.ts';

/** A listener for messages: the second argument of `createMicroservice`, or what `connectMicroservice` is given. */
export interface Microservice {
  readonly host: Value;
  /** Lower-case name of the transport: `kafka`, `rmq`; undefined where it is not known. */
  readonly transport: string | undefined;
  readonly queue: string | undefined;
  /** Checks of the whole application stand before its handlers too. */
  readonly inherits: boolean;
  readonly guards: { readonly value: Value; readonly site: Site; readonly conditional: boolean }[];
}

export function createMicroservice(options: Value | undefined, inherits: boolean): Microservice {
  const guards: Microservice['guards'] = [];
  const host: HostValue = {
    kind: 'host',
    technology: 'nestjs',
    fields: new Map(),
    member: (name) =>
      native(name, (args, site) => {
        if (name === 'useGlobalGuards')
          for (const value of args) guards.push({ value, site, conditional: false });
        return host;
      }),
  };
  const fields = options?.kind === 'object' ? options.fields : undefined;
  const inner = fields?.get('options');
  const queue = inner?.kind === 'object' ? inner.fields.get('queue') : undefined;
  return {
    host,
    transport:
      options !== undefined && (fields === undefined || fields.has('strategy'))
        ? undefined
        : transportOf(fields?.get('transport')),
    queue: queue === undefined ? undefined : writtenText(queue),
    inherits,
    guards,
  };
}

/** A text, also one that the operator may change. */
const writtenText = (value: Value): string | undefined =>
  pathsOf(value).find(({ text, resolved }) => resolved && text !== '')?.text;

/** `Transport.KAFKA`; messages go over TCP where nothing is said. */
export function transportOf(value: Value | undefined): string | undefined {
  if (value === undefined) return 'tcp';
  return value.kind === 'library'
    ? /(?:^|\.)Transport\.(\w+)$/.exec(value.path)?.[1]?.toLowerCase()
    : undefined;
}

/** `/transport/queue#pattern`, each part as far as it is known. */
export const messagePath = (
  pattern: RoutePath,
  { transport, queue }: Partial<Pick<Microservice, 'transport' | 'queue'>>,
): RoutePath => ({
  ...pattern,
  text: `/${[transport, queue].filter((part) => part !== undefined).join('/')}#${pattern.text}`,
});

const unresolved: RoutePath = {
  text: '{unresolved}',
  resolved: false,
  why: 'the pattern of a message is not known',
};

/** The patterns of `@MessagePattern(…)`: a text, an object of texts, or a list of them. */
export function patternsOf(value: Value | undefined, depth = 0): readonly RoutePath[] {
  if (value === undefined || depth > 4) return [];
  switch (value.kind) {
    case 'array':
      return value.items.flatMap((item) => patternsOf(item, depth + 1));
    case 'object':
      return [fieldsPattern(value)];
    case 'primitive':
      return [value.value === undefined ? unresolved : { text: String(value.value), resolved: true }];
    default:
      return pathsOf(value).map((path) => (path.text === '' ? unresolved : path));
  }
}

function fieldsPattern({ fields }: ObjectValue): RoutePath {
  const texts = [...fields].flatMap(([key, field]) =>
    field.kind === 'primitive' ? [`${key}=${String(field.value)}`] : [],
  );
  return texts.length === 0 || texts.length < fields.size
    ? unresolved
    : { text: texts.toSorted(compareText).join('&'), resolved: true };
}
