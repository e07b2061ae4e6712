package message

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"sync"

	"huiyin/shared/words"
)

//go:embed seed/*.json
var seedFiles embed.FS

// seedTemplate is a template as it stands in a seed file: its longest values
// and its texts under the language.
type seedTemplate struct {
	Class   Class    `json:"class"`
	Version int      `json:"version"`
	Off     bool     `json:"off"`
	Must    []string `json:"must"`
	Params  []struct {
		Name    string `json:"name"`
		Chinese int    `json:"zh"`
		English int    `json:"en"`
	} `json:"params"`
	Chinese string `json:"zh"`
	English string `json:"en"`
}

// seeds is the table a company starts with. A seed file that can't be read is
// a broken build, so it panics; a test reads them all.
var seeds = sync.OnceValue(func() map[ID]Template {
	all := map[ID]Template{}
	for _, name := range []string{"tickets", "staff", "shipments", "bulletins", "greetings"} {
		var file map[ID]seedTemplate
		readSeed(name, &file)
		for id, s := range file {
			if _, twice := all[id]; twice {
				panic(fmt.Sprintf("message: %s stands in two seed files", id))
			}
			all[id] = s.template(id)
		}
	}
	return all
})

func readSeed(name string, into any) {
	raw, err := seedFiles.ReadFile("seed/" + name + ".json")
	if err == nil {
		decoder := json.NewDecoder(bytes.NewReader(raw))
		decoder.DisallowUnknownFields() // a misspelt "must" would be a rule not kept
		err = decoder.Decode(into)
	}
	if err != nil {
		panic(fmt.Sprintf("message: seed %s: %v", name, err))
	}
}

func (s seedTemplate) template(id ID) Template {
	t := Template{
		ID: id, Class: s.Class, Version: s.Version, Off: s.Off, Must: s.Must,
		Texts: map[words.Lang]string{words.Chinese: s.Chinese, words.English: s.English},
	}
	for _, p := range s.Params {
		t.Params = append(t.Params, Param{
			Name: p.Name,
			Max:  map[words.Lang]int{words.Chinese: p.Chinese, words.English: p.English},
		})
	}
	return t
}
