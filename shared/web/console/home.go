package console

// homePages is the first page.
var homePages = []page{
	{path: "", title: "home.title", show: home},
}

// home leads to the list of what is due next, or for whoever may not see it to
// what there is.
func home(v *visit) error {
	if v.Has("queue") {
		redirect(v.w, v.Href("queue"))
		return nil
	}
	return v.show("home", homePage{v})
}

type homePage struct{ *visit }
