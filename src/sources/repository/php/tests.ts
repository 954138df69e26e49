/** Tests, vendor code and generated caches: never what the backend serves. */
export const isPhpTest = (path: string): boolean =>
  /(^|\/)(tests?|spec|vendor|node_modules|stubs|__tests__)\//i.test(path) ||
  /(Test|TestCase|Spec)\.php$/.test(path) ||
  /(^|\/)(_ide_helper\w*|\.phpstorm\.meta)\.php$/.test(path) ||
  /(^|\/)(bootstrap|var|storage\/framework|writable)\/cache\//.test(path);
