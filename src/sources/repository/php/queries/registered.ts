import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpClass } from '../classes.ts';
import { propertyOf } from '../codebase.ts';
import { registeredClass } from '../registered/registered.ts';
import { loadedClass } from '../registered/files.ts';
import { plainString, receiverOf, variableName, writtenArguments } from '../syntax.ts';
import { classType } from './typing.ts';
import type { Frame, PhpType, Reading } from './types.ts';

/** What a registry hands out as a property of `$this`, or of the one object of the framework, that no class declares. */
export function registeredType(
  reading: Reading,
  object: SyntaxNode,
  owner: PhpClass | undefined,
  name: string,
  frame: Frame,
): PhpType | undefined {
  const holder = variableName(object);
  if (holder === undefined || !(holder === 'this' || isInstance(holder, frame))) return undefined;
  if (owner !== undefined && isOwn(reading, owner, name)) return undefined;
  return classType(reading, registeredClass(reading.codebase, frame.file.path, name));
}

/** `$CI =& get_instance();` */
const isInstance = (name: string, { body, file }: Frame): boolean =>
  new RegExp(String.raw`\$${name}\s*=\s*&?\s*get_instance\(`).test((body ?? file.root).text);

/** Declared, or put there by the class itself. */
const isOwn = ({ codebase }: Reading, owner: PhpClass, name: string): boolean =>
  propertyOf(codebase, owner, name) !== undefined ||
  new RegExp(String.raw`\$this->${name}\s*=[^=]`).test(owner.node.text);

/** `$this->load->controller('shop/order.save')`: the method of another controller, `index` where none is named. */
export function loadedController(
  { codebase }: Reading,
  node: SyntaxNode,
  name: string,
  { file }: Frame,
): { readonly declared: PhpClass; readonly method: string } | undefined {
  if (name !== 'controller' || receiverOf(node)?.text.endsWith('->load') !== true) return undefined;
  const [path = '', method] = (plainString(writtenArguments(node)[0]?.node) ?? '').split(/[.|]/);
  const whole = loadedClass(codebase, 'controller', path, file.path);
  if (whole !== undefined) return { declared: whole, method: method ?? 'index' };
  const cut = path.lastIndexOf('/');
  const declared =
    cut === -1 ? undefined : loadedClass(codebase, 'controller', path.slice(0, cut), file.path);
  return declared === undefined || method !== undefined
    ? undefined
    : { declared, method: path.slice(cut + 1) };
}
