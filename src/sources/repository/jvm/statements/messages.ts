import { once } from '../../once.ts';
import { expand } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import type { Annotation, Code } from '../code.ts';
import { lastName, walkCode } from '../code.ts';
import { classOf, scopeOf } from '../names.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';
import type { Body, Member } from './typing.ts';
import { typeOf } from './typing.ts';
import type { Call } from './walk.ts';

/** What is run for a message that code sends to whoever handles it. */
export interface Messages {
  /** `commandGateway.send(new PlaceOrder(…))`, `events.publishEvent(new OrderPlaced(…))`: by the type of the message. */
  readonly sent: (body: Body, call: Call) => readonly Member[];
  /** A method that puts together the names that a handler is annotated with, whatever sends them on. */
  readonly named: (member: Member) => readonly Member[];
}

const sends =
  /^(send|sendAndWait|publish|publishEvent|dispatch|dispatchAndWait|execute|executeCommand|executeQuery|ask|query|apply|fire|fireAsync|post|emit|handle|invoke)$/;
const listens =
  /^(EventListener|TransactionalEventListener|ApplicationModuleListener|CommandHandler|QueryHandler|EventHandler|EventSourcingHandler|SagaEventHandler|Observes|ObservesAsync|Subscribe|ConsumeEvent)$/;
const listening = new RegExp(`@(${listens.source.slice(2, -2)})\\b`);
const handling = /\b(implements|extends|:)\s[^{]*\b\w*(Handler|Listener|UseCase|Processor)\s*</;

export function messagesOf(world: World): Messages {
  const byType = once(() => handlersByType(world));
  const byNames = once(() => handlersByNames(world));
  return {
    sent: (body, call) => {
      if (!sends.test(call.name)) return [];
      return call.args.flatMap(({ value }) => {
        const name = lastName(typeOf(body, value)?.type.name ?? '');
        return name === '' ? [] : (byType().get(name) ?? []).filter(({ method }) => method !== body.method);
      });
    },
    named: (member) => {
      const handlers = byNames();
      if (handlers.length === 0) return [];
      const told = textsSet(world, member);
      return told.size < 2
        ? []
        : handlers.flatMap(({ names, members }) => (names.every((each) => told.has(each)) ? members : []));
    },
  };
}

function append(found: Map<string, Member[]>, name: string, member: Member): void {
  const list = found.get(name);
  if (list === undefined) found.set(name, [member]);
  else list.push(member);
}

/** Methods that are annotated to take a message, and those of a class that handles one of a type. */
function handlersByType(world: World): ReadonlyMap<string, readonly Member[]> {
  const found = new Map<string, Member[]>();
  for (const path of world.paths) {
    const text = world.text(path);
    if (!listening.test(text) && !handling.test(text)) continue;
    for (const owner of everyClass(world.file(path)?.classes ?? []))
      for (const method of owner.methods) {
        const type = method.parameters[0]?.type;
        if (type === undefined || method.body === undefined) continue;
        const name = lastName(type.name);
        const annotations = [...method.annotations, ...(method.parameters[0]?.annotations ?? [])];
        const isTold = annotations.some((each) => listens.test(lastName(each.name)));
        if (isTold || handles(owner, method.name, name)) append(found, name, { method, owner });
      }
  }
  return found;
}

const handles = (owner: ClassDeclaration, method: string, type: string): boolean =>
  /^(handle|execute|process|on\w*|invoke|run)$/.test(method) &&
  owner.supertypes.some(
    (above) =>
      /(Handler|Listener|UseCase|Processor)$/.test(lastName(above.name)) &&
      above.args.some((each) => lastName(each.name) === type),
  );

interface NamedHandler {
  readonly names: readonly string[];
  readonly members: readonly Member[];
}

/** `@CommandType(entity = "CLIENT", action = "CREATE") class … implements Handler`: at least two names tell it. */
function handlersByNames(world: World): readonly NamedHandler[] {
  const found: NamedHandler[] = [];
  for (const path of world.paths) {
    if (!/^\s*@\w+\(\s*\w+\s*=[^)]*,\s*\w+\s*=[^)]*\)/m.test(world.text(path))) continue;
    for (const owner of everyClass(world.file(path)?.classes ?? [])) {
      if (owner.supertypes.length === 0) continue;
      for (const annotation of owner.annotations) {
        const names = namesOf(world, owner, annotation);
        if (names.length < 2) continue;
        const members = owner.methods
          .filter(({ body, isPublic, isConstructor }) => body !== undefined && isPublic && !isConstructor)
          .map((method) => ({ method, owner }));
        found.push({ names, members });
      }
    }
  }
  return found;
}

/** The names an annotation of the target gives; none where one of its values is no text. */
function namesOf(world: World, owner: ClassDeclaration, annotation: Annotation): readonly string[] {
  const scope = scopeOf(owner);
  if (annotation.args.length < 2 || classOf(world, annotation.name, scope)?.kind !== 'annotation') return [];
  const [own] = expand(world, [annotation], scope);
  const texts = (own?.args ?? []).map(({ value }) => textOf(world, value, scope).text);
  return texts.every((each) => each !== undefined && each !== '') ? texts.flatMap((each) => each ?? []) : [];
}

/** Texts that a method gives to fields of its own object. */
function textsSet(world: World, { method, owner }: Member): ReadonlySet<string> {
  const found = new Set<string>();
  const scope = scopeOf(owner);
  walkCode(method.body?.() ?? [], (code) => {
    if (code.kind !== 'assign' || !isOwnField(code.target)) return;
    const text = /^(text|name|member)$/.test(code.value.kind)
      ? textOf(world, code.value, scope).text
      : undefined;
    if (text !== undefined && text !== '') found.add(text);
  });
  return found;
}

const isOwnField = (target: Code): boolean =>
  target.kind === 'name' || (target.kind === 'member' && target.on.kind === 'this');
