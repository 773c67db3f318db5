package lab

import (
	"encoding/base64"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"unimodal-bias-lab/sim/table"
)

// TestDataCommands: a file is surveyed and comes to moments by commands, as by the reader itself, and
// mistakes have a code that has a sentence.
func TestDataCommands(t *testing.T) {
	whole, _, _ := catalogues(t)
	f := start(t)
	text := "audio_1,audio_2,video_1,y\n1,2,3,4\n2,1,0,3\n4,4,1,9\n1,0,2,\n"
	answer := func(command, args string, into any) (code string) {
		var packet struct {
			Result json.RawMessage
			Error  *table.Error
		}
		if err := json.Unmarshal(f.lab.Call(command, []byte(args)), &packet); err != nil {
			t.Fatal(err)
		}
		if packet.Error != nil {
			if whole["error."+packet.Error.Code] == "" {
				t.Errorf("%s has no sentence", packet.Error.Code)
			}
			return packet.Error.Code
		}
		if into != nil {
			if err := json.Unmarshal(packet.Result, into); err != nil {
				t.Fatal(err)
			}
		}
		return ""
	}
	for _, command := range []string{"dataFeed", "dataSurvey", "dataBegin", "dataFinish"} {
		if code := answer(command, `{}`, nil); code != table.NoFile {
			t.Errorf("%s without a file: %q", command, code)
		}
	}
	bytes := `{"bytes":"` + base64.StdEncoding.EncodeToString([]byte(text)) + `"}`
	var survey table.Survey
	var progress table.Progress
	var got table.DataSet
	for _, step := range []struct {
		command, args string
		into          any
	}{
		{"dataOpen", `{"name":"my.csv","size":60,"options":{}}`, nil},
		{"dataFeed", bytes, &progress},
		{"dataSurvey", `{}`, &survey},
		{"dataBegin", `{"plan":{"modalities":[{"name":"audio","columns":[0,1]},{"name":"video","columns":[2]}],"targets":[3],"centre":true}}`, nil},
		{"dataFeed", bytes, &progress},
		{"dataFinish", `{}`, &got},
	} {
		if code := answer(step.command, step.args, step.into); code != "" {
			t.Fatalf("%s: %s", step.command, code)
		}
	}
	if survey.Rows != 4 || progress.Bytes != len(text) || got.Rows != 3 || got.Dropped != 1 || got.Source != "my.csv" || !reflect.DeepEqual(got.Inputs, []string{"audio_1", "audio_2", "video_1"}) || len(got.Upper) != 10 {
		t.Errorf("%+v\n%+v\n%+v", survey, progress, got)
	}
	if code := answer("dataOpen", `{"name":"x","options":{"decimal":"x"}}`, nil); code != table.Unreadable {
		t.Errorf("an option: %q", code)
	}
}

// TestDataSentences: every mistake of the reader has a sentence, and so has every note.
func TestDataSentences(t *testing.T) {
	whole, _, _ := catalogues(t)
	for _, code := range table.Codes {
		if whole["error."+code] == "" {
			t.Errorf("error.%s is missing", code)
		}
	}
	for _, note := range table.NoteCodes {
		if whole["data.note."+note] == "" {
			t.Errorf("data.note.%s is missing", note)
		}
	}
	for key := range whole {
		code, found := strings.CutPrefix(key, "error.dataTooLarge.")
		if found && !strings.Contains("npz fortran columns line", code) {
			t.Errorf("%s is of nothing", key)
		}
	}
}
