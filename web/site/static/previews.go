package static

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"image"
	"image/color"
	"image/png"
	"net/url"
	"strings"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/render/raster"
	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// What other sites show of a link they read from the page behind it, and the part of an address after # is not of that
// page. So every scenario has a page of its own, s/<scenario>/, which carries its picture and leads to the lab.

// The size of a preview, in device pixels, which is what the readers of such pages ask for; it is laid out at half of it.
const (
	previewWidth, previewHeight = 1200, 630
	previewScale                = 2
)

// preview is what a page says of itself to those who link to it.
type preview struct {
	Title, Description string
	Policy             string
	Folder             string // of its files below s/
	Leads              string // where to, from the site
	Frame              string // what an oEmbed reader shows, from the site
	Here, Up           string // the folder of the page below the site, and the way from there to the site: "" for the lab itself
	Site               string // where the site is, with a slash at the end; "" if that is not known

	Width, Height int // of the picture
}

// Of an address that is not known nothing is said: readers of such tags take absolute ones only.
var previewTags = template.Must(template.New("tags").Parse(`<meta property="og:type" content="website">
  <meta property="og:site_name" content="Unimodal Bias Lab">
  <meta property="og:title" content="{{.Title}}">
  <meta property="og:description" content="{{.Description}}">
  <meta name="twitter:card" content="summary_large_image">
{{- if .Site}}
  <meta property="og:url" content="{{.Site}}{{.Here}}">
  <meta property="og:image" content="{{.Site}}s/{{.Folder}}/preview.png">
  <meta property="og:image:width" content="{{.Width}}">
  <meta property="og:image:height" content="{{.Height}}">
  <meta property="og:image:alt" content="{{.Description}}">
  <link rel="canonical" href="{{.Site}}{{.Here}}">
  <link rel="alternate" type="application/json+oembed" href="{{.Site}}s/{{.Folder}}/oembed.json" title="{{.Title}}">
{{- end}}
`))

//go:embed preview.html
var previewFrame string

var previewPage = template.Must(template.Must(previewTags.Clone()).New("page").Parse(previewFrame))

// Site reads the address at which a site will be, and ends it with a slash; nothing is no address.
func Site(address string) (string, error) {
	if address == "" {
		return "", nil
	}
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("SITE=%s is not where a site can be: https://your.host/lab/ is", address)
	}
	return strings.TrimSuffix(u.String(), "/") + "/", nil
}

// previews writes a page for every scenario and every step of the story, with its picture and what an oEmbed reader asks for.
func (s *site) previews() error {
	if err := s.previewPages(sim.Slugs()); err != nil {
		return err
	}
	steps, err := Script(s.root)
	if err != nil {
		return err
	}
	for _, step := range steps {
		if err := s.stepPreview(step); err != nil {
			return err
		}
	}
	return nil
}

// stepPreview is the page of a step, which leads to it in the story.
func (s *site) stepPreview(step step) error {
	words, err := s.wordsOf(English)
	if err != nil {
		return err
	}
	story, err := s.storyWordsOf(English)
	if err != nil {
		return err
	}
	run, err := trained(step.Link)
	if err != nil {
		return err
	}
	predicted, err := run.Predict()
	if err != nil {
		return err
	}
	title := story[step.Slug+".title"]
	p := preview{
		Title: title + " · " + words["page.title"], Description: bareText(template.HTML(markup.Replace(story[step.Slug+".question"]))),
		Policy: Policy, Folder: "step-" + step.Slug, Site: s.address, Width: previewWidth, Height: previewHeight,
		Leads: storyDir + "#step=" + step.Slug, Frame: "figure.html?step=" + step.Slug,
	}
	if strings.ContainsAny(p.Description, "{}") { // a number of the run
		p.Description = story["description"]
	}
	return s.previewPage(p, title, render.Moment{Run: run, Epoch: run.Epoch(), Prediction: &predicted}, words)
}

// WritePreviews writes those of some scenarios into a directory by themselves.
func WritePreviews(root, dir, address string, scenarios ...string) error {
	s := newSite(root, dir)
	s.address = address
	return s.previewPages(scenarios)
}

func (s *site) previewPages(scenarios []string) error {
	words, err := s.wordsOf(English)
	if err != nil {
		return err
	}
	for _, slug := range scenarios {
		end, err := s.endOf(slug)
		if err != nil {
			return err
		}
		if err := s.previewPage(s.previewOf(slug, words), words["scenario."+slug+".title"], end, words); err != nil {
			return err
		}
	}
	return nil
}

