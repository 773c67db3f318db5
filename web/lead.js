// From the page that other sites preview to the lab. The Back button leads past it.

const lab = /** @type {HTMLAnchorElement} */ (document.getElementById('lab'));
location.replace(lab.href);
