/** Where the OAuth server sends people with its questions. */
export const INTERACTION_PATH = '/oauth/interaction';
