import { lineCounter } from '../lines.ts';
import type { TextFile } from '../gather.ts';
import type { Seen } from './seen.ts';

interface Sign {
  readonly kind: Seen['kind'];
  /** Its first group is the subject, the second the value. */
  readonly pattern: RegExp;
}

/** What pages say in their own text, wherever it stands: a template, a string, a document. */
const signs: readonly Sign[] = [
  { kind: 'canonical', pattern: /<link[^<>]*rel=\\?["'](canonical)\\?["'][^<>]{0,100}/gi },
  { kind: 'language-link', pattern: /<link[^<>]*hreflang=\\?["']([\w-]+)/gi },
  { kind: 'robots', pattern: /<meta[^<>]*name=\\?["']robots\\?["'][^<>]*content=\\?["']([\w, -]+)/gi },
  { kind: 'upload-limit', pattern: /name=\\?["'](MAX_FILE_SIZE)\\?["'][^<>]*value=\\?["'](\d+)/gi },
  {
    kind: 'upload-served',
    pattern:
      /(?:src|href)=\\?["']?(\/?(?:[\w.-]+\/)*[\w-]*(?:upload|attachment|userfile|media|photo|avatar)[\w-]*\/(?:[\w.-]+\/)*)/gi,
  },
  { kind: 'charset', pattern: /<meta[^<>]*charset=\\?["']?([\w-]+)/gi },
];

const isComment = (text: string, at: number): boolean =>
  /^\s*(\/\/|#|\*|\/\*)/.test(text.slice(text.lastIndexOf('\n', at) + 1, at + 1));

/** Fields and links of pages that a concern goes by. */
export function pageSigns({ text }: TextFile): readonly Seen[] {
  return signs.flatMap(({ kind, pattern }) => {
    const lineOf = lineCounter(text);
    return [...text.matchAll(pattern)].flatMap((match): readonly Seen[] => {
      const [, subject = '', value] = match;
      if (isComment(text, match.index)) return [];
      return [
        {
          kind,
          subject: subject.toLowerCase() === 'canonical' ? 'rel=canonical' : subject,
          ...(value !== undefined && { value }),
          line: lineOf(match.index),
        },
      ];
    });
  });
}
