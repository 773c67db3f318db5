package browser

import (
	"strings"
	"testing"
)

// TestOwnNames: what a person calls the modalities is what the page calls them, in sentences, in the
// card and for those who listen, each in its hue; symbols keep their letters. Data of another tab are
// asked for in a sentence, over a run that can be seen.
func TestOwnNames(t *testing.T) {
	const own = "audio:1_video:1_C:1~4_0.5_0.2_4.5_1_0.1_1.5_1_1.2_9"
	p := open(t, setup{reduced: true, width: 1000, height: 760, url: server.URL + subPath + "#v=1&scenario=own&own=" + own + "&epochs=1000&epoch=1000"})
	p.until(`document.querySelector('#narration .modality')?.textContent === 'audio'`)
	if got := p.text(`JSON.stringify([...document.querySelectorAll('#narration .modality')].map(e => [e.textContent, e.dataset.modality]))`); !strings.Contains(got, `["audio","A"]`) || !strings.Contains(got, `["video","B"]`) {
		t.Errorf("the narration calls them %s", got)
	}
	p.until(`document.querySelector('#spoken').textContent.includes('audio')`)
	p.until(`[...document.querySelectorAll('#texts [data-key], .texts text, svg text')].some(e => e.textContent === 'video')`)
	p.until(`document.querySelector('[data-key="own"]')?.textContent.includes('audio 1 + video 1 + C 1')`)
	p.click("#card-open")
	p.until(`document.querySelector('#card-sheet')?.open`)
	if got := p.text(`document.querySelector('#card-sheet').textContent`); !strings.Contains(got, "learned first") || !strings.Contains(got, "audio") || !strings.Contains(got, "In formulas: A = audio, B = video") {
		t.Errorf("the card says %s", got)
	}
	p.save("own-names")
	p.js(`document.querySelector('#card-sheet').close()`)
	p.js(`unimodalBias.set({scenario: 'late', epoch: 1000})`)
	p.until(`document.querySelector('#narration .modality')?.textContent === 'A'`)

	p = open(t, setup{reduced: true, url: server.URL + subPath + "#v=1&scenario=own&own=tab-1a2b3c&eta=0.0000001&epochs=12000"})
	p.until(`document.getElementById('remarks').textContent.includes('Open the file again')`)
	if got := p.text(`unimodalBias.get().then(s => JSON.stringify([s.scenario, s.own.startsWith('2_2~'), s.epochs, s.local ?? null]))`); got != `["own",true,1000,null]` {
		t.Errorf("in its place stands %s", got)
	}
}
