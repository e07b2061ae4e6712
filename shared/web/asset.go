package web

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"sync"
)

// tokens are the colours, letters and radii that customers' pages and the
// console share.
//
//go:embed tokens.css
var tokens []byte

// Assets serves the files that pages load. Its style sheet is made of the
// tokens and of every .css of the folder in the order of their names, so that a
// page needs one request for its style.
type Assets struct {
	files func() map[string]asset
}

type asset struct {
	content []byte
	version string
}

// types are the media types of the assets.
var types = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
}

// NewAssets serves the folder "assets" of embedded files; style is the name that
// the one style sheet gets. They are read when the first is asked for.
func NewAssets(embedded fs.FS, style string) *Assets {
	return &Assets{files: sync.OnceValue(func() map[string]asset { return readAssets(embedded, style) })}
}

func readAssets(embedded fs.FS, style string) map[string]asset {
	entries, err := fs.ReadDir(embedded, "assets")
	if err != nil {
		panic(err)
	}
	all, sheet := map[string]asset{}, bytes.Clone(tokens)
	for _, entry := range entries {
		raw, err := fs.ReadFile(embedded, "assets/"+entry.Name())
		if err != nil {
			panic(err)
		}
		if path.Ext(entry.Name()) == ".css" {
			sheet = append(append(sheet, '\n'), raw...)
			continue
		}
		all[entry.Name()] = versioned(raw)
	}
	all[style] = versioned(sheet)
	return all
}

// versioned is a file with a hash of its content: an address with its version
// never changes what it means, so a browser asks for it once.
func versioned(content []byte) asset {
	sum := sha256.Sum256(content)
	return asset{content, hex.EncodeToString(sum[:6])}
}

// Address is where a file is, below the folder's own address, with its version.
func (a *Assets) Address(file string) string { return file + "?v=" + a.files()[file].version }

// ServeHTTP answers with the file that the path's {file} names, kept for a year
// under its version.
func (a *Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	found, ok := a.files()[name]
	if !ok {
		NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", types[path.Ext(name)])
	w.Header().Set("Cache-Control", "public, max-age=300")
	if r.URL.Query().Get("v") == found.version {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	w.Header().Del("Vary")
	_, _ = w.Write(found.content) // the client may be gone
}
