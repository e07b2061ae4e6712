package token

// Identity is who sends a request, as the user pool vouches for it.
type Identity struct {
	Subject  string   // the account's id, never reused
	Username string   // what the person signs in with
	Email    string   // "" when the pool has none
	Groups   []string // as the pool has them, in its order
	StaffID  string   // the person's file at the desk (custom:staff), "" when none is noted
}
