package public

import (
	"embed"

	"huiyin/shared/web"
)

//go:embed assets
var assetFiles embed.FS

var assets = web.NewAssets(assetFiles, "site.css")
