const LOOK_EVERY_MS = 20;

/** Resolves when no process has this id any more; the test's own time limit ends the wait. */
export function processEnded(pid: number): Promise<void> {
  return new Promise((resolve) => {
    const look = setInterval(() => {
      if (isAlive(pid)) return;
      clearInterval(look);
      resolve();
    }, LOOK_EVERY_MS);
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
