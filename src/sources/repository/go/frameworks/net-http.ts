import type { Call } from '../machine/calls.ts';
import type { Machine } from '../machine/machine.ts';
import type { ResultValue, Value } from '../machine/value.ts';
import { text } from '../machine/value.ts';
import { addUse, everyMethod, givenOf, givensOf, methodOf, newRouter } from '../routing/register.ts';
import { unwrapped } from '../routing/wrappers.ts';
import { registerGiven } from './common.ts';
import type { Framework } from './framework.ts';

const chains = /^github\.com\/justinas\/alice$/;

/** net/http: `ServeMux` with patterns `GET /path/{id}`, the default mux, wrappers, servers. */
export const netHttp: Framework = {
  technology: 'net/http',
  owns: (path) => path === 'net/http',
  types: { ServeMux: 'application' },
  call: (machine, { package: from, path }, call, receiver) => {
    if (chains.test(from)) {
      if (receiver?.kind === 'result') return chained(machine, receiver.args, path, call);
      return undefined;
    }
    if (from !== 'net/http' && from !== 'net/http/httputil') return undefined;
    switch (path) {
      case 'NewServeMux':
        return newRouter(machine, 'net/http', 'application', call.site);
      case 'new ServeMux':
        return newRouter(machine, 'net/http', 'application', call.site);
      case 'HandlerFunc':
        return call.args[0];
      case 'HandleFunc':
      case 'Handle':
        return handle(machine, defaultMux(machine, call), call);
      case 'StripPrefix': {
        const [, inner] = call.args;
        const by: Value = {
          kind: 'result',
          package: from,
          path: 'StripPrefix()',
          args: call.args,
          site: call.site,
        };
        return inner === undefined ? undefined : { kind: 'wrapped', by, inner, site: call.site };
      }
      case 'ListenAndServe':
      case 'ListenAndServeTLS':
      case 'Serve':
      case 'ServeTLS':
        serve(
          machine,
          call.args.find((arg) => arg.kind === 'wrapped'),
          call,
        );
        return undefined;
      default:
        return undefined;
    }
  },
  method: (machine, receiver, name, call) =>
    name === 'Handle' || name === 'HandleFunc' ? handle(machine, receiver, call) : undefined,
  value: (machine, { package: from, path }, site) =>
    from === 'net/http' && path === 'DefaultServeMux' ? defaultMux(machine, { site }) : undefined,
  assigned: (machine, type, field, value, site) => {
    if (
      type.kind === 'library' &&
      type.package === 'net/http' &&
      type.name === 'Server' &&
      field === 'Handler'
    )
      serve(machine, value, { site });
  },
  made: (machine, value: ResultValue) => {
    if (value.path !== 'Server{}') return;
    const handler = value.fields?.get('Handler');
    serve(machine, handler, { site: value.site });
  },
};

function defaultMux(machine: Machine, call: Pick<Call, 'site'>): Value & { readonly kind: 'router' } {
  const known = machine.standIns.get('net/http:default');
  if (known?.kind === 'router') return known;
  const made = newRouter(machine, 'net/http', 'application', call.site);
  machine.standIns.set('net/http:default', made);
  return made;
}

function handle(
  machine: Machine,
  { router }: Value & { readonly kind: 'router' | 'route' },
  call: Call,
): Value {
  const { methods, path } = patternOf(call.args[0]);
  const [handler] = givensOf(machine, call, 1);
  return registerGiven(machine, router, call, { methods, path, handler, guards: [] });
}

/** `[METHOD ][HOST]/path`. */
export function patternOf(value: Value | undefined): {
  readonly methods: typeof everyMethod;
  readonly path: Value | undefined;
} {
  if (value?.kind !== 'text') return { methods: everyMethod, path: value };
  const [first, ...rest] = value.parts;
  if (typeof first !== 'string') return { methods: everyMethod, path: value };
  const found = /^([A-Z]+)\s+([\s\S]*)$/.exec(first);
  const method = methodOf(found?.[1]);
  if (found !== null && method === undefined) return { methods: [], path: value };
  const pattern = (found?.[2] ?? first).replace(/^[^/{]+(?=\/)/, '');
  const path: Value = rest.length === 0 ? text(pattern) : { kind: 'text', parts: [pattern, ...rest] };
  return { methods: method === undefined ? everyMethod : [method], path };
}

/** A wrapped router is served: the wrappers stand before everything it answers. */
export function serve(machine: Machine, handler: Value | undefined, call: Pick<Call, 'site'>): void {
  if (handler === undefined || !/^(wrapped|function|object|choice)$/.test(handler.kind)) return;
  const { answer, guards } = unwrapped(givenOf(machine, handler, undefined, call.site));
  if (answer.kind === 'router') addUse(answer.router, guards, 'all');
}

/** `alice.New(a, b).Then(handler)`: every middleware of the chain around the handler. */
export function chained(
  machine: Machine,
  middlewares: readonly Value[],
  path: string,
  call: Call,
): Value | undefined {
  const all = middlewares.flatMap((each) => (each.kind === 'list' ? each.items : [each]));
  if (/\.(Append|Extend|With)$/.test(path)) {
    const more = call.args.flatMap((arg) => (arg.kind === 'result' ? arg.args : [arg]));
    return {
      kind: 'result',
      package: 'github.com/justinas/alice',
      path: 'New()',
      args: [...all, ...more],
      site: call.site,
    };
  }
  const [handler] = call.args;
  if (!/\.(Then|ThenFunc|Handler|HandlerFunc)$/.test(path) || handler === undefined) return undefined;
  return all.reduceRight<Value>((inner, by) => ({ kind: 'wrapped', by, inner, site: call.site }), handler);
}