// previewPage writes one page with a title on its picture, which is of a finished run.
func (s *site) previewPage(p preview, title string, end render.Moment, words scene.Words) error {
	p.Here, p.Up = "s/"+p.Folder+"/", "../../"
	var picture, page bytes.Buffer
	if err := png.Encode(&picture, drawPreview(end, p, title, words)); err != nil {
		return err
	}
	if err := previewPage.Execute(&page, p); err != nil {
		return err
	}
	if err := s.write(p.Here+"preview.png", picture.Bytes()); err != nil {
		return err
	}
	if err := s.write(p.Here+"index.html", page.Bytes()); err != nil {
		return err
	}
	if s.address == "" {
		return nil
	}
	return s.writeJSON(p.Here+"oembed.json", p.embedding())
}

func (s *site) previewOf(slug string, words scene.Words) preview {
	return preview{
		Title: words["scenario."+slug+".title"] + " · " + words["page.title"], Description: words["scenario."+slug+".caption"],
		Policy: Policy, Folder: slug, Leads: "#v=1&scenario=" + slug, Frame: "?view=embed&panels=phase,training#v=1&scenario=" + slug, Site: s.address, Width: previewWidth, Height: previewHeight,
	}
}

// headTags are those of the lab itself, which opens with the first scenario.
func (s *site) headTags() (string, error) {
	words, err := s.wordsOf(English)
	if err != nil {
		return "", err
	}
	p := s.previewOf(sim.Default().Slug, words)
	p.Title = words["page.title"]
	var tags strings.Builder
	err = previewTags.Execute(&tags, p)
	return strings.TrimSpace(tags.String()), err
}

// The frame that an oEmbed reader puts into a page; as in the docs.
const embedWidth, embedHeight = 700, 420

// embedding is what https://oembed.com calls a rich answer.
func (p preview) embedding() map[string]any {
	source := p.Site + p.Frame
	frame := fmt.Sprintf(`<iframe src="%s" width="%d" height="%d" loading="lazy" title="%s"></iframe>`,
		template.HTMLEscapeString(source), embedWidth, embedHeight, template.HTMLEscapeString(p.Title))
	return map[string]any{
		"version": "1.0", "type": "rich", "provider_name": "Unimodal Bias Lab", "provider_url": p.Site,
		"title": p.Title, "html": frame, "width": embedWidth, "height": embedHeight,
		"thumbnail_url": p.Site + "s/" + p.Folder + "/preview.png", "thumbnail_width": p.Width, "thumbnail_height": p.Height,
	}
}

// drawPreview paints a finished run under its title and its caption.
func drawPreview(end render.Moment, p preview, title string, words scene.Words) image.Image {
	const w, h, margin = previewWidth / previewScale, previewHeight / previewScale, 24
	theme := scene.LightTheme()
	paint := raster.New(w, h, previewScale, theme.Paper)
	paint.Text(margin, 42, title, 24, 600, theme.Ink)
	y := 64.0
	for _, line := range broken(p.Description, 13, w-2*margin) {
		paint.Text(margin, y, line, 13, 400, theme.Muted)
		y += 17
	}
	list := scene.Scene{Scale: previewScale}
	picture := render.NewTraining()
	picture.Show(end)
	top := y - 6
	picture.Draw(&list, scene.Rect{W: w - 2*margin, H: h - 30 - top}, &theme, words)
	paint.Draw(&list, scene.Point{X: margin, Y: top})
	foot := func(text string, weight int, ink color.NRGBA, right bool) {
		x := float64(margin)
		if right {
			x = w - margin - raster.Width(text, 11, weight)
		}
		paint.Text(x, h-12, text, 11, weight, ink)
	}
	foot(words["page.title"], 600, theme.Ink, false)
	foot(words["page.about.paper"], 400, theme.Muted, true)
	return paint.Image
}

// broken breaks a text into lines of a width.
func broken(text string, size, width float64) (lines []string) {
	line := ""
	for word := range strings.FieldsSeq(text) {
		if longer := strings.TrimSpace(line + " " + word); line == "" || raster.Width(longer, size, 400) <= width {
			line = longer
		} else {
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}
