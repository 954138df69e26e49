const testName = /(^|\/)(test_[^/]*|[^/]*_tests?|tests|conftest|noxfile|setup)\.py$/;
const testFolder =
  /(^|\/)(tests?|testing|e2e|benchmarks?|site-packages|node_modules|\.venv|venv|testsuite)\//;

/** Tests by the names every test runner looks for, and installed packages. */
export const isTestModule = (path: string): boolean => testName.test(path) || testFolder.test(path);
