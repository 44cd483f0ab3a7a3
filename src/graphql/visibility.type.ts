import { registerEnumType } from 'type-graphql';
import { enumOf } from './enum-of.js';

/** Who may see a badge or a collection besides its owner. */
export type Visibility = 'PRIVATE' | 'UNLISTED' | 'PUBLIC';

export const VisibilityEnum = enumOf<Visibility>('PRIVATE', 'UNLISTED', 'PUBLIC');
registerEnumType(VisibilityEnum, {
  name: 'Visibility',
  description: 'Who may see something besides its owner.',
  valuesConfig: {
    PRIVATE: { description: 'Nobody.' },
    UNLISTED: { description: 'Whoever knows its id; it is listed nowhere.' },
    PUBLIC: { description: 'Everybody.' },
  },
});
