package console

// homePages is the first page.
var homePages = []page{
	{path: "", title: "home.title", show: home},
}

// home leads to what one works with.
func home(v *visit) error { return v.show("home", homePage{v}) }

type homePage struct{ *visit }
