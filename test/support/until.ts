const ASK_AGAIN_MS = 50;

/** Asks until the answer is yes; the test's own time limit ends the wait. A rejection counts as no. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo().catch(() => false))) {
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
}
