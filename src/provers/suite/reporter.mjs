// What the runner of Node tells of each test, as one line of JSON. Plain JavaScript: Node loads it by itself.
// oxlint-disable-next-line import/no-default-export -- the form that Node asks reporters to have
export default async function* report(source) {
  for await (const { type, data } of source) {
    if (type === 'test:diagnostic' && data.nesting === 0) continue;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (
      data.details?.type === 'suite' ||
      (data.skip === undefined &&
        data.name.endsWith('.js') &&
        type === 'test:pass' &&
        data.details?.error === undefined &&
        data.file === data.name)
    )
      continue;
    const error = data.details?.error;
    const cause = error?.cause ?? error;
    const line = {
      name: data.name,
      state: data.skip !== undefined ? 'skipped' : type === 'test:pass' ? 'passed' : 'failed',
      ms: Math.round(data.details?.duration_ms ?? 0),
      ...(typeof data.skip === 'string' && { why: data.skip }),
      ...(type === 'test:fail' && { why: String(cause?.message ?? cause ?? 'failed') }),
    };
    yield `${JSON.stringify(line)}\n`;
  }
}
