import { describe, jest } from '@jest/globals';
import { SHAPES } from '../support/hub.js';
import { drain } from './drain.js';
import { startJourney } from './journey.js';
import { killedMidway } from './killed-midway.js';
import { production } from './production.js';
import { roleDown } from './role-down.js';
import { streamsSurvive } from './streams-survive.js';
import { subgraphPrincipals } from './subgraph-principals.js';

// A process of the hub is ready in two seconds, and on a busy machine in twenty.
jest.setTimeout(120_000);

/** Each story leaves the hub as it found it: running. */
describe.each(SHAPES)('a hub in production, of %s', (shape) => {
  const journey = startJourney(shape, () => ({ NODE_ENV: 'production' }));

  describe('production', () => {
    production(journey);
  });
  describe('streams', () => {
    streamsSurvive(journey, shape);
  });
  describe('kill -9', () => {
    killedMidway(journey);
  });
  describe('leaving', () => {
    drain(journey);
  });
  if (shape === 'one process per role') {
    describe('a subgraph', () => {
      subgraphPrincipals(journey);
    });
    describe('a role that is down', () => {
      roleDown(journey);
    });
  }
});
