import type { Quantity } from '../../../../model/origin.ts';
import type { OutgoingCall } from '../../../../model/processes.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { originOf } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import { writtenText } from './texts.ts';
import type { Place } from './visit.ts';
import { calledName, calledOn, visitCalls } from './visit.ts';

/** Requests that leave the process, with what limits them. */
export function outgoingCalls(program: GoProgram): readonly OutgoingCall[] {
  const calls: OutgoingCall[] = [];
  visitCalls(program, /"net\/http"|"github\.com\/go-resty\/resty/, (call, place) => {
    const name = calledName(call);
    const on = calledOn(call);
    const direct = place.file.imports.get(on)?.path === 'net/http' && /^(Get|Post|PostForm|Head)$/.test(name);
    const sends = name === 'Do' && /client|^http\.DefaultClient$|^c\.http|\bhc\b/i.test(on);
    const byClient = /^(Get|Post|PostForm|Head)$/.test(name) && /http\.DefaultClient$|httpClient$/i.test(on);
    if (!direct && !sends && !byClient) return;
    const origin = originOf(place.file, call);
    const timeout = direct || on === 'http.DefaultClient' ? undefined : clientTimeout(place, on);
    const bounded =
      timeout === undefined &&
      (hasContext(place) || (!direct && on !== 'http.DefaultClient' && isGiven(place)));
    calls.push({
      id: `${origin.file}:${origin.line}#http`,
      target: targetOf(call, place),
      ...(timeout === undefined ? {} : { timeout: { ...timeout, origin } }),
      ...(bounded ? { bounded: true } : {}),
      ...(place.inLoop ? { inLoop: true } : {}),
      origin,
    });
  });
  return calls;
}

/** A request that is made with a context ends when that does. */
const hasContext = ({ fn }: Place): boolean => /NewRequestWithContext\(|\.WithContext\(/.test(fn.node.text);

/** A client that is not made in this package may have a limit. */
const isGiven = ({ program, file }: Place): boolean =>
  !program.textsOf(file.package.folder).some(({ text }) => /http\.Client\{/.test(text));

const units: Readonly<Record<string, number>> = { Millisecond: 0.001, Second: 1, Minute: 60, Hour: 3600 };

/** `http.Client{Timeout: 10 * time.Second}` in the function, else in the package. */
function clientTimeout({ program, file, fn }: Place, on: string): Omit<Quantity, 'origin'> | undefined {
  const name = on.split('.').at(-1) ?? on;
  const near = fn.node.text.includes(`${name} :=`) || fn.node.text.includes(`var ${name}`);
  const texts = near ? [fn.node.text] : program.textsOf(file.package.folder).map(({ text }) => text);
  for (const text of texts) {
    const found =
      /http\.Client\{[^}]*?Timeout:\s*(?:time\.Duration\()?(\d+)?\)?\s*\*?\s*time\.(Millisecond|Second|Minute|Hour)/.exec(
        text,
      );
    const unit = units[found?.[2] ?? ''];
    if (found !== null && unit !== undefined) return { value: Number(found[1] ?? 1) * unit, unit: 's' };
  }
  return undefined;
}

/** The address, or the host of it, that the call or the request made before it names. */
function targetOf(call: SyntaxNode, place: Place): string {
  const own = (inField(call, 'arguments')?.children ?? []).map((arg) => writtenText(arg, place)?.text);
  const request = /NewRequest(?:WithContext)?\(([^\n]*)\)/.exec(place.fn.node.text)?.[1] ?? '';
  const literal = /"(https?:\/\/[^"]+)"/.exec(request)?.[1];
  const address = [...own, literal].find((each) => each !== undefined && /^https?:\/\//.test(each));
  const host = /^https?:\/\/([^/?#{]+)/.exec(address ?? '')?.[1];
  return host ?? (place.fn.receiver === undefined ? place.fn.name : `${place.fn.receiver}.${place.fn.name}`);
}
