/** Prints the very last lines of a test run: what was not tested, how many tests passed and how many did not. */
export default class PlainSummaryReporter {
  /**
   * A test file that could not even be loaded counts as one failure: none of its tests ran.
   * @param {unknown} _contexts
   * @param {Results} results
   */
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const untested = results.testResults.flatMap(({ testResults }) =>
      testResults.filter(isUntested),
    );
    // Jest always prints its own summary after every other reporter; only the exit comes later.
    process.once('exit', () => {
      const lines = untested.map(({ fullName }) => `NOT TESTED  ${fullName}\n`);
      if (lines.length > 0) {
        const hint = 'Set CHROME_PATH to a Chromium or Chrome to run them.';
        lines.push(`${lines.length} tests need a browser, and none can be started here. ${hint}\n`);
      }
      process.stdout.write(
        `\n${lines.join('')}${results.numPassedTests} passed, ${failed} failed\n`,
      );
    });
  }
}

/**
 * @typedef {{ status: string, fullName: string }} Result
 * @typedef {{ numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number,
 *   testResults: readonly { testResults: readonly Result[] }[] }} Results
 */

/** Left out by test/support/chromium.ts, and not by `-t`. @param {Result} result */
const isUntested = ({ status, fullName }) =>
  status === 'pending' && fullName.includes('not tested: ');
