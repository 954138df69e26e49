/** A literal of C# as one of SQL. */
export const literal = (code: string): string | undefined => {
  if (/^(true|false)$|^-?[\d.]+[mMfFdDLl]?$/.test(code)) return code.replace(/[mMfFdDLl]$/, '');
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(code)?.[1];
  return quoted === undefined ? undefined : `'${quoted.replaceAll("'", "''")}'`;
};
