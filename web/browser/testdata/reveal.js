// Stands in for reveal.js, which is not shipped and not fetched by a test: it shows one section at a time, and turns them by
// the keys that reveal.js does, which it hears where reveal.js does and tells apart as it does, by keyCode.
export default {initialize() {
	const slides = [...document.querySelectorAll('.slides > section')];
	const show = (n) => slides.forEach((slide, i) => { slide.classList.toggle('present', i === n); });
	const at = () => slides.findIndex((slide) => slide.matches('.present'));
	show(0);
	document.addEventListener('keydown', (event) => {
		if (document.activeElement?.isContentEditable || event.shiftKey) return;
		const by = {32: 1, 34: 1, 39: 1, 78: 1, 33: -1, 37: -1, 80: -1}[event.keyCode];
		if (event.keyCode === 27) document.body.toggleAttribute('data-overview');
		if (!by) return;
		event.preventDefault();
		show(Math.min(Math.max(at() + by, 0), slides.length - 1));
	});
}};
