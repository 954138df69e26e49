import type { JudgedGuard } from '../../http/routing.ts';
import type { Annotated } from '../annotations.ts';
import { expand } from '../annotations.ts';
import { checkBefore } from '../before-handlers.ts';
import { everyClass } from '../classes.ts';
import { lastName, walkCode } from '../code.ts';
import { scopeOf } from '../names.ts';
import { unknownPackage, unread } from '../packages.ts';
import { moduleOf } from '../properties.ts';
import type { World } from '../world.ts';

/** Interceptors of CDI that turn callers away, by the annotations that bind them. */
export function interceptorGuards(
  world: World,
): (annotations: readonly Annotated[]) => readonly JudgedGuard[] {
  const found = world
    .filesWith(/@AroundInvoke\b/)
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of) => {
      const method = of.methods.find(({ annotations }) =>
        annotations.some(({ name }) => lastName(name) === 'AroundInvoke'),
      );
      const guard = method && checkBefore(world, { method, owner: of }, of.name);
      if (guard === undefined) return [];
      const names = expand(world, of.annotations, scopeOf(of)).map(({ name }) => name);
      return [{ guard, names: names.filter((name) => !/^(Interceptor|Priority|\w+Scoped)$/.test(name)) }];
    });
  return (annotations) =>
    found.flatMap(({ guard, names }) =>
      annotations.some(({ name }) => names.includes(name)) ? [guard] : [],
    );
}

const harmlessName =
  /Mapper|Writer|Reader|Feature|Json|Jackson|Cors|Logging|Multi|Multipart|Resource|Provider|Binder|Exception|Listener|Gzip|Encod/;

/** `register(GateFilter.class)` of a package. */
export const registeredPackages = (
  world: World,
): readonly { readonly module: string; readonly guard: JudgedGuard }[] =>
  world
    .filesWith(/\bextends\s+(ResourceConfig|Application)\b|:\s*(ResourceConfig|Application)\(/)
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of) =>
      of.methods.flatMap(({ body }) => {
        const guards: { readonly module: string; readonly guard: JudgedGuard }[] = [];
        walkCode(body?.() ?? [], (code) => {
          if (code.kind !== 'call' || !/^(register(Classes)?|add)$/.test(code.name)) return;
          for (const { value } of code.args) {
            const type = value.kind === 'class' || value.kind === 'new' ? value.type.name : undefined;
            if (type === undefined || harmlessName.test(type) || !unknownPackage(world, type, scopeOf(of)))
              continue;
            guards.push({
              module: moduleOf(of.file.path),
              guard: unread(lastName(type), of.file.path, code.line),
            });
          }
        });
        return guards;
      }),
    );
