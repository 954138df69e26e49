/** Labels of the encodings of MySQL that TextDecoder knows by another name. Its latin1 is Windows-1252. */
const labels: Readonly<Record<string, string>> = {
  latin1: 'windows-1252',
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

const asTheyAre = /^(utf8|utf8mb3|utf8mb4|ascii|binary)$/;

export const isKnownCharset = (charset: string): boolean => asTheyAre.test(charset) || charset in labels;

const decoders = new Map<string, TextDecoder>();

/** The bytes of a text as UTF-8, one character a byte; those said to be UTF-8 stay as they are, faulty ones too. */
export function asUtf8(bytes: string, charset: string): string {
  const label = labels[charset];
  if (label === undefined || !/[\x80-\xff]/.test(bytes)) return label?.startsWith('utf-16') === true ? decoded(bytes, label) : bytes;
  return decoded(bytes, label);
}

function decoded(bytes: string, label: string): string {
  const decoder = decoders.get(label) ?? new TextDecoder(label);
  decoders.set(label, decoder);
  return Buffer.from(decoder.decode(Buffer.from(bytes, 'latin1')), 'utf8').toString('latin1');
}
