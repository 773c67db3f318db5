// Starts the deck, and then its figures: they come where they are seen, and before there is a deck that is everywhere. They
// need nothing else of it: keys that they have no use for come out of them again, so that a clicker turns the page whatever
// was clicked before.

import Reveal from './reveal.js/dist/reveal.esm.js';

await Reveal.initialize({ hash: false, controls: false, progress: false });
await import('../../element.js');
