import { TextDecoder } from 'node:util';

/** Labels of the encodings of MySQL that TextDecoder knows by another name. */
const labels: Readonly<Record<string, string>> = {
  latin2: 'iso-8859-2',
  latin5: 'iso-8859-9',
  latin7: 'iso-8859-13',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1256: 'windows-1256',
  cp1257: 'windows-1257',
  koi8r: 'koi8-r',
  koi8u: 'koi8-u',
  greek: 'iso-8859-7',
  hebrew: 'iso-8859-8',
  gbk: 'gbk',
  gb2312: 'gbk',
  gb18030: 'gb18030',
  big5: 'big5',
  sjis: 'shift_jis',
  cp932: 'shift_jis',
  ujis: 'euc-jp',
  eucjpms: 'euc-jp',
  euckr: 'euc-kr',
  tis620: 'windows-874',
  ucs2: 'utf-16be',
  utf16: 'utf-16be',
  utf16le: 'utf-16le',
};

/** MySQL's latin1 is Windows-1252, whose open places stay what they are. TextDecoder of Node.js 20 takes it for ISO 8859-1. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

const latin1AsUtf8 = (bytes: string): string =>
  Buffer.from(
    bytes.replaceAll(/[\x80-\x9f]/g, (character) => windows1252[character.charCodeAt(0) - 128] ?? character),
    'utf8',
  ).toString('latin1');

const asTheyAre = /^(utf8|utf8mb3|utf8mb4|ascii|binary)$/;

export const isKnownCharset = (charset: string): boolean =>
  charset === 'latin1' || asTheyAre.test(charset) || charset in labels;

const decoders = new Map<string, TextDecoder>();

/** The bytes of a text as UTF-8, one character a byte; those said to be UTF-8 stay as they are, faulty ones too. */
export function asUtf8(bytes: string, charset: string): string {
  if (charset === 'latin1') return /[\x80-\xff]/.test(bytes) ? latin1AsUtf8(bytes) : bytes;
  const label = labels[charset];
  if (label === undefined || !/[\x80-\xff]/.test(bytes))
    return label?.startsWith('utf-16') === true ? decoded(bytes, label) : bytes;
  return decoded(bytes, label);
}

function decoded(bytes: string, label: string): string {
  const decoder = decoders.get(label) ?? new TextDecoder(label);
  decoders.set(label, decoder);
  return Buffer.from(decoder.decode(Buffer.from(bytes, 'latin1')), 'utf8').toString('latin1');
}
