import type { Parameter } from '../../../../model/api.ts';
import type { Operation } from '../../documents/operations.ts';
import type { Call } from '../machine/calls.ts';
import type { Machine } from '../machine/machine.ts';
import type { Value } from '../machine/value.ts';
import { joinText, optionsOf, text, unknown } from '../machine/value.ts';
import { comparable } from '../go-swagger.ts';
import { addRoute, colonless, givenOf, newRouter } from '../routing/register.ts';
import type { GoRouter } from '../routing/router.ts';
import type { Framework } from './framework.ts';

const registers =
  /^(Handler(FromMux)?(WithBaseURL|WithOptions)?|RegisterHandlers(WithBaseURL|WithOptions)?)$/;

/**
 * oapi-codegen: functions that are generated while building give each operation of a document to the method of that name
 * of what they are called with. Code that is generated and committed is walked as any other.
 */
export const oapiCodegen: Framework = {
  technology: 'oapi-codegen',
  owns: () => false,
  types: {},
  call: (machine, { package: from, path }, call) => {
    const server = machine.generated.find(({ folder }) => from === folder || from.endsWith(`/${folder}`));
    if (server === undefined) return undefined;
    if (/^NewStrictHandler(WithOptions)?$/.test(path)) return call.args[0];
    if (!registers.test(path)) return undefined;
    const options = call.args.find((arg) => arg.kind === 'result' && arg.path.endsWith('Options{}'));
    const fields = options?.kind === 'result' ? options.fields : undefined;
    const given = [fields?.get('BaseRouter'), ...call.args].find((arg) => arg?.kind === 'router');
    const router =
      given?.kind === 'router' ? given : newRouter(machine, 'net/http', 'application', call.site);
    const base = fields?.get('BaseURL') ?? (path.endsWith('WithBaseURL') ? call.args[2] : undefined);
    const implementation = call.args.find((arg) => optionsOf(arg).some(({ kind }) => kind === 'object'));
    for (const operation of server.operations)
      bound(machine, router.router, { operation, base, implementation }, call);
    return router;
  },
  method: () => undefined,
};

interface Bound {
  readonly operation: Operation;
  readonly base: Value | undefined;
  readonly implementation: Value | undefined;
}

function bound(
  machine: Machine,
  router: GoRouter,
  { operation, base, implementation }: Bound,
  call: Call,
): void {
  const written = colonless.test(router.technology)
    ? operation.path
    : operation.path.replaceAll(/\{([\w-]+)\}/g, ':$1');
  const origin = { kind: 'read' as const, file: operation.file, line: operation.line };
  const { route } = addRoute(machine, router, {
    methods: [operation.method],
    path: base === undefined ? text(written) : joinText([base, text(written)]),
    handler: givenOf(machine, handlerOf(machine, implementation, operation.id), undefined, call.site),
    site: origin,
  });
  route.openByDocument = !operation.secured;
  route.parameters = operation.parameters.map((each): Parameter => ({ ...each, origin }));
}

/** The method whose name has the letters of the operation's. */
function handlerOf(machine: Machine, implementation: Value | undefined, id: string): Value {
  for (const option of implementation === undefined ? [] : optionsOf(implementation)) {
    if (option.kind !== 'object' || option.type?.kind !== 'own') continue;
    const methods = machine.program.packageIn(option.type.folder)?.methods.get(option.type.name);
    for (const [name, { node, file }] of methods ?? [])
      if (comparable(name) === comparable(id)) return { kind: 'function', node, file, name, self: option };
  }
  return unknown('the method that answers was not found');
}
