package public

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"sync"

	"huiyin/shared/web"
)

//go:embed assets
var assetFiles embed.FS

// versions are hashes of the assets' content: an address with its version
// never changes what it means, so a browser asks for it once.
var versions = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	entries, err := assetFiles.ReadDir("assets")
	if err != nil {
		panic(err)
	}
	for _, entry := range entries {
		raw, err := assetFiles.ReadFile("assets/" + entry.Name())
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(raw)
		all[entry.Name()] = hex.EncodeToString(sum[:6])
	}
	return all
})

// types are the media types of the assets.
var types = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
}

// asset answers with an embedded file, kept for a year under its version.
func asset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	version, ok := versions()[name]
	if !ok {
		web.NotFound(w, r)
		return
	}
	raw, err := assetFiles.ReadFile("assets/" + name)
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", types[path.Ext(name)])
	w.Header().Set("Cache-Control", "public, max-age=300")
	if r.URL.Query().Get("v") == version {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	w.Header().Del("Vary")
	_, _ = w.Write(raw) // the client may be gone
}
