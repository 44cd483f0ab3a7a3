// The whole story with real parts, `npm run demo`: an issuer, a hub, an earner and a displayer.
import { tellStory } from './story.mjs';

/** @type {(() => Promise<unknown>)[]} */
const cleanUps = [];
const cleanUp = async () => {
  for (let next = cleanUps.pop(); next; next = cleanUps.pop()) await next();
};

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, () => {
    process.exitCode = 1;
    void cleanUp().finally(() => process.exit());
  });
}

try {
  await tellStory((later) => cleanUps.push(later));
  console.log('The whole story is true.');
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
