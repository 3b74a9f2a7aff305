/** What the head of a generated page says. */
export const GENERATED = '<!-- Written by `npm run docs` from the code; what is changed by hand is lost. -->';
