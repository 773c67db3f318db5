package browser

import "testing"

// TestFullscreen: before an audience a button makes the whole page as large as the screen, and back, and says which; where a
// browser has no full screen there is no button.
func TestFullscreen(t *testing.T) {
	const address = subPath + "?view=present#v=1&scenario=late"
	p := open(t, setup{reduced: true, width: 1280, height: 720, url: server.URL + address})
	p.until(`document.getElementById('fullscreen').checkVisibility()`)
	for _, c := range []struct{ is, says string }{
		{`document.fullscreenElement === document.documentElement`, "Leave full screen"},
		{`document.fullscreenElement === null`, "Full screen"},
	} {
		p.click("#fullscreen")
		p.until(c.is)
		p.until(`document.getElementById('fullscreen').textContent.trim() === '` + c.says + `'`)
		p.settled()
		p.within(`document.querySelector('canvas').getBoundingClientRect().width`, 600, 10000) // the picture comes along
	}
	p = open(t, setup{reduced: true, width: 1280, height: 720, script: `Object.defineProperty(Document.prototype, 'fullscreenEnabled', {value: false})`, url: server.URL + address})
	p.until(`!document.getElementById('tools').inert`)
	if p.truth(`document.getElementById('fullscreen').checkVisibility()`) {
		t.Error("a button for a full screen that there is not")
	}
}
