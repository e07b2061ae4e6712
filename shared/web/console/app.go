package console

import (
	"net/http"

	"huiyin/shared/errs"
	"huiyin/shared/obs"
	"huiyin/shared/session"
	"huiyin/shared/web"
	"huiyin/shared/web/cookie"
)

// settingUp registers where somebody who is signed in sets up an authenticator
// app. It is between him and the user pool, so no operation of the desk: a
// program that has tokens asks the pool itself.
func (c *Console) settingUp(app *web.App) {
	app.Handle("GET /console/account/app", func(w http.ResponseWriter, _ *http.Request) { redirect(w, "../account") })
	app.Handle("POST /console/account/app", func(w http.ResponseWriter, r *http.Request) {
		v := c.visit(w, r, page{path: "account/app", title: "signin.app.title"})
		v.Refresh = 0
		if err := v.get("whoAmI", &v.Me); err != nil {
			v.refuse(err)
			return
		}
		v.setUpApp()
	})
}

// setUpApp shows the key first, and then takes a code of the app.
func (v *visit) setUpApp() {
	in, err := v.typed()
	if err != nil {
		v.refuse(err)
		return
	}
	ctx, now, value := v.r.Context(), v.c.Now(), cookie.Value(v.r)
	step := session.Step{Ask: session.Enrol, Name: v.Me.Username, Key: in.Get(keyField)}
	if step.Key == "" {
		if step.Key, err = v.c.Sessions.AppKey(ctx, now, value); err != nil {
			v.refuse(err)
			return
		}
		v.ask(step, typed{}, nil)
		return
	}
	err = v.c.Sessions.UseApp(ctx, now, value, in.Get("answer"), web.Address(ctx))
	switch {
	case err == nil:
		redirect(v.w, v.Href("account", "app", "on"))
	case errs.Is(err, errs.Invalid) || errs.Is(err, errs.TooMany):
		p := web.NewProblem(err, v.Lang)
		v.status = p.Status
		v.ask(step, in, p)
	default:
		obs.Fail(ctx, err)
		v.refuse(err)
	}
}
