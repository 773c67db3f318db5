package engines

import "testing"

// TestStory: the first step of the story is guessed by a click, and then its figure plays on to what is said of it.
func TestStory(t *testing.T) {
	others(t, func(p *page) {
		p.visit(1280, 800, server.URL+subPath+"story/#step=two")
		p.until(`globalThis.unimodalBiasStory`)
		p.js(`(async () => {
			globalThis.step = unimodalBiasStory.steps.two;
			step.section.scrollIntoView();
			step.prepare();
			await step.figure().ready;
		})()`)
		if got := p.text(`step.figure().get().then(({epoch, scenario}) => scenario + epoch)`); got != "late0" {
			p.Errorf("the figure stands at %s", got)
		}
		p.clickAt(p.box(`[...step.section.querySelectorAll('.asked [data-option]')].find((e) => e.dataset.option === step.section.dataset.right).querySelector('button')`).at(.5, .5))
		p.until(`step.revealed`)
		p.until(`step.figure().get().then(({epoch}) => epoch > 20)`)
		if got := p.text(clipped); got != "" {
			p.Error(got)
		}
		p.picture("story")
	})
}
