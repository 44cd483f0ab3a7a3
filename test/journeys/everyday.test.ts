import { describe, jest } from '@jest/globals';
import { SHAPES } from '../support/hub.js';
import { badInput } from './bad-input.js';
import { destinations, noteConnections } from './destinations.js';
import { examples } from './examples.js';
import { hostileIssuer } from './hostile-issuer.js';
import { startJourney } from './journey.js';
import { mainStory } from './main-story.js';
import { pictures } from './pictures.js';
import { samePush } from './same-push.js';
import { sessions } from './sessions.js';

// A process of the hub is ready in two seconds, and on a busy machine in twenty.
jest.setTimeout(120_000);

/** One hub serves several stories, since starting six processes takes longer than most of them. */
describe.each(SHAPES)('a hub of %s', (shape) => {
  const connections = noteConnections();
  const journey = startJourney(shape, (issuer) => ({
    ...connections.settings,
    ...hostileIssuer(issuer),
  }));

  describe('the main story', () => {
    mainStory(journey);
  });
  describe('the same push', () => {
    samePush(journey);
  });
  describe('sessions', () => {
    sessions(journey);
  });
  describe('the examples', () => {
    examples(journey);
  });
  describe('pictures', () => {
    pictures(journey);
  });
  describe('bad input', () => {
    badInput(journey);
  });
  describe('connections', () => {
    destinations(journey, shape, connections);
  });
});
