// Starts the deck. The figures need nothing of it: keys that they have no use for come out of them again, so that a
// clicker turns the page whatever was clicked before.

import Reveal from './reveal.js/dist/reveal.esm.js';

Reveal.initialize({ hash: false, controls: false, progress: false });
