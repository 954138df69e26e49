/** A block of HCL, the language of Terraform: its type, its labels and what it assigns; expressions stay text. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly line: number;
  /** Literal texts, numbers and flags without their quotes; anything else as it is written. */
  readonly values: ReadonlyMap<string, string>;
  readonly blocks: readonly HclBlock[];
}

const token =
  /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|<<-?(\w+)\n[\s\S]*?\n[ \t]*\1[ \t]*(?=\n|$)|"(?:[^"\\\n]|\\.)*"|[\w.*-]+|[{}[\]()=,:?]|\n|[^\s]/g;

/** Deepest nesting of blocks that is read. */
const deepest = 12;

interface Token {
  readonly text: string;
  readonly line: number;
}

/** Blocks of a file; what is not HCL gives none. */
export function parseHcl(text: string): readonly HclBlock[] {
  return blocksOf(tokensOf(text), 0).blocks;
}

interface Body {
  readonly values: ReadonlyMap<string, string>;
  readonly blocks: readonly HclBlock[];
}

function blocksOf(tokens: readonly Token[], depth: number): Body {
  const values = new Map<string, string>();
  const blocks: HclBlock[] = [];
  let at = 0;
  while (at < tokens.length) {
    const start = tokens[at];
    if (start === undefined || start.text === '\n') {
      at += 1;
      continue;
    }
    const lineEnd = endOfLine(tokens, at);
    const open = tokens.findIndex(({ text }, index) => index >= at && index < lineEnd && text === '{');
    const equals = tokens[at + 1]?.text === '=';
    if (equals) {
      const end = endOfExpression(tokens, at + 2);
      values.set(start.text.replaceAll('"', ''), written(tokens.slice(at + 2, end)));
      at = end;
    } else if (open !== -1) {
      const close = closing(tokens, open);
      const inner: Body =
        depth < deepest
          ? blocksOf(tokens.slice(open + 1, close), depth + 1)
          : { values: new Map<string, string>(), blocks: [] };
      const labels = tokens.slice(at + 1, open).map(({ text }) => text.replaceAll('"', ''));
      blocks.push({ type: start.text, labels, line: start.line, ...inner });
      at = close + 1;
    } else at = lineEnd + 1;
  }
  return { values, blocks };
}

const endOfLine = (tokens: readonly Token[], from: number): number => {
  const end = tokens.findIndex(({ text }, index) => index >= from && text === '\n');
  return end === -1 ? tokens.length : end;
};

/** A line break ends an expression unless brackets are open. */
function endOfExpression(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const text = tokens[at]?.text ?? '';
    if (/^[{[(]$/.test(text)) depth += 1;
    if (/^[}\])]$/.test(text)) depth -= 1;
    if ((text === '\n' && depth <= 0) || depth < 0) return at;
  }
  return tokens.length;
}

function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (tokens[at]?.text === '{') depth += 1;
    if (tokens[at]?.text === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length;
}

function written(tokens: readonly Token[]): string {
  const parts = tokens.map(({ text }) => text).filter((text) => text !== '\n');
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only.replace(/^"(.*)"$/s, '$1') : parts.join(' ');
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (const [found] of text.matchAll(token)) {
    if (!/^(#|\/\/|\/\*)/.test(found)) tokens.push({ text: found, line });
    line += found.split('\n').length - 1;
  }
  return tokens;
}
