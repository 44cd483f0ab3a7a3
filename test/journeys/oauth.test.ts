import { describe, jest } from '@jest/globals';
import { startJourney } from './journey.js';
import { oauth } from './oauth.js';

jest.setTimeout(120_000);

describe('the hub as an OAuth server', () => {
  oauth(
    startJourney('one process', () => ({
      HUB_LIMIT_REGISTRATIONS_PER_HOUR: '1000',
      HUB_LIMIT_OAUTH_PER_MINUTE: '10000',
      HUB_LIMIT_SIGN_INS_PER_HOUR_ADDRESS: '100',
    })),
  );
});
