package console

// accountPages is what one finds behind one's own name.
var accountPages = []page{
	{path: "account", title: "account.title", show: account},
}

// account tells who is signed in, and ends all sessions of the account.
func account(v *visit) error { return v.show("account", accountPage{v, v.query("app") == "on"}) }

type accountPage struct {
	*visit
	App bool // an authenticator app was just set up
}
