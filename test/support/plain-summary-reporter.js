/** Prints the very last line of a test run: how many tests passed and how many did not. */
export default class PlainSummaryReporter {
  /**
   * A test file that could not even be loaded counts as one failure: none of its tests ran.
   * @param {unknown} _contexts
   * @param {{ numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number }} results
   */
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    // Jest always prints its own summary after every other reporter; only the exit comes later.
    process.once('exit', () => {
      process.stdout.write(`\n${results.numPassedTests} passed, ${failed} failed\n`);
    });
  }
}
