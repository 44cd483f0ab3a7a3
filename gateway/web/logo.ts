const ICON_COLOUR = '#0f6b5c';

/** A backpack with a star cut out of it. */
const draw = (colour: string): string =>
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" aria-hidden="true">' +
  `<path d="M11 9V8a5 5 0 0 1 10 0v1" stroke="${colour}" stroke-width="2.2"/>` +
  `<path fill="${colour}" fill-rule="evenodd" d="M11 8.5h10a6 6 0 0 1 6 6V22a6 6 0 0 1-6 6H11a6 6 0` +
  ' 0 1-6-6v-7.5a6 6 0 0 1 6-6zm5 4.1 1.75 3.55 3.9.57-2.82 2.75.66 3.89L16 21.5l-3.5 1.86.67-3.89' +
  '-2.83-2.75 3.91-.57z"/></svg>';

/** For within a page; takes the colour of the text around it. */
export const LOGO = draw('currentColor');

/** For within a page that has no style of ours. */
export const COLOURED_LOGO = draw(ICON_COLOUR);

/** For the tab of the browser. */
export const ICON = `data:image/svg+xml,${encodeURIComponent(COLOURED_LOGO)}`;
