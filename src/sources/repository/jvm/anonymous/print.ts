import type { Code } from '../code.ts';

const longest = 1_200;

/** The words of a piece of code in one line, cut off where it is long: for looking at, not for compiling. */
export function printCode(code: Code): string {
  const budget = { left: longest };
  return printed(code, budget).slice(0, longest);
}

function printed(code: Code, budget: { left: number }): string {
  if (budget.left <= 0) return '…';
  const text = written(code, (inner) => printed(inner, budget));
  budget.left -= 4;
  return text;
}

type Print = (code: Code) => string;

const listed = (codes: readonly Code[], print: Print, between = ', '): string =>
  codes.map((each) => print(each)).join(between);

function written(code: Code, print: Print): string {
  switch (code.kind) {
    case 'text':
      return `"${code.value.slice(0, 80)}"`;
    case 'number':
      return code.value;
    case 'boolean':
      return String(code.value);
    case 'null':
    case 'this':
      return code.kind;
    case 'name':
      return code.name;
    case 'member':
      return `${print(code.on)}.${code.name}`;
    case 'call': {
      const args = listed(
        code.args.map(({ value }) => value),
        print,
      );
      return `${code.on === undefined ? '' : `${print(code.on)}.`}${code.name}(${args})`;
    }
    case 'new':
      return `new ${code.type.name}(${listed(
        code.args.map(({ value }) => value),
        print,
      )})`;
    case 'lambda':
      return `(${code.parameters.join(', ')}) -> { ${listed(code.body, print, '; ')} }`;
    case 'reference':
      return `${code.on === undefined ? '' : print(code.on)}::${code.name}`;
    case 'class':
      return `${code.type.name}.class`;
    case 'annotation':
      return `@${code.annotation.name}`;
    default:
      return writtenMore(code, print);
  }
}

function writtenMore(code: Code, print: Print): string {
  switch (code.kind) {
    case 'binary':
      return `${print(code.left)} ${code.operator} ${print(code.right)}`;
    case 'index':
      return `${print(code.on)}[${print(code.at)}]`;
    case 'list':
      return `[${listed(code.items, print)}]`;
    case 'template':
      return `"${listed(code.parts, print, '')}"`;
    case 'assign':
      return `${print(code.target)} ${code.operator} ${print(code.value)}`;
    case 'local':
      return `${code.name} = ${code.value === undefined ? '' : print(code.value)}`;
    case 'return':
    case 'throw':
      return `${code.kind} ${code.value === undefined ? '' : print(code.value)}`;
    case 'branch': {
      const test = code.test === undefined ? '' : print(code.test);
      return `if (${test}) ${code.cases.map(({ body }) => `{ ${listed(body, print, '; ')} }`).join(' else ')}`;
    }
    case 'loop':
      return `for { ${listed(code.body, print, '; ')} }`;
    case 'other':
      return `${code.role === 'not' ? '!' : ''}${listed(code.parts, print, '; ')}`;
    default:
      return '';
  }
}
